"""Days of the demonstration's autumn, and the schedule of its teams."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cli.demo.world import ZONE

SCHEDULE = "first Tuesday of the month at 10:00"


def october_at(day: int, hour: int, minute: int = 0) -> datetime:
    """A day of October 2026 in local time; day 0 and below are in September."""
    return datetime(2026, 10, 1, hour, minute, tzinfo=ZoneInfo(ZONE)) + timedelta(days=day - 1)
