"""Merging of points by who decides challenges: the two sides of a matter are not offered to each other, and are refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.model import ChallengeOutcome, ItemKind, Round, RoundState, WeighingItem
from bot.domain.outcomes.challenges import ChallengeNoted
from tests.support.actions import TEAM, opened, until
from tests.support.twins import twin
from tests.support.world import World

TEN = (*TEAM, "iris")
DECIDER = "iris"
CASE = "{}:1.1:too strong"


async def deciding(opposite: bool) -> tuple[World, Round]:
    """A draft of two points, of which the first is challenged by three; as items they may be the two sides of a matter."""
    world = twin()
    round_ = await opened(world, {"Alpha": TEN})
    for place, who in enumerate(TEN[:8]):
        await world.answer(who, round_.id, f"{'Harbour' if place < 4 else 'Lantern'} of {who}")
    round_ = await until(world, round_, RoundState.DRAFT)
    release = await world.read(lambda uow: uow.releases.get(round_.release))
    assert release and len(release.summary.questions[0].points) == 2
    question = release.summary.questions[0].key
    items = tuple(
        WeighingItem(key=key, kind=ItemKind.POINT, question=question, against=against)
        for key, against in (("1.1", False), ("1.2", opposite))
    )
    await world.store.run(lambda uow: uow.releases.save(replace(release, items=items)))
    for who in TEN[:3]:
        noted = await world.submit(who, "challenge", f"{round_.id}:1.1", {"kind": "too strong", "words": ""})
        await world.press(who, "check.count", noted.told(ChallengeNoted).token)
    while not (await world.rounds(id=round_.id))[0].deciding:
        assert (await world.rounds(id=round_.id))[0].state is RoundState.DRAFT
        world.clock.move(timedelta(hours=6))
        await world.settle()
    return world, round_


@pytest.mark.parametrize("opposite", [False, True])
async def test_only_a_point_that_is_not_its_opposite_may_be_merged_into(opposite: bool) -> None:
    world, round_ = await deciding(opposite)
    await world.submit(DECIDER, "merge", CASE.format(round_.id), {"into": "1.2"})
    rulings = await world.read(lambda uow: uow.rulings.where(round=round_.id))
    assert [row.kind for row in rulings] == ([] if opposite else [ChallengeOutcome.MERGED])
