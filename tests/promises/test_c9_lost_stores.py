"""C9: where both stores are lost, what is left of the newer ones still says who was forgotten: their words stay gone, and nobody
asks them anything."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.bootstrap.product import open_storage
from bot.config import load_settings
from bot.system_clock import SystemClock
from storage import copying, known_erasures, restoring
from storage.copy_list import StoreCopy
from storage.keys import Keys
from tests.promises.test_c9_backup import (
    ALL,
    OTHERS,
    PEOPLE,
    WITHOUT_AMIRA,
    call,
    keep,
    key_of,
    listed,
    readable,
    stands_in,
    with_store,
)
from tests.support.actions import opened
from tests.support.places import person
from tests.support.world import World

PAGE = Path(__file__).parents[2] / "docs" / "how-to-back-up-and-restore.md"


def lines_of(heading: str) -> list[list[str]]:
    """The words of each command line below a heading of the page."""
    part = PAGE.read_text().split(f"## {heading}\n")[1].split("\n## ")[0]
    return [line.split() for line in re.findall(r"^ {4}(\S.*)$", part, re.MULTILINE)]


def play(home: Path, lines: list[list[str]]) -> None:
    for program, *words in lines:
        if program == "folkmoot":
            done = call(home, *words)
            assert done.exit_code == 0, done.output
        else:
            assert program in ("cd", "systemctl")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copies were made as the page has it, and then somebody was forgotten."""
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    assert call(tmp_path, "init").exit_code == 0
    with_store(tmp_path, lambda store: store.run_sync(keep(*PEOPLE)))
    play(tmp_path, lines_of("Every day"))
    assert call(tmp_path, "forget", "slack", "amira", "--yes").exit_code == 0
    return tmp_path


def copy_of_keys(home: Path) -> Path:
    (found,) = (home / "backups" / "keys").iterdir()
    return found


def damage_keys(home: Path) -> None:
    path = home / "data" / "keys.db"
    path.write_bytes(path.read_bytes()[:5000])


def leave_it(home: Path) -> None:
    """The database is where it was, and still says what it says."""


def move_away(home: Path) -> None:
    (home / "data" / "folkmoot.db").rename(home / "data" / "folkmoot.db.damaged")


@pytest.mark.parametrize("before", [leave_it, move_away])
def test_the_lines_of_the_page_give_no_words_back(home: Path, before: Callable[[Path], None]) -> None:
    amiras = key_of(copy_of_keys(home), "amira")
    damage_keys(home)
    before(home)
    play(home, lines_of("Both are lost"))
    assert readable(home) == WITHOUT_AMIRA
    assert listed(home) == (OTHERS, OTHERS, 2)
    assert not stands_in(home / "data", amiras)
    assert stands_in(home / "backups" / "keys", amiras), "the control: the scan finds what is there"


def test_control_without_reading_the_files_beside_it_she_could_be_read(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_erasures, "files_beside", lambda path, ending: [])
    damage_keys(home)
    move_away(home)
    play(home, lines_of("Both are lost"))
    assert readable(home) == ALL


def test_what_is_no_database_beside_it_keeps_nobody_from_restoring(home: Path) -> None:
    (home / "data" / "folkmoot.db.notes").write_text("It failed at noon.")
    (home / "data" / "folkmoot.db.d").mkdir()
    damage_keys(home)
    play(home, lines_of("Both are lost"))
    assert readable(home) == WITHOUT_AMIRA


def lose_both(home: Path) -> None:
    for name in ("folkmoot.db", "keys.db"):
        (home / "data" / name).unlink()


def restore_older_database_and_newer_keys(home: Path) -> None:
    """Of two backups, the database of the first and the keys of the second."""
    assert call(home, "backup", str(home / "later")).exit_code == 0
    lose_both(home)
    done = call(home, "restore", "--database", "backups/database", "--keys", str(home / "later" / "keys"), "--yes")
    assert done.exit_code == 0, done.output


