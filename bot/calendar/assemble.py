"""Puts the parts of a schedule together as a `Rule`, or says which of them is missing or does not go with another."""

from dataclasses import replace

from bot.calendar.describe import QUARTERS
from bot.calendar.draft import Draft, SaidPart
from bot.calendar.read_period import check_count
from bot.calendar.read_time import PARTS_OF_DAY, check_part_of_day
from bot.calendar.rule import Frequency, HolidayPolicy, Rule
from bot.calendar.words import DAY_NAMES

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
_YEAR = (Frequency.MONTHLY, 12)


def assemble_rule(draft: Draft) -> Rule:
    """The rule that a draft's parts make. Raises MisreadError."""
    frequency, interval, days = _rhythm_of(draft)
    if draft.at is None:
        end = len(draft.sentence)
        hour = PARTS_OF_DAY[draft.part_of_day.value][3] if draft.part_of_day else 10
        raise draft.sentence.misread("I need a time of day.", end, end, f"at {hour}:00")
    if draft.part_of_day is not None:
        check_part_of_day(draft.sentence, draft.at, draft.part_of_day)
    rule = Rule(
        frequency,
        draft.at.value,
        holiday_policy=draft.policy.value if draft.policy else HolidayPolicy.KEEP,
        zone=draft.zone.value if draft.zone else None,
        weekdays=days.get("weekdays", ()),
        ordinals=days.get("ordinals", ()),
        month_days=days.get("month_days", ()),
        months=days.get("months", ()),
    )
    if interval == 1 and draft.start is None:
        return rule
    first = next(rule.dates(draft.start.value if draft.start else draft.today))
    return replace(rule, interval=interval, anchor=first)


_Rhythm = tuple[Frequency, int, dict[str, tuple[int, ...]]]


def _rhythm_of(draft: Draft) -> _Rhythm:
    _leave_days_out(draft)
    _check_no_mixture(draft)
    named = draft.ordinals or draft.month_days or draft.weekdays
    months = draft.months if draft.counted and draft.counted.value[1] == "year" else named
    check_count(draft, len(months.value) if months else 0)
    if draft.ordinals is not None:
        assert draft.weekdays is not None  # noqa: S101 - an ordinal is only read with its weekday
        days = {"weekdays": draft.weekdays.value, "ordinals": draft.ordinals.value}
        return _day_of_month(draft, draft.ordinals, draft.weekdays.after, days)
    if draft.month_days is not None:
        return _day_of_month(draft, draft.month_days, draft.month_days.after, {"month_days": draft.month_days.value})
    _check_no_months(draft)
    if draft.weekdays is not None:
        return _weekday_rhythm(draft)
    return _period_alone(draft)


def _leave_days_out(draft: Draft) -> None:
    """Takes the days that are left out from those that are named, or from every day."""
    if draft.counted and draft.counted.value == (7, "week") and draft.weekdays is None:
        draft.weekdays = SaidPart(EVERY_DAY, draft.counted.first, draft.counted.after)
    if draft.without is None:
        return
    daily = draft.period is not None and draft.period.value == (Frequency.DAILY, 1)
    if draft.weekdays is None and daily and draft.period is not None:
        draft.weekdays = SaidPart(EVERY_DAY, draft.period.first, draft.period.after)
    without, sentence = draft.without, draft.sentence
    said = sentence.said(without.first, without.after)
    if draft.weekdays is None or draft.ordinals is not None:
        what = f'"{said}" leaves days out only of "every day", or of days of the week.'
        raise sentence.misread(what, without.first, without.after, "")
    days = tuple(day for day in draft.weekdays.value if day not in without.value)
    if not days or not set(without.value) <= set(draft.weekdays.value):
        raise sentence.misread(f'"{said}" does not go with the days that are named.', without.first, without.after, "")
    draft.weekdays = replace(draft.weekdays, value=days)


def _check_no_mixture(draft: Draft) -> None:
    sentence = draft.sentence
    if draft.month_days is not None and draft.weekdays is not None:
        first = draft.month_days.first
        after = sentence.skip(draft.month_days.after, {"of", "the", "every", "each", "month"})
        what = "A schedule goes by days of the week or by dates of the month, not both. Choose one of them."
        raise sentence.misread(what, first, after, "")
    if draft.ordinals and draft.weekdays and draft.ordinals.after <= draft.weekdays.first:
        days = draft.weekdays.value
        if len(days) > 1 and days != (0, 1, 2, 3, 4):
            what = f'"{sentence.said(draft.ordinals.first, draft.weekdays.after)}" is more than one rule. Choose one of them.'
            instead = f"the first {DAY_NAMES[days[0]]}"
            raise sentence.misread(what, draft.ordinals.first, draft.weekdays.after, instead)


