"""The copy that is put back: of a folder the newest that is whole, of the right kind and of this installation."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.bootstrap.copies import prepare_copies, put_copies_in_place
from bot.bootstrap.places import CannotOpenError
from bot.config import load_settings
from bot.system_clock import SystemClock
from storage.copy_choice import choose_copy
from storage.errors import NoCopyError
from storage.inspection import look_at
from storage.pairing import StoreKind
from storage.sqlite.store import SqliteStore
from tests.promises.test_c9_backup import call, home, keep, readable, with_store
from tests.storage.test_copying import damage_middle

__all__ = ["home"]


def back_up(home: Path, monkeypatch: pytest.MonkeyPatch, folder: str, days: int) -> tuple[Path, Path]:
    """A backup of so many days from now; its two copies."""
    now = SystemClock().now()
    with monkeypatch.context() as patch:
        patch.setattr(SystemClock, "now", lambda self: now + timedelta(days=days))
        assert call(home, "backup", str(home / folder)).exit_code == 0
    stamp = f"{now + timedelta(days=days):%Y%m%d}T"
    (database,) = (home / folder / "database").glob(f"*-{stamp}*")
    (keys,) = (home / folder / "keys").glob(f"*-{stamp}*")
    return database, keys


@pytest.fixture
def three(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, Path]]:
    """Copies of three days, the oldest first, in one folder for each kind."""
    return [back_up(home, monkeypatch, "f", days) for days in (0, 1, 2)]


def test_of_several_the_newest_is_taken_and_said(home: Path, three: list[tuple[Path, Path]]) -> None:
    for name, folder in (("database", "f"), ("database", "f/database")):
        done = call(home, "restore", f"--{name}", str(home / folder), "--yes")
        assert done.exit_code == 0, done.output
        assert f"The copy is {three[2][0]}." in done.output
    (home / "data" / "keys.db").unlink()
    done = call(home, "restore", "--keys", str(home / "f"), "--yes")
    assert done.exit_code == 0, done.output
    assert f"The copy is {three[2][1]}." in done.output


def test_when_it_was_made_counts_and_not_when_the_file_was_moved(three: list[tuple[Path, Path]]) -> None:
    os.utime(three[0][0], (2**31, 2**31))
    assert choose_copy(three[0][0].parent, StoreKind.DATABASE).path == three[2][0]


def test_a_damaged_one_is_passed_over_and_said(home: Path, three: list[tuple[Path, Path]]) -> None:
    damage_middle(three[2][0])
    three[1][0].write_bytes(b"")
    done = call(home, "restore", "--database", str(home / "f"), "--yes")
    assert done.exit_code == 0, done.output
    assert f"Passed over {three[2][0]}, which is damaged" in done.output
    assert f"The copy is {three[0][0]}." in done.output


def test_a_damaged_one_that_is_named_is_refused(home: Path, three: list[tuple[Path, Path]]) -> None:
    damage_middle(three[2][0])
    before = {file.name: file.read_bytes() for file in (home / "data").iterdir()}
    done = call(home, "restore", "--database", str(three[2][0]), "--yes")
    assert done.exit_code == 2
    assert "is damaged" in done.output
    assert {file.name: file.read_bytes() for file in (home / "data").iterdir()} == before


def test_of_one_folder_for_everything_each_finds_its_own(
    home: Path, three: list[tuple[Path, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both kinds, another installation's and strange names, all in one folder."""
    heap = home / "heap"
    heap.mkdir()
    other = home / "other"
    call(other, "init")
    with_store(other, lambda store: store.run_sync(keep("ann")))
    for pair in (*three, back_up(other, monkeypatch, "f", 5)):
        for path in pair:
            shutil.copy(path, heap / path.name)
    (heap / "notes-20260101T000000Z-until-20260201.db").write_text("no database")
    (heap / "keys-20260101T000000Z-until-20260201.db").mkdir()
    (heap / "folkmoot [1] *.db").touch()
    pair_id = look_at(home / "data" / "keys.db").pair
    assert pair_id
    database = choose_copy(heap, StoreKind.DATABASE, pair_id.id)
    assert database.path == heap / three[2][0].name
    assert any("another installation" in passed for passed in database.passed_over)
    assert choose_copy(heap, StoreKind.KEY_STORE, pair_id.id).path == heap / three[2][1].name
    for name in ("folkmoot.db", "keys.db"):
        (home / "data" / name).unlink()
    # Nothing in place tells whose they are, and so the newest are taken; their master key is another one.
    done = call(home, "restore", "--database", str(heap), "--keys", str(heap), "--yes")
    assert done.exit_code == 2
    assert "The master key is not the one" in done.output
    done = call(home, "restore", "--database", str(three[2][0]), "--keys", str(heap), "--yes")
    assert done.exit_code == 0, done.output
    assert readable(home)["ben"]


@pytest.mark.parametrize("name", ["folkmoot.db", "keys.db"])
def test_what_is_in_place_is_no_copy(home: Path, name: str) -> None:
    (home / "link").symlink_to(home / "data" / name)
    before = {file.name: file.read_bytes() for file in (home / "data").iterdir()}
    for option in ("--database", "--keys"):
        for path in (home / "data" / name, home / "link"):
            done = call(home, "restore", option, str(path), "--yes")
            assert done.exit_code == 2
            assert "is in its place already" in done.output
    assert {file.name: file.read_bytes() for file in (home / "data").iterdir()} == before


def test_of_two_restores_at_once_one_is_begun_again(home: Path, three: list[tuple[Path, Path]]) -> None:
    """Both wait for an answer; what the first has made ready is gone."""
    settings = load_settings(home / "config.toml", {})
    first = prepare_copies(settings, three[0][0], None)
    second = prepare_copies(settings, three[1][0], None)
    with pytest.raises(CannotOpenError, match="is not what was made ready"):
        put_copies_in_place(settings, first)
    assert call(home, "check").exit_code == 0
    assert len(put_copies_in_place(settings, second)) == 1
    assert call(home, "check").exit_code == 0


def test_a_bot_that_was_started_while_it_waited_for_an_answer_is_not_disturbed(
    home: Path, three: list[tuple[Path, Path]]
) -> None:
    settings = load_settings(home / "config.toml", {})
    prepared = prepare_copies(settings, three[0][0], None)

    def use(store: SqliteStore) -> None:
        with pytest.raises(CannotOpenError, match="stop the bot first"):
            put_copies_in_place(settings, prepared)
        store.run_sync(keep("dara"))
        store.run_sync(lambda unit: unit.texts.forget("ben"))

    with_store(home, use)
    assert call(home, "check").exit_code == 0
    # Who was forgotten meanwhile is so in the older database as well.
    put_copies_in_place(settings, prepared)
    assert readable(home) == {"amira": False, "ben": False, "chiara": True}


@pytest.mark.parametrize("filled", [False, True])
def test_a_folder_without_a_copy_is_said(home: Path, tmp_path: Path, filled: bool) -> None:
    folder = tmp_path / "nothing"
    folder.mkdir()
    if filled:
        (folder / "folkmoot-20260101T000000Z-until-20260201.db").write_text("no database")
    done = call(home, "restore", "--database", str(folder), "--yes")
    assert done.exit_code == 2
    assert f"There is no whole copy of a database in {folder}" in done.output
    assert ("Passed over" in done.output) is filled
    with pytest.raises(NoCopyError):
        choose_copy(folder, StoreKind.KEY_STORE)
