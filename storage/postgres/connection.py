"""One connection of a store to PostgreSQL and the unit of work over it.

Theory of operation. A transaction that writes begins by taking a lock that all processes have in common, and has it until it ends:
as with SQLite there is one writer at a time, and what it reads is what was committed last. Reading takes no lock, and sees one
instant. A process that stops in the middle of a transaction loses it, and with it the lock, after `IDLE_MILLISECONDS`.

While a connection is lost anybody may move the store away or migrate it. So the one that is made in its place first has the lock of
those who have the store open, and then looks as a start does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from storage.driver import Driver
from storage.errors import UnusableStoreError
from storage.known_rows import KnownRows
from storage.postgres import patience
from storage.postgres.dialect import DIALECT
from storage.postgres.pipeline import Pipeline
from storage.postgres.place import PostgresPlace
from storage.postgres.queue import StatementQueue
from storage.postgres.session import (
    WAIT_MILLISECONDS,
    Look,
    Session,
    UniqueViolationError,
    check_committed,
    ignore_changes,
)
from storage.postgres.troubles import HARMLESS
from storage.postgres.waking import CHANNEL
from storage.unit_connection import SqlBoxes, pairing_of
from storage.unit_of_work import BoxedUnitOfWork
from storage.vault import Vault

WRITERS = 0x666F6C6B
"""Number of the lock that whoever writes holds."""
OPEN = 0x6D6F7665
"""Number of the lock that each store has, with others, for as long as it is open: a move wants it alone."""
IDLE_MILLISECONDS = 5_000
"""For how long a transaction that writes may do nothing: less than another one waits for it."""
READER_IDLE_MILLISECONDS = 60_000
WRITING = (
    f"set lock_timeout = {WAIT_MILLISECONDS}; set idle_in_transaction_session_timeout = {IDLE_MILLISECONDS}; "
    f"select pg_advisory_lock_shared({OPEN})"
)
READING = f"set idle_in_transaction_session_timeout = {READER_IDLE_MILLISECONDS}"
BEGIN_WRITING = f"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock({WRITERS})"
BEGIN_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class PostgresConnection:
    """See `storage.unit_connection.UnitConnection`."""

    errors: tuple[type[Exception], ...] = ()

    def __init__(
        self,
        place: PostgresPlace,
        organisation: str,
        vault: Vault,
        writable: bool,
        monotonic: Callable[[], float],
        look: Look = ignore_changes,
    ) -> None:
        self._begin = BEGIN_WRITING if writable else BEGIN_READING
        self._session = Session(place, "database", WRITING if writable else READING, patience.ANSWER_SECONDS)
        self._session.done = "written" if writable else "read"
        self._session.look = look
        self._monotonic = monotonic
        self._in_doubt = False
        self._changes = 0
        self.unusable_since: float | None = None
        self._pipeline = Pipeline(self._session.connection)
        self._queue = StatementQueue(self._pipeline_now, self._session.told)
        self._known = KnownRows()
        self.driver = Driver(self._queue.run, UniqueViolationError, DIALECT, self._queue.defer)
        self.unit = BoxedUnitOfWork(SqlBoxes(self.driver, organisation, writable, self._known), vault)
        self.pairing = pairing_of(self.driver, writable)

    @property
    def number(self) -> int:
        """Return the server's number of this connection, by which what it says is known."""
        return self._session.connection.info.backend_pid

    @property
    def in_transaction(self) -> bool:
        return self._session.in_transaction

    def execute(self, sql: str) -> Any:
        return self._queue.run(sql)

    def _pipeline_now(self) -> Pipeline:
        if self._pipeline.connection is not self._session.connection:
            self._pipeline = Pipeline(self._session.connection)
        return self._pipeline

    @property
    def refused(self) -> Mapping[int, Exception]:
        return self._queue.refused

    def open_unit(self) -> None:
        self._queue.open_unit()

    def close_unit(self) -> None:
        self._queue.close_unit()
        self._known.end_unit()

    def undo_unit(self) -> None:
        self._queue.undo_unit()
        self._known.clear()

    def begin(self) -> None:
        with self._doubting():
            if self._in_doubt:
                self._session.renew()
                self._in_doubt = False
            self._forget()
            self._session.run(self._begin)
            self._changes = self._queue.changes
            self.unit.leased_outbox.added = False
        # Unlike a file, a server that lets a transaction begin can be used: for writing too, or it would have refused that.
        self.unusable_since = None

    def commit(self) -> bool:
        with self._doubting():
            if self.unit.leased_outbox.added:
                self._queue.defer(f"NOTIFY {CHANNEL}")
            check_committed(self._queue.run("COMMIT").said, "database")
        return self._queue.changes != self._changes

    def _forget(self) -> None:
        self._queue.clear()
        self._known.clear()

    def roll_back(self) -> None:
        self._forget()
        self._in_doubt |= not self._session.undo()

    def close(self) -> None:
        self._session.close()

    @contextmanager
    def _doubting(self) -> Iterator[None]:
        """Remember since when the connection has failed."""
        try:
            yield
        except UnusableStoreError as error:
            if error.database_code not in HARMLESS:
                self._in_doubt = True
                self.unusable_since = self.unusable_since or self._monotonic()
            raise
