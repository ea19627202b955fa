"""Reads which months: "of Jan, Apr, Jul and Oct", "of each quarter", "15 March and 15 September"."""

from bot.calendar.draft import Draft
from bot.calendar.words import AND, MONTHS, Sentence

_EVERY = {"every", "each"}
_PARTS = {"quarter": "quarter", "quarters": "quarter", "year": "year"}
_ENDS = {"end": -1, "beginning": 1, "start": 1}
_MIDDLES = {"middle", "mid"}
_YEARLY = {"year", "yearly", "annually"}


def read_months(sentence: Sentence, position: int, draft: Draft) -> int:
    """The position after words for months, or `position` if there are none. Raises MisreadError."""
    for read in (_read_of_month, _read_end_of_month, _read_month_names, _read_dates_of_year):
        after = read(sentence, position, draft)
        if after > position:
            return after
    return position


def _read_of_month(sentence: Sentence, position: int, draft: Draft) -> int:
    """ "of the month", "in each month", "of every quarter", "of March and June"."""
    if sentence.word(position) not in ("of", "in"):
        return position
    after = sentence.skip(position + 1, {"the", "a"})
    word = sentence.word(after)
    every = word in _EVERY
    named = sentence.word(after + 1) if every else word
    if named == "month":
        draft.of_month = True
        return after + (2 if every else 1)
    if named in _PARTS:
        draft.repeats |= every
        draft.months_of = draft.once(draft.months_of, _PARTS[named], position, after + 1 + every, "span of months")
        return after + 1 + every
    if named in MONTHS:
        draft.repeats |= every
        return _read_names(sentence, position, after + every, draft)
    if sentence.word(position) == "of" and every:
        draft.of_month = True
        return after
    return position


def _read_month_names(sentence: Sentence, position: int, draft: Draft) -> int:
    """Names of months without "of" before them; a month beside a number is a date, which others read."""
    if sentence.word(position) not in MONTHS or sentence[position + 1].kind in ("number", "ordinal"):
        return position
    return _read_names(sentence, position, position, draft)


def _read_names(sentence: Sentence, position: int, first: int, draft: Draft) -> int:
    months: set[int] = set()
    after = here = first
    while sentence.word(here) in MONTHS:
        months.add(MONTHS[sentence.word(here)])
        after = here + 1
        here = sentence.skip(after, AND | {"in", "of"})
    draft.months = draft.once(draft.months, tuple(sorted(months)), position, after, "set of months")
    return after


def _read_end_of_month(sentence: Sentence, position: int, draft: Draft) -> int:
    """ "end of the month", "month end", "the beginning of each quarter"."""
    first = sentence.skip(position, {"at", "on", "by", "the"})
    if sentence.word(first) in ("month", "month-end", "end-of-month", "eom"):
        end = first if "-" in sentence.word(first) or sentence.word(first) == "eom" else first + 1
        if end == first or sentence.word(end) in ("end", "ends"):
            draft.of_month = True
            draft.month_days = draft.once(draft.month_days, (-1,), position, end + 1, "set of days of the month")
            return end + 1
    _refuse_middle(sentence, position, first)
    which = _ENDS.get(sentence.word(first))
    if which is None:
        return position
    of = sentence.skip(first + 1, {"of", "the", "a"} | _EVERY)
    if sentence.word(of) not in ("month", "months", *_PARTS):
        return position
    days = draft.once(draft.month_days, (which,), position, first + 1, "set of days of the month")
    if sentence.word(first + 1) != "of":
        draft.of_month, draft.month_days = True, days
        return of + 1
    after = _read_of_month(sentence, first + 1, draft)
    draft.month_days = days
    return after


def _refuse_middle(sentence: Sentence, position: int, first: int) -> None:
    middle = sentence.word(first) in _MIDDLES
    of = sentence.skip(first + 1, {"of", "the", "-"} | _EVERY) if middle else first
    if sentence.word(first) == "mid-month" or (middle and sentence.word(of) == "month"):
        what = f'"{sentence.said(first, of + 1)}" is no single day. Name the day.'
        raise sentence.misread(what, position, of + 1, "on the 15th of the month")


def _read_dates_of_year(sentence: Sentence, position: int, draft: Draft) -> int:
    """Several dates without a year, or one beside "every year": the same day of some months."""
    first = sentence.skip(position, {"on", "the"})
    days: set[int] = set()
    months: set[int] = set()
    after = here = first
    while (found := _date_at(sentence, here, days)) is not None:
        day, month, after = found
        days.add(day)
        months.add(month)
        here = sentence.skip(after, AND | {"the", "on"})
    yearly = any(sentence.word(at) in _YEARLY for at in range(len(sentence)))
    if (
        not months
        or (len(months) == 1 and not yearly)
        or (sentence[after].kind == "number" and len(sentence.word(after)) == 4)
    ):
        return position
    said = sentence.said(first, after)
    if len(days) > 1:
        what = f'"{said}" are different days of their months, which is more than one rule. Choose one day for all.'
        raise sentence.misread(what, position, after, "")
    if not all(1 <= day <= 28 for day in days):
        what = f'Not every month has the day in "{said}". Say the 28th or an earlier one, or the last day.'
        raise sentence.misread(what, position, after, "")
    draft.month_days = draft.once(draft.month_days, tuple(days), position, after, "set of days of the month")
    draft.months = draft.once(draft.months, tuple(sorted(months)), position, after, "set of months")
    return after


def _date_at(sentence: Sentence, position: int, before: set[int]) -> tuple[int, int, int] | None:
    """The day and the month of "15 March", "15th of March" or "March 15", and the position after it.

    A month alone has the day before it: "the 15th of March and September".
    """
    first, of = sentence[position], sentence.skip(position + 1, {"of"})
    if first.kind in ("number", "ordinal") and sentence.word(of) in MONTHS:
        return _figure(first.word), MONTHS[sentence.word(of)], of + 1
    second = sentence[position + 1]
    if first.word in MONTHS and (second.kind == "ordinal" or (second.kind == "number" and len(second.word) < 3)):
        return _figure(second.word), MONTHS[first.word], position + 2
    if first.word in MONTHS and len(before) == 1 and second.kind not in ("number", "ordinal"):
        return next(iter(before)), MONTHS[first.word], position + 1
    return None


def _figure(word: str) -> int:
    return int(word.rstrip("stndrh")[:6])
