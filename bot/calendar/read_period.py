"""Reads how often: "every other", "every 3 weeks", "fortnightly", "twice a year"."""

from bot.calendar.draft import Draft
from bot.calendar.rule import LONGEST_INTERVAL, Frequency
from bot.calendar.words import DAY_NAMES, DAY_PLURALS, DAYS, NUMBERS, ORDINALS, Sentence

_D, _W, _M = Frequency.DAILY, Frequency.WEEKLY, Frequency.MONTHLY
UNITS = {"day": (_D, 1), "week": (_W, 1), "fortnight": (_W, 2), "month": (_M, 1), "quarter": (_M, 3), "year": (_M, 12)}
_PLURALS = {unit + "s": unit for unit in UNITS}
ADVERBS = {
    "daily": (_D, 1),
    "weekly": (_W, 1),
    "fortnightly": (_W, 2),
    "monthly": (_M, 1),
    "quarterly": (_M, 3),
    "half-yearly": (_M, 6),
    "yearly": (_M, 12),
    "annually": (_M, 12),
}
_TWO_MEANINGS = {
    "biweekly": ("twice a week or every two weeks", "every two weeks"),
    "bimonthly": ("twice a month or every two months", "every two months"),
    "biannually": ("twice a year or every two years", "twice a year"),
    "biannual": ("twice a year or every two years", "twice a year"),
    "semiweekly": ("twice a week or every half week", "every Monday and Thursday"),
}
_TOO_OFTEN = {"hour", "hours", "minute", "minutes", "hourly", "second", "seconds"}
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_PER = {"a", "an", "per", "every", "each", "the", "in"}
_EVERY = {"every", "each", "all"}
_ALTERNATE = {"alternate", "alternating", "alternately"}
_IN_A_UNIT = {"weekly": "week", "monthly": "month", "yearly": "year", "daily": "day", "quarterly": "quarter"}


def read_period(sentence: Sentence, position: int, draft: Draft) -> int:
    """The position after a period, or `position` if there is none. Raises MisreadError."""
    word = sentence.word(position)
    joined = word.replace("-", "")
    if joined in _TWO_MEANINGS:
        meanings, instead = _TWO_MEANINGS[joined]
        raise sentence.misread(f'"{word}" can mean {meanings}. Say which.', position, position + 1, instead)
    if word in ("hourly",):
        raise _too_often(sentence, position, position + 1)
    if word in ADVERBS:
        return _keep_period(sentence, draft, *ADVERBS[word], position, position + 1)
    if word == "everyday":
        draft.repeats = True
        return _keep_period(sentence, draft, Frequency.DAILY, 1, position, position + 1)
    if word in ("odd", "even") and sentence.word(position + 1) in ("week", "weeks"):
        what = "I do not go by the numbers of weeks, but can ask every other week from a date on."
        raise sentence.misread(what, position, position + 2, "every other week")
    if word in _ALTERNATE:
        draft.repeats = True
        return _read_other(sentence, position, position + 1, draft)
    if word in _EVERY:
        return _read_every(sentence, position, draft)
    return _read_times(sentence, position, draft)


def _read_every(sentence: Sentence, position: int, draft: Draft) -> int:
    draft.repeats = True
    first = sentence.skip(position + 1, {"single"})
    if sentence.word(first) in ("couple", "few") or sentence.word(first) in _ALTERNATE:
        return _read_every_couple(sentence, position, first, draft)
    word = sentence.word(first)
    if word in _TOO_OFTEN and not _names_day(sentence, first + 1) and _unit_at(sentence, first + 1) is None:
        raise _too_often(sentence, position, first + 1)
    if word == "other":
        return _read_other(sentence, position, first + 1, draft)
    count = _count_at(sentence, first)
    after = first if count is None else first + 1
    unit = _unit_at(sentence, after)
    if unit is not None:
        frequency, size = UNITS[unit]
        return _keep_period(sentence, draft, frequency, size * (1 if count is None else count), position, after + 1)
    if count is not None and sentence.word(after) in _TOO_OFTEN:
        raise _too_often(sentence, position, after + 1)
    if count is not None and _names_day(sentence, after):
        _check_counted_day(sentence, position, after, count)
    return first


def _read_every_couple(sentence: Sentence, position: int, first: int, draft: Draft) -> int:
    """ "every couple of weeks", "every alternate week"; a few are no number."""
    word = sentence.word(first)
    if word == "few":
        what = f'"{sentence.said(position, first + 1)}" is no number. Say how many.'
        raise sentence.misread(what, position, first + 1, "every 3")
    after = first + 1 if word in _ALTERNATE else sentence.skip(first + 1, {"of"})
    return _read_other(sentence, position, after, draft)


