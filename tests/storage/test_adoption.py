"""A database and a key store from before they had an id in common: adopted where they belong together (R11)."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bot.domain.conversation import ConversationRef
from bot.domain.model import Member
from storage import inspection
from storage.database import open_store
from storage.errors import SchemaMismatchError, StoresApartError
from storage.failpoints import JOINING
from storage.files import default_keys_path, sqlite_url
from storage.inspection import look_at
from storage.migrations import run as migrations
from storage.migrations.sealing import StoredSealing
from storage.restored_pair import finish_restore, go_on_with_restored, look_at_restored
from storage.sqlite.key_table import SqliteKeyTable
from storage.upkeep import migrate_stores
from tests.support.stores import KEY, keep_words, new_database, pairs_of, readable_of


def before_pairs(path: Path) -> None:
    """Take from both what they did not have then."""
    with closing(SqliteKeyTable(default_keys_path(path))) as table:
        migrations.downgrade_database(sqlite_url(path), "0007", partial(StoredSealing, table, KEY))
    with closing(sqlite3.connect(default_keys_path(path))) as raw:
        raw.execute("drop table pair")


def without_pair(path: Path) -> None:
    """Take from both what makes them a pair."""
    for file, statement in ((path, "delete from pairing"), (default_keys_path(path), "drop table pair")):
        with closing(sqlite3.connect(file, isolation_level=None)) as raw:
            raw.execute(statement)


def lived_in(folder: Path) -> Path:
    """A database and a key store of 24 people."""
    path = new_database(folder)
    store = open_store(path, KEY)
    store.run_sync(lambda unit: unit.addresses.remember(ConversationRef("slack", "W", channel="C")))
    for number in range(24):
        store.run_sync(lambda unit, id=f"m{number}": (unit.members.save(Member(id=id, name=id)), keep_words(id)(unit)))
    store.close_sync()
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Both as a version of before there were pairs left them."""
    path = lived_in(tmp_path / "old")
    before_pairs(path)
    return path


@pytest.fixture
def unpaired(tmp_path: Path) -> Path:
    """Both in their newest layout, and not yet a pair."""
    path = lived_in(tmp_path / "unpaired")
    without_pair(path)
    return path


def test_old_stores_are_adopted_by_migrating(old: Path) -> None:
    with pytest.raises(SchemaMismatchError, match="run `folkmoot migrate`"):
        open_store(old, KEY)
    assert migrate_stores(old, KEY) == ("0007", migrations.newest_revision(), ())
    database, keys = pairs_of(old)
    assert database == keys
    store = open_store(old, KEY)
    assert all(readable_of(store, *(f"m{number}" for number in range(24))))
    store.close_sync()


def test_old_stores_are_adopted_by_a_start_that_finds_the_newest_layout(unpaired: Path) -> None:
    assert look_at(unpaired).pair is None
    open_store(unpaired, KEY).close_sync()
    database, keys = pairs_of(unpaired)
    assert database == keys


@pytest.mark.parametrize("failpoint", JOINING)
def test_an_adoption_that_is_interrupted_is_begun_again(
    unpaired: Path, failpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(name: str) -> None:
        if name == failpoint:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_store(unpaired, KEY, failpoint=interrupted)
    assert migrate_stores(unpaired, KEY) == (migrations.newest_revision(), migrations.newest_revision(), ())
    store = open_store(unpaired, KEY)
    assert all(readable_of(store, "m0", "m23"))
    store.close_sync()


def lose_keys(path: Path, count: int) -> None:
    with sqlite3.connect(default_keys_path(path)) as raw:
        raw.execute("delete from keys where owner in (select owner from keys where owner <> '' limit ?)", (count,))
    raw.close()


def lose_people(path: Path, count: int) -> None:
    with closing(sqlite3.connect(default_keys_path(path))) as keys:
        key_ids = dict(keys.execute("select owner, key_id from keys"))
    with sqlite3.connect(path) as raw:
        raw.execute("create temp table gone as select id from members limit ?", (count,))
        for (owner,) in raw.execute("select id from gone").fetchall():
            raw.execute("delete from texts where key_id = ?", (key_ids[owner],))
        raw.execute("delete from members where id in gone")
    raw.close()


def take_strangers_keys(path: Path) -> None:
    other = new_database(path.parent / "stranger")
    store = open_store(other, KEY)
    store.run_sync(lambda unit: unit.addresses.remember(ConversationRef("slack", "W", channel="C")))
    store.close_sync()
    without_pair(other)
    shutil.copy(default_keys_path(other), default_keys_path(path))


ACCIDENTS = pytest.mark.parametrize(
    ("happen", "sentence"),
    [
        (lambda path: lose_keys(path, 2), "The key store .* is older than the database"),
        (lambda path: lose_people(path, 20), "The database .* is older than the key store"),
        (take_strangers_keys, "belong to different installations"),
        (lambda path: os.truncate(default_keys_path(path), 0), "is empty"),
    ],
)


def bytes_of(path: Path) -> tuple[bytes, bytes]:
    return path.read_bytes(), default_keys_path(path).read_bytes()


@ACCIDENTS
def test_old_stores_that_do_not_belong_together_are_not_adopted_by_migrating(
    old: Path, happen: Callable[[Path], None], sentence: str
) -> None:
    happen(old)
    before = bytes_of(old)
    with pytest.raises(StoresApartError, match=sentence):
        migrate_stores(old, KEY)
    assert bytes_of(old) == before


@ACCIDENTS
def test_nor_by_a_start(unpaired: Path, happen: Callable[[Path], None], sentence: str) -> None:
    happen(unpaired)
    before = bytes_of(unpaired)
    with pytest.raises(StoresApartError, match=sentence):
        open_store(unpaired, KEY)
    assert bytes_of(unpaired) == before


def test_without_the_evidence_they_would_be(unpaired: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "judge_evidence", lambda *given: None)
    take_strangers_keys(unpaired)
    open_store(unpaired, KEY).close_sync()


def test_one_erasure_that_was_interrupted_keeps_nobody_from_being_adopted(old: Path) -> None:
    lose_keys(old, 1)
    migrate_stores(old, KEY)
    store = open_store(old, KEY)
    assert sum(readable_of(store, *(f"m{number}" for number in range(24)))) == 23
    store.close_sync()


@pytest.mark.parametrize("older", ["folkmoot.db", "keys.db"])
def test_a_copy_of_before_the_adoption_is_older(old: Path, older: str) -> None:
    place = old.with_name(older)
    copy = place.read_bytes()
    migrate_stores(old, KEY)
    place.write_bytes(copy)
    with pytest.raises(StoresApartError, match=f"{older} is older than"):
        migrate_stores(old, KEY)
    assert look_at_restored(old, default_keys_path(old)) is not None
    go_on_with_restored(old, default_keys_path(old), KEY)
    finish_restore(old, default_keys_path(old))
    store = open_store(old, KEY)
    assert all(readable_of(store, "m0", "m23"))
    store.close_sync()
