"""Samples of what people are told about words that they have not sent, and in passing."""

from __future__ import annotations

from bot.domain.outcomes import answering, talking
from bot.domain.outcomes import drafts as said
from tests.phrasebook.samples import AT, QUESTIONS, WORDS, ZONE, Sample


def _placed(*numbers: int, last: str = "", change: str = "") -> said.DraftPlaced:
    return said.DraftPlaced(
        round="r",
        number=numbers[-1],
        numbers=numbers,
        questions=tuple(QUESTIONS[number - 1] for number in numbers),
        refs=tuple(f"draft:i:{number}" for number in numbers),
        last=last,
        change=change,
    )


def _loose(last: str = "", change: str = "") -> said.DraftKept:
    return said.DraftKept(round="r", questions=QUESTIONS, refs=("loose:i",), last=last, change=change)


SAMPLES = (
    Sample(_loose(), (WORDS,)),
    Sample(_loose(last="0a1b2c"), (f"{WORDS}\n{WORDS}",), "several messages"),
    Sample(_loose(change="corrected"), (WORDS,), "corrected"),
    Sample(_loose(change="shortened"), (WORDS,), "shortened"),
    Sample(_placed(2), (WORDS,)),
    Sample(_placed(1, 2, last="0a1b2c"), (WORDS, WORDS), "two questions"),
    Sample(_placed(2, change="corrected"), (WORDS,), "corrected"),
    Sample(said.DraftDiscarded()),
    Sample(said.DraftEmptied()),
    Sample(said.NoDraft(round="r", given=())),
    Sample(said.NoDraft(round="r", given=(1, 3)), note="answered before"),
    Sample(said.AnswersStand(round="r", given=(2,), until=AT, zone=ZONE)),
    Sample(said.AnswersStand(round="r", given=(1, 2), until=AT, zone=ZONE, late=True), note="late"),
    Sample(said.AnswersStand(round="r", given=(2,), until=AT, zone=ZONE, why="reminder"), note="no reminder is needed"),
    Sample(said.DraftTooLong(round="r", number=2, length=3400, limit=3000)),
    Sample(said.EditUnseen(round="r")),
    Sample(said.EditUnseen(round=""), note="without a round"),
    Sample(said.MaybeAnAnswer(said=answering.WritingStopped(), part="0a1b2c", refs=())),
    Sample(said.MaybeARequest(said=_loose(), request="privacy", part="0a1b2c", refs=("loose:i",)), (WORDS,)),
    Sample(said.FormClosed()),
    Sample(said.FormClosed(round="r"), note="the answer form"),
    Sample(talking.Explained(team="Crisis line", k=5, round="r")),
    Sample(talking.Explained(team="", k=7), note="nothing is open"),
    Sample(talking.Greeted(team="Wards")),
    Sample(talking.Greeted(team="Wards", round="r", until=AT, zone=ZONE), note="something is open"),
    Sample(talking.Acknowledged()),
    Sample(talking.Acknowledged(draft=True), note="with a draft"),
    Sample(talking.AskedUntilWhen(round="r")),
    Sample(talking.AskedUntilWhen(), note="nothing is open"),
    Sample(talking.ButtonElsewhere()),
)
