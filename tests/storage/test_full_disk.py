"""A commit that fails harms its own group alone; a store that will not work again says so once (R12)."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.domain.confidential import ConfidentialText
from bot.domain.model import Team
from bot.ports import NotStoredError
from storage import troubles
from storage.database import open_store
from storage.errors import DamagedStoreError, UnusableStoreError
from storage.failpoints import BEFORE_COMMIT
from storage.sqlite.connection import SqliteConnection
from storage.sqlite.key_table import SqliteKeyTable
from storage.sqlite.store import SqliteStore
from storage.troubles import CALM_SECONDS
from tests.support.further import only_further
from tests.support.stores import KEY, new_database

BEGINS = "the disk is full: nothing is stored until there is room"
ROOT = Path(__file__).parents[2]
LONG = ConfidentialText("long words " * 5_000)
SHORT = ConfidentialText("words")
Work = Callable[[Any], Any]


def keep(ref: str, text: ConfidentialText = SHORT, owner: str = "ann") -> Work:
    return lambda unit: unit.texts.keep(ref, owner, text)


def kept(store: SqliteStore, *refs: str) -> list[bool]:
    return store.read_sync(lambda unit: [text is not None for text in unit.texts.read(refs)])


def pages(execute: Callable[[str], Any], more: int | None) -> None:
    """Let the file grow by so many pages and no further; None for without an end."""
    there = execute("pragma page_count").fetchone()[0]
    execute(f"pragma max_page_count={2**30 if more is None else there + more}")


def fill(store: SqliteStore, more: int | None = 2) -> None:
    store.run_sync(lambda _: pages(store._writing.execute, more))


@pytest.fixture
def store(tmp_path: Path) -> Any:
    opened = open_store(new_database(tmp_path), KEY)
    opened.run_sync(keep("before"))
    yield opened
    opened.close_sync()


def test_a_full_disk_fails_what_needs_room_and_nothing_after_it(store: SqliteStore) -> None:
    fill(store)
    for _ in range(3):
        with pytest.raises(NotStoredError, match=r"^The database cannot be written: the disk is full\.$"):
            store.run_sync(keep("large", LONG))
    fill(store, None)
    store.run_sync(keep("large", LONG))
    store.run_sync(keep("small"))
    assert kept(store, "before", "large", "small") == [True, True, True]


async def test_callers_who_waited_beside_a_failing_unit_are_told_the_truth(store: SqliteStore) -> None:
    fill(store)
    works = [keep("first"), keep("large", LONG), keep("second")]
    results = await asyncio.gather(*(store.run(work) for work in works), return_exceptions=True)
    assert isinstance(results[1], NotStoredError)
    stored = kept(store, "first", "large", "second")
    assert stored == [result is None for result in results]
    fill(store, None)
    for work in works:
        await store.run(work)
    assert kept(store, "first", "large", "second") == [True, True, True]


def fail_at_commit(unit: Any) -> None:
    """Work that raises nothing, and whose commit SQLite refuses."""
    execute = unit.boxes._driver.execute
    execute("create table parents (id integer primary key)", ())
    execute("create table children (id integer references parents (id) deferrable initially deferred)", ())
    execute("insert into children values (1)", ())


def test_any_commit_that_fails_lets_the_next_unit_succeed(store: SqliteStore) -> None:
    for attempt in range(3):
        with pytest.raises(sqlite3.IntegrityError):
            store.run_sync(fail_at_commit)
        store.run_sync(keep(f"after {attempt}"))
    assert kept(store, "before", "after 0", "after 2") == [True, True, True]


def test_without_the_rollback_the_writer_would_be_wedged(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(SqliteConnection, "roll_back", lambda self: None)
        with pytest.raises(sqlite3.IntegrityError):
            store.run_sync(fail_at_commit)
        with pytest.raises(sqlite3.OperationalError, match="within a transaction"):
            store.run_sync(keep("after"))


@only_further
async def test_a_transaction_that_sqlite_ended_by_itself_fails_for_everybody_in_it(store: SqliteStore) -> None:
    def given_up(unit: Any) -> None:
        unit.boxes._driver.execute("ROLLBACK", ())
        raise LookupError("why it was given up")

    works = [keep("first"), given_up, keep("second")]
    results = await asyncio.gather(*(store.run(work) for work in works), return_exceptions=True)
    assert isinstance(results[1], LookupError)
    assert all(result is None or isinstance(result, LookupError) for result in results)
    assert kept(store, "first", "second") == [results[0] is None, results[2] is None]
    await store.run(keep("after"))


def key_table(store: SqliteStore) -> SqliteKeyTable:
    table = store.vault.keys._table
    assert isinstance(table, SqliteKeyTable)
    return table


def test_a_full_key_store_is_said_and_goes_on_when_there_is_room(store: SqliteStore) -> None:
    many = [f"member {number}" for number in range(200)]
    work: Work = lambda unit: [unit.texts.keep(one, one, SHORT) for one in many]  # noqa: E731
    pages(key_table(store)._connection.execute, 1)
    for _ in range(3):
        with pytest.raises(NotStoredError, match=r"^The key store cannot be written: the disk is full\.$"):
            store.run_sync(work)
    assert not any(kept(store, *many))
    store.run_sync(keep("of somebody known"))
    pages(key_table(store)._connection.execute, None)
    store.run_sync(work)
    assert all(kept(store, *many, "before", "of somebody known"))


def test_undoing_never_hides_what_went_wrong_in_the_key_store(store: SqliteStore) -> None:
    table = key_table(store)
    proper = table._connection

    class EndsByItself:
        """A connection on which every change of keys ends the transaction and says that the disk is full."""

        def __getattr__(self, name: str) -> Any:
            return getattr(proper, name)

        def executemany(self, *given: Any) -> None:
            proper.execute("rollback")
            proper.execute("pragma max_page_count=1")
            proper.execute("create table filler as select zeroblob(1000000)")

    table._connection = EndsByItself()  # type: ignore[assignment]
    with pytest.raises(UnusableStoreError, match="The key store cannot be written: the disk is full"):
        store.run_sync(keep("new", owner="bob"))
    table._connection = proper
    pages(proper.execute, None)
    store.run_sync(keep("new", owner="bob"))
    assert kept(store, "new") == [True]


CHILD = """
import resource, sys
from pathlib import Path
from tests.storage.test_full_disk import LONG, KEY, keep
from storage.database import open_store

