"""Release rules 2, 4 and 9 (B6): an answer in a group that is withheld changes nothing that the organisation shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.model import Release, RoundState
from bot.domain.releases import FinalPoint
from bot.engine.context import WorkContext
from bot.engine.rounds import group_finals, organisation_summary
from tests.support.actions import opened, until
from tests.support.further import only_further
from tests.support.places import channel
from tests.support.twins import seen, twin
from tests.support.world import World

ALPHA = ("ada", "amira", "ben", "chloe", "dan", "eve", "femi")
BETA = ("hal", "iris", "jon", "kira", "lev", "mona", "nils", "olga")
TEAMS = {"Alpha": ALPHA, "Beta": BETA}


async def finals_of(alpha: Mapping[str, str], beta: Mapping[str, str]) -> World:
    """Two teams, answered so, at the final of the first."""
    world = twin()
    await opened(world, TEAMS)
    rounds = {row.team: row for row in await world.rounds(state=RoundState.OPEN)}
    teams = {team.name: team.id for team in await world.read(lambda uow: uow.teams.where())}
    for who in ALPHA:
        world.clock.move(timedelta(seconds=1))
        if who in alpha:
            await world.answer(who, rounds[teams["Alpha"]].id, alpha[who])
    for who in BETA:
        world.clock.move(timedelta(seconds=1))
        if who in beta:
            await world.answer(who, rounds[teams["Beta"]].id, beta[who])
    world.clock.at = (rounds[teams["Alpha"]].opened_at or world.clock.at) + timedelta(hours=9)
    await until(world, rounds[teams["Alpha"]], RoundState.FINAL)
    return world


async def organisation_of(beta: Mapping[str, str], alpha: tuple[str, ...] = ALPHA[:6]) -> World:
    """A cycle in which these of alpha answer alike, and these of beta as they do; at its final."""
    world = await finals_of({who: f"Harbour {who}" for who in alpha}, beta)
    for _ in range(45):
        world.clock.move(timedelta(days=1))
        await world.settle()
    return world


async def release_of(world: World) -> Release:
    organisation = (await world.read(lambda uow: uow.organisations.where()))[0]
    release = await world.read(lambda uow: uow.releases.get(organisation.last_summary))
    assert release is not None and release.final
    return release


async def labels_of(world: World) -> list[str]:
    summary = (await release_of(world)).summary
    return [point.label for question in summary.questions for point in question.points]


@pytest.mark.parametrize("words", ["Harbour too", "Meadow", "nothing"])
async def test_alpha_6_of_7_answered_beta_nobody_or_one(words: str) -> None:
    nobody, one = await organisation_of({}), await organisation_of({"nils": words})
    assert await release_of(nobody) == await release_of(one)
    everybody = (*ALPHA, *BETA)
    assert seen(nobody, everybody, but="nils") == seen(one, everybody, but="nils")


async def test_four_of_a_withheld_group_are_in_no_summary() -> None:
    assert await labels_of(await organisation_of({who: f"Meadow {who}" for who in BETA[:4]})) == ["Harbour"]


async def test_the_organisation_tells_no_band_of_people_and_no_participation() -> None:
    five, six = await organisation_of({}, ALPHA[:5]), await organisation_of({}, ALPHA[:6])
    assert (await release_of(five)).summary == (await release_of(six)).summary
    summary = (await release_of(six)).summary
    assert summary.participation == ""
    assert [point.band for question in summary.questions for point in question.points] == [""]


async def test_of_teams_of_7_and_8_a_point_that_all_of_the_second_said_tells_no_band() -> None:
    shown = []
    for seven in (ALPHA[:5], ALPHA):
        world = await finals_of({who: f"Harbour {who}" for who in seven}, {who: f"Meadow {who}" for who in BETA})
        for _ in range(45):
            world.clock.move(timedelta(days=1))
            await world.settle()
        summary = (await release_of(world)).summary
        assert {point.band for question in summary.questions for point in question.points} == {""}
        shown.append([sent.view for sent in world.platform.sent if sent.ref == channel("beta")][-2:])
    assert "Meadow" in repr(shown[0]) and shown[0] == shown[1]


@only_further
async def test_control_with_what_is_withheld_in_it_the_organisation_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = group_finals.collect_finals

    def with_withheld(work: WorkContext) -> group_finals.GroupFinals:
        finals = plain(work)
        withheld = work.uow.rounds.where(state=RoundState.WITHHELD)
        (question, *_) = {each.question for pool in finals.pools for each in pool.contributions}
        (group, *_) = finals.groups
        found = tuple(
            FinalPoint(row.id, group, question, work.read(row.id).split()[0])
            for round_ in withheld
            for row in work.uow.answers.where(round=round_.id)
        )
        return replace(finals, points=(*finals.points, *found))

    monkeypatch.setattr(organisation_summary.group_finals, "collect_finals", with_withheld)
    nobody, one = await organisation_of({}), await organisation_of({"nils": "Meadow"})
    assert await labels_of(nobody) == ["Harbour"]
    assert set(await labels_of(one)) == {"Harbour", "Meadow"}
