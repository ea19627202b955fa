"""Reads a single day or a whole week, month or year: "Monday", "tomorrow", "next week", "the end of April", "in two weeks"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.calendar.dates.found import PASSED, FoundDay, misread_token, not_a_day, time_of_day
from bot.calendar.dates.meaning import (
    DAY,
    Meaning,
    Period,
    add_months,
    each_week,
    each_year_day,
    month_of,
    single_period,
    week_of,
)
from bot.calendar.dates.read_length import read_length
from bot.calendar.dates.read_numbers import read_numbers
from bot.calendar.dates.read_weekday import read_weekday
from bot.calendar.words import DAYS, MONTH_NAMES, MONTHS, Sentence

_NEAR = {"today": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1}
_LATER_TODAY = {"tonight", "noon", "midday", "midnight", "lunchtime", "lunch"}
_PARTS_OF_DAY = {"afternoon", "evening", "night", *_LATER_TODAY}
_FIRST_EDGES = {"start", "beginning"}
_LAST_EDGES = {"end"}
_MIDDLES = {"middle", "mid"}


def read_whole_day(sentence: Sentence, position: int, today: date) -> FoundDay | None:
    """Return what `read_day` finds, if no time of day is said with it. Raises MisreadError."""
    found = read_day(sentence, position, today)
    return _whole_day(sentence, found) if found else None


def read_day(sentence: Sentence, position: int, today: date) -> FoundDay | None:
    """Return what is named at a position; None if it is no day. Raises MisreadError for a time, and for a day that is not there."""
    first = sentence.skip(position, {"the"})
    for read in (_read_edge, _read_near, _read_from_now, _read_period, read_weekday, read_numbers):
        found = read(sentence, first, today)
        if found:
            return found
    if sentence.word(first) in _LATER_TODAY or sentence.word(first) in ("at", "@"):
        raise time_of_day(sentence, first)
    if sentence.word(first) == "this" and sentence.word(first + 1) in _PARTS_OF_DAY:
        raise time_of_day(sentence, first)
    return None


def _whole_day(sentence: Sentence, found: FoundDay) -> FoundDay:
    """With "morning" passed over, for it begins the day; any later time would be cut off. Raises MisreadError."""
    after = sentence.skip(found.after, {"in", "the"}) if sentence.word(found.after) == "in" else found.after
    if sentence.word(after) == "morning":
        return found.ending(after + 1)
    token = sentence[found.after]
    if sentence.word(after) in _PARTS_OF_DAY or token.word in ("at", "@", "by") or token.kind in ("clock", "meridiem"):
        raise time_of_day(sentence, found.after)
    if token.kind == "number" and sentence[found.after + 1].kind == "meridiem":
        raise time_of_day(sentence, found.after)
    return found


def _read_near(sentence: Sentence, first: int, today: date) -> FoundDay | None:
    """ "today", "tomorrow", "the day after tomorrow"."""
    word = sentence.word(first)
    if word == "day" and sentence.word(first + 1) == "after" and sentence.word(first + 2) in ("tomorrow", "tmrw"):
        return FoundDay((single_period(today + 2 * DAY),), first + 3)
    if word == "yesterday":
        raise misread_token(sentence, first, PASSED)
    return FoundDay((single_period(today + _NEAR[word] * DAY),), first + 1) if word in _NEAR else None


def _read_from_now(sentence: Sentence, first: int, today: date) -> FoundDay | None:
    """ "in two weeks", "two weeks from now", "a week today", "a week on Friday", "this time next week"."""
    if [sentence.word(first + step) for step in range(3)] == ["this", "time", "next"]:
        ahead = {"week": today + 7 * DAY, "month": add_months(today, 1)}.get(sentence.word(first + 3))
        return FoundDay((single_period(ahead),), first + 4) if ahead else None
    if sentence.word(first) == "in":
        length = read_length(sentence, first + 1)
        if length is None:
            return None
        after = sentence.skip(sentence.skip(length.after, {"'"}), {"time"})
        return FoundDay((single_period(length.added_to(today)),), after)
    length = read_length(sentence, first)
    if length is None:
        return None
    base = sentence.skip(length.after, {"from", "on"})
    near = {"now": today, "today": today, "tomorrow": today + DAY}.get(sentence.word(base))
    if near is not None:
        return FoundDay((single_period(length.added_to(near)),), base + 1)
    if base > length.after and sentence.word(base) in DAYS:
        coming = each_week(DAYS[sentence.word(base)]).next_start(today)
        return FoundDay((single_period(length.added_to(coming.start)),), base + 1) if coming else None
    return None


def _read_period(sentence: Sentence, first: int, today: date) -> FoundDay | None:
    """ "next week", "this month", "the week after next", "the weekend", "the week of 9 March"."""
    word, unit = sentence.word(first), sentence.word(first + 1)
    if word == "week" and unit == "after" and sentence.word(first + 2) == "next":
        start = week_of(today).end + 7 * DAY
        return FoundDay((single_period(start, start + 7 * DAY),), first + 3, long=True)
    if word == "week" and unit in ("of", "beginning", "commencing", "starting"):
        found = read_day(sentence, first + 2, today)
        if found is None:
            raise not_a_day(sentence, first + 2)
        return replace(found, long=True, meanings=tuple(each.edge(_seven_days) for each in found.meanings))
    if word == "weekend":
        return FoundDay((each_week(5, 2),), first + 1, long=True)
    coming = sentence.skip(first, {"this", "coming"})
    if unit == "weekend" and word == "next":
        return _next_weekend(first, today)
    if coming > first and sentence.word(coming) == "weekend":
        return FoundDay((each_week(5, 2),), coming + 1, long=True)
    if word not in ("this", "next") or unit not in _UNITS:
        return None
    period = _UNITS[unit](today)
    if word == "next":
        period = _UNITS[unit](period.end)
    if unit == "week":
        on = sentence.skip(first + 2, {"on", "the"})
        if sentence.word(on) in DAYS:
            return FoundDay((single_period(period.start + DAY * DAYS[sentence.word(on)]),), on + 1)
    return FoundDay((single_period(period.start, period.end),), first + 2, long=True)


def _year_of(day: date) -> Period:
    return Period(date(day.year, 1, 1), date(day.year + 1, 1, 1))


_UNITS: dict[str, Callable[[date], Period]] = {"week": week_of, "month": month_of, "year": _year_of}


def _next_weekend(first: int, today: date) -> FoundDay:
    nearest = each_week(5, 2).next_start(today)
    following = week_of(today).end + 5 * DAY
    assert nearest is not None  # noqa: S101 - there is one each week
    if nearest.start == following:
        return FoundDay((single_period(following, following + 2 * DAY),), first + 2, long=True)
    both = (single_period(nearest.start, nearest.end), single_period(following, following + 2 * DAY))
    return FoundDay(both, first + 2, "That can be this week’s or next week’s. Which do you mean?", long=True)


def _read_edge(sentence: Sentence, first: int, today: date) -> FoundDay | None:
    """ "the end of April", "month end", "the start of next week", "mid-May"."""
    word = sentence.word(first)
    if word in _UNITS and sentence.word(first + 1) == "end":
        return _end_of(FoundDay((single_period(*_period_bounds(_UNITS[word](today))),), first + 2))
    if word.startswith("mid-") and word[4:] in MONTHS:
        return _middle_of_month(sentence, first, MONTHS[word[4:]], first + 1)
    last = word == "last" and sentence.word(first + 1) == "day" and sentence.word(first + 2) == "of"
    if word not in _FIRST_EDGES | _LAST_EDGES | _MIDDLES and not last:
        return None
    inner = sentence.skip(first + 1 + last, {"of", "the"})
    if word in _MIDDLES:
        if sentence.word(inner) not in MONTHS:
            raise not_a_day(sentence, first)
        return _middle_of_month(sentence, inner, MONTHS[sentence.word(inner)], inner + 1)
    found = _bare_unit(sentence, inner, today) or read_day(sentence, inner, today)
    if found is None:
        raise not_a_day(sentence, inner)
    if word in _LAST_EDGES or last:
        return _end_of(found)
    return replace(found, long=False, meanings=tuple(each.edge(_first_day) for each in found.meanings))


def _bare_unit(sentence: Sentence, position: int, today: date) -> FoundDay | None:
    """The week, month, year or day in which we are, where an edge of it is named."""
    word = sentence.word(position)
    if word == "day":
        return FoundDay((single_period(today),), position + 1)
    return (
        FoundDay((single_period(*_period_bounds(_UNITS[word](today))),), position + 1, long=True)
        if word in _UNITS
        else None
    )


def _middle_of_month(sentence: Sentence, position: int, month: int, after: int) -> FoundDay:  # noqa: ARG001 (an entry of a table)
    doubt = f"The middle of {MONTH_NAMES[month - 1]} is no single day. Is this what you mean?"
    return FoundDay((each_year_day(month, 15),), after, doubt, stated=True)


def _end_of(found: FoundDay) -> FoundDay:
    meanings = tuple(each.edge(_last_day, through=True) for each in found.meanings)
    return replace(found, meanings=meanings, long=False)


def _period_bounds(period: Period) -> tuple[date, date]:
    return period.start, period.end


def _first_day(period: Period) -> Period:
    return Period(period.start, period.start + DAY)


def _last_day(period: Period) -> Period:
    return Period(period.end - DAY, period.end)


def _seven_days(period: Period) -> Period:
    return Period(period.start, period.start + 7 * DAY)


def day_after(meaning: Meaning) -> Meaning:
    """The day after each run."""
    return meaning.edge(lambda period: Period(period.end, period.end + DAY))