def test_a_newer_copy_of_the_keys_says_who_was_forgotten(home: Path) -> None:
    restore_older_database_and_newer_keys(home)
    assert readable(home) == WITHOUT_AMIRA
    assert listed(home) == (OTHERS, OTHERS, 2)
    assert call(home, "check").exit_code == 0


def test_so_it_does_where_both_copies_are_put_back_by_hand(home: Path) -> None:
    assert call(home, "backup", str(home / "later")).exit_code == 0
    (database,) = (home / "backups" / "database").rglob("*.db")
    (keys,) = (home / "later" / "keys").iterdir()
    for copy, name in ((database, "folkmoot.db"), (keys, "keys.db")):
        (home / "data" / name).write_bytes(copy.read_bytes())
    assert call(home, "restore", "--yes").exit_code == 0
    assert listed(home) == (OTHERS, OTHERS, 2)


@pytest.mark.parametrize("both", [True, False], ids=["both are lost", "the keys are lost"])
def test_who_is_in_a_newer_database_and_has_no_key_in_the_copy_stays(home: Path, both: bool) -> None:
    """New people are no forgotten people."""
    with_store(home, lambda store: store.run_sync(keep("dara")))
    assert call(home, "backup", str(home / "later")).exit_code == 0
    words = ["restore", "--keys", "backups/keys"]
    if both:
        lose_both(home)
        words += ["--database", str(home / "later" / "database")]
    else:
        (home / "data" / "keys.db").unlink()
    done = call(home, *words, "--yes")
    assert done.exit_code == 0, done.output
    assert listed(home) == ({*OTHERS, "dara"}, {*OTHERS, "dara"}, 3)


async def told_after_a_restore(folder: Path) -> tuple[set[str], set[str]]:
    """Who was written to in a round before amira was forgotten, and in the days after the older database is back."""
    assert call(folder, "init").exit_code == 0
    settings = load_settings(folder / "config.toml", {})
    world = World(lambda failpoint: open_storage(settings), reopens=True)
    await opened(world)
    before = people_of(world, 0)
    await asyncio.to_thread(play, folder, lines_of("Every day"))
    await world.press("amira", "forget.yes")
    await world.settle()
    await world.store.close()
    await asyncio.to_thread(restore_older_database_and_newer_keys, folder)
    world.store = open_storage(settings)
    await world.restart()
    seen = len(world.platform.sent)
    for _ in range(30):
        world.clock.move(timedelta(days=1))
        await world.settle()
    found = people_of(world, seen)
    await world.store.close()
    return before, found


def people_of(world: World, since: int) -> set[str]:
    return {
        who for who in ("amira", "ben", "chloe") if any(sent.ref == person(who) for sent in world.platform.sent[since:])
    }


async def test_nobody_who_was_forgotten_is_asked_in_a_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    assert await told_after_a_restore(tmp_path) == ({"amira", "ben", "chloe"}, {"ben", "chloe"})


def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the key store not say which keys it destroyed."""
    monkeypatch.setattr(Keys, "destroyed_ids", lambda self: set())
    monkeypatch.setattr(known_erasures, "known_destroyed", lambda path: set())


async def test_control_without_that_they_would_be_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    forgetful(monkeypatch)
    assert await told_after_a_restore(tmp_path) == ({"amira", "ben", "chloe"}, {"amira", "ben", "chloe"})


def said_by_check(home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What `check` says when every copy is past its end."""
    later = SystemClock().now() + timedelta(days=40)
    monkeypatch.setattr(SystemClock, "now", lambda self: later)
    return call(home, "check").output


def copied_twice(home: Path) -> list[Path]:
    """The files of both backups, and a restore of the keys of the first, which lie apart from those of the second."""
    assert call(home, "backup", str(home / "later")).exit_code == 0
    made = [*(home / "backups").rglob("*.db"), *(home / "later").rglob("*.db")]
    assert len(made) == 4
    (home / "data" / "keys.db").unlink()
    assert call(home, "restore", "--keys", str(home / "later"), "--yes").exit_code == 0
    return made


