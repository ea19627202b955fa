"""C9: whoever is forgotten stays unreadable when an older backup is restored, whatever of the newer files is left."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import bot.cli.restoring  # noqa: F401 - imported later, under a patch of what it takes, it would keep the patch
from bot.bootstrap import copies as copies_of_settings
from bot.bootstrap.product import open_storage
from bot.cli.app import folkmoot
from bot.config import load_settings
from bot.domain import model
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.system_clock import SystemClock
from storage import copying, forgotten, known_erasures
from storage.sqlite.store import SqliteStore

PEOPLE = ("amira", "ben", "chiara")
ALL = {"amira": True, "ben": True, "chiara": True}
WITHOUT_AMIRA = {**ALL, "amira": False}


def call(home: Path, *words: str) -> Result:
    return CliRunner().invoke(folkmoot, [*words, "--config", str(home / "config.toml")])


def with_store(home: Path, use: Callable[[SqliteStore], Any]) -> Any:
    store = open_storage(load_settings(home / "config.toml", {}))
    try:
        return use(store)
    finally:
        store.close_sync()


def keep(*people: str) -> Callable[[Any], None]:
    def work(unit: Any) -> None:
        for person in people:
            unit.members.save(model.Member(id=person, name=f"Name of {person}"))
            address = unit.addresses.remember(ConversationRef("slack", "T1", person=person))
            unit.identities.save(model.Identity(id=address, member=person))
            unit.memberships.save(
                model.Membership(id=f"t:{person}", team="t", member=person, since=SystemClock().now())
            )
            unit.texts.keep(f"text {person}", person, ConfidentialText(f"words of {person}"))

    return work


def readable(home: Path) -> dict[str, bool]:
    refs = [f"text {person}" for person in PEOPLE]
    texts = with_store(home, lambda store: store.read_sync(lambda unit: unit.texts.read(refs)))
    return {person: text is not None for person, text in zip(PEOPLE, texts, strict=True)}


def key_of(file: Path, person: str) -> bytes:
    with closing(sqlite3.connect(file)) as raw:
        found: bytes = raw.execute("select wrapped from keys where owner = ?", (person,)).fetchone()[0]
    return found


def stands_in(folder: Path, wanted: bytes) -> bool:
    return any(wanted in file.read_bytes() for file in folder.iterdir() if file.is_file())


def copies(home: Path) -> tuple[Path, Path]:
    """The copy of the database, and that of the key store."""
    (database,), (keys,) = (home / "b" / "database").iterdir(), (home / "b" / "keys").iterdir()
    return database, keys


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three people have written something, a backup was made, and then one of them was forgotten."""
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    assert call(tmp_path, "init").exit_code == 0
    with_store(tmp_path, lambda store: store.run_sync(keep(*PEOPLE)))
    done = call(tmp_path, "backup", str(tmp_path / "b"))
    assert done.exit_code == 0, done.output
    assert readable(tmp_path) == ALL
    assert call(tmp_path, "forget", "slack", "amira", "--yes").exit_code == 0
    return tmp_path


def listed(home: Path) -> tuple[set[str], set[str], int]:
    """Who is a member, who is on the team's list, and how many platform ids are known."""

    def look(unit: Any) -> tuple[set[str], set[str], int]:
        refs = [unit.addresses.ref(row.id) for row in unit.identities.where()]
        members = {row.id for row in unit.members.where()}
        return members, {row.member for row in unit.memberships.where()}, sum(ref is not None for ref in refs)

    found: tuple[set[str], set[str], int] = with_store(home, lambda store: store.read_sync(look))
    return found


OTHERS = {"ben", "chiara"}


def test_an_older_database_gives_nothing_back(home: Path) -> None:
    database, keys = copies(home)
    amiras = key_of(keys, "amira")
    done = call(home, "restore", "--database", str(database), "--yes")
    assert done.exit_code == 0, done.output
    assert readable(home) == WITHOUT_AMIRA
    assert not stands_in(home / "data", amiras)
    assert listed(home) == (OTHERS, OTHERS, 2)
    assert call(home, "check").exit_code == 0


