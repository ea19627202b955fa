"""Reads days off from the text of a calendar file (iCalendar, RFC 5545): whole days alone, each event once.

Of a calendar three properties are needed. A library for it brings zones, alarms and recurrence, none of which a day off has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_FOLD = re.compile(r"\r?\n[ \t]")
_EVENT = re.compile(r"^BEGIN:VEVENT\s*$(.*?)^END:VEVENT\s*$", re.DOTALL | re.MULTILINE | re.IGNORECASE)
_PROPERTY = re.compile(r"^([A-Z-]+)((?:;[^:\r\n]*)?):(.*)$", re.MULTILINE | re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ESCAPED = re.compile(r"\\([\\;,nN])")


@dataclass(frozen=True, slots=True)
class DayOff:
    """A run of days, both ends included, and what the calendar calls it."""

    first: date
    last: date
    name: str


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """Days off in the file's order, and how many events are no plain whole days: with a time, repeated, cancelled or unreadable."""

    days: tuple[DayOff, ...]
    others: int


def read_calendar(text: str) -> CalendarFile:
    """Return what stands in the text of a calendar file."""
    events = [_read_event(found[1]) for found in _EVENT.finditer(_FOLD.sub("", text.replace("\r\n", "\n")))]
    days = dict.fromkeys(day for day in events if day)
    return CalendarFile(tuple(days), sum(day is None for day in events))


def _read_event(text: str) -> DayOff | None:
    found = {name.upper(): value.strip() for name, _, value in _PROPERTY.findall(text)}
    first = _read_day(found.get("DTSTART", ""))
    end = _read_day(found["DTEND"]) if "DTEND" in found else first and first + timedelta(days=1)
    repeated = {"RRULE", "RDATE", "DURATION"} & found.keys()
    if first is None or end is None or repeated or found.get("STATUS", "").upper() == "CANCELLED":
        return None
    # The end of whole days is the day after them.
    last = max(first, end - timedelta(days=1))
    return DayOff(first, last, " ".join(_ESCAPED.sub(_unescape, found.get("SUMMARY", "")).split()))


def _unescape(found: re.Match[str]) -> str:
    return " " if found[1] in "nN" else found[1]


def _read_day(value: str) -> date | None:
    found = _DAY.fullmatch(value)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
