"""Reads until when: "until Monday", "through Friday", "until after the weekend", "back on 9 March"."""

from __future__ import annotations

from dataclasses import replace

from bot.calendar.dates.found import PASSED, FoundDay
from bot.calendar.dates.meaning import DAY, Meaning
from bot.calendar.dates.read_day import day_after
from bot.calendar.dates.said import INCLUSIVE, THROUGH, UNTIL, Answer, SentenceReader, answer_of
from bot.calendar.dates.unsure import Unsure
from bot.domain.stretch import Stretch

_BACK = {"back", "returning", "return"}
_MONTH = 31 * DAY


def read_until(said: SentenceReader) -> Answer | None:
    """The stretch up to a day, if that is what is said. Raises MisreadError."""
    word = said.sentence.word(0)
    if said.words(0, 4) == ("up", "to", "and", "including"):
        return _read_last_day(said, 4, inclusive=True)
    if said.words(0, 2) == ("up", "to"):
        return _read_last_day(said, 2, inclusive=False)
    if word in _BACK:
        return _read_last_day(said, said.sentence.skip(1, {"on", "by"}), inclusive=False)
    if word in THROUGH:
        return _read_last_day(said, said.sentence.skip(1, {"to"}), inclusive=True)
    if word not in UNTIL:
        return None
    if said.words(1, 2) == ("and", "including"):
        return _read_last_day(said, 3, inclusive=True)
    if said.sentence.word(1) == "after":
        return _read_until_after(said, said.day(2))
    return _read_last_day(said, 1, inclusive=False)


def _read_until_after(said: SentenceReader, found: FoundDay) -> Answer:
    """The stretch to the end of what is named; a weekday that is today's is asked back: today, or the next one."""
    after = [day_after(each) for each in found.meanings]
    answer = until_found(said, replace(found, meanings=tuple(after)), False)
    present, coming = (found.meanings[0].next_start(said.today - DAY * days) for days in (1, 0))
    if not isinstance(answer, Stretch) or present is None or coming is None:
        return answer
    if (present.start, present.end) != (said.today, said.today + DAY) or coming.start - said.today > _MONTH:
        return answer
    return Unsure("That is today. Until after today, or after the next one?", (answer, Stretch(None, coming.end)))


def _read_last_day(said: SentenceReader, position: int, *, inclusive: bool) -> Answer:
    return until_found(said, said.day(position), inclusive)


def until_found(said: SentenceReader, found: FoundDay, inclusive: bool) -> Answer:
    """The stretch up to a day that was found, to its end where `inclusive`. Raises MisreadError if more is said or it passed."""
    inclusive |= said.sentence.word(found.after) in INCLUSIVE
    choices = [until_meaning(said, each, inclusive) for each in found.meanings]
    return said.closed(answer_of(choices, found.doubt), said.sentence.skip(found.after, INCLUSIVE))


def until_meaning(said: SentenceReader, meaning: Meaning, inclusive: bool) -> Stretch:
    """The stretch up to one meaning of a day. Raises MisreadError if it is today, or has passed."""
    if inclusive or meaning.through:
        last = meaning.next_end(said.today - DAY)
        if last is None:
            raise said.refused(PASSED)
        return Stretch(None, last.end, through=True)
    coming = meaning.next_start(said.today)
    present = meaning.next_start(said.today - DAY)
    # A weekday or a day of the month comes again soon; a date that is today's was not meant for in a year.
    if present and present.start == said.today and (coming is None or coming.start - said.today > _MONTH):
        raise said.refused("That is today. Name the first day after it.")
    if coming is None:
        raise said.refused(PASSED)
    return Stretch(None, coming.start)
