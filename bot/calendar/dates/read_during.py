"""Reads a stretch by its own name or length: "next week", "on Friday", "for two weeks", "the rest of the month"."""

from __future__ import annotations

from bot.calendar.dates.found import FoundDay
from bot.calendar.dates.meaning import DAY
from bot.calendar.dates.read_length import read_length
from bot.calendar.dates.read_range import CONTINUING, FROM, lasting_from, read_continuation
from bot.calendar.dates.read_until import until_found, until_meaning
from bot.calendar.dates.said import Answer, SentenceReader, answer_of
from bot.calendar.dates.unsure import Unsure
from bot.calendar.words import MONTHS
from bot.domain.stretch import Stretch

_NEAR = {"today", "tomorrow", "tmrw", "tmr"}
_LEADS = (
    ("the", "whole", "of"),
    ("the", "whole"),
    ("all", "of"),
    ("all",),
    ("on",),
    ("over",),
    ("during",),
    ("just",),
    ("only",),
    ("for",),
    ("this",),
)
_PRESENT = ("week", "month", "year")


def read_during(said: SentenceReader) -> Answer:
    """The stretch that is named or measured. Raises MisreadError if nothing is."""
    lead = next((lead for lead in _LEADS if said.words(0, len(lead)) == lead), ())
    measured = _read_measured(said, len(lead)) if lead in ((), ("for",)) else None
    if measured:
        return measured
    # "This" is read with the day.
    first = said.sentence.skip(0 if lead == ("this",) else len(lead), {"the"})
    if said.sentence.word(first) == "rest":
        return _read_rest_of(said, said.sentence.skip(first + 1, {"of", "the", "this"}))
    if lead == ("all",) and said.sentence.word(first) in _PRESENT:
        return _read_rest_of(said, first)
    if lead == ("for",) and said.sentence.word(first) == "day":
        return said.closed(Stretch(None, said.today + DAY, through=True), first + 1)
    if said.sentence.word(first) == "in" and said.sentence.word(first + 1) in MONTHS:
        first += 1
    found = said.day(first)
    if said.sentence.word(said.sentence.skip(found.after, {","})) in CONTINUING:
        return read_continuation(said, found)
    return _read_alone(said, found, lead, near=said.sentence.word(first) in _NEAR)


def _read_measured(said: SentenceReader, position: int) -> Answer | None:
    """ "two weeks", "for two weeks from Monday"; None where the length only leads to a day: "a week on Friday"."""
    length = read_length(said.sentence, position, the_next=position > 0)
    if length is None:
        return None
    if said.ends(length.after):
        return Stretch(None, length.added_to(said.today))
    if said.sentence.word(length.after) in FROM:
        first = said.day(said.sentence.skip(length.after + 1, {"on"}))
        lasting = lasting_from(said, length, first, first.after)
        # "For a week from Friday" is a stretch; "a week from Friday" is as often the Friday after.
        if (
            position == 0
            and said.sentence.word(length.after) == "from"
            and isinstance(lasting, Stretch)
            and lasting.until
        ):
            alone = Stretch(lasting.until, lasting.until + DAY, through=True)
            return Unsure("Is it so long from then on, or that day alone?", (lasting, alone))
        return lasting
    return None


def _read_rest_of(said: SentenceReader, position: int) -> Answer:
    """To the end of the week, month or year in which we are."""
    word = said.sentence.word(position)
    if word not in _PRESENT:
        raise said.unknown(position)
    ending = said.day_in(f"end of {word}").meanings[0]
    return said.closed(until_meaning(said, ending, False), position + 1)


def _read_alone(said: SentenceReader, found: FoundDay, lead: tuple[str, ...], *, near: bool) -> Answer:
    """A day, a week or a month, and nothing else: that stretch, or until then, which is asked where it is open."""
    if not said.ends(found.after):
        raise said.unknown(found.after)
    bare = lead == ("for",) or (not lead and said.sentence[0].kind == "number")
    if found.number and bare:
        raise said.refused("Is that a day? Say it with its month.")
    if any(each.through for each in found.meanings):
        return until_found(said, found, False)
    periods = [said.begin(each) for each in found.meanings]
    during = [Stretch(said.later(each.start), each.end, through=True) for each in periods]
    if lead or near or found.long:
        return answer_of(during, found.doubt)
    until = [until_meaning(said, each, False) for each in found.meanings]
    if said.sentence.word(0) == "in":
        return Unsure("Is it until then?", tuple(until))
    if found.doubt:
        return answer_of(during, found.doubt)
    return Unsure("Is it that day alone, or until then?", (*during, *until))
