"""The grammar of schedules: plain words, in any order, made into a `Rule`; or a sentence that says what is unclear.

The sentence is read from left to right. At each word the readers are asked in turn; what none of them knows is
named. Only then are the parts put together. Nothing is guessed: a phrase with two meanings is refused with both.
"""

from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from bot.calendar.describe import describe_rule
from bot.calendar.draft import Draft
from bot.calendar.not_understood import UnclearWords, nearest_word
from bot.calendar.read_days import read_days
from bot.calendar.read_period import ADVERBS, UNITS, read_period
from bot.calendar.read_place import read_holidays, read_zone
from bot.calendar.read_start import read_start
from bot.calendar.read_time import read_time
from bot.calendar.rule import Frequency, HolidayPolicy, Rule
from bot.calendar.words import AND, DAY_NAMES, MONTH_NAMES, ORDINALS, MisreadError, Sentence, tidy_text

EXAMPLES = (
    "every other Tuesday at 10:00",
    "first Monday of the month 09:30",
    "every weekday except bank holidays 14:00",
    "quarterly, last Thursday 15:00",
    "every Monday and Thursday 09:00",
    "monthly on the 15th 10:00",
    "every 3 weeks on Friday 11:30",
    "every day at 09:00",
)
_SMALL = AND | {"the", "on", "at", "of", "please", "ask", "send", "run", "meet", ".", ";", "-", "a"}
_VOCABULARY = (
    *DAY_NAMES,
    *MONTH_NAMES,
    *(name + "s" for name in DAY_NAMES),
    *UNITS,
    *ADVERBS,
    *ORDINALS,
    *("weeks", "months", "days", "weekday", "weekdays", "every", "other", "twice", "noon", "starting", "tomorrow"),
    *("except", "bank", "holiday", "holidays"),
)
_LONGEST = 300
_REPAIRS = 5


def parse_schedule(words: str, *, today: date) -> Rule | UnclearWords:
    """The schedule that plain words describe, or what was not understood and the nearest form that would be.

    `today` is the earliest first date: "every other Tuesday" counts from the first Tuesday from then on. A
    suggestion is itself always understood.
    """
    text = tidy_text(words)
    try:
        return _parse_text(text, today)
    except MisreadError as misread:
        where = text[misread.start : misread.end]
        return UnclearWords(misread.what, where, _suggest_repair(text, misread, today), EXAMPLES)


def _parse_text(text: str, today: date) -> Rule:
    if len(text) > _LONGEST:
        raise MisreadError("That is too long for a schedule.", _LONGEST, len(text), "")
    sentence = Sentence(text)
    draft = Draft(sentence, today)
    position = 0
    while position < len(sentence):
        position = _read_part(sentence, position, draft)
    return _assemble_rule(draft)


def _read_part(sentence: Sentence, position: int, draft: Draft) -> int:
    for read in (read_period, read_holidays, read_days, read_start, read_time, read_zone):
        after = read(sentence, position, draft)
        if after > position:
            return after
    if sentence.word(position) in _SMALL:
        return position + 1
    raise _unknown_word(sentence, position)


def _unknown_word(sentence: Sentence, position: int) -> MisreadError:
    word = sentence.said(position, position + 1)
    near = nearest_word(word, _VOCABULARY, cutoff=0.78)
    hint = f' Did you mean "{near}"?' if near else ""
    return sentence.misread(f'I do not understand "{word}" here.{hint}', position, position + 1, near)


def _suggest_repair(text: str, misread: MisreadError, today: date) -> str:
    """The sentence repaired, fault by fault; an example like it if that does not lead to one that is understood."""
    repaired = text
    for _ in range(_REPAIRS):
        repaired = tidy_text(f"{repaired[: misread.start]} {misread.instead} {repaired[misread.end :]}")
        try:
            return describe_rule(_parse_text(repaired, today))
        except MisreadError as further:
            misread = further
    return get_close_matches(text, EXAMPLES, n=1, cutoff=0.0)[0]


def _assemble_rule(draft: Draft) -> Rule:
    frequency, interval, days = _rhythm_of(draft)
    if draft.at is None:
        end = len(draft.sentence)
        raise draft.sentence.misread("I need a time of day.", end, end, "at 10:00")
    rule = Rule(
        frequency,
        draft.at.value,
        holiday_policy=draft.policy.value if draft.policy else HolidayPolicy.KEEP,
        zone=draft.zone.value if draft.zone else None,
        weekdays=days.get("weekdays", ()),
        ordinals=days.get("ordinals", ()),
        month_days=days.get("month_days", ()),
    )
    if interval == 1 and draft.start is None:
        return rule
    first = next(rule.dates(draft.start.value if draft.start else draft.today))
    return replace(rule, interval=interval, anchor=first)


