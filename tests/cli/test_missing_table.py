"""A database that lacks a table: every look says so and names the next step, no start is made, and a restore mends it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.tables import metadata
from tests.cli.doctored import call, founded


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = founded(tmp_path, monkeypatch)
    assert call(path, "backup", str(tmp_path / "b")).exit_code == 0
    return path


def drop(database: Path, table: str) -> None:
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute(f"drop table {table}")


def database_of(config: Path) -> Path:
    return config.parent / "data" / "folkmoot.db"


@pytest.mark.parametrize("table", ["answers", "erasures", "teams"])
@pytest.mark.parametrize("command", ["check", "doctor"])
def test_it_is_a_problem_with_a_step(config: Path, command: str, table: str) -> None:
    assert call(config, command).exit_code == 0
    drop(database_of(config), table)
    done = call(config, command)
    assert done.exit_code == 2
    assert f"lacks the table {table}, " in done.output
    assert "→ Stop the bot, leave the files where they are" in done.output
    assert "folkmoot restore --database" in done.output


@pytest.mark.parametrize("command", [("run",), ("migrate",), ("restore", "--yes"), ("claim-code",)])
def test_nothing_goes_on_with_it(config: Path, command: tuple[str, ...]) -> None:
    drop(database_of(config), "answers")
    drop(database_of(config), "checks")
    before = database_of(config).read_bytes()
    done = call(config, *command)
    assert done.exit_code == 2
    assert "lacks the tables answers, checks, " in done.output
    assert database_of(config).read_bytes() == before


def test_control_without_that_look_it_would_start(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.inspection.check_tables", lambda found: None)
    drop(database_of(config), "answers")
    assert call(config, "claim-code").exit_code == 0


def test_the_step_mends_it(config: Path) -> None:
    drop(database_of(config), "answers")
    done = call(config, "restore", "--database", str(config.parent / "b"), "--yes")
    assert done.exit_code == 0, done.output
    assert call(config, "check").exit_code == 0


def test_a_copy_that_lacks_one_is_not_put_back(config: Path) -> None:
    (copy,) = (config.parent / "b" / "database").iterdir()
    drop(copy, "answers")
    for given, said in ((copy, "lacks the table answers"), (copy.parent, "There is no whole copy of a database")):
        done = call(config, "restore", "--database", str(given), "--yes")
        assert done.exit_code == 2
        assert said in done.output


def test_a_damaged_database_has_a_step_too(config: Path) -> None:
    path = database_of(config)
    path.write_bytes(path.read_bytes()[:5000])
    assert "→ Stop the bot, leave the files where they are" in call(config, "check").output


def test_the_database_has_every_table_of_the_program(config: Path) -> None:
    with closing(sqlite3.connect(database_of(config))) as raw:
        there = {name for (name,) in raw.execute("select name from sqlite_master where type = 'table'")}
    assert set(metadata.tables) <= there
