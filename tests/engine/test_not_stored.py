"""An event of which nothing could be stored is handed back, and is handled once when it comes again (R1)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.confidential import ConfidentialText
from bot.domain.events import FormSubmitted
from bot.domain.outcomes.commands import WentWrong
from bot.ports import NotStoredError
from storage.database import open_store
from storage.sqlite.store import SqliteStore
from tests.storage.test_full_disk import fill
from tests.support.actions import TEAM, opened
from tests.support.stores import KEY, new_database
from tests.support.world import World

LONG = "words " * 480


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    path = new_database(tmp_path)
    made = World(lambda failpoint: open_store(path, KEY, failpoint=failpoint))
    yield made
    await made.store.close()


def disk(world: World, room: int | None) -> None:
    assert isinstance(world.store, SqliteStore)
    fill(world.store, room)


async def test_an_answer_that_found_no_room_is_saved_once_when_it_comes_again(world: World) -> None:
    round_ = await opened(world)
    words = {name: ConfidentialText(LONG) for name in ("q1", "q2", "q3")}
    event = world.event(FormSubmitted, TEAM[1], form="answer", token=round_.id, values=words)
    disk(world, 0)
    for _ in range(2):
        with pytest.raises(NotStoredError, match="the disk is full"):
            await world.hear(event)
    assert await world.read(lambda uow: uow.answers.count()) == 0
    disk(world, None)
    heard = [await world.hear(event) for _ in range(2)]
    assert [one.reply.duplicate for one in heard] == [False, True]
    assert await world.read(lambda uow: uow.answers.count()) == 3


async def test_nobody_is_told_of_a_fault_of_ours_when_the_disk_is_full(world: World) -> None:
    await opened(world)
    disk(world, 0)
    with pytest.raises(NotStoredError):
        for _ in range(1000):
            await world.command(TEAM[1], "help")
    disk(world, None)
    await world.settle()
    written = await world.read(lambda uow: uow.outbox.where())
    assert not [message for message in written if isinstance(message.outcome, WentWrong)]