_Rhythm = tuple[Frequency, int, dict[str, tuple[int, ...]]]


def _rhythm_of(draft: Draft) -> _Rhythm:
    _check_no_mixture(draft)
    if draft.ordinals is not None:
        return _nth_weekday(draft)
    if draft.month_days is not None:
        return _month_day(draft)
    if draft.weekdays is not None:
        return _weekday_rhythm(draft)
    return _period_alone(draft)


def _check_no_mixture(draft: Draft) -> None:
    sentence = draft.sentence
    if draft.month_days is not None and draft.weekdays is not None:
        first = draft.month_days.first
        after = sentence.skip(draft.month_days.after, {"of", "the", "every", "each", "month"})
        what = "A schedule goes by days of the week or by dates of the month, not both. Make two schedules."
        raise sentence.misread(what, first, after, "")
    if draft.ordinals and draft.weekdays and draft.ordinals.after <= draft.weekdays.first:
        days = draft.weekdays.value
        if len(days) > 1 and days != (0, 1, 2, 3, 4):
            what = f'"{sentence.said(draft.ordinals.first, draft.weekdays.after)}" is more than one rule. Make two schedules.'
            instead = f"the first {DAY_NAMES[days[0]]}"
            raise sentence.misread(what, draft.ordinals.first, draft.weekdays.after, instead)


def _nth_weekday(draft: Draft) -> _Rhythm:
    assert draft.ordinals is not None  # noqa: S101 - for the type checker: the caller has looked
    assert draft.weekdays is not None  # noqa: S101 - an ordinal is only read with its weekday
    interval = _month_interval(draft, draft.weekdays.after)
    return Frequency.MONTHLY, interval, {"weekdays": draft.weekdays.value, "ordinals": draft.ordinals.value}


def _month_day(draft: Draft) -> _Rhythm:
    assert draft.month_days is not None  # noqa: S101 - for the type checker: the caller has looked
    return Frequency.MONTHLY, _month_interval(draft, draft.month_days.after), {"month_days": draft.month_days.value}


def _month_interval(draft: Draft, after: int) -> int:
    """Every how many months a day of the month is meant; `after` is the position after that day."""
    sentence, period = draft.sentence, draft.period
    if period is None and (draft.of_month or draft.repeats):
        return 1
    if period is None:
        what = f'Is "{sentence.said(0, after)}" once, or every month? Say "of the month".'
        raise sentence.misread(what, after, after, "of the month")
    if period.value[0] is not Frequency.MONTHLY:
        said = sentence.said(period.first, period.after)
        what = f'"{said}" does not go with a day of the month.'
        raise sentence.misread(what, period.first, period.after, "monthly,")
    return period.value[1]


def _weekday_rhythm(draft: Draft) -> _Rhythm:
    assert draft.weekdays is not None  # noqa: S101 - for the type checker: the caller has looked
    sentence, days = draft.sentence, draft.weekdays
    said = sentence.said(days.first, days.after)
    frequency, interval = draft.period.value if draft.period else (Frequency.WEEKLY, 1)
    if frequency is Frequency.MONTHLY or draft.of_month:
        what = f'Which "{said}" of the month: the first, second, third, fourth or last?'
        raise sentence.misread(what, days.first, days.after, f"the first {DAY_NAMES[days.value[0]]}")
    if draft.period is None and not draft.repeats:
        what = f'Is "{said}" once, or every week? Say "every {said}".'
        raise sentence.misread(what, days.first, days.first, "every")
    if frequency is Frequency.DAILY and draft.period and interval > 1:
        what = f'"{sentence.said(draft.period.first, draft.period.after)}" does not go with days of the week.'
        raise sentence.misread(what, days.first, days.after, "")
    return Frequency.WEEKLY, interval, {"weekdays": days.value}


def _period_alone(draft: Draft) -> _Rhythm:
    sentence, period = draft.sentence, draft.period
    if period is None:
        raise sentence.misread("I do not know how often. Name a day or a rhythm.", 0, 0, "every Tuesday")
    frequency, interval = period.value
    if frequency is Frequency.DAILY:
        return frequency, interval, {}
    said = sentence.said(period.first, period.after)
    if draft.start is None:
        instead = "on Tuesday" if frequency is Frequency.WEEKLY else "on the first Monday"
        raise sentence.misread(f'On which day should "{said}" be?', period.after, period.after, instead)
    first = draft.start.value
    if frequency is Frequency.WEEKLY:
        return frequency, interval, {"weekdays": (first.weekday(),)}
    if first.day > 28:
        what = f'Not every month has a day {first.day}. Say on which day "{said}" should be.'
        raise sentence.misread(what, period.after, period.after, "on the last day")
    return frequency, interval, {"month_days": (first.day,)}
