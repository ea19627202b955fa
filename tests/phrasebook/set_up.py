"""Samples of a guided set-up."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import set_up as said
from bot.domain.outcomes.schedules import Send
from bot.domain.set_up import ORDER, STEPS
from tests.phrasebook.repairs import OVERLAP
from tests.phrasebook.samples import AT, ZONE, Sample

HERE = said.PlannedHome(access="ok", readable=True, found=8, left_out=1)
GROUP = said.PlannedHome(place="group", say="/setup_here", link="/team_link", picked=False)
EMPTY = said.SetUpAsked(
    step="organisation", token="organisation", name="our organisation", zone="UTC", holidays="", languages=("cy", "en")
)
FULL = said.SetUpAsked(
    step="review",
    token="review",
    name="Harbour Mind",
    zone=ZONE,
    holidays="UK/England",
    languages=("cy", "en"),
    team="Housing advice",
    parent="Services",
    home=HERE,
    people=("Amira", "Ben"),
    leads=("Hal",),
    schedule="every other Tuesday at 10:00, starting 3 March 2026",
    sends=(Send(at=AT), Send(at=AT)),
    contacts=("Samaritans: 116 123, day and night",),
)
TROUBLES = ("looking", "removed", "forbidden", "archived", "no answer")


def _at(plan: said.SetUpAsked, step: str, **given: object) -> said.SetUpAsked:
    return replace(plan, step=step, token=step, **given)  # type: ignore[arg-type]


SAMPLES = (
    *(Sample(_at(EMPTY, step), note=f"{step}, empty") for step in ORDER),
    *(Sample(_at(FULL, step), note=f"{step}, filled in") for step in ORDER),
    *(Sample(_at(FULL, "team", home=replace(HERE, access=why)), note=f"team, {why}") for why in TROUBLES),
    Sample(_at(FULL, "review", home=replace(HERE, access="removed")), note="review, removed"),
    Sample(_at(FULL, "support", by_operator=True), note="support, the operator's"),
    Sample(_at(FULL, "rhythm", overlap=OVERLAP), note="rhythm, shorter than the windows"),
    Sample(_at(EMPTY, "team", home=GROUP), note="team, in groups"),
    Sample(_at(EMPTY, "people", home=replace(GROUP, access="ok")), note="people, in groups"),
    *(Sample(said.SetUpStepForm(step=step, token=step), note=step) for step in STEPS),
    Sample(said.SetUpStepForm(step="team", token="team", picks=False), note="team, in groups"),
    Sample(said.SetUpLooked(team="Housing advice", token="people", home=HERE)),
    Sample(said.SetUpLooked(team="Housing advice", token="people", home=replace(GROUP, access="ok")), note="a group"),
    Sample(said.SetUpLooked(team="Wards", token="people", home=replace(GROUP, access="gone")), note="a group, gone"),
    Sample(said.SetUpLooked(team="Housing advice", token="people", home=replace(HERE, access="gone")), note="gone"),
    Sample(said.SetUpNotReady(team="", token="review", home=said.PlannedHome()), note="no name"),
    Sample(said.SetUpNotReady(team="Wards", token="review", home=replace(HERE, access="removed")), note="removed"),
    Sample(said.SetUpNotReady(team="Wards", token="review", home=replace(HERE, access="looking")), note="looking"),
    Sample(said.SetUpEntryWrong(refs=("w",)), ("A name is one line.",)),
    Sample(said.NoBroadcastChannels()),
    Sample(said.SetUpCancelled()),
    Sample(said.SetUpOver()),
    Sample(
        said.SetUpDone(
            team="Wards",
            home=HERE,
            people=1,
            follows=True,
            leads=("Hal",),
            schedule="daily at 10:00",
            first_at=AT,
            zone=ZONE,
        )
    ),
    Sample(said.SetUpDone(team="Wards", home=GROUP, people=2, waiting=("Ben",)), note="no schedule"),
    Sample(said.SetUpDone(team="Wards", home=GROUP, people=2, schedule="daily at 10:00", first_at=AT), note="too few"),
)
