"""Latest opening of a round that could not open at its time: the rarer its rhythm, the later; never at a wrong hour.

| rhythm | may still open |
|---|---|
| more often than weekly | for as long as the tolerance says |
| weekly | later the same day, within working hours |
| every two weeks and rarer | later the same day or on the next working day, within working hours |

A round whose own time lies outside working hours, or on a day on which nobody works, has its tolerance around that time, because
the schedule says that its people are there. Nothing opens once the next round is due.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from bot.calendar.holidays import HolidayCalendar
from bot.calendar.occurrences import Occurrence, Resolver, first_valid_instant, next_occurrences
from bot.calendar.rule import Rule

_WEEKLY = timedelta(days=6)
_RARE = timedelta(days=13)
"""A day less than the rhythm, since a holiday may move a date to the next day."""
_LOOKED_AT = 8


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Longest lateness of any round, and the local hours in which its people work."""

    lateness: timedelta
    begin: time
    end: time


@dataclass(frozen=True, slots=True)
class Place:
    """Local setting of a round: its rule, its team's zone, and its days off."""

    rule: Rule
    zone: str
    holidays: HolidayCalendar
    resolve: Resolver = first_valid_instant

    def instant(self, day: date, at: time) -> datetime:
        return self.resolve(datetime.combine(day, at), ZoneInfo(self.rule.zone or self.zone))

    def works_on(self, day: date) -> bool:
        return self.holidays.is_working_day(day) and self.holidays.pause_on(day) is None


def opening_time(place: Place, occurrence: Occurrence, tolerance: Tolerance, now: datetime) -> datetime | None:
    """Return when an occurrence whose time has come opens: `now`, or a later instant to wait for; None when it is too late."""
    coming = next_occurrences(place.rule, place.zone, place.holidays, occurrence.at, 1, place.resolve)
    last = coming[0].at if coming else None
    for begin, end in _opening_windows(place, occurrence, tolerance):
        opens = max(begin, now)
        if opens <= end and (last is None or opens < last):
            return opens
    return None


def _opening_windows(place: Place, occurrence: Occurrence, tolerance: Tolerance) -> Iterator[tuple[datetime, datetime]]:
    """Yield the times between which the occurrence may open, in order."""
    day, at = occurrence.local_date, occurrence.at
    begin, end = place.instant(day, tolerance.begin), place.instant(day, tolerance.end)
    worked = place.works_on(day)
    latest = at + tolerance.lateness
    yield at, min(latest, end) if worked and begin <= at < end else latest
    rhythm = _shortest_interval(place.rule, day)
    if worked and rhythm >= _WEEKLY and at < end:
        yield max(at, begin), end
    following = place.holidays.next_working_day(day)
    if rhythm >= _RARE and following is not None and place.works_on(following):
        yield place.instant(following, tolerance.begin), place.instant(following, tolerance.end)


def _shortest_interval(rule: Rule, day: date) -> timedelta:
    """The shortest time between dates of the rule from a day on."""
    return min(later - earlier for earlier, later in pairwise(islice(rule.dates(day), _LOOKED_AT)))
