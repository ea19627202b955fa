"""What an older version left is brought up to date at the start: what holds for its rounds, and which team asks whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.model import Round, RoundState
from bot.engine.context import WorkContext
from bot.engine.people import rosters
from bot.engine.start_steps import fix_running_rounds, set_primary_teams
from bot.ports import UnitOfWork
from tests.support.actions import TEAM, answered, opened, until
from tests.support.places import channel
from tests.support.world import World


async def of_an_older_version(world: World) -> tuple[Round, Round]:
    """A round as it is, and as it would stand there if an older version had opened it."""
    round_ = await opened(world)
    older = replace(round_, channels=(), deciders=())
    await world.store.run(lambda uow: uow.rounds.save(older))
    return round_, older


async def test_it_keeps_its_channels_and_deciders() -> None:
    world = World()
    round_, _ = await of_an_older_version(world)
    for found in (1, 0):
        assert (
            await world.store.run(
                lambda uow: fix_running_rounds(WorkContext(uow, world.clock.now(), world.app.services))
            )
            == found
        )
    assert (await world.rounds(id=round_.id))[0] == round_


@pytest.mark.parametrize("fixed", [True, False])
async def test_without_it_the_draft_would_appear_nowhere(fixed: bool) -> None:
    world = World()
    round_, _ = await of_an_older_version(world)
    if fixed:
        await world.store.run(lambda uow: fix_running_rounds(WorkContext(uow, world.clock.now(), world.app.services)))
    await answered(world, round_, {who: (f"Harbour {who}",) for who in TEAM})
    await until(world, round_, RoundState.DRAFT)
    drafts = [sent for sent in world.platform.sent if sent.ref == channel("alpha") and "Harbour" in repr(sent.view)]
    assert bool(drafts) is fixed


# -- which team asks whom


TWO_TEAMS = {"Alpha": ("ada", "amira", "ben"), "Beta": ("jo", "kit", "amira")}


async def with_homes(world: World) -> None:
    """As an older version left it: amira is on two lists and asked with the second, ben on one list without a home."""
    await world.found(TWO_TEAMS)

    def write(uow: UnitOfWork) -> None:
        names = {row.id: row.name for row in uow.members.where()}
        beta = next(row.id for row in uow.teams.where() if row.name == "Beta")
        for member in uow.members.where():
            uow.members.save(replace(member, primary_team=""))
        for row in uow.memberships.where():
            name = names[row.member]
            uow.memberships.save(replace(row, was_home=name != "ben" and (name != "amira" or row.team == beta)))

    await world.store.run(write)


async def counted(world: World) -> dict[str, set[str]]:
    def read(uow: UnitOfWork) -> dict[str, set[str]]:
        work = WorkContext(uow, world.clock.now(), world.app.services)
        return {team.name: {row.name for row in rosters.list_of(work, team.id).counted} for team in uow.teams.where()}

    return await world.read(read)


async def set_by(world: World) -> int:
    return await world.store.run(lambda uow: set_primary_teams(WorkContext(uow, world.clock.now(), world.app.services)))


async def test_people_are_asked_by_the_team_that_was_their_home() -> None:
    world = World()
    await with_homes(world)
    assert await counted(world) == {"Alpha": set(), "Beta": set()}, "without the step nobody would be asked again"
    assert await set_by(world) == 4
    assert await counted(world) == {"Alpha": {"Ada"}, "Beta": {"amira", "jo", "kit"}}


async def test_what_somebody_chose_since_stays_at_the_next_start() -> None:
    world = World()
    await with_homes(world)
    await set_by(world)
    await world.command("amira", "home Alpha")
    assert await set_by(world) == 0
    assert await counted(world) == {"Alpha": {"Ada", "amira"}, "Beta": {"jo", "kit"}}
