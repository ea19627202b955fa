"""Instants in the words of the place where they are read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.outcomes.commands import Earlier
from bot.domain.stretch import Stretch


def day_and_time(instant: datetime, zone: str) -> str:
    """ "Tuesday 3 March at 18:00", in the zone's local time."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{weekday_date(local.date())} at {local:%H:%M}"


def earlier_change(change: Earlier | None) -> str:
    """Return a sentence that somebody else had changed it before; empty for None."""
    return f"{change.by} had changed this before you, on {day_and_time(change.at, change.zone)}." if change else ""


def weekday_date(on: date) -> str:
    return f"{on:%A} {on.day} {on:%B}"


def full_day(on: date) -> str:
    return f"{weekday_date(on)} {on.year}"


def day_of(on: date, today: date | None) -> str:
    """ "Monday 9 March", with the year if it is not this one."""
    return weekday_date(on) if today and on.year == today.year else full_day(on)


def days_in_words(days: Stretch, today: date | None) -> str:
    """ "until Monday 9 March", "on Friday 6 March", "from Friday 3 April until the end of Tuesday 7 April"."""
    last = days.until - timedelta(days=1) if days.until else None
    if days.first and days.first == last and days.through:
        return f"on {day_of(days.first, today)}"
    begins = f"from {day_of(days.first, today)}" if days.first else ""
    if days.until is None or last is None:
        return f"{begins} on" if begins else ""
    ends = f"until the end of {day_of(last, today)}" if days.through else f"until {day_of(days.until, today)}"
    return f"{begins} {ends}".strip()


def day_afterwards(days: Stretch, today: date | None) -> str:
    """The day after a stretch with an end, as "that Monday" if it has just been named."""
    if days.until is None:
        return ""
    return day_of(days.until, today) if days.through else f"that {days.until:%A}"


def time_of_day(instant: datetime, zone: str) -> str:
    """ "10:05", in the zone's local time."""
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M}"
