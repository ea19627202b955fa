"""C8: the platform id of somebody who wrote once and never joined ends, in every byte; those of members and channels stay."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.model import Urgency
from bot.domain.outcomes.cancelling import AnswersExpired
from bot.domain.retention import Retention
from bot.engine import strangers
from bot.engine.context import WorkContext
from storage.database import open_store
from tests.support.actions import HOME, TEAM, pass_days
from tests.support.further import only_further
from tests.support.places import person
from tests.support.stores import KEY, new_database
from tests.support.world import World

DAY = timedelta(days=1)
STRANGER = person("nobody")
KEPT = Retention(outbox_days=7)


async def visited(folder: Path) -> tuple[World, bytes]:
    """An organisation with a team; a stranger wrote once. With the ciphertext of the stranger's address."""
    path = new_database(folder)
    world = World(lambda failpoint: open_store(path, KEY, failpoint=failpoint), retention=KEPT)
    await world.found({"Alpha": TEAM}, "every other Tuesday at 10:00")
    await world.command("ada", "schedule pause Alpha")
    await world.command("nobody", "hello there")
    await world.settle()
    id = await world.read(lambda uow: uow.addresses.id_of(STRANGER))
    with closing(sqlite3.connect(path)) as raw:
        (sealed,) = raw.execute("select sealed_ref from addresses where id = ?", (id,)).fetchone()
    return world, sealed


async def is_known(world: World, *refs: Any) -> list[bool]:
    return await world.read(lambda uow: [uow.addresses.ref(uow.addresses.id_of(ref)) is not None for ref in refs])


def in_files(folder: Path, wanted: bytes) -> bool:
    return any(wanted in file.read_bytes() for file in folder.glob("folkmoot.db*"))


async def test_a_stranger_ends_and_nobody_else(tmp_path: Path) -> None:
    world, sealed = await visited(tmp_path)
    await pass_days(world, 6)
    assert await is_known(world, STRANGER) == [True]
    assert in_files(tmp_path, sealed)
    await pass_days(world, 14)
    assert await is_known(world, STRANGER, HOME, *(person(who) for who in TEAM)) == [False, True] + [True] * len(TEAM)
    assert not in_files(tmp_path, sealed)
    before = len(world.seen_by(STRANGER))
    await world.command("nobody", "hello again")
    await world.settle()
    assert len(world.seen_by(STRANGER)) > before
    await world.store.close()


@only_further
async def test_control_a_sweep_that_looks_for_no_stranger_leaves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strangers, "addresses_to_look_at", lambda work, most: [])
    world, sealed = await visited(tmp_path)
    await pass_days(world, 20)
    assert in_files(tmp_path, sealed)
    await world.store.close()


@only_further
async def test_control_without_a_look_at_who_joined_members_would_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def anybody(work: WorkContext, id: str, written_to: object) -> bool:
        return True

    monkeypatch.setattr(strangers, "_is_stranger", anybody)
    world, _ = await visited(tmp_path)
    await pass_days(world, 20)
    assert await is_known(world, person("ada")) == [False]
    await world.store.close()


async def test_who_joins_meanwhile_stays(tmp_path: Path) -> None:
    world, _ = await visited(tmp_path)
    await pass_days(world, 5)
    await world.command("ada", "member add <@nobody> to Alpha", HOME)
    await pass_days(world, 30)
    assert await is_known(world, STRANGER) == [True]
    await world.store.close()


async def test_whom_something_is_still_to_be_sent_stays(tmp_path: Path) -> None:
    world, _ = await visited(tmp_path)

    def wait(uow: Any) -> None:
        work = WorkContext(uow, world.clock.now(), world.app.services)
        later = world.clock.now() + 60 * DAY
        work.say(uow.addresses.remember(STRANGER), AnswersExpired(team="", days=1), Urgency.PERSON, not_before=later)

    await world.store.run(wait)
    await pass_days(world, 20)
    assert await is_known(world, STRANGER) == [True]
    await world.store.close()


async def test_a_clock_that_jumps_ahead_ends_nobody_at_once(tmp_path: Path) -> None:
    world, _ = await visited(tmp_path)
    await pass_days(world, 2)
    world.clock.move(400 * DAY)
    await world.settle()
    assert await is_known(world, STRANGER) == [True]
    await world.store.close()
