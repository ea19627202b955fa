"""A server that cuts connections, a process that stops in the middle, and errors that would hold values (R12, C10)."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import psycopg
import pytest

from bot.ports import NotStoredError
from storage.errors import CannotBeStoredError, StorageError
from storage.postgres import connection as postgres_connection
from storage.postgres import session as postgres_session
from storage.postgres.place import PostgresPlace, unreachable
from storage.postgres.session import WAIT_MILLISECONDS
from storage.postgres.store import PostgresStore
from storage.postgres.troubles import in_our_words
from storage.troubles import CALM_SECONDS, Troubles, is_away
from tests.storage.samples import a_round
from tests.support.further import only_further
from tests.support.postgres import execute_in, new_pair, open_pair
from tests.support.stores import keep_words, readable_of

CANARY = "-".join(("canary", "occasion"))


@pytest.fixture
def store() -> Iterator[PostgresStore]:
    opened = open_pair(new_pair())
    yield opened
    opened.close_sync()


def cut_off() -> None:
    """End every connection to the databases of this process, as a server does that is started anew."""
    ours = f"datname ~ '^d{os.getpid()}(k|_.*)?$' and pid <> pg_backend_pid()"
    execute_in("postgres", f"select pg_terminate_backend(pid) from pg_stat_activity where {ours}")


def test_after_a_cut_the_next_unit_of_work_goes_on(store: PostgresStore) -> None:
    store.run_sync(keep_words("ann"))

    def cut_within(unit: Any) -> None:
        cut_off()
        keep_words("ben")(unit)

    with pytest.raises(NotStoredError, match="its server cannot be reached"):
        store.run_sync(cut_within)
    store.run_sync(keep_words("chloe"))
    assert readable_of(store, "ann", "ben", "chloe") == [True, False, True]


def test_reading_goes_on_after_a_cut_as_well(store: PostgresStore) -> None:
    store.run_sync(keep_words("ann"))
    cut_off()
    for _ in range(2):
        try:
            found = readable_of(store, "ann")
        except NotStoredError:
            continue
        break
    assert found == [True]


def away_and_back(store: PostgresStore, clock: list[float], seconds: float, more: str = "&port=1") -> None:
    """The server lets nobody in for so long, as reading sees it."""
    session = store._reading._session  # type: ignore[attr-defined]
    proper, place = session.place, type(session.place)(f"{session.place.url}{more}")
    session.place = place
    session.connection.close()
    for _ in range(2):
        with pytest.raises(NotStoredError):
            store.read_sync(lambda unit: unit.teams.count())
        clock[0] += seconds / 2
    session.place = proper
    store.read_sync(lambda unit: unit.teams.count())


def test_a_server_that_is_away_ends_no_process_however_long_that_is() -> None:
    """Its supervisor would start it again, and the start would find nobody either."""
    clock, lost = [1.0], list[Exception]()
    store = open_pair(new_pair(), troubles=Troubles(lost.append, lambda: clock[0]))
    for seconds in (CALM_SECONDS / 2, CALM_SECONDS * 100):
        away_and_back(store, clock, seconds)
        clock[0] += 2 * CALM_SECONDS
    assert lost == []
    store.close_sync()


def test_one_that_answers_and_refuses_for_a_minute_does() -> None:
    """A new start reads the password's file again, or says what is wrong."""
    clock, lost = [1.0], list[Exception]()
    store = open_pair(new_pair(), troubles=Troubles(lost.append, lambda: clock[0]))
    away_and_back(store, clock, CALM_SECONDS / 2, "&dbname=nowhere")
    clock[0] += 2 * CALM_SECONDS
    assert lost == []
    away_and_back(store, clock, CALM_SECONDS * 4, "&dbname=nowhere")
    assert len(lost) == 1
    store.close_sync()


def test_a_commit_that_the_server_answers_with_a_rollback_is_no_commit(store: PostgresStore) -> None:
    def break_transaction(unit: Any) -> None:
        unit.teams.count()
        with suppress(StorageError):
            store._writing._session.execute("select 1 / 0")  # type: ignore[attr-defined]
        store._writing.close_unit = lambda: None  # type: ignore[method-assign]

    with pytest.raises(NotStoredError, match="the transaction had failed before"):
        store.run_sync(break_transaction)


