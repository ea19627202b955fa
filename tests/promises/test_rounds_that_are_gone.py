"""Release rule 15: of rounds that are past all their times no record says anything any more, whatever followed after them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.engine import retention
from bot.engine.context import WorkContext
from bot.engine.retention import PastTime
from bot.ports import UnitOfWork
from tests.contract.test_store_roundtrip import ROOMS
from tests.engine.test_lasting_points import LEAD, challenged, point
from tests.support.further import only_further
from tests.support.world import World

OTHERS = ("audits", "outbox", "dialogues", "menus", "teams")
"""Records with times of their own, counted in days; and a team's last round, an id alone that leads nowhere."""


async def after_a_year() -> tuple[World, set[str]]:
    """Five rounds in which a point was answered, challenged and worded anew, then all past their times; and their ids."""
    world = World()
    await challenged(world)
    old = await point(world)
    await world.submit(LEAD, "earlier.reword", old.id, {"wording": "The harbour closes too early"})
    for row in await world.read(lambda uow: uow.follow_ups.where()):
        await world.submit(LEAD, "follow_up", f"{row.id}:{row.turn}", {"step": "finish", "words": "A second ferry"})
    await world.settle()
    rounds = [row for row in await world.rounds() if row.release]
    assert len(rounds) == 5 and len(await world.read(lambda uow: uow.lasting_points.where())) == 3
    now = world.clock.now()
    gone = [PastTime(row.id, now, deciders=True, challenges=True, people=True, summary=True) for row in rounds]
    await world.store.run(lambda uow: retention.remove_past_time(WorkContext(uow, now, world.app.services), gone))
    return world, {name for row in rounds for name in (row.id, row.release)}


def left(uow: UnitOfWork, names: set[str]) -> set[str]:
    rooms = [room for room in ROOMS.values() if room not in OTHERS]
    return {room for room in rooms if any(name in repr(row) for row in getattr(uow, room).where() for name in names)}


async def test_no_record_names_them() -> None:
    world, names = await after_a_year()
    assert await world.read(lambda uow: left(uow, names)) == set()


@only_further
@pytest.mark.parametrize(("defence", "room"), [("forget_release", "lasting_points"), ("_remove_people", "interviews")])
async def test_control_without_a_removal_a_record_would(
    defence: str, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(*given: Any) -> None:
        return None

    monkeypatch.setattr(retention, defence, nothing)
    world, names = await after_a_year()
    assert room in await world.read(lambda uow: left(uow, names))
