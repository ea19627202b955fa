"""No error and no log line holds what was to be stored (C10)."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from bot.domain import model
from bot.domain.confidential import ConfidentialText
from storage.driver import Driver, write_at_once
from storage.sqlite import connection as sqlite_connection
from storage.sqlite import store as sqlite_store
from storage.sqlite.connection import SqliteConnection
from tests.storage.canaries import ANSWER, CANARIES, EVENT, NAME, PLAIN, SENT, WHO, fill, filled
from tests.storage.samples import NOW, a_round, later, message


def every_error(folder: Path) -> str:
    """What is said when each write of personal data meets a database that has lost its tables, and at DEBUG besides."""
    store = filled(folder)
    said: list[str] = []

    def attempt(work: Callable[[Any], Any]) -> None:
        with pytest.raises(Exception) as caught:
            store.run_sync(work)
        said.append("".join(traceback.format_exception(caught.value)) + repr(caught.value))

    for table in ("members", "texts", "addresses", "inbox", "outbox", "rounds", "schedules"):
        store.run_sync(
            lambda _, table=table: store._writing.driver.execute(f"ALTER TABLE {table} RENAME TO x_{table}", ())
        )
    attempt(fill)
    attempt(lambda unit: unit.schedules.where(team=PLAIN))
    attempt(lambda unit: unit.members.save(model.Member(id=WHO, name=NAME)))
    attempt(lambda unit: unit.texts.keep("t", WHO, ConfidentialText(ANSWER)))
    attempt(lambda unit: unit.texts.read([ANSWER]))
    attempt(lambda unit: unit.inbox.claim(EVENT, NOW))
    attempt(lambda unit: unit.rounds.until("next_at", later(days=1)))
    attempt(lambda unit: unit.rounds.save(a_round(why=f"{ANSWER} \ud800")))
    attempt(lambda unit: unit.rounds.where(state=ANSWER))
    attempt(lambda unit: unit.outbox.add(message("m", sent_ref=SENT)))
    store.close_sync()
    return "\n".join(said)


def test_errors_and_logs_hold_no_values(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "sqlalchemy.engine"):
        said = every_error(tmp_path) + caplog.text
    assert "no such table" in said
    assert not [canary for canary in (*CANARIES, PLAIN) if canary in said]


def talk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The defence taken away: statements go through an engine that hides nothing."""

    def open_one(*given: Any, hide_parameters: bool, **options: Any) -> Any:
        return sqlalchemy.create_engine(*given, **options)

    def talking(connection: sqlalchemy.Connection) -> Driver:
        execute = connection.exec_driver_sql
        return Driver(execute, sqlalchemy.exc.IntegrityError, connection.dialect, write_at_once(execute))

    monkeypatch.setattr(sqlite_store, "create_engine", open_one)
    monkeypatch.setattr(sqlite_connection, "driver_of", talking)
    monkeypatch.setattr(SqliteConnection, "begin", lambda self: self._connection.begin())
    monkeypatch.setattr(SqliteConnection, "commit", lambda self: self._connection.commit())
    monkeypatch.setattr(SqliteConnection, "roll_back", lambda self: self._connection.rollback())


def test_errors_would_hold_values_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    talk(monkeypatch)
    assert PLAIN in every_error(tmp_path)


@pytest.mark.parametrize("talking", [False, True])
def test_rows_are_not_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, talking: bool
) -> None:
    if talking:
        talk(monkeypatch)
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "sqlalchemy.engine"):
        store = filled(tmp_path)
        assert store.read_sync(lambda unit: len(unit.schedules.where())) == 1
        store.close_sync()
    assert "BEGIN IMMEDIATE" in caplog.text
    assert (PLAIN in caplog.text) == talking