def test_whoever_passes_over_an_error_of_the_database_is_rolled_back_and_told(store: PostgresStore) -> None:
    def pass_over(unit: Any) -> None:
        keep_words("ann")(unit)
        with suppress(StorageError):
            unit.teams._box._driver.execute("select 1 / 0", ())

    with pytest.raises(StorageError, match="22012"):
        store.run_sync(pass_over)
    assert readable_of(store, "ann") == [False]


def test_a_process_that_stops_in_the_middle_holds_nobody_up(store: PostgresStore) -> None:
    """Its transaction alone is ended early: whoever has the lock next may be slow on a busy machine."""
    pair = new_pair()
    stopped, other = open_pair(pair), open_pair(pair)

    def stop(unit: Any) -> None:
        keep_words("ann")(unit)
        stopped._writing.execute("set idle_in_transaction_session_timeout = 300")
        other.run_sync(keep_words("ben"))
        unit.teams.count()

    with pytest.raises(NotStoredError, match="in which nothing was done for too long"):
        stopped.run_sync(stop)
    stopped.run_sync(keep_words("chloe"))
    assert readable_of(other, "ann", "ben", "chloe") == [False, True, True]
    stopped.close_sync()
    other.close_sync()


def test_it_loses_its_transaction_before_others_have_waited_too_long() -> None:
    assert (
        f"idle_in_transaction_session_timeout = {postgres_connection.IDLE_MILLISECONDS};" in postgres_connection.WRITING
    )
    assert f"lock_timeout = {WAIT_MILLISECONDS};" in postgres_connection.WRITING
    assert 2 * postgres_connection.IDLE_MILLISECONDS <= WAIT_MILLISECONDS


def told_by(store: PostgresStore, through: str) -> str:
    """Return everything that could be logged of an error into which PostgreSQL puts values."""
    execute = {"queue": store._writing.driver.execute, "session": store._writing._session.execute}[through]  # type: ignore[attr-defined]
    store.run_sync(lambda unit: unit.rounds.add(a_round("r", occasion=CANARY)))

    def clash(unit: Any) -> None:
        unit.rounds.get("r")
        execute(
            "insert into teams (organisation_id, id, body) values ('org', %s, 'x'), ('org', %s, 'y')", (CANARY, CANARY)
        )

    with pytest.raises(Exception) as raised:
        store.run_sync(clash)
    return "".join(traceback.format_exception(raised.value)) + repr(raised.value.__context__)


@pytest.mark.parametrize("through", ["queue", "session"])
def test_no_error_holds_a_value(store: PostgresStore, through: str) -> None:
    assert CANARY not in told_by(store, through)


def test_the_driver_s_own_would(store: PostgresStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_session.Session, "told", lambda self, error: error)
    assert CANARY in told_by(store, "session")


@pytest.mark.parametrize(
    ("state", "kind", "said"),
    [
        ("53100", NotStoredError, "the disk is full"),
        ("57P01", NotStoredError, "its server cannot be reached"),
        ("25006", NotStoredError, "it can only be read"),
        ("22003", CannotBeStoredError, "has no form"),
        ("42P01", StorageError, "refused a statement"),
        ("42501", StorageError, "owned by the user"),
        ("XX001", NotStoredError, "is damaged"),
    ],
)
def test_errors_are_told_apart_by_the_server_s_code(state: str, kind: type[Exception], said: str) -> None:
    found = in_our_words(psycopg.errors.lookup(state)(CANARY), "database", "written")
    assert isinstance(found, kind)
    assert said in str(found) and CANARY not in str(found)


@pytest.mark.parametrize(
    ("said", "away"),
    [
        ("Connection refused", True),
        ("FATAL:  the database system is starting up", True),
        ('FATAL:  too many connections for database "keys"', True),
        ('FATAL:  could not write blocks 32..32 in file "base/5/1255": No space left on device', True),
        ('FATAL:  password authentication failed for user "folkmoot"', False),
        ('FATAL:  database "keys" does not exist', False),
    ],
)
def test_a_server_that_may_take_somebody_in_later_is_told_from_one_that_refuses(said: str, away: bool) -> None:
    place = PostgresPlace("postgresql://folkmoot@database.example/folkmoot")
    assert is_away(unreachable(place, psycopg.OperationalError(f"connection failed: {said}"))) is away


@only_further
def test_a_text_with_the_character_of_number_zero_is_refused_without_its_text(store: PostgresStore) -> None:
    with pytest.raises(CannotBeStoredError) as raised:
        store.run_sync(lambda unit: unit.rounds.add(a_round(f"{CANARY}\0")))
    assert CANARY not in "".join(traceback.format_exception(raised.value))
