"""Reads dates with figures in them: "9 March", "March 9th", "9/3", "2026-03-09", "the 15th", "the first of May"."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from bot.calendar.dates.found import FoundDay, misread_token, not_a_day, time_of_day
from bot.calendar.dates.meaning import DAY, add_months, each_month, each_month_day, each_year_day, single_period
from bot.calendar.words import MONTH_NAMES, MONTHS, NUMBERS, Sentence

YEARS = range(2000, 2101)
_YEARS_AHEAD = 5
_ONES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"),
    *("fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
)
ORDINAL_WORDS = {
    word: number
    for number, word in enumerate(
        (*_ONES, *_TEENS, "twentieth", *(f"twenty-{one}" for one in _ONES), "thirtieth", "thirty-first"), start=1
    )
}


def read_numbers(sentence: Sentence, position: int, today: date) -> FoundDay | None:
    """The date with figures at a position, or a month; None if there is neither. Raises MisreadError."""
    kind = sentence[position].kind
    if kind == "iso":
        year, month, day = (int(part) for part in sentence.word(position).split("-"))
        return _found_date(sentence, position, position + 1, (year, month, day))
    if kind == "slashed":
        parts = sentence.word(position).replace(".", "/").replace("-", "/").split("/")
        day, month, year = (int(part) for part in parts)
        return _day_first(sentence, position, position + 1, day, month, year + 2000 * (year < 100))
    if kind == "clock":
        return _read_dotted(sentence, position, today)
    if sentence.word(position) in MONTHS:
        return _month_first(sentence, position)
    if number_at(sentence, position) is not None:
        return _number_first(sentence, position, today)
    return None


def number_at(sentence: Sentence, position: int) -> int | None:
    """The day number that a figure, "9th" or "ninth" at a position means, whether or not any month has it."""
    token = sentence[position]
    if token.kind in ("number", "ordinal"):
        return int("".join(filter(str.isdigit, token.word))[:6])
    return ORDINAL_WORDS.get(token.word)


def _month_first(sentence: Sentence, position: int) -> FoundDay:
    """ "March 9th 2026", "April the first", or the month alone: "April 2027", "April"."""
    month = MONTHS[sentence.word(position)]
    here = sentence.skip(position + 1, {"the", "."})
    day = number_at(sentence, here)
    if day is None or _year_at(sentence, here) is not None:
        year, after = _year_after(sentence, position + 1)
        _check_year(sentence, position, year)
        start = date(year, month, 1) if year else None
        whole = single_period(start, add_months(start, 1)) if start else each_month(month)
        return FoundDay((whole,), after, long=True, stated=True)
    year, after = _year_after(sentence, here + 1)
    return _found_date(sentence, position, after, (year, month, day))


def _number_first(sentence: Sentence, position: int, today: date) -> FoundDay:
    number = number_at(sentence, position)
    assert number is not None  # noqa: S101 - for the type checker: the caller has looked
    kind, after = sentence[position].kind, position + 1
    if sentence[after].kind == "meridiem" or sentence.word(after) in ("o'clock", ":"):
        raise time_of_day(sentence, position)
    month_at = sentence.skip(after, {"of"})
    if sentence.word(month_at) in MONTHS:
        month = MONTHS[sentence.word(month_at)]
        year, end = _year_after(sentence, sentence.skip(month_at + 1, {"."}))
        return _found_date(sentence, position, end, (year, month, number))
    if kind == "number" and sentence.word(after) == "/" and sentence[after + 1].kind == "number":
        return _day_first(sentence, position, after + 2, number, int(sentence.word(after + 1)[:4]), 0)
    if kind == "number" and len(sentence.word(position)) == 4:
        return _four_figures(sentence, position, number, today)
    relative = _of_month(sentence, after, today)
    if relative:
        return _found_date(sentence, position, relative[1], (relative[0].year, relative[0].month, number))
    return _day_of_month(sentence, position, number, today)


def _day_of_month(sentence: Sentence, position: int, number: int, today: date) -> FoundDay:
    """A number alone is the next such day; where a month before it does not have it, its last day may be meant."""
    if not 1 <= number <= 31:
        raise misread_token(sentence, position, f"No month has a day {number}.")
    coming = each_month_day(number).next_start(today)
    assert coming is not None  # noqa: S101 - some month has it
    month = today.replace(day=1)
    while month < coming.start.replace(day=1):
        last = month.replace(day=monthrange(month.year, month.month)[1])
        if last.day < number and last > today:
            doubt = f"{MONTH_NAMES[month.month - 1]} has no {number}{_ordinal_ending(number)}. Which day do you mean?"
            return FoundDay((single_period(last), single_period(coming.start)), position + 1, doubt)
        month = add_months(month, 1)
    return FoundDay((each_month_day(number),), position + 1, number=True)


def _of_month(sentence: Sentence, position: int, today: date) -> tuple[date, int] | None:
    """The first of "this month" or "next month" after "of" or without, and the position after it."""
    first = sentence.skip(position, {"of"})
    if sentence.word(first) in ("this", "next") and sentence.word(first + 1) == "month":
        return add_months(today.replace(day=1), sentence.word(first) == "next"), first + 2
    return None


def _four_figures(sentence: Sentence, position: int, number: int, today: date) -> FoundDay:
    """A year soon to come; or a time written without its colon."""
    if today.year <= number <= today.year + _YEARS_AHEAD:
        return FoundDay(
            (single_period(date(number, 1, 1), date(number + 1, 1, 1)),), position + 1, long=True, stated=True
        )
    raise time_of_day(sentence, position) if number < 2400 and number % 100 < 60 else not_a_day(sentence, position)


def _day_first(sentence: Sentence, position: int, after: int, day: int, month: int, year: int) -> FoundDay:
    if not 1 <= month <= 12 and 1 <= day <= 12 and 1 <= month <= 31:
        found = _found_date(sentence, position, after, (year, day, month))
        return FoundDay(found.meanings, after, f"There is no month {month}. Is this what you mean?", stated=True)
    return _found_date(sentence, position, after, (year, month, day))


def _read_dotted(sentence: Sentence, position: int, today: date) -> FoundDay:  # noqa: ARG001 (an entry of a table)
    """ "10.12" can be a time or a date; "17:30" can only be a time."""
    word = sentence.word(position)
    day, month = (int(part) for part in word.replace(":", ".").split(".")[:2])
    if ":" in word or word.count(".") > 1 or not _date_exists(0, month, day):
        raise time_of_day(sentence, position)
    doubt = "That can be a day or a time of day. Is this what you mean?"
    return FoundDay((each_year_day(month, day),), position + 1, doubt, stated=True)


def _found_date(sentence: Sentence, position: int, after: int, parts: tuple[int, int, int]) -> FoundDay:
    """The date of a year, month and day; without a year (0) in each year."""
    year, month, day = parts
    if not _date_exists(year, month, day):
        there = 1 <= month <= 12 and 1 <= day <= 31
        named = f"{day} {MONTH_NAMES[month - 1]}{f' {year}' if year else ''}" if there else "such date"
        raise misread_token(sentence, position, f"There is no {named}.")
    _check_year(sentence, position, year)
    meaning = single_period(date(year, month, day), date(year, month, day) + DAY) if year else each_year_day(month, day)
    return FoundDay((meaning,), after, stated=True)


def _check_year(sentence: Sentence, position: int, year: int) -> None:
    """Raise MisreadError for a year, stated (not 0), for which nothing can be planned."""
    if year and year not in YEARS:
        raise misread_token(sentence, position, f"I plan for the years {YEARS[0]} to {YEARS[-1]} only.")


def _date_exists(year: int, month: int, day: int) -> bool:
    """Return True for a date of the calendar; without a year (0), if any year has it."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(year or 2000, month)[1] and year < 10_000


def _year_at(sentence: Sentence, position: int) -> int | None:
    token = sentence[position]
    return int(token.word) if token.kind == "number" and len(token.word) == 4 else None


def _year_after(sentence: Sentence, position: int) -> tuple[int, int]:
    """The year at a position, after a comma or not, and the position after it; 0 if there is none."""
    at = sentence.skip(position, {","})
    year = _year_at(sentence, at)
    return (year, at + 1) if year is not None else (0, position)


def _ordinal_ending(number: int) -> str:
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number not in (11, 12, 13) else "th"


def count_at(sentence: Sentence, position: int) -> int | None:
    """Return how many, in figures or in words."""
    token = sentence[position]
    if token.kind == "number":
        return int(token.word[:6])
    return NUMBERS.get(token.word)