def test_copies_are_named_after_the_key_store_is_back_from_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = copied_twice(home)
    said = said_by_check(home, monkeypatch)
    assert [one for one in made if f"{one} should have been deleted" not in said] == []


def test_control_without_the_list_in_the_copy_they_would_not_be(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = copying._mark_copy

    def forgetful(copy: sqlite3.Connection, one: StoreCopy) -> None:
        mark(copy, one)
        copy.execute("drop table copies")

    monkeypatch.setattr(copying, "_mark_copy", forgetful)
    made = copied_twice(home)
    said = said_by_check(home, monkeypatch)
    assert [f"{one} should have been deleted" in said for one in made].count(False) == 3


def test_what_was_copied_after_it_into_the_same_folder_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = SystemClock().now() + timedelta(minutes=1)
    with monkeypatch.context() as patch:
        patch.setattr(SystemClock, "now", lambda self: later)
        play(home, lines_of("Every day"))
    first, second = sorted((home / "backups" / "keys").iterdir())
    (home / "data" / "keys.db").unlink()
    with monkeypatch.context() as patch:
        # Control: its own list does not have the second.
        patch.setattr(restoring, "_copies_beside", lambda restoration: [])
        assert call(home, "restore", "--keys", str(first), "--yes").exit_code == 0
        assert f"{second} should" not in said_by_check(home, patch)
    (home / "data" / "keys.db").unlink()
    assert call(home, "restore", "--keys", str(first), "--yes").exit_code == 0
    said = said_by_check(home, monkeypatch)
    assert f"{first} should have been deleted" in said
    assert f"{second} should have been deleted" in said


def damage_page_of(path: Path, table: str) -> None:
    """Write nonsense over the first page of a table or an index."""
    with closing(sqlite3.connect(path)) as raw:
        (root,) = raw.execute("select rootpage from sqlite_master where name = ?", (table,)).fetchone()
        (size,) = raw.execute("pragma page_size").fetchone()
        raw.execute("pragma wal_checkpoint(truncate)")
    with path.open("r+b") as opened_file:
        opened_file.seek((root - 1) * size)
        opened_file.write(b"\xee" * size)


@pytest.mark.parametrize("damaged", ["sqlite_autoindex_erasures_1", "erasures"])
def test_what_a_damaged_database_still_says_of_the_forgotten_is_heard_and_not_called_all(
    home: Path, damaged: str
) -> None:
    damage_page_of(home / "data" / "folkmoot.db", damaged)
    (home / "data" / "keys.db").unlink()
    done = call(home, "restore", "--database", "backups/database", "--keys", "backups/keys", "--yes")
    assert done.exit_code == 0, done.output
    assert readable(home) == WITHOUT_AMIRA
    assert "a file that is there knows of it" not in done.output


@pytest.mark.parametrize("left", [("",), ("-shm", "-wal")], ids=["a damaged file", "journals alone"])
def test_what_is_left_of_a_key_store_is_moved_along_and_ends_as_a_copy_does(
    home: Path, monkeypatch: pytest.MonkeyPatch, left: tuple[str, ...]
) -> None:
    (home / "data" / "keys.db").unlink()
    for side in left:
        (home / "data" / f"keys.db{side}").write_bytes(b"\xee" * 5000)
    play(home, lines_of("The key store is lost or damaged"))
    aside = [path for path in (home / "data").iterdir() if ".replaced-" in path.name]
    assert sorted(re.sub(r"[0-9]", "", path.name) for path in aside) == [f"keys.db.replaced-TZ{side}" for side in left]
    assert "was moved away" not in call(home, "check").output
    later = SystemClock().now() + timedelta(days=15)
    monkeypatch.setattr(SystemClock, "now", lambda self: later)
    assert call(home, "backup", str(home / "c"), "--prune").exit_code == 0
    assert [path for path in aside if path.exists()] == []
