"""Everything that a restore says before it is agreed to: which of the two is older, and what is lost or may come back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.system_clock import SystemClock
from tests.promises.test_c9_backup import call, copies, home

__all__ = ["home"]

KNOWN = "is forgotten again: a file that is there knows of it"
UNKNOWN = "has to ask again: no file that is there surely knows"


def lose(home: Path, *names: str) -> None:
    for name in names:
        (home / "data" / name).unlink()


def said_of(home: Path, *words: str) -> str:
    done = call(home, "restore", *words)
    assert done.exit_code == 2, done.output
    return done.output


@pytest.mark.parametrize(
    ("lost", "given", "which", "forgotten"),
    [
        ((), "database", "The database is an older copy.", KNOWN),
        (("folkmoot.db",), "database", "The database is an older copy.", KNOWN),
        (("keys.db",), "keys", "The key store is an older copy.", KNOWN),
        (("keys.db",), "both", "Each of the two is an older copy", KNOWN),
        (("folkmoot.db", "keys.db"), "both", "Each of the two is an older copy", UNKNOWN),
    ],
)
def test_it_says_which_is_older_and_whether_somebody_may_come_back(
    home: Path, lost: tuple[str, ...], given: str, which: str, forgotten: str
) -> None:
    database, keys = copies(home)
    lose(home, *lost)
    words = {"database": ("--database", str(database)), "keys": ("--keys", str(keys))}
    words["both"] = words["database"] + words["keys"]
    said = said_of(home, *words[given])
    assert which in said
    assert forgotten in said
    assert ("is to be deleted on" in said) is (given != "database")


@pytest.mark.parametrize(
    ("by_hand", "which", "forgotten"),
    [
        (("folkmoot.db",), "The database is an older copy.", KNOWN),
        (("keys.db",), "The key store is an older copy.", KNOWN),
        (("folkmoot.db", "keys.db"), "Each of the two is an older copy", UNKNOWN),
    ],
)
def test_it_says_so_of_what_was_put_back_by_hand(
    home: Path, by_hand: tuple[str, ...], which: str, forgotten: str
) -> None:
    for copy, name in zip(copies(home), ("folkmoot.db", "keys.db"), strict=True):
        if name in by_hand:
            (home / "data" / name).write_bytes(copy.read_bytes())
    said = said_of(home)
    assert which in said
    assert forgotten in said


def test_copies_past_their_end_are_said_to_be(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database, keys = copies(home)
    lose(home, "folkmoot.db", "keys.db")
    now = SystemClock().now()
    monkeypatch.setattr(SystemClock, "now", lambda self: now + timedelta(days=90))
    said = said_of(home, "--database", str(database), "--keys", str(keys))
    assert "should have been deleted on" in said
    assert "is to be deleted on" not in said


def damage_rows(database: Path, table: str) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as raw:
        assert raw.execute(f"update {table} set body = substr(body, 1, length(body) - 3)").rowcount


def found(home: Path) -> None:
    """The first start makes the organisation."""
    from bot.bootstrap import found_organisation, new_token
    from bot.bootstrap.product import open_storage, organisation_of
    from bot.config import load_settings

    settings = load_settings(home / "config.toml", {})
    store = open_storage(settings)
    made = organisation_of(settings)
    store.run_sync(lambda uow: found_organisation(uow, made, SystemClock().now(), new_token()))
    store.close_sync()
    assert call(home, "backup", str(home / "c")).exit_code == 0


@pytest.fixture
def whole(home: Path) -> Path:
    """A copy of a database with its organisation."""
    found(home)
    (copy,) = (home / "c" / "database").iterdir()
    return copy


def test_rows_that_cannot_be_read_are_counted_before_it_is_agreed_to(home: Path, whole: Path) -> None:
    assert "although the keys are there" not in said_of(home, "--database", str(whole))
    damage_rows(whole, "members")
    assert "2 stored rows cannot be read although the keys are there" in said_of(home, "--database", str(whole))


def test_a_copy_without_a_readable_organisation_is_refused(
    home: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage_rows(whole, "organisations")
    before = {file.name: file.read_bytes() for file in (home / "data").iterdir()}
    done = call(home, "restore", "--database", str(whole), "--yes")
    assert done.exit_code == 2
    assert "of the organisation cannot be read, so that no start would be possible" in done.output
    assert {file.name: file.read_bytes() for file in (home / "data").iterdir()} == before
    monkeypatch.setattr("storage.restoring.count_unreadable", lambda *given: 0)
    assert "To put them in place and go on" in said_of(home, "--database", str(whole))


def test_the_check_calls_that_a_problem(home: Path, whole: Path) -> None:
    assert call(home, "check").exit_code == 0
    damage_rows(home / "data" / "folkmoot.db", "members")
    done = call(home, "check")
    assert done.exit_code == 0
    assert "2 stored rows cannot be read and are passed over" in done.output
    damage_rows(home / "data" / "folkmoot.db", "organisations")
    done = call(home, "check")
    assert done.exit_code == 2
    assert "what is stored of the organisation cannot be read, and nothing can go on without it; 2 more" in done.output
