"""Reads from when to when in a day: "20:00 to 8:00", "10pm - 7am", "between 9pm and 7.30"."""

from __future__ import annotations

import re
from datetime import date, time

from bot.calendar.draft import Draft
from bot.calendar.own_hours import QuietHours
from bot.calendar.read_time import read_time
from bot.calendar.words import MisreadError, Sentence

_FIRST = re.compile(r"^(?:from|between)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+(?:to|till|until|and)\s+|\s*[-–]\s*", re.IGNORECASE)


def read_hours(words: str) -> QuietHours | None:
    """Return the hours that the words mean; None where they are not two different times of day."""
    parts = _BETWEEN.split(_FIRST.sub("", " ".join(words.split())))
    if len(parts) != 2:
        return None
    begin, end = map(_read_whole, parts)
    return QuietHours(begin, end) if begin is not None and end is not None and begin != end else None


def _read_whole(words: str) -> time | None:
    sentence = Sentence(words)
    draft = Draft(sentence, date.min)
    try:
        after = read_time(sentence, 0, draft)
    except MisreadError:
        return None
    return draft.at.value if draft.at and after == len(sentence) else None
