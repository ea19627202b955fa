"""C9: who is forgotten after a final stands in no record of what followed it, and their key in no file."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from bot.engine.follow_ups import known
from bot.engine.proposals import proposing
from bot.ports import Store, UnitOfWork
from storage.database import open_store
from storage.failpoints import Failpoint
from tests.engine.test_follow_ups import answer, finished, only
from tests.promises.test_c9_backup import key_of, stands_in
from tests.promises.test_c9_forget_me import texts_in
from tests.promises.test_c9_proposals import BESIDE, propose
from tests.support.further import only_further
from tests.support.places import person
from tests.support.stores import KEY, new_database
from tests.support.world import World

AFTERWARDS = (
    *("follow_ups", "lasting_points", "past_rosters", "proposals", "weighings"),
    *("releases", "question_sets", "outbox", "dialogues", "menus"),
)
"""Records that follow a final. Answers without words keep an id that leads to nobody any more: they count in their round."""


async def who_sees_to_a_point(folder: Path) -> tuple[World, str]:
    """After a final on SQLite, ben sees to its point, has asked which were his, and proposes a question; and his member's id."""
    path = new_database(folder)

    def opener(failpoint: Failpoint) -> Store:
        return open_store(path, KEY, failpoint=failpoint)

    world = World(opener)
    await finished(world)
    await answer(world, step="do", words="A second ferry", day="Friday", owner="ben")
    found = await only(world)
    await world.press("ben", "owner.yes", f"{found.id}:{found.turn}")
    await world.command("ben", "which were mine", person("ben"))
    await propose(world, "ben", BESIDE["dan"])
    await world.settle()
    (member,) = await world.read(lambda uow: [row.id for row in uow.members.where() if row.name.lower() == "ben"])
    return world, member


def rooms_with(uow: UnitOfWork, member: str) -> set[str]:
    return {room for room in AFTERWARDS if any(member in repr(row) for row in getattr(uow, room).where())}


async def test_nothing_that_followed_names_them_or_can_be_read(tmp_path: Path) -> None:
    world, member = await who_sees_to_a_point(tmp_path)
    before = await world.read(lambda uow: rooms_with(uow, member))
    assert {"follow_ups", "proposals"} <= before
    key = key_of(tmp_path / "keys.db", member)
    await world.press("ben", "forget.yes")
    await world.settle()
    assert await world.read(lambda uow: rooms_with(uow, member)) == set()
    assert await world.read(lambda uow: uow.texts.refs_of(member)) == []
    kept = await texts_in(world.store)
    assert "as amira sees it" in kept and "as ben sees it" not in kept and BESIDE["dan"] not in kept
    assert (await only(world)).sentence == "A second ferry", "what was posted stays"
    await world.store.close()
    assert not stands_in(tmp_path, key)


@only_further
@pytest.mark.parametrize(
    ("place", "defence", "room"),
    [(known, "forget_owner", "follow_ups"), (proposing, "forget_proposals", "proposals")],
)
async def test_control_without_a_removal_a_record_would(
    place: ModuleType, defence: str, room: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, defence, lambda work, member: None)
    world, member = await who_sees_to_a_point(tmp_path)
    await world.press("ben", "forget.yes")
    await world.settle()
    assert room in await world.read(lambda uow: rooms_with(uow, member))
    await world.store.close()
