"""Reads from when to when in a day: "20:00 to 8:00", "10pm - 7am", "between 9pm and 7.30"."""

from __future__ import annotations

import re
from datetime import time

from bot.calendar.own_hours import QuietHours
from bot.calendar.time_of_day import read_time_of_day

_FIRST = re.compile(r"^(?:from|between)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+(?:to|till|until|and)\s+|\s*[-–]\s*", re.IGNORECASE)


def read_hours(words: str) -> QuietHours | None:
    """Return the hours that the words mean; None where they are not two different times of day."""
    parts = _BETWEEN.split(_FIRST.sub("", " ".join(words.split())))
    if len(parts) != 2:
        return None
    begin, end = map(read_time_of_day, parts)
    return QuietHours(begin, end) if isinstance(begin, time) and isinstance(end, time) and begin != end else None
