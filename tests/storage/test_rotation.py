"""Another master key: every word and look-up stays, nothing of the old wrapping does, and what was interrupted goes on."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.bootstrap import rotating
from bot.bootstrap.places import CannotOpenError
from bot.bootstrap.product import open_storage
from bot.cli.app import folkmoot
from bot.config import load_settings
from bot.system_clock import SystemClock
from storage import copying, inspection, rotation
from storage import keys as storage_keys
from storage.sqlite.store import SqliteStore
from storage.wrapping import Wrapping
from tests.storage.canaries import ANSWER, CHANNEL, PERSON, fill
from tests.support.further import further, part_of

pytestmark = further

REFS = ["moved", "second"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    assert call(tmp_path, "init").exit_code == 0
    with_store(tmp_path, lambda store: store.run_sync(fill))
    return tmp_path


def call(home: Path, *words: str) -> Result:
    return CliRunner().invoke(folkmoot, [*words, "--config", str(home / "config.toml")])


def with_store(home: Path, use: Callable[[SqliteStore], Any], **env: str) -> Any:
    store = open_storage(load_settings(home / "config.toml", env))
    try:
        return use(store)
    finally:
        store.close_sync()


def all_is_there(store: SqliteStore) -> bool:
    """The words, and what is found by a keyed hash alone."""
    texts = store.read_sync(lambda unit: unit.texts.read(REFS))
    refs = store.read_sync(lambda unit: [unit.addresses.ref(unit.addresses.id_of(ref)) for ref in (PERSON, CHANNEL)])
    return [text.reveal() if text else "" for text in texts] == [ANSWER, f"{ANSWER} two"] and refs == [PERSON, CHANNEL]


def wrapped_in(home: Path) -> list[bytes]:
    with closing(sqlite3.connect(home / "data" / "keys.db")) as raw:
        return [row[0] for row in raw.execute("select wrapped from keys union select value from checks")]


def stands_somewhere(home: Path, wanted: list[bytes]) -> bool:
    files = [file.read_bytes() for file in (home / "data").iterdir()]
    return any(one in content for one in wanted for content in files)


def key_file(home: Path) -> Path:
    return home / "data" / "master.key"


def test_all_is_there_under_the_new_key_and_nothing_under_the_old(home: Path) -> None:
    before, wrapped = key_file(home).read_text(), wrapped_in(home)
    for _ in range(2):
        done = call(home, "keys", "rotate")
        assert done.exit_code == 0, done.output
        assert "Wrapped 2 keys" in done.output
        assert with_store(home, all_is_there)
        assert not stands_somewhere(home, wrapped)
    assert key_file(home).read_text() != before
    assert key_file(home).stat().st_mode & 0o077 == 0
    assert not key_file(home).with_name("master.key.new").exists()
    key_file(home).write_text(before)
    assert "The master key is not the one" in call(home, "check").output


def test_control_without_overwriting_the_old_ones_would_stand_there(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrapped = wrapped_in(home)
    monkeypatch.setattr(rotation, "_wrapped_anew", lambda row, old, new: row[3])
    call(home, "keys", "rotate")
    assert stands_somewhere(home, wrapped)


def test_control_with_hashes_of_the_new_key_nothing_would_be_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_of = storage_keys.hashing_key
    monkeypatch.setattr(storage_keys, "hashing_key", lambda kept, wrapping, master: made_of(None, wrapping, master))
    assert with_store(home, all_is_there)
    assert call(home, "keys", "rotate").exit_code == 0
    assert not with_store(home, all_is_there)


class Interrupted(Exception):
    """A kill, as far as the files can tell."""


def fail(*given: object, **named: object) -> None:
    raise Interrupted


INTERRUPTIONS: dict[str, tuple[object, str]] = {
    "before anything": (rotating, "create_master_key"),
    "with the new key written": (rotation, "wrap_anew"),
    "in the midst of wrapping": (rotation, "_put_check"),
    "with all wrapped": (rotating, "_keep_old"),
    "with the old key kept": (Path, "replace"),
    "with the new key in place": (copying, "sync_folder"),
}


@pytest.mark.parametrize("where", INTERRUPTIONS)
def test_interrupted_it_goes_on(home: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    before = key_file(home).read_text()
    with monkeypatch.context() as patch:
        patch.setattr(*INTERRUPTIONS[where], fail)
        assert isinstance(call(home, "keys", "rotate").exception, Interrupted)
    if where in ("with all wrapped", "with the old key kept"):
        for command in ("check", "claim-code"):
            done = call(home, command)
            assert done.exit_code == 2
            assert "run “folkmoot keys rotate” again" in done.output
    elif where != "with the new key in place":
        assert with_store(home, all_is_there)
    done = call(home, "keys", "rotate")
    assert done.exit_code == 0, done.output
    assert with_store(home, all_is_there)
    assert key_file(home).read_text() != before


def keys_kept(home: Path) -> set[str]:
    """Every master key that stands in a file beside the key file, or in it."""
    return {file.read_text() for file in key_file(home).parent.iterdir() if file.name.startswith("master.key")}


def test_the_old_key_is_kept_and_said_until_no_copy_needs_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key_file(home).read_text()
    done = call(home, "keys", "rotate")
    (old,) = key_file(home).parent.glob("master.key.old-*")
    assert old.read_text() == before
    assert old.stat().st_mode & 0o077 == 0
    assert f"The old one is in {old}. Copies of the key store that were made before open with it alone" in done.output
    now = SystemClock().now()
    for days, said in ((14, "need it, until"), (16, "no copy of the key store needs it any more")):
        monkeypatch.setattr(SystemClock, "now", lambda self, at=now + timedelta(days=days): at)
        done = call(home, "check")
        assert done.exit_code == 0
        assert f"{old} is an old one: " in done.output
        assert said in done.output
    old.rename(old.with_name("master.key.old-as-i-call-it"))
    assert "is an old one" not in call(home, "check").output


def test_a_new_key_that_was_cut_off_is_made_again(home: Path) -> None:
    key_file(home).with_name("master.key.new").write_text("")
    assert call(home, "keys", "rotate").exit_code == 0
    assert with_store(home, all_is_there)


def test_while_a_process_runs_nothing_is_done(home: Path) -> None:
    def use(store: SqliteStore) -> None:
        done = call(home, "keys", "rotate")
        assert done.exit_code == 2
        assert "stop the bot first" in done.output
        assert all_is_there(store)

    before = key_file(home).read_bytes()
    with_store(home, use)
    assert key_file(home).read_bytes() == before
    assert with_store(home, all_is_there)


def test_a_key_from_the_environment_is_replaced_by_hand(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLKMOOT_MASTER_KEY", key_file(home).read_text().strip())
    key_file(home).unlink()
    done = call(home, "keys", "rotate")
    assert done.exit_code == 0, done.output
    assert "Give it in FOLKMOOT_MASTER_KEY" in done.output
    new = key_file(home).with_name("master.key.new")
    assert new.read_text().strip() not in done.output
    assert with_store(home, all_is_there, FOLKMOOT_MASTER_KEY=new.read_text().strip())


def test_by_hand_it_can_be_done_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of the last new key lies there still: it is in force by now, and another one is wanted."""
    first = key_file(home).read_text().strip()
    monkeypatch.setenv("FOLKMOOT_MASTER_KEY", first)
    key_file(home).unlink()
    new = key_file(home).with_name("master.key.new")
    seen = [first]
    for _ in range(2):
        assert call(home, "keys", "rotate").exit_code == 0
        seen.append(new.read_text().strip())
        monkeypatch.setenv("FOLKMOOT_MASTER_KEY", seen[-1])
        assert with_store(home, all_is_there, FOLKMOOT_MASTER_KEY=seen[-1])
    assert len(set(seen)) == 3


