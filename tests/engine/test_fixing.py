"""A round that runs while the product is brought up to date keeps what holds for it then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.model import Round, RoundState
from bot.engine.fixing import fix_running_rounds
from bot.engine.work import Work
from tests.promises.rounds import TEAM, answered, opened, until
from tests.stateful.world import World, channel


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
            await world.store.run(lambda uow: fix_running_rounds(Work(uow, world.clock.now(), world.app.services)))
            == found
        )
    assert (await world.rounds(id=round_.id))[0] == round_


@pytest.mark.parametrize("fixed", [True, False])
async def test_without_it_the_draft_would_appear_nowhere(fixed: bool) -> None:
    world = World()
    round_, _ = await of_an_older_version(world)
    if fixed:
        await world.store.run(lambda uow: fix_running_rounds(Work(uow, world.clock.now(), world.app.services)))
    await answered(world, round_, {who: (f"Harbour {who}",) for who in TEAM})
    await until(world, round_, RoundState.DRAFT)
    drafts = [sent for sent in world.platform.sent if sent.ref == channel("alpha") and "Harbour" in repr(sent.view)]
    assert bool(drafts) is fixed