@pytest.mark.parametrize("both", [False, True], ids=["the key store alone", "both"])
def test_an_older_key_store_gives_nothing_back_while_the_database_is_there(home: Path, both: bool) -> None:
    database, keys = copies(home)
    amiras = key_of(keys, "amira")
    (home / "data" / "keys.db").unlink()
    also = ("--database", str(database)) if both else ()
    done = call(home, "restore", "--keys", str(keys), *also, "--yes")
    assert done.exit_code == 0, done.output
    assert readable(home) == WITHOUT_AMIRA
    assert not stands_in(home / "data", amiras)
    assert stands_in(home / "b" / "keys", amiras)
    assert listed(home) == (OTHERS, OTHERS, 2)
    assert call(home, "check").exit_code == 0


def test_control_without_overwriting_her_key_would_stand_in_the_file(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = copying._connected

    def careless(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        connection.execute("pragma secure_delete=OFF")
        return connection

    monkeypatch.setattr(copying, "_connected", careless)
    keys = copies(home)[1]
    (home / "data" / "keys.db").unlink()
    assert call(home, "restore", "--keys", str(keys), "--yes").exit_code == 0
    assert readable(home) == WITHOUT_AMIRA
    assert stands_in(home / "data", key_of(keys, "amira"))


def test_an_older_database_put_back_by_hand_lists_nobody_again(home: Path) -> None:
    (home / "data" / "folkmoot.db").write_bytes(copies(home)[0].read_bytes())
    assert call(home, "restore", "--yes").exit_code == 0
    assert listed(home) == (OTHERS, OTHERS, 2)


def test_control_without_forgetting_her_again_she_would_be_asked_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgotten, "forgotten_members", lambda unit: {})
    assert call(home, "restore", "--database", str(copies(home)[0]), "--yes").exit_code == 0
    assert listed(home) == ({*OTHERS, "amira"}, {*OTHERS, "amira"}, 3)
    assert readable(home) == WITHOUT_AMIRA


def test_who_came_after_the_copy_of_the_keys_is_not_taken_for_forgotten(home: Path) -> None:
    with_store(home, lambda store: store.run_sync(keep("dara")))
    (home / "data" / "keys.db").unlink()
    assert call(home, "restore", "--keys", str(copies(home)[1]), "--yes").exit_code == 0
    assert listed(home) == ({*OTHERS, "dara"}, {*OTHERS, "dara"}, 3)


def test_control_without_replaying_what_the_newer_database_knows_she_could_be_read(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_erasures, "read_erasures", lambda path: (set(), True))
    database, keys = copies(home)
    (home / "data" / "keys.db").unlink()
    call(home, "restore", "--keys", str(keys), "--database", str(database), "--yes")
    assert readable(home) == ALL


@pytest.mark.parametrize("moves", [1, 2, 3])
def test_a_restore_that_was_interrupted_is_begun_again(home: Path, monkeypatch: pytest.MonkeyPatch, moves: int) -> None:
    """After so many of the moves that put both in place: the key store, what was the database, the new database."""
    database, keys = copies(home)
    (home / "data" / "keys.db").unlink()
    command = ("restore", "--keys", str(keys), "--database", str(database), "--yes")
    move, done = Path.replace, 0

    def replace_or_stop(self: Path, target: Path) -> Path:
        nonlocal done
        if self.parent == home / "data":
            done += 1
            if done > moves:
                raise KeyboardInterrupt
        return move(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace_or_stop)
        patch.setattr(copies_of_settings, "go_on_after_restore", stop)
        assert call(home, *command).exit_code != 0
    assert call(home, "check").exit_code == 2
    assert call(home, *command).exit_code == 0
    assert readable(home) == WITHOUT_AMIRA
    assert listed(home) == (OTHERS, OTHERS, 2)


def stop(settings: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("lost", [False, True], ids=["the newer database is there", "it is lost"])
def test_an_erasure_outlives_two_restores(home: Path, lost: bool) -> None:
    """The older database learns of it, so that an older key store beside it is purged as well."""
    database, keys = copies(home)
    if lost:
        (home / "data" / "folkmoot.db").unlink()
    assert call(home, "restore", "--database", str(database), "--yes").exit_code == 0
    (home / "data" / "keys.db").unlink()
    assert call(home, "restore", "--keys", str(keys), "--yes").exit_code == 0
    assert readable(home) == WITHOUT_AMIRA


def test_control_without_noting_it_again_she_could_be_read_after_the_second(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgotten, "forget_texts", lambda unit, key_ids: None)
    monkeypatch.setattr(known_erasures, "known_destroyed", lambda path: set())
    database, keys = copies(home)
    (home / "data" / "folkmoot.db").unlink()
    assert call(home, "restore", "--database", str(database), "--yes").exit_code == 0
    (home / "data" / "keys.db").unlink()
    assert call(home, "restore", "--keys", str(keys), "--yes").exit_code == 0
    assert readable(home)["amira"]


def test_a_key_store_that_is_whole_is_never_replaced(home: Path) -> None:
    before = (home / "data" / "keys.db").read_bytes()
    done = call(home, "restore", "--keys", str(copies(home)[1]), "--yes")
    assert done.exit_code == 2
    assert "Leave --keys out" in done.output
    assert (home / "data" / "keys.db").read_bytes() == before


def test_both_copies_put_back_by_hand_are_noticed(home: Path) -> None:
    """They belong together, so that nothing else could tell that they are old."""
    for copy, name in zip(copies(home), ("folkmoot.db", "keys.db"), strict=True):
        (home / "data" / name).write_bytes(copy.read_bytes())
    for command in ("check", "claim-code", "migrate"):
        done = call(home, command)
        assert done.exit_code == 2, command
        assert "is a copy that was put back by hand" in done.output
    assert "is an older copy" in call(home, "restore").output
    assert call(home, "restore", "--yes").exit_code == 0
    assert call(home, "check").exit_code == 0
    assert readable(home) == ALL


def test_declined_it_leaves_every_byte(home: Path) -> None:
    before = {file.name: file.read_bytes() for file in (home / "data").iterdir()}
    done = call(home, "restore", "--database", str(copies(home)[0]))
    assert done.exit_code == 2
    assert "Nothing was changed" in done.output
    assert {file.name: file.read_bytes() for file in (home / "data").iterdir()} == before


@pytest.mark.parametrize("wrong", ["settings", "swapped", "another master key", "another installation's"])
def test_what_is_no_copy_of_it_is_refused(home: Path, tmp_path: Path, wrong: str) -> None:
    database, keys = copies(home)
    words = ["--database", str(database)]
    if wrong == "settings":
        words = ["--database", str(home / "config.toml")]
    elif wrong == "swapped":
        words = ["--database", str(keys)]
    elif wrong == "another master key":
        (home / "data" / "master.key").unlink()
        other = tmp_path / "other"
        call(other, "init")
        (other / "data" / "master.key").rename(home / "data" / "master.key")
    else:
        other = tmp_path / "other"
        call(other, "init")
        with_store(other, lambda store: store.run_sync(keep("ann")))
        call(other, "backup", str(other / "b"))
        words = ["--database", str(copies(other)[0])]
    before = {file.name: file.read_bytes() for file in (home / "data").iterdir()}
    done = call(home, "restore", *words, "--yes")
    assert done.exit_code == 2, done.output
    assert "Traceback" not in done.output
    assert {file.name: file.read_bytes() for file in (home / "data").iterdir()} == before


def test_a_process_that_runs_is_not_disturbed(home: Path) -> None:
    def use(store: SqliteStore) -> None:
        done = call(home, "restore", "--database", str(copies(home)[0]), "--yes")
        assert done.exit_code == 2
        assert "stop the bot first" in done.output
        store.run_sync(keep("dara"))

    with_store(home, use)


def test_copies_are_made_while_it_runs_and_belong_together(home: Path) -> None:
    def use(store: SqliteStore) -> None:
        store.run_sync(keep("dara"))
        assert call(home, "backup", str(home / "c"), "--keys", str(home / "k")).exit_code == 0
        store.run_sync(keep("emre"))

    with_store(home, use)
    (database,), (keys,) = (home / "c" / "database").iterdir(), (home / "k").iterdir()
    for file in (database, keys):
        assert file.stat().st_mode & 0o077 == 0
        assert "until" in file.name
    for name in ("folkmoot.db", "keys.db"):
        (home / "data" / name).unlink()
    done = call(home, "restore", "--database", str(database), "--keys", str(keys), "--yes")
    assert done.exit_code == 0, done.output
    assert "has its key" in done.output
    refs = ["text dara", "text emre"]
    texts = with_store(home, lambda store: store.read_sync(lambda unit: unit.texts.read(refs)))
    assert [text is not None for text in texts] == [True, False]


def test_copies_past_their_end_are_said_and_pruned(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database, keys = copies(home)
    assert "none that “folkmoot backup” made is past its end" in call(home, "check").output
    now = SystemClock().now()
    for days, gone in ((13, []), (15, [keys]), (31, [keys, database])):
        monkeypatch.setattr(SystemClock, "now", lambda self, at=now + timedelta(days=days): at)
        done = call(home, "check")
        assert done.exit_code == 0
        assert [file for file in (keys, database) if f"{file} should have been deleted" in done.output] == gone
    done = call(home, "backup", str(home / "b"), "--prune")
    assert done.exit_code == 0, done.output
    assert not database.exists()
    assert not keys.exists()
    assert "none that “folkmoot backup” made" in call(home, "check").output


def test_copies_that_nobody_lists_are_pruned_by_their_names(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a restore of a copy of the key store that an earlier version made; what has another name is nobody's to delete."""
    database, keys = copies(home)
    with closing(sqlite3.connect(home / "data" / "keys.db", isolation_level=None)) as raw:
        raw.execute("drop table copies")
    other = keys.with_name("keys-until-further-notice.db")
    other.touch()
    now = SystemClock().now()
    for days, left in ((12, {keys, other}), (17, {other})):
        monkeypatch.setattr(SystemClock, "now", lambda self, at=now + timedelta(days=days): at)
        assert call(home, "backup", str(home / "b"), "--prune").exit_code == 0
        assert set((home / "b" / "keys").iterdir()) >= left
        assert keys.exists() == (keys in left)
    assert database.exists()


def test_where_no_copies_of_keys_are_promised_none_is_made(home: Path) -> None:
    (home / "config.toml").write_text("[privacy]\nkey_copies_days = 0\n")
    done = call(home, "backup", str(home / "c"))
    assert done.exit_code == 0
    assert "The key store was not copied" in done.output
    assert not (home / "c" / "keys").exists()


def test_nothing_is_copied_where_there_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    call(tmp_path, "init")
    done = call(tmp_path, "backup", str(tmp_path / "b"))
    assert done.exit_code == 2
    assert "There is no database" in done.output
    assert not (tmp_path / "b").exists()


def test_a_copy_that_is_there_is_not_replaced(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at: datetime = SystemClock().now()
    monkeypatch.setattr(SystemClock, "now", lambda self: at)
    assert call(home, "backup", str(home / "c")).exit_code == 0
    done = call(home, "backup", str(home / "c"))
    assert done.exit_code == 2
    assert "already" in done.output


def test_copies_past_their_end_are_pruned_although_nothing_can_be_copied(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(list((home / "b").rglob("*.db"))) == 2
    later = SystemClock().now() + timedelta(days=40)
    monkeypatch.setattr(SystemClock, "now", lambda self: later)
    (home / "full").mkdir()
    (home / "full" / "database").write_text("a file where a folder is asked for")
    done = call(home, "backup", str(home / "full"), "--prune")
    assert done.exit_code == 2
    assert list((home / "b").rglob("*.db")) == []
