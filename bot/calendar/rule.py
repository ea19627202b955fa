"""A schedule as data: which local dates, at which local time of day, and what a public holiday does to them.

A rule knows no instant. Its dates are those of `dateutil.rrule`; `occurrences.py` turns them into instants.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import dropwhile, pairwise

WORKING_WEEK = (0, 1, 2, 3, 4)
ORDINALS_OF_MONTH = (1, 2, 3, 4, -2, -1)
LONGEST_INTERVAL = {"DAILY": 90, "WEEKLY": 52, "MONTHLY": 24}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KEYS = ("FREQ", "INTERVAL", "BYDAY", "BYSETPOS", "BYMONTHDAY", "BYMONTH", "AT", "HOLIDAYS", "ZONE", "ANCHOR")


class Frequency(StrEnum):
    """The period of a rule, in the words of RFC 5545."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


class HolidayPolicy(StrEnum):
    """Effect of a public holiday or one of the organisation's own days off on a date: keep it, skip it, or move it.

    Moved are dates to the next working day after them, or to the last one before them.
    """

    KEEP = "KEEP"
    SKIP = "SKIP"
    NEXT_WORKING_DAY = "NEXT_WORKING_DAY"
    PREVIOUS_WORKING_DAY = "PREVIOUS_WORKING_DAY"


@dataclass(frozen=True, slots=True)
class Rule:
    """Recurrence of a schedule.

    `weekdays` count from Monday = 0. `ordinals` (1 to 4, -2 for the second-last, or -1 for the last) choose among the
    weekdays of a month, `month_days` (1 to 28, or -1 for the last day) choose dates of it; a monthly rule has one of
    the two. `months` (1 to 12) are those of a monthly rule that does not run in every month; its interval is then 1.
    `at` is a naive local time of day in whole minutes. `zone` overrides the team's zone. `anchor` is the first
    date, from which "every other" counts; without one an interval of 1 has no beginning.
    Raises ValueError for what is not a schedule.
    """

    frequency: Frequency
    at: time
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    ordinals: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    holiday_policy: HolidayPolicy = HolidayPolicy.KEEP
    zone: str | None = None
    anchor: date | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.interval <= LONGEST_INTERVAL[self.frequency]:
            raise ValueError(f"interval out of range: {self.interval}")
        if self.interval > 1 and self.anchor is None:
            raise ValueError("an interval above 1 needs an anchor date")
        if self.at.tzinfo is not None or self.at.second or self.at.microsecond:
            raise ValueError("the time of day is naive and in whole minutes")
        if self.zone is not None and (not self.zone or set(self.zone) & set(";= ")):
            raise ValueError("the zone is not the name of a zone")
        _check_days(self)

    def dates(self, start: date) -> Iterator[date]:
        """The rule's own local dates from `start` on, in order and without end, holidays not yet considered."""
        from dateutil import rrule  # heavy, and not needed to read or say a rule

        first = start if self.anchor is None else max(start, self.anchor)
        found = rrule.rrule(
            getattr(rrule, self.frequency),
            dtstart=datetime.combine(_aligned_start(self, first), time()),
            interval=self.interval,
            wkst=rrule.MO,
            byweekday=self.weekdays or None,
            bysetpos=self.ordinals or None,
            bymonthday=self.month_days or None,
            bymonth=self.months or None,
        )
        return dropwhile(lambda day: day < first, (moment.date() for moment in found))

    def to_text(self) -> str:
        """One line for storage; `from_text` gives an equal rule back."""
        values = (
            self.frequency.value,
            str(self.interval),
            ",".join(_DAYS[day] for day in self.weekdays),
            ",".join(map(str, self.ordinals)),
            ",".join(map(str, self.month_days)),
            ",".join(map(str, self.months)),
            self.at.isoformat("minutes"),
            self.holiday_policy.value,
            self.zone or "",
            self.anchor.isoformat() if self.anchor else "",
        )
        return ";".join(f"{key}={value}" for key, value in zip(_KEYS, values, strict=True) if value)

    @classmethod
    def from_text(cls, text: str) -> "Rule":
        """The rule that `to_text` wrote. Raises ValueError for anything else."""
        fields = [part.partition("=") for part in text.split(";")]
        found = {key: value for key, _, value in fields}
        if len(found) != len(fields) or not found.keys() <= set(_KEYS):
            raise ValueError("not the text of a rule: unknown or repeated key")
        try:
            return _from_fields(found)
        except KeyError as missing:
            raise ValueError(f"not the text of a rule: no {missing.args[0]}") from missing


def _from_fields(found: dict[str, str]) -> Rule:
    anchor = found.get("ANCHOR")
    return Rule(
        frequency=Frequency(found["FREQ"]),
        at=time.fromisoformat(found["AT"]),
        interval=int(found["INTERVAL"]),
        weekdays=tuple(_DAYS.index(day) for day in _split_list(found, "BYDAY")),
        ordinals=tuple(int(number) for number in _split_list(found, "BYSETPOS")),
        month_days=tuple(int(number) for number in _split_list(found, "BYMONTHDAY")),
        months=tuple(int(number) for number in _split_list(found, "BYMONTH")),
        holiday_policy=HolidayPolicy(found["HOLIDAYS"]),
        zone=found.get("ZONE"),
        anchor=date.fromisoformat(anchor) if anchor else None,
    )


def _split_list(found: dict[str, str], key: str) -> list[str]:
    return found[key].split(",") if key in found else []


def _check_days(rule: Rule) -> None:
    for name, days, allowed in (
        ("weekdays", rule.weekdays, range(7)),
        ("ordinals", rule.ordinals, ORDINALS_OF_MONTH),
        ("month_days", rule.month_days, (*range(1, 29), -1)),
        ("months", rule.months, range(1, 13)),
    ):
        if any(day not in allowed for day in days):
            raise ValueError(f"{name} out of range: {days}")
        ranks = [allowed.index(day) for day in days]
        if any(later <= earlier for earlier, later in pairwise(ranks)):
            raise ValueError(f"{name} out of order: {days}")
    if _day_kinds(rule) not in _SHAPES[rule.frequency]:
        raise ValueError(f"days do not fit a {rule.frequency.value.lower()} rule")
    if rule.ordinals and len(rule.weekdays) > 1 and rule.weekdays != WORKING_WEEK:
        raise ValueError("an ordinal needs one weekday, or the whole working week")
    if rule.months and (rule.frequency is not Frequency.MONTHLY or rule.interval > 1):
        raise ValueError("months are named in a monthly rule, and counted in steps of one")


def _day_kinds(rule: Rule) -> tuple[bool, bool, bool]:
    return bool(rule.weekdays), bool(rule.ordinals), bool(rule.month_days)


_SHAPES = {
    Frequency.DAILY: {(False, False, False)},
    Frequency.WEEKLY: {(True, False, False)},
    Frequency.MONTHLY: {(True, True, False), (False, False, True)},
}


def _aligned_start(rule: Rule, first: date) -> date:
    """A date at or before `first`, less than a period away, from which the rule counts as from its anchor.

    It saves walking from an anchor of years ago at every tick.
    """
    anchor = rule.anchor or first
    if rule.frequency is Frequency.MONTHLY:
        months = (first.year - anchor.year) * 12 + first.month - anchor.month
        month = anchor.year * 12 + anchor.month - 1 + months - months % rule.interval
        return date(month // 12, month % 12 + 1, 1)
    step = rule.interval * (7 if rule.frequency is Frequency.WEEKLY else 1)
    return first - timedelta(days=(first - anchor).days % step)
