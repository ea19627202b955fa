"""Meanings of words for days: runs of days, once or repeated, of which one is then chosen."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
_YEARS_AHEAD = 9
"""Long enough for a 29 February whatever the year."""
_YEAR_BACK = timedelta(days=370)


@dataclass(frozen=True, slots=True)
class Period:
    """A run of days from `start` up to but not including `end`."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning of some words: `periods` yields, in order, the runs of days that end after a given day.

    `through` is set for the end of something: until then means to the end of its last day.
    """

    periods: Callable[[date], Iterator[Period]]
    through: bool = False

    def next_start(self, after: date) -> Period | None:
        """The first run that starts after a day."""
        return next((period for period in self.periods(after) if period.start > after), None)

    def next_end(self, after: date) -> Period | None:
        """The first run of which a day is left after a day."""
        return next((period for period in self.periods(after + DAY)), None)

    def last_start(self, until: date) -> Period | None:
        """The last run, of the year before, that starts on a day or before it."""
        found = None
        for period in self.periods(until - _YEAR_BACK):
            if period.start > until:
                break
            found = period
        return found

    def edge(self, of: Callable[[Period], Period], through: bool = False) -> Meaning:
        """Return what is at an edge of each run, such as its last day."""
        periods = self.periods

        def edges(after: date) -> Iterator[Period]:
            # An edge can lie in a run that has ended, or be the day after it.
            return (each for each in map(of, periods(after - _YEAR_BACK)) if each.end > after)

        return Meaning(edges, through)


def single_period(start: date, end: date | None = None) -> Meaning:
    """A day, or a run of days, that comes once."""
    period = Period(start, end or start + DAY)
    return Meaning(lambda after: iter((period,) if period.end > after else ()))


def each_week(weekday: int, days: int = 1) -> Meaning:
    """Each week from a weekday on (Monday is 0), so many days."""

    def periods(after: date) -> Iterator[Period]:
        start = after - DAY * ((after.weekday() - weekday) % 7)
        for week in range(_YEARS_AHEAD * 53):
            found = Period(start + DAY * 7 * week, start + DAY * (7 * week + days))
            if found.end > after:
                yield found

    return Meaning(periods)


def each_month_day(number: int) -> Meaning:
    """Return the day of that number in each month which has it."""

    def periods(after: date) -> Iterator[Period]:
        for year, month in _months_from(after):
            if number <= monthrange(year, month)[1] and date(year, month, number) >= after:
                yield Period(date(year, month, number), date(year, month, number) + DAY)

    return Meaning(periods)


def each_year_day(month: int, number: int) -> Meaning:
    """A day of the year, in each year that has it."""

    def periods(after: date) -> Iterator[Period]:
        for year in range(after.year, after.year + _YEARS_AHEAD):
            if number <= monthrange(year, month)[1] and date(year, month, number) >= after:
                yield Period(date(year, month, number), date(year, month, number) + DAY)

    return Meaning(periods)


def each_month(month: int) -> Meaning:
    """A whole month, in each year."""

    def periods(after: date) -> Iterator[Period]:
        for year in range(after.year, after.year + _YEARS_AHEAD):
            found = month_of(date(year, month, 1))
            if found.end > after:
                yield found

    return Meaning(periods)


def week_of(day: date) -> Period:
    """The week, from Monday on, in which a day lies."""
    monday = day - DAY * day.weekday()
    return Period(monday, monday + DAY * 7)


def month_of(day: date) -> Period:
    """The month in which a day lies."""
    first = day.replace(day=1)
    return Period(first, add_months(first, 1))


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a month that is shorter. Raises ValueError past year 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _months_from(after: date) -> Iterator[tuple[int, int]]:
    for month in range(after.year * 12 + after.month - 1, (after.year + _YEARS_AHEAD) * 12):
        yield month // 12, month % 12 + 1
