"""Copies that are made while people write: each pair is of one instant, whole, and has the key of every word in it."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest

from storage import copying
from storage.copy_list import CopiesFound, CopyOrder, StoreCopy, copies_to_delete, remove_copies
from storage.copying import CopyExistsError, CopyFailedError, copy_stores
from storage.database import open_store
from storage.errors import DamagedFileError
from storage.inspection import check_both_whole, check_whole, gather_evidence, look_at
from storage.sqlite.store import SqliteStore
from tests.support.stores import KEY, keep_words, new_database, readable_of

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


@pytest.mark.parametrize("locked", [True, False])
def test_who_writes_between_the_two_waits_until_both_are_taken(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locked: bool
) -> None:
    """Control: without the lock the database's copy lacks what the key store's copy knows."""

    @contextmanager
    def unlocked(connection: object) -> Iterator[None]:
        yield

    def write() -> None:
        for name in ("one", "two"):
            store.run_sync(keep_words(name))

    writing = threading.Thread(target=write)
    hold_keys = copying._hold_keys

    def somebody_writes_first(*given: Any) -> None:
        writing.start()
        writing.join(0.5)
        hold_keys(*given)

    if not locked:
        monkeypatch.setattr(copying, "_locked", unlocked)
    monkeypatch.setattr(copying, "_hold_keys", somebody_writes_first)
    pair = copied(tmp_path)
    writing.join()
    assert all(readable_of(store, "one", "two"))
    assert (ahead(pair) == 0) is locked


def test_nobody_waits_while_the_copies_are_written(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However slow the place is that they go to: a key can be made, and one destroyed so that nothing of it is left."""
    fill, written = copying._fill, []

    def slow(*given: Any) -> None:
        name = f"while copy {len(written)} is written"
        store.run_sync(keep_words(name))
        store.run_sync(lambda unit: unit.texts.forget(name))
        written.append(name)
        fill(*given)

    monkeypatch.setattr(copying, "_fill", slow)
    assert ahead(copied(tmp_path)) == 0
    assert len(written) == 2


@pytest.mark.parametrize("said", [True, False])
def test_a_copy_of_the_keys_that_stays_is_named_where_that_of_the_database_failed(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: bool
) -> None:
    """Control: without it the message names one copy, and another one stays."""
    if not said:
        monkeypatch.setattr(copying, "_say_what_stays", nullcontext)
    (tmp_path / "database").write_text("a file where a folder is asked for")
    with pytest.raises(CopyFailedError) as raised:
        copied(tmp_path)
    (stays,) = (tmp_path / "keys").iterdir()
    assert listed(tmp_path) == [stays]
    check_whole(stays, None)
    assert (f"The copy {stays} was made, and is to be deleted on 2026-03-16." in str(raised.value)) is said
    assert "Nothing of it was kept" not in str(raised.value)


def files_of(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and path.parent != folder / "live")


