"""Release rules 2 and 4 (B6): an answer in a group that is withheld changes nothing that the organisation shows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.model import Answer, RoundState, Summary
from bot.domain.releases import Candidate, GroupPool, LedgerEntry, pool_organisation
from bot.engine.context import WorkContext
from bot.engine.rounds import draft_release, organisation_summary
from tests.support.actions import opened, until
from tests.support.twins import seen, twin
from tests.support.world import World

ALPHA = ("ada", "amira", "ben", "chloe", "dan", "eve", "femi")
BETA = ("hal", "iris", "jon", "kira", "lev", "mona", "nils", "olga")
TEAMS = {"Alpha": ALPHA, "Beta": BETA}


async def organisation_of(beta: dict[str, str], alpha: tuple[str, ...] = ALPHA[:6]) -> World:
    """A cycle in which these of alpha answer alike, and these of beta as they do."""
    world = twin()
    await opened(world, TEAMS)
    rounds = {row.team: row for row in await world.rounds(state=RoundState.OPEN)}
    teams = {team.name: team.id for team in await world.read(lambda uow: uow.teams.where())}
    for who in alpha:
        await world.answer(who, rounds[teams["Alpha"]].id, f"Harbour {who}")
    for who in BETA:
        world.clock.move(timedelta(seconds=1))
        if who in beta:
            await world.answer(who, rounds[teams["Beta"]].id, beta[who])
    world.clock.at = (rounds[teams["Alpha"]].opened_at or world.clock.at) + timedelta(hours=9)
    await until(world, rounds[teams["Alpha"]], RoundState.FINAL)
    for _ in range(40):
        world.clock.move(timedelta(days=1))
        await world.settle()
    return world


async def summary_of(world: World) -> Summary:
    organisation = (await world.read(lambda uow: uow.organisations.where()))[0]
    release = await world.read(lambda uow: uow.releases.get(organisation.last_whole))
    assert release is not None
    return release.summary


@pytest.mark.parametrize("words", ["Harbour too", "Meadow", "nothing"])
async def test_alpha_6_of_7_answered_beta_nobody_or_one(words: str) -> None:
    nobody, one = await organisation_of({}), await organisation_of({"nils": words})
    assert await summary_of(nobody) == await summary_of(one)
    everybody = (*ALPHA, *BETA)
    assert seen(nobody, everybody, but="nils") == seen(one, everybody, but="nils")


async def test_four_of_a_withheld_group_are_in_no_summary() -> None:
    world = await organisation_of({who: f"Meadow {who}" for who in BETA[:4]})
    labels = [theme.label for question in (await summary_of(world)).questions for theme in question.themes]
    assert labels == ["Harbour"]


async def test_the_organisation_tells_no_band_of_people_and_no_participation() -> None:
    five, six = await organisation_of({}, ALPHA[:5]), await organisation_of({}, ALPHA[:6])
    assert await summary_of(five) == await summary_of(six)
    summary = await summary_of(six)
    assert summary.participation == ""
    assert [theme.band for question in summary.questions for theme in question.themes] == [""]


async def test_control_with_withheld_answers_in_it_the_organisation_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_withheld(pools: list[GroupPool], ledger: list[LedgerEntry], k: int, **more: object) -> Candidate:
        made = pool_organisation(pools, ledger, k, **more)  # type: ignore[arg-type]
        return Candidate(
            made.release_id,
            made.aggregate,
            made.round,
            sum(pool.roster for pool in pools),
            frozenset(each for pool in pools for each in pool.contributions),
            asked=made.asked,
            groups=made.groups,
        )

    def fresh(work: WorkContext) -> dict[str, list[Answer]]:
        rows = work.uow.answers.where(pooled="")
        return {round_: [row for row in rows if row.round == round_] for round_ in {row.round for row in rows}}

    class Finished:
        FINAL = (RoundState.FINAL, RoundState.WITHHELD)

    monkeypatch.setattr(organisation_summary, "pool_organisation", with_withheld)
    monkeypatch.setattr(organisation_summary, "_fresh_answers", fresh)
    monkeypatch.setattr(organisation_summary, "RoundState", Finished)
    monkeypatch.setattr(draft_release, "ledger_near", lambda work, contributions: [])
    nobody, three = await organisation_of({}), await organisation_of(dict.fromkeys(BETA[:3], "Meadow"))
    assert await summary_of(nobody) != await summary_of(three)
