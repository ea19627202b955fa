"""Reads a first date, as the reader of dates does: "starting 2 March 2027", "from 2026-03-02", "starting next week"."""

from datetime import date, timedelta

from bot.calendar.dates.found import FoundDay
from bot.calendar.dates.meaning import Meaning
from bot.calendar.dates.read_day import read_day
from bot.calendar.draft import Draft
from bot.calendar.words import DAY_NAMES, DAYS, MONTH_NAMES, MONTHS, MisreadError, Sentence

_STARTING = {"starting", "starts", "start", "from", "beginning", "begins", "commencing", "since"}
_ENDING = {"until", "till", "ending", "ends", "for"}
_NEAR_DAYS = {"today": 0, "tonight": 0, "tomorrow": 1}
_NEXT = {"next", "this", "coming"}
_OF_DATES = {*DAYS, *MONTHS, *_NEXT, "of", "the", ",", "week", "month", "year"}
_LONG_AGO = date(2000, 1, 1)


def read_start(sentence: Sentence, position: int, draft: Draft) -> int:
    """The position after a first date, or `position` if there is none. Raises MisreadError."""
    word = sentence.word(position)
    if word in _ENDING:
        what = "A schedule has no end date here. Pause it or remove it when the time comes."
        raise sentence.misread(what, position, len(sentence), "")
    if word in _STARTING:
        return _read_starting(sentence, position, draft)
    if word in _NEAR_DAYS or word in _NEXT:
        raise _once_only(sentence, position, draft.today)
    if _is_date(sentence, position):
        said = sentence.said(position, after := _date_end(sentence, position))
        what = f'Is "{said}" the first of many? Then say "starting {said}".'
        raise sentence.misread(what, position, after, f"starting {said}")
    return position


def _read_starting(sentence: Sentence, position: int, draft: Draft) -> int:
    first = sentence.skip(position + 1, {"on", "with"})
    if sentence.word(first) in DAYS and sentence.word(first + 1) in ("to", "through", "till", "until"):
        return first
    try:
        found = read_day(sentence, first, draft.today)
    except MisreadError as misread:
        raise sentence.misread(
            misread.what, position, _date_end(sentence, first), _starting_example(draft.today)
        ) from None
    if found is None:
        what = f'After "{sentence.said(position, position + 1)}" I need a date.'
        raise sentence.misread(what, position, _date_end(sentence, first), _starting_example(draft.today))
    days = [_first_coming_day(sentence, each, found, draft.today) for each in found.meanings]
    if found.doubt:
        raise sentence.misread(found.doubt, position, found.after, f"starting {_date_words(days[0])}")
    return _keep_start(draft, days[0], position, found.after)


def _first_coming_day(sentence: Sentence, meaning: Meaning, found: FoundDay, today: date) -> date:
    """The first such day that is still to come, or today's where today can be meant; a date with its year can have passed."""
    named = found.stated or sentence.word(found.after - 1) in ("today", "tomorrow")
    coming = meaning.next_start(today - timedelta(days=1) if named else today)
    return coming.start if coming else next(meaning.periods(_LONG_AGO)).start


def _starting_example(today: date) -> str:
    return f"starting {_date_words(today + timedelta(days=7))}"


def _date_end(sentence: Sentence, first: int) -> int:
    """The position after what stands where a date should."""
    after = first
    while sentence[after].kind in ("number", "ordinal", "iso", "slashed") or sentence.word(after) in _OF_DATES:
        after += 1
    return max(after, first + (first < len(sentence) and after == first and sentence[first].kind != "clock"))


def _once_only(sentence: Sentence, position: int, today: date) -> Exception:
    near = _NEAR_DAYS.get(sentence.word(position))
    instead = "every" if near is None else f"every {DAY_NAMES[(today + timedelta(days=near)).weekday()]}"
    what = f'A schedule repeats, and "{sentence.said(position, position + 1)}" is only once.'
    return sentence.misread(what, position, position + 1, instead)


def _keep_start(draft: Draft, found: date, first: int, after: int) -> int:
    draft.start = draft.once(draft.start, found, first, after, "first date")
    return after


def _is_date(sentence: Sentence, position: int) -> bool:
    if sentence[position].kind in ("iso", "slashed"):
        return True
    if sentence.word(position) in MONTHS:
        return sentence[position + 1].kind in ("number", "ordinal")
    month = sentence.skip(position + 1, {"of"})
    return sentence[position].kind in ("number", "ordinal") and sentence.word(month) in MONTHS


def _date_words(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
