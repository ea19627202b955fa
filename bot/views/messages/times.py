"""Instants in the words of the place where they are read."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.outcomes.commands import Earlier


def moment(instant: datetime, zone: str) -> str:
    """ "Tuesday 3 March at 18:00", in the zone's local time."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{day(local.date())} at {local:%H:%M}"


def earlier(change: Earlier | None) -> str:
    """That somebody else had changed it before, or nothing."""
    return f"{change.by} had changed this before you, on {moment(change.at, change.zone)}." if change else ""


def day(on: date) -> str:
    return f"{on:%A} {on.day} {on:%B}"


def full_day(on: date) -> str:
    return f"{day(on)} {on.year}"


def clock(instant: datetime, zone: str) -> str:
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M}"
