"""A key store or a database that somebody moved away and left there is named until it is deleted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.bootstrap import backup_check
from bot.cli import backup
from tests.promises.test_c9_backup import call, copies, home

__all__ = ["home"]

KEYS = "is a key store that was moved away: whoever was forgotten since then can be readable with it"
DATABASE = "is a database that was moved away: what was destroyed since then can stand in it"
MOVED = {
    "keys.db.damaged": KEYS,
    "keys.db.damaged-wal": KEYS,
    "old-keys": KEYS,
    "folkmoot.db.damaged": DATABASE,
    "before.db": DATABASE,
}


def move_away(home: Path, name: str) -> Path:
    """Leave a file of that name as somebody would who moved a store away and put another one in its place."""
    target = home / "data" / name
    store = home / "data" / ("keys.db" if "keys" in name else "folkmoot.db")
    whole = store.read_bytes()
    target.write_bytes(whole if "damaged" not in name else b"\xee" * len(whole))
    return target


def said_of(home: Path, *words: str) -> str:
    done = call(home, *words)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("name", MOVED)
def test_the_check_names_it_with_its_remedy_until_it_is_deleted(home: Path, name: str) -> None:
    assert "was moved away" not in said_of(home, "check")
    path = move_away(home, name)
    said = said_of(home, "check")
    assert re.search(f"^note +copies +{path} {MOVED[name]}$", said, re.MULTILINE), said
    assert "Nothing deletes it by itself: delete it as soon as all is well" in said
    path.unlink()
    assert "was moved away" not in said_of(home, "check")


def test_control_without_the_look_the_check_says_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup_check, "moved_stores", lambda settings: [])
    monkeypatch.setattr(backup, "moved_stores", lambda settings: [])
    move_away(home, "keys.db.damaged")
    assert "was moved away" not in said_of(home, "check")
    assert "was moved away" not in said_of(home, "backup", str(home / "c"), "--prune")


def test_the_daily_backup_names_it_and_leaves_it(home: Path) -> None:
    path = move_away(home, "keys.db.damaged")
    said = said_of(home, "backup", str(home / "c"), "--prune")
    assert f"{path} {KEYS}" in said
    assert path.exists()


def test_notes_copies_and_the_stores_themselves_are_not_named(home: Path) -> None:
    (home / "data" / "keys.db.notes").write_text("Es fiel um 12 Uhr aus – übel.")
    (home / "data" / "keys.db.empty").touch()
    (home / "data" / "keys.db.d").mkdir()
    for copy in copies(home):
        (home / "data" / copy.name).write_bytes(copy.read_bytes())
    (home / "data" / "folkmoot.db.link").symlink_to(home / "data" / "folkmoot.db")
    (home / "data" / "keys.db.replaced-20260302T120000Z").write_bytes(b"\xee" * 5000)
    assert "was moved away" not in said_of(home, "check")
