"""A rule said back in plain words, in a form that `parse_schedule` reads as the same rule."""

from collections.abc import Sequence

from bot.calendar.rule import WORKING_WEEK, Frequency, HolidayPolicy, Rule
from bot.calendar.words import DAY_NAMES, MONTH_NAMES, ORDINAL_NAMES

_POLICIES = {
    HolidayPolicy.KEEP: "",
    HolidayPolicy.SKIP: ", except bank holidays",
    HolidayPolicy.NEXT_WORKING_DAY: ", or the next working day if that is a bank holiday",
    HolidayPolicy.PREVIOUS_WORKING_DAY: ", or the previous working day if that is a bank holiday",
}
QUARTERS = {1: (1, 4, 7, 10), -1: (3, 6, 9, 12)}
_UNITS = {Frequency.DAILY: "day", Frequency.WEEKLY: "week", Frequency.MONTHLY: "month"}


def describe_rule(rule: Rule) -> str:
    """For example "every other Tuesday at 10:00, except bank holidays, starting 2 March 2027"."""
    zone = f" in {rule.zone}" if rule.zone else ""
    return f"{_describe_rhythm(rule)} at {rule.at:%H:%M}{zone}{_POLICIES[rule.holiday_policy]}{_describe_start(rule)}"


def _describe_rhythm(rule: Rule) -> str:
    if rule.frequency is Frequency.DAILY:
        return _describe_interval(rule)
    if rule.frequency is Frequency.WEEKLY:
        return _describe_weekly(rule)
    return f"on the {_month_days(rule)} {_describe_months(rule)}"


def _describe_months(rule: Rule) -> str:
    if not rule.months:
        return "of the month" if rule.interval == 1 else f"of {_describe_interval(rule)}"
    days = rule.ordinals or rule.month_days
    at_beginning = min(days) > 0 and (bool(rule.ordinals) or days == (1,))
    if (rule.months == QUARTERS[1] and at_beginning) or (rule.months == QUARTERS[-1] and max(days) < 0):
        return "of every quarter"
    return f"of {_join_words([MONTH_NAMES[month - 1] for month in rule.months])} every year"


def _describe_weekly(rule: Rule) -> str:
    if rule.interval == 1:
        return "every weekday" if rule.weekdays == WORKING_WEEK else f"every {_describe_weekdays(rule)}"
    if rule.interval == 2 and len(rule.weekdays) == 1:
        return f"every other {_describe_weekdays(rule)}"
    return f"{_describe_interval(rule)} on {_describe_weekdays(rule)}"


def _month_days(rule: Rule) -> str:
    if rule.ordinals:
        days = "weekday" if rule.weekdays == WORKING_WEEK else _describe_weekdays(rule)
        return f"{_join_words([ORDINAL_NAMES[number] for number in rule.ordinals])} {days}"
    if rule.month_days == (-1,):
        return "last day"
    numbers = [_ordinal_numeral(day) for day in rule.month_days if day > 0]
    return _join_words(numbers + ["last day"] * (-1 in rule.month_days))


def _describe_interval(rule: Rule) -> str:
    unit = _UNITS[rule.frequency]
    return f"every {unit}" if rule.interval == 1 else f"every {rule.interval} {unit}s"


def _describe_weekdays(rule: Rule) -> str:
    return _join_words([DAY_NAMES[day] for day in rule.weekdays])


def _join_words(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _ordinal_numeral(day: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th") if day not in (11, 12, 13) else "th"
    return f"{day}{ending}"


def _describe_start(rule: Rule) -> str:
    if rule.anchor is None:
        return ""
    return f", starting {rule.anchor.day} {MONTH_NAMES[rule.anchor.month - 1]} {rule.anchor.year}"
