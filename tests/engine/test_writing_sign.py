"""A store that cannot write is unhealthy for as long as it cannot, whatever can be read of it; stopping goes on all the same."""

from __future__ import annotations

import asyncio
import logging
import operator
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.fake import FakeAdapter
from bot.bootstrap import wire_app
from bot.bootstrap.monitoring import health_of, metrics_of, vital_signs_of
from bot.domain.model import LeaseRecord
from bot.engine import watchdog
from bot.engine.watchdog import Watchdog
from bot.ports import NotStoredError
from storage import database, troubles
from storage.database import open_store
from storage.failpoints import BEFORE_COMMIT, never_fail
from storage.sqlite import store as sqlite_store
from storage.sqlite.store import SqliteStore
from tests.storage.samples import NOW
from tests.support.clock import SleepersClock
from tests.support.finders import NoPoints
from tests.support.stores import KEY, new_database

ALERTS = Path(__file__).parents[2] / "deploy" / "alerts.yaml"
ALARM = "FolkmootStoreCannotBeWritten"
COMPARED = {">": operator.gt, "==": operator.eq}
LEASE = LeaseRecord(id="any", holder="", until=NOW)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PRAGMAS", (*sqlite_store.PRAGMAS[:-1], "busy_timeout=50"))
    monkeypatch.setattr(troubles, "CALM_SECONDS", 0.3)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = open_store(new_database(tmp_path), KEY)
    yield opened
    opened.close_sync()


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program holds the write lock of the database."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        yield
        other.execute("rollback")


@contextmanager
def refused(store: SqliteStore) -> Iterator[None]:
    """The disk takes nothing: a unit of work that writes nothing still succeeds."""

    def full(point: str) -> None:
        writing = store._writing
        if point == BEFORE_COMMIT and writing._raw.total_changes != writing._changes:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_FULL, "SQLITE_FULL"
            raise error

    store._failpoint = full
    yield
    store._failpoint = never_fail


def write(store: SqliteStore) -> None:
    store.run_sync(lambda uow: uow.leases.save(LEASE))


def alarms(text: str) -> set[str]:
    """The names of the alarms whose expression is true of these metrics."""
    rules = [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]
    found = set()
    for rule in rules:
        said = re.fullmatch(r"(\w+(?:\{[^}]*\})?) (>|==) (\d+)", rule["expr"])
        if not said:
            continue
        name = re.escape(said[1]) + (r"(?:\{[^}]*\})?" if "{" not in said[1] else "")
        values = re.findall(rf"^{name} (\S+)$", text, re.MULTILINE)
        if any(COMPARED[said[2]](float(value), float(said[3])) for value in values):
            found.add(rule["alert"])
    return found


async def seen(store: SqliteStore) -> tuple[bool, float, set[str]]:
    """Whether the product is healthy, the database's age in seconds, and the alarms that begin."""
    app = wire_app(store, SleepersClock(), [FakeAdapter()], NoPoints())
    found = await vital_signs_of(app).read()
    assert health_of(found)["parts"]["database"]["ok"] is found.healthy
    age = next(part.age for part in found.parts if part.name == "database")
    return found.healthy, age, alarms(metrics_of(found).decode())


@pytest.mark.parametrize("trouble", ["locked", "refused"])
async def test_a_store_that_cannot_write_is_unhealthy_until_it_has_been_well_for_a_while(
    trouble: str, store: SqliteStore, tmp_path: Path
) -> None:
    write(store)
    assert (await seen(store))[::2] == (True, set())
    with held(store_path(store)) if trouble == "locked" else refused(store):
        with pytest.raises(NotStoredError):
            write(store)
        await asyncio.sleep(0.2)
        healthy, age, raised = await seen(store)
        assert not healthy and age >= 0.2
        assert {ALARM, "FolkmootPartDoesNotWork"} <= raised
    write(store)
    assert not (await seen(store))[0], "one write says little so soon"
    await asyncio.sleep(0.35)
    write(store)
    assert (await seen(store))[::2] == (True, set())


def store_path(store: SqliteStore) -> Path:
    return Path(str(store._engines[0].url.database))


async def test_control_by_reading_alone_it_would_look_well(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(troubles.Troubles, "failing", False)
    with refused(store):
        with pytest.raises(NotStoredError):
            write(store)
        assert (await seen(store))[::2] == (True, set())


async def watched_for(store: SqliteStore, seconds: float) -> None:
    watch = Watchdog(store, SleepersClock(), [], {}, lambda name: None)
    watching = asyncio.get_running_loop().create_task(watch.run())
    await asyncio.sleep(seconds)
    watching.cancel()
    await asyncio.wait({watching})


async def test_the_watch_finds_out_that_it_is_over_where_nobody_else_writes(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that stands by writes nothing of its own."""
    monkeypatch.setattr(watchdog, "SECONDS_BETWEEN_LOOKS", 0.02)
    with refused(store), pytest.raises(NotStoredError):
        write(store)
    await watched_for(store, 0.8)
    assert (await seen(store))[0]


async def test_control_a_watch_that_only_looks_would_never_find_out(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "SECONDS_BETWEEN_LOOKS", 0.02)
    monkeypatch.setattr(watchdog.Beats, "_write", lambda self, uow: None)
    with monkeypatch.context() as patch:
        patch.setattr(troubles, "CALM_SECONDS", 60)
        with refused(store), pytest.raises(NotStoredError):
            write(store)
        write(store)  # of the keys something is left to be written by whatever comes next, however late that comes
    await watched_for(store, 0.8)
    assert not (await seen(store))[0]


async def test_the_watch_keeps_it_unhealthy_while_nobody_else_tries(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "SECONDS_BETWEEN_LOOKS", 0.02)
    with refused(store):
        with pytest.raises(NotStoredError):
            write(store)
        await watched_for(store, 0.8)
        assert not (await seen(store))[0]


class Refusing:
    """A store in which nothing can be written from `full` on."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.full = False

    async def run(self, work: Callable[[Any], Any]) -> Any:
        if self.full:
            raise NotStoredError("The database cannot be written: the disk is full.")
        return await self._inner.run(work)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


async def test_stopping_on_a_full_disk_ends_in_peace_with_a_line_that_says_so(
    store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    full, adapter = Refusing(store), FakeAdapter()
    app = wire_app(full, SleepersClock(), [adapter], NoPoints())
    stopping, ready = asyncio.Event(), asyncio.Event()
    serving = asyncio.get_running_loop().create_task(app.serve(stopping, ready=ready.set))
    await ready.wait()
    await asyncio.sleep(0.1)
    full.full = True
    caplog.set_level(logging.WARNING, logger="bot.bootstrap")
    caplog.clear()
    stopping.set()
    await serving
    said = [line.message for line in caplog.records if line.name == "bot.bootstrap"]
    assert said == ["what was in hand could not be noted; the next start settles it"]
