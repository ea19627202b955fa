"""Reads days that have been, or a whole week, month or year: "1 March", "March", "2025", "last month". Nothing is guessed."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.calendar.dates.found import FoundDay
from bot.calendar.dates.meaning import DAY, Period, add_months, month_of, week_of
from bot.calendar.dates.read_day import read_whole_day
from bot.calendar.dates.read_numbers import YEARS
from bot.calendar.not_understood import UnclearWords
from bot.calendar.words import MisreadError, Sentence, tidy_text

_LONGEST = 60
_YEAR = re.compile(r"\d{4}")
_NO_DAY = "I cannot read that as a day, a month or a year."


def read_past(words: str, *, now: datetime, zone: str, after: date | None = None) -> Period | UnclearWords:
    """The last such days that began by the day of an aware instant in a zone.

    Where these end before the day `after`, the next ones of that year may be meant. What is said with its year is that.
    """
    text, today = tidy_text(words).lower(), now.astimezone(ZoneInfo(zone)).date()
    named = _by_name(text, today)
    if named:
        return named
    sentence = Sentence(text)
    try:
        found = read_whole_day(sentence, 0, today) if len(text) <= _LONGEST else None
    except MisreadError as misread:
        return UnclearWords(misread.what)
    if found is None or found.after < len(sentence) or len(found.meanings) != 1:
        return UnclearWords(_NO_DAY)
    return UnclearWords(found.doubt) if found.doubt else _last_meant(found, today, after)


def _by_name(text: str, today: date) -> Period | None:
    """Days that the reader of days to come does not know."""
    if _YEAR.fullmatch(text) and int(text) in YEARS:
        return Period(date(int(text), 1, 1), date(int(text) + 1, 1, 1))
    last_month = add_months(today.replace(day=1), -1)
    named = {
        "yesterday": Period(today - DAY, today),
        "last week": week_of(today - 7 * DAY),
        "last month": month_of(last_month),
        "last year": Period(date(today.year - 1, 1, 1), date(today.year, 1, 1)),
    }
    return named.get(text)


def _last_meant(found: FoundDay, today: date, after: date | None) -> Period | UnclearWords:
    (meaning,) = found.meanings
    stated = next(meaning.periods(date.min), None)
    last = meaning.last_start(today) or stated
    coming = next(meaning.periods(after), None) if after and last and last.end <= after else None
    if coming and after and (coming.start <= today or coming.start.year == after.year):
        last = coming
    return last if last and last.start.year in YEARS else UnclearWords(_NO_DAY)
