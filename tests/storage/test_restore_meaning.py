"""Everything that a restore says before it is agreed to: which of the two is older, and what is lost or may come back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.system_clock import SystemClock
from tests.promises.test_c9_backup import OTHERS, call, copies, home, listed, stop

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


@pytest.mark.parametrize("restored", ["folkmoot.db", "keys.db"])
def test_a_database_of_the_same_backup_knows_nobody_who_was_forgotten_since(home: Path, restored: str) -> None:
    """Both are lost, and one of the two is put back by hand."""
    database, keys = copies(home)
    lose(home, "folkmoot.db", "keys.db")
    (home / "data" / restored).write_bytes((database if restored == "folkmoot.db" else keys).read_bytes())
    words = ("--keys", str(keys)) if restored == "folkmoot.db" else ("--database", str(database))
    said = said_of(home, *words)
    assert UNKNOWN in said
    assert KNOWN not in said


@pytest.mark.parametrize("newer", [False, True])
@pytest.mark.parametrize(
    "step", ["go_on_with_restored_storage", "forget_again_after_restore", "storage.restored_pair.finish_restore"]
)
def test_what_an_interrupted_restore_has_put_in_place_knows_no_more(
    home: Path, monkeypatch: pytest.MonkeyPatch, step: str, newer: bool
) -> None:
    """Also where the copy of the database is newer than that of the key store, and not the newest."""
    database, keys = copies(home)
    if newer:
        assert call(home, "backup", str(home / "later")).exit_code == 0
        (database,) = (home / "later" / "database").iterdir()
        assert call(home, "forget", "slack", "ben", "--yes").exit_code == 0
    lose(home, "folkmoot.db", "keys.db")
    words = ("--database", str(database), "--keys", str(keys))
    with monkeypatch.context() as patch:
        patch.setattr(step if "." in step else f"bot.bootstrap.copies.{step}", lambda *given: stop(given))
        call(home, "restore", *words, "--yes")
    for again in (words, ()):
        said = said_of(home, *again)
        assert "A restore was interrupted" in said
        assert UNKNOWN in said
        assert KNOWN not in said


def test_a_newer_database_may_be_a_copy_and_that_is_said(home: Path) -> None:
    lose(home, "keys.db")
    said = said_of(home, "--keys", str(copies(home)[1]))
    assert "If the database that is there was itself put back from a copy" in said


def test_copies_past_their_end_are_said_to_be(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database, keys = copies(home)
    lose(home, "folkmoot.db", "keys.db")
    now = SystemClock().now()
    monkeypatch.setattr(SystemClock, "now", lambda self: now + timedelta(days=90))
    said = said_of(home, "--database", str(database), "--keys", str(keys))
    assert "should have been deleted on" in said
    assert "is to be deleted on" not in said


ONE = "1 person in this database is known to have been forgotten since, and is forgotten again."
NOBODY = "Nobody in this database is known to have been forgotten since."


@pytest.mark.parametrize(
    ("lost", "given", "number"),
    [
        ((), "database", ONE),
        (("folkmoot.db",), "database", ONE),
        (("keys.db",), "keys", NOBODY),
        (("keys.db",), "both", ONE),
        (("folkmoot.db", "keys.db"), "both", NOBODY),
    ],
)
def test_it_says_how_many_are_forgotten_again_and_not_who(
    home: Path, lost: tuple[str, ...], given: str, number: str
) -> None:
    database, keys = copies(home)
    lose(home, *lost)
    words = {"database": ("--database", str(database)), "keys": ("--keys", str(keys))}
    words["both"] = words["database"] + words["keys"]
    said = said_of(home, *words[given])
    assert number in said
    assert ({ONE, NOBODY} - {number}).pop() not in said
    assert "amira" not in said


def test_it_says_so_of_several_and_of_what_was_put_back_by_hand(home: Path) -> None:
    """What the key store knows of, and what a database that was moved away knows of."""
    database, keys = copies(home)
    assert call(home, "forget", "slack", "ben", "--yes").exit_code == 0
    place = home / "data" / "folkmoot.db"
    place.rename(f"{place}.damaged")
    place.write_bytes(database.read_bytes())
    two = "2 people in this database are known to have been forgotten since, and are forgotten again."
    assert two in said_of(home)
    (home / "data" / "keys.db").write_bytes(keys.read_bytes())
    assert two in said_of(home)
    Path(f"{place}.damaged").unlink()
    assert NOBODY in said_of(home)


@pytest.mark.parametrize("counted", [True, False])
def test_as_many_are_forgotten_as_it_says(home: Path, monkeypatch: pytest.MonkeyPatch, counted: bool) -> None:
    """Control: without the count it says that it is nobody, and one is forgotten."""
    if not counted:
        monkeypatch.setattr("storage.restore_meaning.forgotten_members", lambda unit, erased: {})
    done = call(home, "restore", "--database", str(copies(home)[0]), "--yes")
    assert done.exit_code == 0, done.output
    assert listed(home)[0] == OTHERS
    assert (ONE in done.output) is counted


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
    monkeypatch.setattr("storage.restoring.look_at_rows", lambda *given: None)
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