def _read_other(sentence: Sentence, position: int, after: int, draft: Draft) -> int:
    unit = _unit_at(sentence, after)
    if unit is not None:
        frequency, size = UNITS[unit]
        return _keep_period(sentence, draft, frequency, 2 * size, position, after + 1)
    if _names_day(sentence, after):
        return _keep_period(sentence, draft, Frequency.WEEKLY, 2, position, after)
    raise sentence.misread(
        "Every other what? Name a day, or say week or month.", position, after, "every other Tuesday"
    )


def _check_counted_day(sentence: Sentence, position: int, after: int, count: int) -> None:
    """Refuses "every 2 Tuesdays" and "every second Tuesday", unless the month settles the latter."""
    said = sentence.said(position, after + 1)
    weekday = {**DAYS, **DAY_PLURALS}[sentence.word(after)]
    weeks = f"every {count} weeks on {DAY_NAMES[weekday]}"
    if sentence.word(after - 1) not in ORDINALS and sentence[after - 1].kind != "ordinal":
        raise sentence.misread(f'By "{said}" you may mean a number of weeks.', position, after + 1, weeks)
    if sentence.word(after + 1) != "of":
        what = f'"{said}" can mean {weeks}, or one of the month ("{said.removeprefix("every ")} of the month").'
        raise sentence.misread(f"{what} Say which.", position, after + 1, weeks)


def _read_times(sentence: Sentence, position: int, draft: Draft) -> int:
    """ "once a month", "twice a year", "three times a year"."""
    word, after = sentence.word(position), position + 1
    times = _TIMES.get(word)
    if times is None and sentence.word(after) in ("times", "x", "days") and _names_unit(sentence, after + 1):
        times, after = _count_at(sentence, position), after + 1
    if times is None:
        return position
    counted, after = after, sentence.skip(after, _PER)
    unit = _unit_at(sentence, after) or _IN_A_UNIT.get(sentence.word(after))
    if unit is None and times == 1 and sentence.word(counted) in _EVERY:
        return counted
    if unit is None:
        what = f'I do not know how often "{sentence.said(position, counted)}" is.'
        raise sentence.misread(what, position, counted, "every Tuesday")
    frequency, size = UNITS[unit]
    draft.counted = draft.once(draft.counted, (times, unit), position, after + 1, "number of times")
    draft.repeats = True
    if times != 1 and unit != "year":
        return after + 1
    interval = size // times if times and not size % times else size
    return _keep_period(sentence, draft, frequency, interval, position, after + 1)


def _names_unit(sentence: Sentence, position: int) -> bool:
    after = sentence.skip(position, _PER)
    return _unit_at(sentence, after) is not None or sentence.word(after) in _IN_A_UNIT


def check_count(draft: Draft, found: int) -> None:
    """Raises MisreadError where the days that are named are not as many as were said ("twice a week").

    `found` is how many days, or how many months of a year, are named; 0 if none is.
    """
    if draft.counted is None:
        return
    (times, unit), sentence = draft.counted.value, draft.sentence
    evenly = unit == "year" and times and not 12 % times and not found
    if times == found or (times == 1 and found) or evenly or (times == 7 and unit == "week" and not found):
        return
    said = sentence.said(draft.counted.first, draft.counted.after)
    instead = {"week": "every Monday and Thursday", "month": "on the first and third Tuesday of the month"}
    if found:
        what = f'"{said}" does not go with the days that are named. Leave it out, or name as many.'
        raise sentence.misread(what, draft.counted.first, draft.counted.after, "every week" if unit == "week" else "")
    what = f'"{said}" does not say on which days. Name them.'
    offered = instead.get(unit, "every other month on the first Monday")
    if times == 5 and unit == "week":
        offered = "every weekday"
    raise sentence.misread(what, draft.counted.first, draft.counted.after, offered)


def _keep_period(sentence: Sentence, draft: Draft, frequency: Frequency, interval: int, first: int, after: int) -> int:
    longest = LONGEST_INTERVAL[frequency]
    if not 1 <= interval <= longest:
        unit = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months"}[frequency]
        what = f'"{sentence.said(first, after)}" is out of my range of 1 to {longest} {unit}.'
        raise sentence.misread(what, first, after, f"every {min(max(interval, 1), longest)} {unit}")
    draft.period = draft.once(draft.period, (frequency, interval), first, after, "rhythm")
    return after


def _too_often(sentence: Sentence, first: int, after: int) -> Exception:
    return sentence.misread("A schedule runs once a day at most.", first, after, "every day")


def _unit_at(sentence: Sentence, position: int) -> str | None:
    word = sentence.word(position)
    return word if word in UNITS else _PLURALS.get(word)


def _count_at(sentence: Sentence, position: int) -> int | None:
    token = sentence[position]
    if token.kind == "number":
        return int(token.word[:6])
    ordinal = int(token.word[:-2]) if token.kind == "ordinal" else ORDINALS.get(token.word, 0)
    return NUMBERS.get(token.word) or (ordinal if ordinal > 1 else None)


def _names_day(sentence: Sentence, position: int) -> bool:
    return sentence.word(position) in DAYS or sentence.word(position) in DAY_PLURALS
