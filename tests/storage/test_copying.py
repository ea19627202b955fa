"""Copies that are made while people write: each pair is of one instant, whole, and has the key of every word in it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import copying
from storage.copying import CopyOrder, StoreCopy, copies_listed, copy_stores
from storage.database import open_store
from storage.inspection import gather_evidence, look_at
from storage.sqlite_store import SqliteStore
from tests.support.stores import KEY, keep_words, new_database

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
COPIES = 12


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = open_store(new_database(tmp_path / "live"), KEY)
    opened.run_sync(keep_words("somebody"))
    yield opened
    opened.close_sync()


@contextmanager
def people_write(store: SqliteStore) -> Iterator[list[str]]:
    """Somebody new writes again and again, each with a key of their own."""
    written: list[str] = []
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            name = f"person {len(written)}"
            store.run_sync(keep_words(name))
            written.append(name)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield written
    finally:
        over.set()
        thread.join()


def copied(folder: Path, number: int = 0) -> tuple[StoreCopy, StoreCopy]:
    order = CopyOrder(folder / "database", folder / "keys", 30, 14)
    live = folder / "live"
    database, keys = copy_stores(live / "folkmoot.db", live / "keys.db", order, NOW + timedelta(seconds=number))
    return database, keys


def ahead(pair: tuple[StoreCopy, StoreCopy]) -> int:
    """By how many changes of keys the key store's copy is newer; the one that is not settled may be under way."""
    database, keys = look_at(pair[0].path).pair, look_at(pair[1].path).pair
    assert database and keys and database.id == keys.id
    between = keys.generation - database.generation
    return 0 if between == 1 and not keys.settled else between


def test_each_pair_is_of_one_instant(store: SqliteStore, tmp_path: Path) -> None:
    with people_write(store) as written:
        pairs = [copied(tmp_path, number) for number in range(COPIES)]
    assert len(written) > COPIES
    for pair in pairs:
        assert ahead(pair) == 0
        assert gather_evidence(pair[0].path, pair[1].path).texts_without_key == 0
    assert gather_evidence(pairs[-1][0].path, pairs[-1][1].path).texts > 1


def test_control_without_the_lock_they_would_drift_apart(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def unlocked(connection: object) -> Iterator[None]:
        yield

    copy_keys = copying._copy_keys

    def somebody_writes_first(*given: Any) -> None:
        for name in ("one", "two"):
            store.run_sync(keep_words(name))
        copy_keys(*given)

    monkeypatch.setattr(copying, "_locked", unlocked)
    monkeypatch.setattr(copying, "_copy_keys", somebody_writes_first)
    assert ahead(copied(tmp_path)) >= 2


def test_a_copy_that_was_interrupted_is_not_taken_for_one(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, seconds: float | None = None) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(copying, "check_whole", fail)
        with pytest.raises(Exception, match="full"):
            copied(tmp_path)
    assert [path for path in tmp_path.rglob("*.db*") if path.parent != tmp_path / "live"] == []
    assert copies_listed(tmp_path / "live" / "keys.db") == []
    store.run_sync(keep_words("goes on"))
    assert len(copied(tmp_path)) == 2
