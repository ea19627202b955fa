"""Nothing personal can be read from the files (C8), nothing erased can be brought back (C9)."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain import model
from bot.domain.confidential import ConfidentialText
from storage import database
from storage.database import open_store
from storage.sqlite import key_table
from storage.sqlite.store import SqliteStore
from tests.storage.canaries import ANSWER, CANARIES, EVENT, PLAIN, filled
from tests.support.stores import KEY, NullCipher, open_restored


def readable(folder: Path, words: tuple[str, ...] = (*CANARIES, PLAIN)) -> set[str]:
    """Those of the words that stand in the bytes of any file."""
    content = b"\n".join(file.read_bytes() for file in folder.iterdir() if file.is_file())
    return {word for word in words if word.encode() in content}


def words(store: SqliteStore) -> list[str | None]:
    found = store.read_sync(lambda unit: unit.texts.read(["moved", "second"]))
    return [text.reveal() if text else None for text in found]


def test_no_file_shows_words_names_or_platform_ids(tmp_path: Path) -> None:
    store = filled(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} >= {"folkmoot.db", "folkmoot.db-wal", "keys.db", "keys.db-wal"}
    assert readable(tmp_path) == {PLAIN}
    store.close_sync()
    assert readable(tmp_path) == {PLAIN}


def test_the_scan_finds_what_is_not_encrypted(tmp_path: Path) -> None:
    store = filled(tmp_path, NullCipher)
    assert readable(tmp_path) == {*CANARIES, PLAIN} - {EVENT}
    store.close_sync()


def backed_up(source: Path, folder: Path) -> Path:
    folder.mkdir()
    with sqlite3.connect(source) as old, sqlite3.connect(folder / source.name) as new:
        old.backup(new)
    old.close()
    new.close()
    return folder / source.name


def test_an_old_copy_of_the_database_gives_nothing_back(tmp_path: Path) -> None:
    store = filled(tmp_path / "live")
    copy = backed_up(tmp_path / "live" / "folkmoot.db", tmp_path / "copy")
    store.run_sync(lambda unit: unit.texts.forget("ann"))
    store.run_sync(lambda unit: unit.texts.keep("new", "ann", ConfidentialText("a fresh key")))
    store.close_sync()
    restored = open_restored(copy, tmp_path / "live" / "keys.db")
    assert words(restored) == [None, None]
    assert restored.read_sync(lambda unit: unit.members.get("ann")) == model.Member(id="ann", name="")
    restored.close_sync()


def test_the_old_copy_did_hold_the_words(tmp_path: Path) -> None:
    store = filled(tmp_path / "live")
    copy = backed_up(tmp_path / "live" / "folkmoot.db", tmp_path / "copy")
    backed_up(tmp_path / "live" / "keys.db", tmp_path / "keys")
    store.run_sync(lambda unit: unit.texts.forget("ann"))
    store.close_sync()
    restored = open_store(copy, KEY, keys_path=tmp_path / "keys" / "keys.db")
    assert words(restored) == [ANSWER, f"{ANSWER} two"]
    restored.close_sync()


def test_an_old_key_store_is_purged_again_when_it_is_restored(tmp_path: Path) -> None:
    store = filled(tmp_path / "live")
    keys = backed_up(tmp_path / "live" / "keys.db", tmp_path / "keys")
    copy = backed_up(tmp_path / "live" / "folkmoot.db", tmp_path / "copy")
    store.run_sync(lambda unit: unit.texts.forget("ann"))
    store.close_sync()
    open_restored(tmp_path / "live" / "folkmoot.db", keys).close_sync()
    late = open_restored(copy, keys)
    assert words(late) == [None, None]
    late.close_sync()


def key_bytes(folder: Path) -> bytes:
    with sqlite3.connect(folder / "keys.db") as raw:
        found: bytes = raw.execute("select wrapped from keys where owner = 'ann'").fetchone()[0]
    raw.close()
    return found


def in_key_store(folder: Path, wanted: bytes) -> bool:
    return any(wanted in file.read_bytes() for file in folder.glob("keys.db*"))


def test_a_destroyed_key_is_in_no_file(tmp_path: Path) -> None:
    store = filled(tmp_path)
    wrapped = key_bytes(tmp_path)
    assert in_key_store(tmp_path, wrapped)
    store.run_sync(lambda unit: unit.texts.forget("ann"))
    assert not in_key_store(tmp_path, wrapped)
    store.close_sync()
    assert not in_key_store(tmp_path, wrapped)


def test_without_overwriting_it_would_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled(tmp_path)
    wrapped = key_bytes(tmp_path)
    store.vault.keys._table._connection.execute("pragma secure_delete=OFF")  # type: ignore[attr-defined]
    store.run_sync(lambda unit: unit.texts.forget("ann"))
    assert in_key_store(tmp_path, wrapped)
    store.close_sync()


@pytest.mark.parametrize("overwritten", [True, False])
def test_what_was_erased_is_in_no_freed_page_of_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overwritten: bool
) -> None:
    """Not even if it had not been sealed. Control: without overwriting it stands there."""
    if not overwritten:
        off = tuple(pragma.replace("secure_delete=ON", "secure_delete=OFF") for pragma in database.PRAGMAS)
        monkeypatch.setattr(database, "PRAGMAS", off)
    store = filled(tmp_path, NullCipher)
    for _ in range(3):
        store.run_sync(lambda unit: unit.texts.keep("long", "ann", ConfidentialText(f"{ANSWER} " * 900)))
    store._wipe_deleted()
    assert ANSWER in readable(tmp_path)
    store.run_sync(lambda unit: unit.texts.forget("ann"))
    store._wipe_deleted()
    assert (ANSWER in readable(tmp_path)) is not overwritten
    store.close_sync()
    assert (ANSWER in readable(tmp_path)) is not overwritten


def test_erasing_says_so_when_it_could_not_be_finished(tmp_path: Path) -> None:
    store = filled(tmp_path)
    store.vault.keys._table._connection.execute("pragma busy_timeout=10")  # type: ignore[attr-defined]
    other = sqlite3.connect(tmp_path / "keys.db", isolation_level=None)
    other.execute("begin")
    other.execute("select count(*) from keys").fetchone()
    with pytest.raises(key_table.ErasureUnfinishedError):
        store.run_sync(lambda unit: unit.texts.forget("ann"))
    assert words(store) == [None, None]
    other.close()
    store.run_sync(lambda unit: unit.texts.forget("ann"))
    store.close_sync()


@pytest.mark.parametrize("columns", ["key_id", "envelope", "sealed", "key_id, envelope, sealed"])
def test_words_moved_by_hand_to_another_row_do_not_open(tmp_path: Path, columns: str) -> None:
    store = filled(tmp_path)
    store.run_sync(lambda unit: unit.texts.keep("bobs", "bob", ConfidentialText("his")))
    bobs, moved = (store.vault.hashed("texts", ref) for ref in ("bobs", "moved"))
    store.close_sync()
    with closing(sqlite3.connect(tmp_path / "folkmoot.db", isolation_level=None)) as raw:
        taken = f"({columns}) = (select {columns} from texts where id = ?)"
        assert raw.execute(f"update texts set {taken} where id = ?", (bobs, moved)).rowcount == 1
    store = open_store(tmp_path / "folkmoot.db", KEY)
    assert words(store) == [None, f"{ANSWER} two"]
    store.close_sync()


def test_a_missing_key_store_is_noticed(tmp_path: Path) -> None:
    filled(tmp_path).close_sync()
    shutil.move(tmp_path / "keys.db", tmp_path / "elsewhere.db")
    with pytest.raises(Exception, match="restore it first"):
        open_store(tmp_path / "folkmoot.db", KEY)
    store = open_store(tmp_path / "folkmoot.db", KEY, keys_path=tmp_path / "elsewhere.db")
    assert words(store) == [ANSWER, f"{ANSWER} two"]
    store.close_sync()
