"""Reads how long: "two weeks", "a fortnight", "the next 10 days"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.calendar.dates.found import HOW_MANY, misread_token
from bot.calendar.dates.meaning import add_months
from bot.calendar.dates.read_numbers import count_at
from bot.calendar.words import Sentence

_DAYS = {"day": 1, "week": 7, "wk": 7, "fortnight": 14}
_MONTHS = {"month": 1, "year": 12}
_UNITS = {unit + ending for unit in (*_DAYS, *_MONTHS) for ending in ("", "s")}
_SMALL_UNITS = {"hour", "hours", "hr", "hrs", "minute", "minutes", "min", "mins", "second", "seconds"}
_LONGEST = 10_000
_HOW_MANY = {"few", "some", "several", "many"}


@dataclass(frozen=True, slots=True)
class Length:
    """Length of a stretch in days and months, and the position after the words for it."""

    days: int
    months: int
    after: int

    def added_to(self, day: date) -> date:
        return add_months(day, self.months) + timedelta(days=self.days)


def read_length(sentence: Sentence, position: int, *, the_next: bool = False) -> Length | None:
    """The length at a position; None if there is none. "The next week" is a length if `the_next`. Raises MisreadError."""
    first = sentence.skip(position, {"the"})
    ahead = sentence.word(first) in ("next", "coming", "another")
    counted = first + ahead
    if ahead and sentence.word(counted) in _UNITS:
        alone = sentence.word(first) == "another" or (the_next and first > position)
        return _make_length(sentence, 1, counted) if alone else None
    count, unit = _read_count(sentence, counted)
    return None if count is None else _make_length(sentence, count, unit)


def _read_count(sentence: Sentence, position: int) -> tuple[int | None, int]:
    """Return the number of units and the position of the unit; the number is None if no unit is counted."""
    said = sentence.skip(position, {"a", "an"})
    if sentence.word(said) == "couple":
        return 2, sentence.skip(said + 1, {"of"})
    if sentence.word(said) in _HOW_MANY:
        raise misread_token(sentence, position, HOW_MANY)
    count = 1 if said > position else count_at(sentence, position)
    unit = said if said > position else position + 1
    return (count, unit) if count is not None and _is_unit(sentence, unit) else (None, position)


def _is_unit(sentence: Sentence, position: int) -> bool:
    word = sentence.word(position)
    return word in _UNITS or word in _SMALL_UNITS or word in ("working", "business", "work")


def _make_length(sentence: Sentence, count: int, position: int) -> Length:
    word = sentence.word(position)
    if word in _SMALL_UNITS:
        raise misread_token(sentence, position, "I count in whole days, not in hours.")
    if word not in _UNITS:
        raise misread_token(sentence, position, "I count all days, working days or not. Say how many in all.")
    if not 0 < count <= _LONGEST:
        raise misread_token(sentence, position - 1, HOW_MANY)
    unit = word.removesuffix("s")
    return Length(_DAYS.get(unit, 0) * count, _MONTHS.get(unit, 0) * count, position + 1)
