"""Samples of a person's own page, and of the forms that guide through a set-up."""

from __future__ import annotations

from bot.domain.outcomes import home as said
from bot.domain.outcomes.sharing import DigestSent
from tests.phrasebook.samples import AT, QUESTIONS, WORDS, ZONE, Sample
from tests.phrasebook.sharing import REFS, SHOWN, SUMMARY

DIGEST = DigestSent(
    name="Crisis line",
    participation="enough",
    k=5,
    summary=SUMMARY,
    withheld=False,
    refs=REFS,
    next_summary_at=AT,
    zone=ZONE,
)


def _round(
    state: str, answered: tuple[int, ...] = (), drafted: tuple[int, ...] = (), **given: object
) -> said.HomeRound:
    return said.HomeRound(
        round="r",
        team="Crisis line",
        opened_at=AT,
        until=AT,
        zone=ZONE,
        state=state,
        answered=answered,
        drafted=drafted,
        **given,  # type: ignore[arg-type]
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
    Sample(
        _page(_round("draft", (1, 2), allowed=(2,), to_weigh=8, check_until=AT), quoted=(1, 2), refs=("a", "b")),
        (WORDS, WORDS),
        "can weigh",
    ),
    Sample(_page(_round("draft", to_weigh=8, weighed=3, check_until=AT)), note="has weighed some"),
    Sample(
        _page(
            _round("final"),
            teams=("Crisis line",),
            digest=DIGEST,
            refs=DIGEST.refs,
            decisions=(said.HomeDecision(name="Wards", until=AT, zone=ZONE),),
        ),
        SHOWN,
        "a lead's digest, and something to decide",
    ),
    *(
        Sample(said.SetUpForm(step=step, teams=("Crisis line",)), note=step)
        for step in ("team", "people", "lead", "schedule")
    ),
)
