"""Shared commits, and what they promise (R1, R9)."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot.domain import model
from storage.database import open_store
from storage.failpoints import AFTER_COMMIT, BEFORE_COMMIT
from storage.sqlite import store as sqlite_store
from storage.sqlite.store import SqliteStore
from tests.support.stores import KEY, keep_words, new_database, readable_of

TEAM = model.Team(id="t", name="0")


def increment(unit: Any) -> None:
    team = unit.teams.get("t")
    unit.teams.save(model.Team(id="t", name=str(int(team.name) + 1)))


def add(id: str) -> Callable[[Any], bool]:
    return lambda unit: unit.teams.add(model.Team(id=id, name=id))


def fail(unit: Any) -> None:
    unit.teams.add(model.Team(id="failed", name="failed"))
    raise LookupError("wrong")


def increments_of_two_stores(path: Path, each: int) -> tuple[int, int]:
    """What 800 read-modify-writes through two stores of one file came to, and how many of them raised."""
    stores = [open_store(path, KEY) for _ in range(2)]
    stores[0].run_sync(lambda unit: unit.teams.add(TEAM))

    def attempt(store: SqliteStore) -> int:
        failed = 0
        for _ in range(each):
            try:
                store.run_sync(increment)
            except Exception:
                failed += 1
        return failed

    with ThreadPoolExecutor(8) as pool:
        failed = sum(pool.map(attempt, stores * 4))
    reached = stores[0].run_sync(lambda unit: int(unit.teams.get("t").name))
    for store in stores:
        store.close_sync()
    return reached, failed


def test_800_concurrent_read_modify_writes_lose_nothing(tmp_path: Path) -> None:
    assert increments_of_two_stores(new_database(tmp_path), each=100) == (800, 0)


def test_without_immediate_transactions_they_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_store, "BEGIN_WRITING", "BEGIN")
    reached, failed = increments_of_two_stores(new_database(tmp_path), each=100)
    assert failed > 0 or reached < 800


async def test_800_callers_of_one_store_lose_nothing_either(tmp_path: Path) -> None:
    store = open_store(new_database(tmp_path), KEY)
    await store.run(lambda unit: unit.teams.add(TEAM))
    await asyncio.gather(*(store.run(increment) for _ in range(800)))
    assert await store.read(lambda unit: unit.teams.get("t")) == model.Team(id="t", name="800")
    await store.close()


class Group:
    """A store whose writer is held back until a group of units waits; notes what happens at each commit."""

    def __init__(self, path: Path) -> None:
        self.started, self.held, self.commits = threading.Event(), threading.Event(), 0
        self.breaks_at: dict[str, int] = {}
        self.waiting: list[asyncio.Future[Any]] = []
        self.acknowledged_early = False
        self.store = open_store(path, KEY, failpoint=self._failpoint)

    def _failpoint(self, name: str) -> None:
        self.commits += name == BEFORE_COMMIT
        if name == BEFORE_COMMIT:
            self.acknowledged_early |= any(future.done() for future in self.waiting[1:])
        if self.breaks_at.get(name) == self.commits:
            raise OSError("disk full")

    async def run(self, *works: Callable[[Any], Any]) -> list[Any]:
        self.commits, self.waiting = 0, [asyncio.ensure_future(self.store.run(self._hold))]
        await asyncio.to_thread(self.started.wait, 10)
        self.waiting += [asyncio.ensure_future(self.store.run(work)) for work in works]
        await asyncio.sleep(0)
        self.held.set()
        return (await asyncio.gather(*self.waiting, return_exceptions=True))[1:]

    def _hold(self, unit: Any) -> None:
        self.started.set()
        self.held.wait(10)

    async def teams(self) -> list[str]:
        return [team.id for team in await self.store.read(lambda unit: unit.teams.where())]


async def test_waiting_units_share_a_commit_and_one_that_fails_is_alone(tmp_path: Path) -> None:
    group = Group(new_database(tmp_path))
    results = await group.run(add("a"), fail, add("b"), add("a"))
    assert [results[0], results[2], results[3]] == [True, True, False]
    assert isinstance(results[1], LookupError)
    assert group.commits == 2
    assert not group.acknowledged_early
    assert await group.teams() == ["a", "b"]
    await group.store.close()


async def test_a_commit_that_fails_fails_for_everybody_in_it(tmp_path: Path) -> None:
    group = Group(new_database(tmp_path))
    group.breaks_at = {BEFORE_COMMIT: 2}
    results = await group.run(add("a"), fail, add("b"))
    assert [type(result) for result in results] == [OSError] * 3
    assert await group.teams() == []
    group.breaks_at = {}
    assert await group.store.run(add("a")) is True
    await group.store.close()


async def test_what_broke_after_the_commit_is_stored(tmp_path: Path) -> None:
    group = Group(new_database(tmp_path))
    group.breaks_at = {AFTER_COMMIT: 2}
    assert [type(result) for result in await group.run(add("a"), add("b"))] == [OSError] * 2
    assert await group.teams() == ["a", "b"]
    await group.store.close()


async def test_a_caller_who_left_before_the_start_changes_nothing(tmp_path: Path) -> None:
    store = open_store(new_database(tmp_path), KEY)
    held = threading.Event()
    first = asyncio.ensure_future(store.run(lambda unit: held.wait(10)))
    second = asyncio.ensure_future(store.run(add("a")))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.sleep(0)
    held.set()
    await first
    assert await store.read(lambda unit: unit.teams.count()) == 0
    await store.close()


async def test_closing_finishes_what_waits(tmp_path: Path) -> None:
    store = open_store(new_database(tmp_path), KEY)
    waiting = [asyncio.ensure_future(store.run(add(str(number)))) for number in range(300)]
    await asyncio.sleep(0)
    await store.close()
    assert await asyncio.gather(*waiting) == [True] * 300


async def test_reading_goes_on_while_a_unit_writes(tmp_path: Path) -> None:
    store = open_store(new_database(tmp_path), KEY)
    wrote, read = threading.Event(), threading.Event()

    def slow(unit: Any) -> bool:
        unit.teams.add(TEAM)
        wrote.set()
        return read.wait(10)

    writing = asyncio.ensure_future(store.run(slow))
    await asyncio.to_thread(wrote.wait, 10)
    assert await store.read(lambda unit: unit.teams.count()) == 0
    read.set()
    assert await writing is True
    assert await store.read(lambda unit: unit.teams.count()) == 1
    await store.close()


async def test_a_unit_that_raises_stop_iteration_still_answers(tmp_path: Path) -> None:
    store = open_store(new_database(tmp_path), KEY)
    with pytest.raises(RuntimeError, match="StopIteration"):
        await store.run(lambda unit: next(iter(())))
    await store.close()


def test_the_connection_is_set_up_for_safety(tmp_path: Path) -> None:
    store = open_store(new_database(tmp_path), KEY)

    def pragma(name: str) -> Any:
        return store.run_sync(lambda _: store._writing.driver.execute(f"PRAGMA {name}", ()).fetchone()[0])

    assert [pragma(name) for name in ("journal_mode", "synchronous", "foreign_keys")] == ["wal", 2, 1]
    assert pragma("busy_timeout") == 5000
    with pytest.raises(Exception, match="can only be read"):
        store.read_sync(lambda _: store._reading.driver.execute("DELETE FROM teams", ()))
    store.close_sync()


def test_another_organisation_in_the_same_file_sees_nothing(tmp_path: Path) -> None:
    path = new_database(tmp_path)
    ours, theirs = open_store(path, KEY, "ours"), open_store(path, KEY, "theirs")
    ours.run_sync(lambda unit: unit.teams.add(TEAM))
    assert theirs.run_sync(lambda unit: unit.teams.add(model.Team(id="t", name="theirs")))
    theirs.run_sync(lambda unit: unit.teams.remove("t"))
    assert theirs.read_sync(lambda unit: unit.teams.where()) == []
    assert ours.read_sync(lambda unit: unit.teams.where()) == [TEAM]
    for store in (ours, theirs):
        store.close_sync()
    with sqlite3.connect(path) as raw:
        assert raw.execute("select organisation_id, id from teams").fetchall() == [("ours", "t")]
    raw.close()


def test_a_key_of_what_was_not_stored_is_none_once_another_process_has_made_one(tmp_path: Path) -> None:
    """Both write for a person of whom the key store knew nothing; what the first one wanted to store failed before its keys did."""
    path = new_database(tmp_path)

    def broken(unit: Any) -> None:
        keep_words("ann")(unit)
        one._writing.execute("ROLLBACK")

    one, other = open_store(path, KEY), open_store(path, KEY)
    with pytest.raises(sqlite3.Error):
        one.run_sync(broken)
    other.run_sync(keep_words("ann"))
    one.run_sync(keep_words("ann", "again"))
    assert readable_of(other, "ann") == [True]
    one.close_sync()
    other.close_sync()