def test_a_copy_of_before_opens_with_the_old_key_alone(home: Path) -> None:
    call(home, "backup", str(home / "b"))
    before = key_file(home).read_text()
    assert call(home, "keys", "rotate").exit_code == 0
    (copy,) = (home / "b" / "keys").iterdir()
    (home / "data" / "keys.db").unlink()
    done = call(home, "restore", "--keys", str(copy), "--yes")
    assert done.exit_code == 2
    assert "The master key is not the one" in done.output
    key_file(home).write_text(before)
    assert call(home, "restore", "--keys", str(copy), "--yes").exit_code == 0
    assert with_store(home, all_is_there)


def test_a_changed_key_stops_it_whole(home: Path) -> None:
    with closing(sqlite3.connect(home / "data" / "keys.db", isolation_level=None)) as raw:
        raw.execute("update keys set wrapped = zeroblob(length(wrapped)) where owner = 'ann'")
    before = wrapped_in(home)
    done = call(home, "keys", "rotate")
    assert done.exit_code == 2
    assert wrapped_in(home) == before


def test_what_is_wrapped_otherwise_is_refused(home: Path) -> None:
    with pytest.raises(Exception, match="not the one"):
        rotation.wrap_anew(home / "data" / "keys.db", bytes(32), bytes(range(32)))
    assert with_store(home, all_is_there)