def _day_of_month(
    draft: Draft, days: SaidPart[tuple[int, ...]], after: int, kept: dict[str, tuple[int, ...]]
) -> _Rhythm:
    """A day of every month, of every how many months, or of the months that are named."""
    months = _months_named(draft, days.value)
    if not months:
        return Frequency.MONTHLY, _month_interval(draft, after), kept
    period, sentence = draft.period, draft.sentence
    if (
        period is not None
        and period.value not in (_YEAR, (Frequency.MONTHLY, 1), (Frequency.MONTHLY, 3))
        and not draft.counted
    ):
        said = sentence.said(period.first, period.after)
        what = f'"{said}" does not go with the names of months.'
        raise sentence.misread(what, period.first, period.after, "every year" if len(months) > 1 else "")
    return Frequency.MONTHLY, 1, {**kept, "months": months}


def _months_named(draft: Draft, days: tuple[int, ...]) -> tuple[int, ...]:
    """The months by name, or those in which a quarter or a year begins or ends; empty where none are meant."""
    sentence, yearly = draft.sentence, draft.period is not None and draft.period.value == _YEAR
    if draft.months is not None:
        said = sentence.said(0, draft.months.after)
        if len(draft.months.value) == 1 and not (yearly or draft.repeats):
            what = f'Is "{said}" once, or every year? Say "every year".'
            raise sentence.misread(what, draft.months.after, draft.months.after, "every year")
        return draft.months.value
    quarterly = draft.period is not None and draft.period.value == (Frequency.MONTHLY, 3) and _says_quarter(draft)
    ends = {1 if day > 0 else -1 for day in days}
    whole = draft.ordinals is not None or set(days) <= {1, -1}
    if draft.months_of is None:
        return QUARTERS[ends.pop()] if quarterly and draft.start is None and len(ends) == 1 and whole else ()
    if len(ends) > 1 or not whole:
        part, said = draft.months_of, sentence.said(draft.months_of.first, draft.months_of.after)
        what = f'"{said}" leaves the month open. Say in which months.'
        raise sentence.misread(what, part.first, part.after, f"every {3 if part.value == 'quarter' else 12} months")
    end = ends.pop()
    if draft.months_of.value == "quarter":
        return QUARTERS[end]
    return (1,) if end == 1 else (12,)


def _says_quarter(draft: Draft) -> bool:
    assert draft.period is not None  # noqa: S101 - for the type checker: the caller has looked
    return "quarter" in draft.sentence.said(draft.period.first, draft.period.after).lower()


def _check_no_months(draft: Draft) -> None:
    part = draft.months or draft.months_of
    if part is not None:
        said = draft.sentence.said(part.first, part.after)
        what = f'In which week "{said}"? Months go with a day of the month, such as "the first Monday".'
        raise draft.sentence.misread(what, part.first, part.after, "")


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
    if draft.days_apart and interval > 1:
        what = f'Does every day of "{said}" follow the same rhythm? A schedule has one. Say the days together.'
        raise sentence.misread(what, days.first, days.after, None)
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
        raise sentence.misread("I do not know how often. Name a day or a rhythm.", 0, 0, "every Tuesday", made_up=True)
    frequency, interval = period.value
    if frequency is Frequency.DAILY:
        return frequency, interval, {}
    said = sentence.said(period.first, period.after)
    if draft.start is None:
        instead = "on Tuesday" if frequency is Frequency.WEEKLY else "on the first Monday"
        raise sentence.misread(f'On which day should "{said}" be?', period.after, period.after, instead, made_up=True)
    first = draft.start.value
    if frequency is Frequency.WEEKLY:
        return frequency, interval, {"weekdays": (first.weekday(),)}
    if first.day > 28:
        what = f'Not every month has a day {first.day}. Say on which day "{said}" should be.'
        raise sentence.misread(what, period.after, period.after, "on the last day")
    return frequency, interval, {"month_days": (first.day,)}
