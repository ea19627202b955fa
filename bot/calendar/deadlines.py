"""Deadlines: counted in working days, and said in words."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.calendar.holidays import HolidayCalendar
from bot.calendar.occurrences import Resolver, first_valid_instant
from bot.calendar.words import DAY_NAMES, MONTH_NAMES
from bot.domain.root_error import FolkmootError

# Years of pause end the search rather than the process.
_LONGEST_SEARCH = 3660


class NoWorkingDayError(FolkmootError, ValueError):
    """The calendar has too few working days ahead for a deadline to be set."""


def working_days_after(instant: datetime, zone: str, holidays: HolidayCalendar, n: int) -> date:
    """The local date that is `n` working days after that of an aware instant.

    Days within a pause are not counted. With `n` = 0 the date itself, or the first working day after it.
    Raises NoWorkingDayError if there are too few in ten years, ValueError if `n` is negative.
    """
    if n < 0:
        raise ValueError("a deadline lies ahead")
    today = instant.astimezone(ZoneInfo(zone)).date()
    days = _working_days_from(today if n == 0 else today + timedelta(days=1), holidays)
    found = today
    for _ in range(max(n, 1)):
        found = next(days)
    return found


def deadline_after(
    opened_at: datetime,
    zone: str,
    holidays: HolidayCalendar,
    working_days: int,
    at: time,
    resolve: Resolver = first_valid_instant,
) -> datetime:
    """The aware UTC instant of local time `at`, `working_days` after the date of `opened_at`, and always after it.

    A deadline of 0 working days whose time of day is past falls on the next working day. Raises NoWorkingDayError.
    """
    clock = ZoneInfo(zone)
    day = working_days_after(opened_at, zone, holidays, working_days)
    closes = resolve(datetime.combine(day, at), clock)
    if closes <= opened_at:
        day = next(_working_days_from(day + timedelta(days=1), holidays))
        closes = resolve(datetime.combine(day, at), clock)
    return closes.astimezone(UTC)


def next_working_time(
    instant: datetime, zone: str, holidays: HolidayCalendar, resolve: Resolver = first_valid_instant
) -> datetime:
    """An aware instant, or the same local time on the next working day if its date is none. Raises NoWorkingDayError."""
    local = instant.astimezone(ZoneInfo(zone))
    day = working_days_after(instant, zone, holidays, 0)
    if day == local.date():
        return instant
    return resolve(datetime.combine(day, local.time()), ZoneInfo(zone)).astimezone(UTC)


def next_daily(after: datetime, zone: str, at: time, resolve: Resolver = first_valid_instant) -> datetime:
    """The first aware UTC instant of local time `at`, on any day of the week, that is not before an aware instant."""
    clock = ZoneInfo(zone)
    day = after.astimezone(clock).date()
    while (found := resolve(datetime.combine(day, at), clock).astimezone(UTC)) < after:
        day += timedelta(days=1)
    return found


def day_words(day: date, today: date) -> str:
    """A date as members read it, for example "Tuesday 3 March", with its year if that is not the present one."""
    words = f"{DAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"


def _working_days_from(first: date, holidays: HolidayCalendar) -> Iterator[date]:
    for distance in range(_LONGEST_SEARCH):
        day = first + timedelta(days=distance)
        if holidays.is_working_day(day) and holidays.pause_on(day) is None:
            yield day
    raise NoWorkingDayError("no working day within ten years")
