"""C9: a key store that is damaged or was moved away still says whose keys it destroyed: a restore gives nobody back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.system_clock import SystemClock
from storage import known_erasures, restored_pair
from tests.promises.test_c9_backup import OTHERS, WITHOUT_AMIRA, call, copies, home, key_of, listed, readable, stands_in
from tests.promises.test_c9_lost_stores import damage_page_of

__all__ = ["home"]


def move_away(home: Path) -> None:
    (home / "data" / "keys.db").rename(home / "data" / "keys.db.damaged")


def break_keys(home: Path) -> None:
    damage_page_of(home / "data" / "keys.db", "keys")


def restore_both(home: Path) -> None:
    database, keys = copies(home)
    (home / "data" / "folkmoot.db").unlink()
    done = call(home, "restore", "--database", str(database), "--keys", str(keys), "--yes")
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("lose", [move_away, break_keys])
def test_what_is_left_of_the_key_store_says_who_was_forgotten(home: Path, lose: Callable[[Path], None]) -> None:
    amiras = key_of(copies(home)[1], "amira")
    lose(home)
    restore_both(home)
    assert readable(home) == WITHOUT_AMIRA
    assert listed(home) == (OTHERS, OTHERS, 2)
    assert not stands_in(home / "data", amiras)
    assert call(home, "check").exit_code == 0


@pytest.mark.parametrize("lose", [move_away, break_keys])
def test_control_without_asking_it_she_could_be_read(
    home: Path, monkeypatch: pytest.MonkeyPatch, lose: Callable[[Path], None]
) -> None:
    monkeypatch.setattr(known_erasures, "known_destroyed", lambda path: set())
    lose(home)
    restore_both(home)
    assert readable(home) == {**WITHOUT_AMIRA, "amira": True}


def test_so_it_does_where_both_copies_are_put_back_by_hand(home: Path) -> None:
    move_away(home)
    for copy, name in zip(copies(home), ("folkmoot.db", "keys.db"), strict=True):
        (home / "data" / name).write_bytes(copy.read_bytes())
    done = call(home, "restore", "--yes")
    assert "1 person in this database is known to have been forgotten since" in done.output
    assert readable(home) == WITHOUT_AMIRA
    assert listed(home) == (OTHERS, OTHERS, 2)


@pytest.mark.parametrize("which", ["database", "keys"])
def test_a_newer_copy_that_is_damaged_is_asked_too(home: Path, monkeypatch: pytest.MonkeyPatch, which: str) -> None:
    later = SystemClock().now() + timedelta(minutes=1)
    with monkeypatch.context() as patch:
        patch.setattr(SystemClock, "now", lambda self: later)
        assert call(home, "backup", str(home / "b")).exit_code == 0
    newer = {kind: max((home / "b" / kind).iterdir()) for kind in ("database", "keys")}
    damage_page_of(newer[which], "texts" if which == "database" else "keys")
    newer["keys" if which == "database" else "database"].unlink()
    for name in ("folkmoot.db", "keys.db"):
        (home / "data" / name).unlink()
    done = call(home, "restore", "--database", str(home / "b"), "--keys", str(home / "b"), "--yes")
    assert "Passed over" in done.output
    assert readable(home) == WITHOUT_AMIRA
    assert listed(home) == (OTHERS, OTHERS, 2)


def note_many(path: Path) -> set[tuple[str, bytes]]:
    """Note so many destroyed keys that they fill several pages."""
    rows = {("o", number.to_bytes(8, "big")) for number in range(2000)}
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(
            "create table destroyed (organisation_id text, key_id blob, primary key (organisation_id, key_id)) without rowid"
        )
        raw.executemany("insert into destroyed values (?, ?)", sorted(rows))
    return rows


def test_notes_are_read_from_both_sides_of_a_damaged_page(tmp_path: Path) -> None:
    path = tmp_path / "keys.db"
    rows = note_many(path)
    assert known_erasures.known_destroyed(path) == rows
    size, content = 4096, path.read_bytes()
    middle = len(content) // size // 2 * size
    path.write_bytes(content[:middle] + b"\xee" * size + content[middle + size :])
    found = known_erasures.known_destroyed(path)
    assert {min(rows), max(rows)} < found < rows


@pytest.mark.parametrize("content", [b"", b"A note of the operator.", b"SQLite format 3\0" + b"\xee" * 5000])
def test_what_is_no_key_store_says_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "keys.db.notes"
    path.write_bytes(content)
    assert known_erasures.known_destroyed(path) == set()
    assert restored_pair.all_known_erasures(tmp_path / "folkmoot.db", tmp_path / "keys.db") == set()
