"""Samples of a person's own page, and of the forms that guide through a set-up."""

from __future__ import annotations

from bot.domain.outcomes import home as said
from tests.phrasebook.samples import AT, QUESTIONS, WORDS, ZONE, Sample


def _round(state: str, answered: tuple[int, ...] = (), drafted: tuple[int, ...] = ()) -> said.HomeRound:
    return said.HomeRound(
        round="r",
        team="Crisis line",
        opened_at=AT,
        until=AT,
        zone=ZONE,
        state=state,
        answered=answered,
        drafted=drafted,
    )


def _page(*rounds: said.HomeRound, **given: object) -> said.HomeShown:
    return said.HomeShown(rounds=rounds, questions=QUESTIONS, **given)  # type: ignore[arg-type]


SAMPLES = (
    Sample(_page(), note="never asked"),
    Sample(_page(_round("open"), stopped=True), note="open, stopped"),
    Sample(_page(_round("open", (1,), (2,)), quoted=(1, 2), refs=("a", "b")), (WORDS, WORDS), "answered and begun"),
    Sample(_page(_round("open", (), (2,)), quoted=(2,), refs=("b",)), (WORDS,), "begun"),
    Sample(_page(*(_round(state) for state in ("closed", "draft", "final", "held"))), note="earlier rounds"),
    Sample(_page(_round("final"), teams=("Crisis line", "Wards")), note="a lead"),
    Sample(_page(teams=("Crisis line",), admin=True), note="an admin"),
    Sample(_page(admin=True), note="an admin without a team"),
    *(
        Sample(said.SetUpForm(step=step, teams=("Crisis line",)), note=step)
        for step in ("team", "people", "lead", "schedule")
    ),
)
