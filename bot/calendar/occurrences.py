"""Conversion of a rule's local dates to instants: each date once, whatever the clocks do (R3, R4).

The arithmetic rests on one definition. The instant of a local date and time is the *first* instant at which the
clock on the wall shows that time or a later one. A time that exists has its own instant, a repeated one the first
of its two, and a missing one the end of the gap that swallowed it. Being a first passage it never runs backwards
from one date to the next, so a window of instants is a run of consecutive dates.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush
from itertools import islice
from zoneinfo import ZoneInfo

from bot.calendar.holidays import HolidayCalendar
from bot.calendar.rule import HolidayPolicy, Rule

_DAY = timedelta(days=1)
# Clocks have moved by up to a day at once, so two readings half a day apart cannot step over a pair of changes
# that the tz database records for any zone in use.
_LOOK = timedelta(hours=12)
# A rule that every holiday or pause passes over would otherwise be searched until the year 9999.
LONGEST_SILENCE = timedelta(days=3660)


# Turns a naive local time in a zone into an aware UTC instant.
Resolver = Callable[[datetime, ZoneInfo], datetime]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One run of a schedule: the local date that names it, and the aware UTC instant at which it is due."""

    local_date: date
    at: datetime


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A date of the rule on which nothing runs, why, and the date it moved to, if it did."""

    local_date: date
    reason: str
    moved_to: date | None = None


@dataclass(frozen=True, slots=True)
class ClockChange:
    """The aware UTC instant at which a zone's clocks move, and the offsets from UTC before and after it."""

    at: datetime
    before: timedelta
    after: timedelta


def first_valid_instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The first UTC instant at which the clock of `zone` shows the naive `local` or later."""
    early = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if _local_time(early, zone) == local:
        return early
    before_gap = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _first_second_when(before_gap, early, lambda instant: _local_time(instant, zone) >= local)


def occurrences_from(
    rule: Rule,
    zone: str,
    holidays: HolidayCalendar,
    start: date,
    resolve: Resolver = first_valid_instant,
) -> Iterator[Occurrence]:
    """The occurrences from the local date `start` on, in order, each local date once.

    The rule's own zone goes before `zone`. Ends only if holidays and pauses leave nothing for ten years.
    Raises zoneinfo.ZoneInfoNotFoundError for an unknown zone.
    """
    clock = ZoneInfo(rule.zone or zone)
    for day in _running_dates(rule, holidays, start):
        yield Occurrence(day, resolve(datetime.combine(day, rule.at), clock))


def due_occurrences(
    rule: Rule,
    zone: str,
    holidays: HolidayCalendar,
    *,
    since: datetime,
    now: datetime,
    resolve: Resolver = first_valid_instant,
) -> list[Occurrence]:
    """Everything with `since` < at <= `now`. Both instants are aware.

    Calls are chained by making `since` the latest `now` so far: it never goes back when the clock does, and
    then no occurrence is lost or given twice.
    """
    found = []
    for occurrence in _occurrences_after(rule, zone, holidays, since, resolve):
        if occurrence.at > now:
            break
        found.append(occurrence)
    return found


def next_occurrences(
    rule: Rule,
    zone: str,
    holidays: HolidayCalendar,
    after: datetime,
    count: int,
    resolve: Resolver = first_valid_instant,
) -> tuple[Occurrence, ...]:
    """The next `count` occurrences after an aware instant; fewer only if the schedule falls silent for ten years."""
    return tuple(islice(_occurrences_after(rule, zone, holidays, after, resolve), count))


def passed_over(rule: Rule, holidays: HolidayCalendar, start: date, until: date) -> tuple[PassedOver, ...]:
    """The rule's dates from `start` to `until`, both included, that a holiday or a pause takes away or moves."""
    found = []
    for day in rule.dates(start):
        if day > until:
            break
        outcome = _apply_holiday(day, rule.holiday_policy, holidays)
        if isinstance(outcome, PassedOver):
            found.append(outcome)
    return tuple(found)


