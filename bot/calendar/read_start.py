"""Reads a first date: "starting 2 March 2027", "from 2026-03-02"."""

from datetime import date, timedelta

from bot.calendar.draft import Draft
from bot.calendar.words import DAY_NAMES, DAYS, MONTH_NAMES, MONTHS, Sentence

_STARTING = {"starting", "starts", "start", "from", "beginning", "begins", "commencing", "since"}
_ENDING = {"until", "till", "ending", "ends", "for"}
_NEAR_DAYS = {"today": 0, "tonight": 0, "tomorrow": 1}
_NEXT = {"next", "this", "coming"}
_YEARS = range(2000, 2101)


def read_start(sentence: Sentence, position: int, draft: Draft) -> int:
    """The position after a first date, or `position` if there is none. Raises Misread."""
    word = sentence.word(position)
    if word in _ENDING:
        what = "A schedule has no end date here. Pause it or remove it when the time comes."
        raise sentence.misread(what, position, len(sentence), "")
    if word in _STARTING:
        return _read_starting(sentence, position, draft)
    if word in _NEAR_DAYS or word in _NEXT:
        raise _once_only(sentence, position, draft.today)
    if _is_date(sentence, position):
        _, after = _date(sentence, position, draft.today)
        said = sentence.said(position, after)
        what = f'Is "{said}" the first of many? Then say "starting {said}".'
        raise sentence.misread(what, position, after, f"starting {said}")
    return position


def _read_starting(sentence: Sentence, position: int, draft: Draft) -> int:
    first = sentence.skip(position + 1, {"on", "the", "with"})
    if sentence.word(first) in DAYS and sentence.word(first + 1) in ("to", "through", "till", "until"):
        return first
    near = _NEAR_DAYS.get(sentence.word(first))
    if near is not None:
        return _keep(draft, draft.today + timedelta(days=near), position, first + 1)
    named = DAYS.get(sentence.word(first))
    if named is not None:
        first = sentence.skip(first + 1, {",", "the"})
    if not _is_date(sentence, first):
        what = f'After "{sentence.said(position, position + 1)}" I need a date with its year.'
        vague = sentence.skip(first, _NEXT)
        after = max(first, vague) + (vague < len(sentence) and sentence[vague].kind != "clock")
        raise sentence.misread(what, position, after, f"starting {_words(draft.today + timedelta(days=7))}")
    found, after = _date(sentence, first, draft.today)
    if named is not None and found.weekday() != named:
        what = f"{_words(found)} is a {DAY_NAMES[found.weekday()]}, not a {DAY_NAMES[named]}."
        raise sentence.misread(what, position, after, f"starting {_words(found)}")
    return _keep(draft, found, position, after)


def _once_only(sentence: Sentence, position: int, today: date) -> Exception:
    near = _NEAR_DAYS.get(sentence.word(position))
    instead = "every" if near is None else f"every {DAY_NAMES[(today + timedelta(days=near)).weekday()]}"
    what = f'A schedule repeats, and "{sentence.said(position, position + 1)}" is only once.'
    return sentence.misread(what, position, position + 1, instead)


def _keep(draft: Draft, found: date, first: int, after: int) -> int:
    draft.start = draft.once(draft.start, found, first, after, "first date")
    return after


def _is_date(sentence: Sentence, position: int) -> bool:
    if sentence[position].kind in ("iso", "slashed"):
        return True
    if sentence.word(position) in MONTHS:
        return sentence[position + 1].kind in ("number", "ordinal")
    month = sentence.skip(position + 1, {"of"})
    return sentence[position].kind in ("number", "ordinal") and sentence.word(month) in MONTHS


def _date(sentence: Sentence, position: int, today: date) -> tuple[date, int]:
    """The date at a position where `_is_date`, and the position after it. Raises Misread if it is unclear."""
    kind = sentence[position].kind
    if kind == "iso":
        year, month, day = (int(part) for part in sentence.word(position).split("-"))
        return _checked(sentence, year, month, day, position, position + 1), position + 1
    if kind == "slashed":
        raise _slashed(sentence, position)
    if sentence.word(position) in MONTHS:
        month, day, after = MONTHS[sentence.word(position)], _figure(sentence, position + 1), position + 2
    else:
        named = sentence.skip(position + 1, {"of"})
        month, day, after = MONTHS[sentence.word(named)], _figure(sentence, position), named + 1
    at_year = sentence.skip(after, {","})
    if sentence[at_year].kind != "number" or len(sentence.word(at_year)) != 4:
        raise _no_year(sentence, month, day, today, position, after)
    year = int(sentence.word(at_year))
    return _checked(sentence, year, month, day, position, at_year + 1), at_year + 1


def _no_year(sentence: Sentence, month: int, day: int, today: date, first: int, after: int) -> Exception:
    year = today.year + ((month, day) < (today.month, today.day))
    found = _checked(sentence, year, month, day, first, after)
    return sentence.misread(f'"{sentence.said(first, after)}" needs its year.', first, after, _words(found))


def _checked(sentence: Sentence, year: int, month: int, day: int, first: int, after: int) -> date:
    said = sentence.said(first, after)
    if year not in _YEARS:
        what = f'"{said}" is not a year I plan for ({_YEARS[0]} to {_YEARS[-1]}).'
        raise sentence.misread(what, first, after, "today")
    try:
        return date(year, month, day)
    except ValueError:
        what = f'There is no date "{said}".'
        instead = _words(date(year, month, 28)) if 1 <= month <= 12 else "today"
        raise sentence.misread(what, first, after, instead) from None


def _slashed(sentence: Sentence, position: int) -> Exception:
    said = sentence.word(position)
    one, two, year = (int(part) for part in said.replace(".", "/").replace("-", "/").split("/"))
    year += 2000 if year < 100 else 0
    readings = [_words(found) for found in (_maybe(year, two, one), _maybe(year, one, two)) if found]
    unique = list(dict.fromkeys(readings))
    what = f'"{said}" is not clear. Write the month as a word' + (f": {' or '.join(unique)}." if unique else ".")
    return sentence.misread(what, position, position + 1, unique[0] if unique else "today")


def _maybe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _figure(sentence: Sentence, position: int) -> int:
    return int("".join(filter(str.isdigit, sentence.word(position)))[:4])


def _words(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