def test_without_a_key_store_there_is_nothing_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    call(tmp_path, "init")
    with pytest.raises(CannotOpenError):
        rotating.rotate_keys(load_settings(tmp_path / "config.toml", {}))
    assert not (tmp_path / "data" / "master.key.new").exists()


@pytest.mark.parametrize("left", [None, b""])
def test_beside_a_database_that_is_lost_nothing_is_done(home: Path, left: bytes | None) -> None:
    """Whoever rotates then would believe that all was well."""
    database, before, wrapped = home / "data" / "folkmoot.db", key_file(home).read_text(), wrapped_in(home)
    database.unlink()
    if left is not None:
        database.write_bytes(left)
    done = call(home, "keys", "rotate")
    assert done.exit_code == 2 and "or put the database back" in done.output, done.output
    assert (key_file(home).read_text(), wrapped_in(home)) == (before, wrapped)
    assert not key_file(home).with_name("master.key.new").exists()


def test_a_key_of_hashes_that_was_changed_is_refused() -> None:
    with pytest.raises(Exception, match="keyed hashes"):
        storage_keys.hashing_key(bytes(60), Wrapping(bytes(32), os.urandom), bytes(32))


@pytest.mark.parametrize("left", [False, True], ids=["nothing else is there", "a new key is there"])
def test_with_a_wrong_key_nobody_is_told_to_make_another(home: Path, tmp_path: Path, left: bool) -> None:
    other = tmp_path / "other"
    assert call(other, "init").exit_code == 0
    key_file(home).write_text(key_file(other).read_text())
    if left:
        assert call(tmp_path / "third", "init").exit_code == 0
        key_file(tmp_path / "third").rename(key_file(home).with_name("master.key.new"))
    before = {file.name: file.read_bytes() for file in (home / "data").iterdir() if file.is_file()}
    done = call(home, "keys", "rotate")
    assert done.exit_code == 2
    assert f"the one with which the key store {home / 'data' / 'keys.db'} was made" in done.output
    assert "put that one back" in done.output
    assert "create" not in done.output
    assert "run “folkmoot keys rotate” again" not in done.output
    assert {file.name: file.read_bytes() for file in (home / "data").iterdir() if file.is_file()} == before


@pytest.mark.parametrize("command", [("check",), ("keys", "rotate"), ("migrate",)], ids=" ".join)
def test_a_key_that_is_none_is_said_of_where_it_stands(
    home: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """Control: one from the environment is not said to stand in the file."""
    kept = key_file(home).read_text()
    key_file(home).write_text("no-key-at-all\n")
    done = call(home, *command)
    assert done.exit_code == 2
    assert f"The key file {key_file(home)} does not hold a master key" in done.output
    assert "FOLKMOOT_MASTER_KEY" not in done.output
    key_file(home).write_text(kept)
    monkeypatch.setenv("FOLKMOOT_MASTER_KEY", "no-key-at-all")
    assert "The environment variable FOLKMOOT_MASTER_KEY does not hold" in call(home, *command).output


COMMANDS = (
    ("check",),
    ("run",),
    ("migrate",),
    ("keys", "rotate"),
    ("backup", "b"),
    ("restore", "--yes"),
    ("restore", "--database", "b", "--yes"),
)


@pytest.mark.parametrize("command", part_of(COMMANDS, 3), ids=" ".join)
@pytest.mark.parametrize("name", ["folkmoot.db", "keys.db"])
def test_a_folder_in_the_place_of_a_file_is_called_one(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(home)
    assert call(home, "backup", "b").exit_code == 0
    place = home / "data" / name
    place.rename(home / "away.db")
    place.mkdir()
    key = key_file(home).read_text()
    done = call(home, *command)
    assert done.exit_code == 2, done.output
    assert f"{place} is a folder, and a file of Folkmoot belongs there" in done.output
    assert place.is_dir()
    assert key_file(home).read_text() == key


def test_control_without_the_look_a_folder_is_an_error_of_the_disk(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "refuse_folder", lambda path: None)
    (home / "data" / "folkmoot.db").rename(home / "away.db")
    (home / "data" / "folkmoot.db").mkdir()
    assert "is a folder" not in call(home, "check").output
    assert call(home, "keys", "rotate").exit_code == 0