def clock_changes_between(zone: str, a: datetime, b: datetime) -> tuple[ClockChange, ...]:
    """The clock changes of a zone after the aware instant `a` and up to `b`, in order."""
    clock = ZoneInfo(zone)
    found: list[ClockChange] = []
    here, end = (instant.astimezone(UTC).replace(microsecond=0) for instant in (a, b))
    before = _utc_offset(here, clock)
    while here < end:
        ahead = min(here + _LOOK, end)
        if _utc_offset(ahead, clock) != before:
            ahead = _end_of_offset(here, ahead, clock)
            found.append(ClockChange(ahead, before, _utc_offset(ahead, clock)))
            before = found[-1].after
        here = ahead
    return tuple(found)


def _end_of_offset(early: datetime, late: datetime, clock: ZoneInfo) -> datetime:
    before = _utc_offset(early, clock)
    return _first_second_when(early, late, lambda instant: _utc_offset(instant, clock) != before)


def _occurrences_after(
    rule: Rule, zone: str, holidays: HolidayCalendar, instant: datetime, resolve: Resolver
) -> Iterator[Occurrence]:
    # A missing local time may run on the date after its own, so the search begins a date earlier.
    start = instant.astimezone(ZoneInfo(rule.zone or zone)).date() - _DAY
    return (each for each in occurrences_from(rule, zone, holidays, start, resolve) if each.at > instant)


def _running_dates(rule: Rule, holidays: HolidayCalendar, start: date) -> Iterator[date]:
    """The dates from `start` on which the rule runs, moved ones included; two that meet on one date are one."""
    latest = start - _DAY
    moves = rule.holiday_policy is HolidayPolicy.NEXT_WORKING_DAY
    for day in _in_order(rule, holidays, holidays.closed_since(start) if moves else start):
        if day > latest:
            latest = day
            yield day


def _in_order(rule: Rule, holidays: HolidayCalendar, start: date) -> Iterator[date]:
    """Kept and moved dates by their order: a Friday that moves to Tuesday comes after its own weekend."""
    waiting: list[date] = []
    heard = None
    back = rule.holiday_policy is HolidayPolicy.PREVIOUS_WORKING_DAY
    for day in rule.dates(start):
        # Nothing that is still to come can be placed before this date.
        earliest = holidays.previous_working_day(day) or day if back else day
        while waiting and waiting[0] <= earliest:
            heard = heappop(waiting)
            yield heard
        heard = heard or day
        if day - heard > LONGEST_SILENCE:
            return
        placed = _apply_holiday(day, rule.holiday_policy, holidays)
        to = placed if isinstance(placed, date) else placed.moved_to
        if to is not None:
            heappush(waiting, to)


def _apply_holiday(day: date, policy: HolidayPolicy, holidays: HolidayCalendar) -> date | PassedOver:
    pause = holidays.pause_on(day)
    if pause is not None:
        return PassedOver(day, pause.reason)
    name = None if policy is HolidayPolicy.KEEP else holidays.holiday_name(day)
    if name is None:
        return day
    moved = None
    if policy is HolidayPolicy.NEXT_WORKING_DAY:
        moved = holidays.next_working_day(day)
    elif policy is HolidayPolicy.PREVIOUS_WORKING_DAY:
        moved = holidays.previous_working_day(day)
    if moved is not None and holidays.pause_on(moved) is not None:
        moved = None
    return PassedOver(day, name, moved)


def _local_time(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def _utc_offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def _first_second_when(no: datetime, yes: datetime, holds: Callable[[datetime], bool]) -> datetime:
    """The first whole second after `no` and up to `yes` from which `holds` is true."""
    seconds = int((yes - no).total_seconds())
    low, high = 0, seconds
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(no + timedelta(seconds=middle)) else (middle, high)
    return no + timedelta(seconds=high)
