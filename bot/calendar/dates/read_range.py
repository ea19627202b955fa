"""Reads a stretch with a first day: "from 3 to 7 April", "April 3-7", "from Monday for two weeks", "Thursday and Friday".

Which "3" and which "Friday" are meant follows from the other end.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.calendar.dates.found import HOW_MANY, FoundDay, misread_token
from bot.calendar.dates.meaning import DAY, Meaning, Period
from bot.calendar.dates.read_length import Length, read_length
from bot.calendar.dates.said import INCLUSIVE, THROUGH, UNTIL, Answer, SentenceReader, answer_of
from bot.domain.stretch import Stretch

FROM = {"from", "starting", "beginning", "between"}
CONTINUING = {"to", "-", "and", "for", *UNTIL, *THROUGH}
_BEGUN = 31 * DAY
"""Longest time since a stretch began; one that would have begun earlier was said the wrong way round."""
_UNSTATED = 14 * DAY
"""Longest stretch over the turn of a month of which only the second month is said."""
_WRONG_WAY = "That ends before it begins, or it has passed."


def read_range(said: SentenceReader) -> Answer | None:
    """The stretch with a first day, if "from" or the like is said. Raises MisreadError."""
    if said.sentence.word(0) not in FROM:
        return None
    first = said.day(said.sentence.skip(1, {"on"}))
    return read_continuation(said, first, between=said.sentence.word(0) == "between")


def read_continuation(said: SentenceReader, first: FoundDay, *, between: bool = False) -> Answer:
    """The stretch that begins with a day that was found. Raises MisreadError."""
    here = said.sentence.skip(first.after, {","})
    word = said.sentence.word(here)
    if word == "for":
        return lasting_from(said, read_length(said.sentence, here + 1), first)
    if said.words(here, 3) == ("until", "further", "notice"):
        starts = [said.later(said.begin(each).start) for each in first.meanings]
        return said.closed(answer_of((Stretch(start, None) for start in starts), first.doubt), here + 3)
    if word not in CONTINUING:
        if not said.ends(here):
            raise said.unknown(here)
        raise misread_token(said.sentence, here, "Until when? Say the last day too.")
    last = said.day(said.sentence.skip(here + 1, {"to"}) if word in THROUGH else here + 1)
    inclusive = word not in UNTIL or said.sentence.word(last.after) in INCLUSIVE
    answer = _answer_between(said, first, last, inclusive)
    if word == "and" and not between:
        _check_adjacent(said, answer)
    return said.closed(answer, said.sentence.skip(last.after, INCLUSIVE))


def lasting_from(said: SentenceReader, length: Length | None, first: FoundDay, after: int = 0) -> Answer:
    """So long from a day on; the sentence ends after the length, or at `after` if that is later. Raises MisreadError."""
    if length is None:
        raise said.refused(HOW_MANY)
    starts = [said.begin(each).start for each in first.meanings]
    choices = [Stretch(said.later(start), length.added_to(start)) for start in starts]
    return said.closed(answer_of(choices, first.doubt), max(after, length.after))


def _check_adjacent(said: SentenceReader, answer: Answer) -> None:
    """ "Thursday and Friday" is a stretch; "Monday and Friday" are two days with others between them."""
    for found in (answer,) if isinstance(answer, Stretch) else answer.choices:
        begins = found.first or said.today
        if found.until is None or found.until - begins != 2 * DAY:
            raise said.refused("I can note days in a row only. Say the first and the last.")


def _answer_between(said: SentenceReader, first: FoundDay, last: FoundDay, inclusive: bool) -> Answer:
    vague = last.long and not first.long and inclusive
    found = [
        one
        for through in ((False, True) if vague else (inclusive,))
        for begin in first.meanings
        for finish in last.meanings
        for one in _stretches_between(said, (first, begin), (last, finish), through)
    ]
    if not found:
        raise said.refused(_WRONG_WAY)
    several = "That can mean more than one thing. Which do you mean?" if len(set(found)) > 1 else ""
    return answer_of(found, first.doubt or last.doubt or several)


def _stretches_between(
    said: SentenceReader, one: tuple[FoundDay, Meaning], other: tuple[FoundDay, Meaning], inclusive: bool
) -> Iterator[Stretch]:
    (first, begin), (last, finish) = one, other
    if last.stated and (first.number or first.stated):
        end = finish.next_end(said.today - DAY)
        start = begin.last_start(end.start) if end else None
        far = bool(
            start and end and first.number and end.start - start.start > _UNSTATED and _months_differ(start, end)
        )
        if start and end and not far:
            yield from _plausible_stretch(said, start, end, finish.through or inclusive)
        return
    if first.number:
        start = begin.last_start(said.today - DAY)
        end = finish.next_end(start.start) if start else None
        if start and end and end.end > said.today:
            yield from _plausible_stretch(said, start, end, finish.through or inclusive)
    start = said.begin(begin)
    end = finish.next_end(start.start)
    if end:
        yield from _plausible_stretch(said, start, end, finish.through or inclusive)


def _months_differ(start: Period, end: Period) -> bool:
    return start.start.replace(day=1) != end.start.replace(day=1)


def _plausible_stretch(said: SentenceReader, start: Period, end: Period, through: bool) -> Iterator[Stretch]:
    until = end.end if through else end.start
    if until > max(start.start, said.today) and said.today - start.start <= _BEGUN:
        yield Stretch(said.later(start.start), until, through)