store = open_store(Path(sys.argv[1]), KEY)
store.run_sync(keep("before"))
log = Path(sys.argv[1] + "-wal").stat().st_size

def largest_file(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

def attempt(ref, text):
    try:
        store.run_sync(keep(ref, text))
        print("stored", ref)
    except Exception as error:
        print(type(error).__name__, error)

largest_file(log + 8192)
for _ in range(3):
    attempt("large", LONG)
largest_file(resource.RLIM_INFINITY)
attempt("large", LONG)
attempt("before", LONG)
store.close_sync()
print(open_store(Path(sys.argv[1]), KEY).read_sync(lambda unit: [bool(text) for text in unit.texts.read(["before", "large"])]))
"""


@only_further
def test_a_real_commit_for_which_there_is_no_room_on_the_disk(tmp_path: Path) -> None:
    path = new_database(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert "Traceback" not in done.stderr
    failed = "UnusableStoreError The database cannot be written: the disk cannot be read or written."
    assert done.stdout.splitlines() == [failed] * 3 + ["stored large", "stored before", "[True, True]"]


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Watched:
    """A store that says when it is lost, and by whose clock."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.lost, self.breaking = Clock(), list[UnusableStoreError](), list[sqlite3.Error]()
        found = troubles.Troubles(self.lost.append, self.clock)
        self.store = open_store(new_database(folder), KEY, failpoint=self._reach, troubles=found)

    def _reach(self, name: str) -> None:
        if name == BEFORE_COMMIT and self.breaking:
            raise self.breaking[0]

    def fails(self) -> None:
        with pytest.raises(NotStoredError):
            self.store.run_sync(keep("t"))


def test_a_connection_that_broke_is_made_anew(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    watched.store._writing._raw.close()
    with pytest.raises(sqlite3.ProgrammingError):
        watched.store.run_sync(keep("t"))
    watched.store.run_sync(keep("t"))
    watched.store._reading._raw.close()
    with pytest.raises(sqlite3.ProgrammingError):
        kept(watched.store, "t")
    assert kept(watched.store, "t") == [True]
    assert not watched.lost
    watched.store.close_sync()


def broken_disk(*given: Any) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_IOERR_WRITE, "SQLITE_IOERR_WRITE"
    raise error


def test_a_disk_that_stays_broken_ends_the_store_once_and_not_before_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    watched = Watched(tmp_path)
    proper = SqliteConnection.execute
    with monkeypatch.context() as broken, caplog.at_level(logging.INFO, "storage"):
        broken.setattr(
            SqliteConnection, "execute", lambda self, sql: broken_disk() if sql == "COMMIT" else proper(self, sql)
        )
        watched.fails()
        watched.clock.now += CALM_SECONDS - 1
        watched.fails()
        assert not watched.lost
        watched.clock.now += 2
        watched.fails()
        watched.fails()
    assert [one.database_code for one in watched.lost] == ["SQLITE_IOERR_WRITE"]
    assert [record.message for record in caplog.records] == ["the store does not work"]
    watched.store.close_sync()


def test_a_full_disk_is_waited_for_and_logged_when_it_begins_and_when_it_is_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    watched = Watched(tmp_path)
    with caplog.at_level(logging.INFO, "storage"):
        fill(watched.store, 0)
        for _ in range(5):
            with pytest.raises(NotStoredError, match="the disk is full"):
                watched.store.run_sync(keep("large", LONG))
            watched.clock.now += CALM_SECONDS
        watched.clock.now -= 1
        fill(watched.store, None)
        assert [record.message for record in caplog.records] == [BEGINS]
        watched.clock.now += 1
        watched.store.run_sync(keep("large", LONG))
        watched.store.run_sync(keep("large", LONG))
    assert [record.message for record in caplog.records] == [BEGINS, "the store works again"]
    assert not watched.lost
    watched.store.close_sync()


def test_a_file_that_is_damaged_meanwhile_is_given_up_at_once(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    os.truncate(tmp_path / "folkmoot.db", 8192)
    with pytest.raises(NotStoredError, match="is damaged"):
        watched.store.read_sync(lambda unit: unit.teams.where())
    assert [type(one) for one in watched.lost] == [DamagedStoreError]
    with pytest.raises(NotStoredError):
        watched.store.run_sync(lambda unit: unit.teams.add(Team(id="t", name="t")))
    assert len(watched.lost) == 1
    watched.store.close_sync()
