"""Reads a day of the week, alone or with the date that it is said to be: "Friday", "next Friday", "Friday 24 March"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.calendar.dates.found import FoundDay
from bot.calendar.dates.meaning import DAY, Meaning, each_week, single_period, week_of
from bot.calendar.dates.read_numbers import read_numbers
from bot.calendar.words import DAY_NAMES, DAYS, MONTH_NAMES, Sentence


def read_weekday(sentence: Sentence, first: int, today: date) -> FoundDay | None:
    """The weekday at a position, or a date with its weekday behind it; None if there is neither. Raises MisreadError."""
    at = sentence.skip(first, {"this", "next", "coming"})
    said = {sentence.word(position) for position in range(first, at)}
    if sentence.word(at) not in DAYS:
        return _date_first(sentence, first, today) if at == first else None
    weekday = DAYS[sentence.word(at)]
    if said:
        return _read_relative(weekday, said, at + 1, today)
    after = sentence.skip(at + 1, {"."})
    found = _week_after(sentence, weekday, after, today)
    if found:
        return found
    dated = _date_after(sentence, sentence.skip(after, {",", "the"}), today)
    if dated and not dated.long:
        return _check_weekday(dated, weekday, today)
    return FoundDay((each_week(weekday),), after)


def _date_after(sentence: Sentence, position: int, today: date) -> FoundDay | None:
    """The date behind a weekday; what is a time of day is not for this reader."""
    if sentence[position].kind == "clock" or sentence[position + 1].kind == "meridiem":
        return None
    return read_numbers(sentence, position, today)


def _read_relative(weekday: int, said: set[str], after: int, today: date) -> FoundDay:
    """ "this Friday" and "coming Friday" are the next one; "next Friday" is, to many, the one in the next week."""
    coming = each_week(weekday).next_start(today)
    assert coming is not None  # noqa: S101 - there is one each week
    following = week_of(today).end + DAY * weekday
    if said == {"next"} and coming.start != following:
        doubt = "That can be this week’s or next week’s. Which day do you mean?"
        return FoundDay((single_period(coming.start), single_period(following)), after, doubt)
    doubt = f"Today is {DAY_NAMES[weekday]}. Is this what you mean?" if said == {"this"} else ""
    return FoundDay((single_period(coming.start),), after, doubt if today.weekday() == weekday else "")


def _week_after(sentence: Sentence, weekday: int, after: int, today: date) -> FoundDay | None:
    """ "Monday week", "Friday of next week", "Friday this week", "Friday after next"."""
    coming = each_week(weekday).next_start(today)
    assert coming is not None  # noqa: S101 - there is one each week
    if sentence.word(after) in ("week", "fortnight"):
        return FoundDay((single_period(coming.start + DAY * (7 if sentence.word(after) == "week" else 14)),), after + 1)
    here = sentence.skip(after, {"of", "in"})
    if sentence.word(here) in ("this", "next") and sentence.word(here + 1) == "week":
        day = week_of(today).start + DAY * (weekday + 7 * (sentence.word(here) == "next"))
        return FoundDay((single_period(day),), here + 2)
    if sentence.word(after) == "after" and sentence.word(after + 1) == "next":
        both = (single_period(coming.start + 7 * DAY), single_period(coming.start + 14 * DAY))
        return FoundDay(both, after + 2, "That can mean two days. Which do you mean?")
    return None


def _date_first(sentence: Sentence, first: int, today: date) -> FoundDay | None:
    """ "9 March (Monday)"."""
    dated = read_numbers(sentence, first, today)
    if dated is None or dated.long:
        return dated
    named = sentence.skip(dated.after, {",", "("})
    weekday = DAYS.get(sentence.word(named)) if dated.stated else None
    if weekday is None:
        return dated
    return _check_weekday(replace(dated, after=sentence.skip(named + 1, {")"})), weekday, today)


def _check_weekday(dated: FoundDay, weekday: int, today: date) -> FoundDay:
    """The date if it is on that weekday; else it is asked whether the date or the weekday is right."""
    if dated.doubt:
        return dated
    meaning = dated.meanings[0]
    found = meaning.next_start(today)
    if found is None or found.start.weekday() == weekday:
        return replace(dated, number=False)
    right = found.start
    named = f"{right.day} {MONTH_NAMES[right.month - 1]}" + (f" {right.year}" if right.year != today.year else "")
    doubt = f"{named} is a {DAY_NAMES[right.weekday()]}, not a {DAY_NAMES[weekday]}."
    other = week_of(right).start + DAY * weekday
    meanings: tuple[Meaning, ...] = (single_period(right),)
    if other > today:
        meanings += (single_period(other),)
    return FoundDay(meanings, dated.after, f"{doubt} Which day do you mean?")