def test_a_copy_that_was_interrupted_is_not_taken_for_one(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, seconds: float | None = None) -> None:
        raise OSError(ENOSPC, "the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(copying, "check_whole", fail)
        with pytest.raises(
            CopyFailedError, match=r"^The copy \S+/keys/keys-\S+ could not be written: the disk is full"
        ):
            copied(tmp_path)
    assert files_of(tmp_path) == []
    assert listed(tmp_path) == []
    store.run_sync(keep_words("goes on"))
    assert len(copied(tmp_path)) == 2


def listed(folder: Path) -> list[Path]:
    with closing(sqlite3.connect(folder / "live" / "keys.db")) as raw:
        return [Path(path) for (path,) in raw.execute("select path from copies")]


@pytest.mark.parametrize("looked_through", [True, False])
def test_a_copy_that_was_written_wrongly_is_none(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, looked_through: bool
) -> None:
    """Control: where it is not looked through, a damaged copy is left for the day on which it is needed."""
    check, told = copying.check_whole, []

    def damaged_by_the_disk(path: Path, seconds: float | None) -> None:
        damage_middle(path)
        if looked_through:
            check(path, seconds)
        told.append(path)

    monkeypatch.setattr(copying, "check_whole", damaged_by_the_disk)
    if looked_through:
        with pytest.raises(CopyFailedError, match="not what was to be written"):
            copied(tmp_path)
        assert files_of(tmp_path) == []
    else:
        for one in copied(tmp_path):
            with pytest.raises(DamagedFileError):
                check(one.path, None)


def damage_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = b"\xa5" * (len(content) - len(content) // 2)
    path.write_bytes(content)


def test_its_folders_and_files_are_its_owners_alone(store: SqliteStore, tmp_path: Path) -> None:
    order = CopyOrder(tmp_path / "a" / "b" / "database", tmp_path / "a" / "c" / "keys", 30, 14)
    before = os.umask(0)
    try:
        made = copy_stores(tmp_path / "live" / "folkmoot.db", tmp_path / "live" / "keys.db", order, NOW)
    finally:
        os.umask(before)
    for one in made:
        for place in (one.path, *one.path.relative_to(tmp_path).parents):
            assert (tmp_path / place).stat().st_mode & 0o077 == 0 or place == Path()
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700


def test_two_backups_at_once_each_make_their_own_or_say_why_not(store: SqliteStore, tmp_path: Path) -> None:
    ended: list[object] = []

    def back_up(number: int) -> None:
        try:
            ended.append(copied(tmp_path, number))
        except CopyExistsError as error:
            ended.append(str(error))

    for numbers in ((0, 0, 0), (1, 2, 3)):
        ended.clear()
        threads = [threading.Thread(target=back_up, args=(number,)) for number in numbers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(ended) == 3
        made = [one for one in ended if not isinstance(one, str)]
        assert len(made) == len(set(numbers))
        for pair in made:
            assert ahead(pair) == 0  # type: ignore[arg-type]
            check_both_whole(*(one.path for one in pair))  # type: ignore[attr-defined]
    assert len(files_of(tmp_path)) == 8


@pytest.mark.parametrize("place", ["a file", "below a file", "no room for names"])
def test_a_place_where_nothing_can_be_written_is_named(store: SqliteStore, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    folder = {"a file": tmp_path / "file", "below a file": tmp_path / "file" / "x"}.get(place, tmp_path / ("n" * 300))
    live = tmp_path / "live"
    with pytest.raises(CopyFailedError) as raised:
        copy_stores(live / "folkmoot.db", live / "keys.db", CopyOrder(folder, tmp_path / "keys", 30, 14), NOW)
    assert str(raised.value).startswith(f"The copy {folder}/folkmoot-")
    assert "cannot be opened" not in str(raised.value)
    assert [name for name in files_of(tmp_path) if ".part" in name] == []


# --- what is left of what was interrupted


def test_what_is_left_is_found_and_deleted_once_nobody_writes_to_it(store: SqliteStore, tmp_path: Path) -> None:
    order = CopyOrder(tmp_path / "database", tmp_path / "keys", 30, 14)
    live = tmp_path / "live"
    database, keys = copied(tmp_path)
    for one in (database, keys):
        one.path.rename(f"{one.path}.part")
    left = [Path(f"{keys.path}.part"), Path(f"{keys.path}.part-journal"), Path(f"{database.path}.part")]
    left += [live / "keys.db.restoring", live / "keys.db.restoring-journal", live / "folkmoot.db.restoring"]
    elsewhere = tmp_path / "keys" / "keys-20260101T000000Z-until-20260115.db.part"
    for path in (*left, elsewhere):
        path.touch()

    def found(now: datetime, folders: tuple[Path, ...] = ()) -> CopiesFound:
        return copies_to_delete(live / "folkmoot.db", live / "keys.db", order, now, folders)

    at = datetime.fromtimestamp(left[0].stat().st_mtime, UTC)
    assert found(at + timedelta(minutes=59)).left == ()
    later = at + timedelta(minutes=61)
    assert sorted(found(later).left) == sorted(left)
    assert elsewhere in found(later, (tmp_path / "keys",)).left
    assert remove_copies(live / "keys.db", found(later, (tmp_path / "keys",))) == []
    assert files_of(tmp_path) == []
    assert listed(tmp_path) == []
    assert {path.name for path in live.iterdir()} <= {"folkmoot.db", "keys.db"} | {
        f"{name}-{side}" for name in ("folkmoot.db", "keys.db") for side in ("wal", "shm")
    }


def test_what_a_restore_put_aside_ends_although_nobody_listed_it(store: SqliteStore, tmp_path: Path) -> None:
    """As after a kill between its move and the line in the list."""
    live = tmp_path / "live"
    aside = [live / "folkmoot.db.replaced-20260302T120000Z-wal", live / "keys.db.replaced-20260302T120000Z"]
    for path in (*aside, live / "keys.db.replaced-by-hand"):
        path.touch()
    order = CopyOrder(tmp_path, tmp_path, 30, 14)
    for days, ended in ((13, []), (15, aside[1:]), (31, aside)):
        found = copies_to_delete(live / "folkmoot.db", live / "keys.db", order, NOW + timedelta(days=days))
        assert [one.path for one in found.ended] == ended


def test_a_name_that_only_looks_like_one_of_a_copy_is_nobodys(tmp_path: Path) -> None:
    (tmp_path / "keys-20269999T999999Z-until-20260115.db").touch()
    order = CopyOrder(tmp_path, tmp_path, 30, 14)
    found = copies_to_delete(tmp_path / "no.db", tmp_path / "none.db", order, NOW, (tmp_path,))
    assert found == CopiesFound((), ())


def test_a_store_that_is_called_as_a_copy_is_never_deleted(tmp_path: Path) -> None:
    path = new_database(tmp_path).rename(tmp_path / "a-20260101T000000Z-until-20260201.db")
    keys = (tmp_path / "keys.db").rename(tmp_path / "keys-20260101T000000Z-until-20260201.db")
    order = CopyOrder(tmp_path, tmp_path, 30, 14)
    later = NOW + timedelta(days=400)
    assert copies_to_delete(path, keys, order, later, (tmp_path,)) == CopiesFound((), ())
    other = copies_to_delete(tmp_path / "other.db", keys, order, later, (tmp_path,))
    assert [one.path for one in other.ended] == [path]


def test_a_full_disk_of_the_key_store_does_not_keep_a_copy_from_being_made(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(connection: object, made: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(copying, "list_copies", full)
        with pytest.raises(CopyFailedError, match=r"The copies were made .* the key store could not note them"):
            copied(tmp_path)
    assert len(files_of(tmp_path)) == 2
    live, order = tmp_path / "live", CopyOrder(tmp_path / "database", tmp_path / "keys", 30, 14)
    folders = (order.database_folder, order.keys_folder)
    found = copies_to_delete(live / "folkmoot.db", live / "keys.db", order, NOW + timedelta(days=40), folders)
    assert len(found.ended) == 2


def test_what_cannot_be_deleted_is_said(store: SqliteStore, tmp_path: Path) -> None:
    stays = tmp_path / "keys-20260101T000000Z-until-20260115.db"
    stays.mkdir()
    found = CopiesFound((StoreCopy(stays, NOW, NOW),), ())
    assert remove_copies(tmp_path / "live" / "keys.db", found) == [stays]
