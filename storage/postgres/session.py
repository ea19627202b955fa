"""One connection to PostgreSQL, in our words: what its driver raises comes out as errors of storage, without values (C10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.pq import TransactionStatus

from storage.errors import LASTING, ConflictError, StorageError, UnusableStoreError
from storage.postgres.patience import PatientConnection
from storage.postgres.place import PostgresPlace, unreachable
from storage.postgres.troubles import in_our_words
from storage.troubles import REFUSED, is_away

UNIQUE = "23505"
WAIT_MILLISECONDS = 10_000
"""For how long a transaction waits for another one that has a lock; in the key store also how long one may do nothing."""
Look = Callable[[], object]
"""Raises what keeps anybody from using a database. It is done with each connection that is made in the place of a lost one."""


def ignore_changes() -> None:
    """For connections of a moment."""


class UniqueViolationError(ConflictError):
    """A unique key is taken; the transaction can only be rolled back, as a whole or to a savepoint."""


class Session:
    """`what` is what errors call the database; `prepare` is done with every connection before it is used. With `patience`, so many
    seconds are waited for each answer."""

    def __init__(self, place: PostgresPlace, what: str, prepare: str = "", patience: float | None = None) -> None:
        self.place = place
        self._patience = patience
        self._what = what
        self._prepare = prepare
        self._within = False
        self.look: Look = ignore_changes
        self.done = "written"
        self.changes = 0
        """Number of rows that were changed since this was made."""
        self.connection = self._connected()

    def _connected(self) -> PatientConnection:
        made: PatientConnection | None = None
        try:
            made = self.place.connect()
            made.patience = self._patience
            if self._prepare:
                made.execute(self._prepare)
            return made
        except psycopg.Error as error:
            failed = error
        if made:
            made.close()
        raise unreachable(self.place, failed)

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Run one statement; several, with a semicolon between two, where there are no values."""
        failed: psycopg.Error | None = None
        try:
            cursor = self.connection.execute(sql, values or None, binary=bool(values))
        except psycopg.Error as error:
            failed = error
        if failed:
            raise self.told(failed)
        if cursor.description is None and cursor.rowcount > 0:
            self.changes += cursor.rowcount
        return cursor

    def copy_in(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a `copy … from stdin` with these rows: all of them, or none."""
        failed: psycopg.Error | None = None
        try:
            with self.connection.cursor() as cursor, cursor.copy(sql) as copy:
                for row in rows:
                    copy.write_row(row)
        except psycopg.Error as error:
            failed = error
        if failed:
            raise self.told(failed)

    def told(self, error: psycopg.Error | str) -> StorageError:
        """Return our error for one of the driver's, or for a code of the server's."""
        if (error if isinstance(error, str) else error.sqlstate) == UNIQUE:
            return UniqueViolationError(f"A unique key of the {self._what} is taken.")
        return in_our_words(error, self._what, self.done)

    @property
    def address(self) -> str:
        """Return the address of the server that this is connected to, of those that the place names."""
        info = self.connection.info
        return make_conninfo(self.place.url, host=info.host, hostaddr=info.hostaddr or None, port=info.port)

    @property
    def status(self) -> TransactionStatus:
        return self.connection.info.transaction_status

    @property
    def in_transaction(self) -> bool:
        """False also for a connection that is lost, with whatever was begun on it."""
        return self.status in (TransactionStatus.INTRANS, TransactionStatus.INERROR)

    @property
    def lost(self) -> bool:
        return self.connection.closed or self.status is TransactionStatus.UNKNOWN

    def commit(self) -> None:
        """Raises UnusableStoreError."""
        check_committed(self.execute("COMMIT").statusmessage or "", self._what)

    def run(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """As `execute`, of what may be done twice: a connection that was lost since it was used last is made anew first."""
        if not self._within:
            try:
                return self.execute(sql, values)
            except UnusableStoreError:
                if not self.lost:
                    raise
            self.renew()
        return self.execute(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; what is run meanwhile belongs to it."""
        self.run("BEGIN")
        self._within = True
        try:
            yield
            self.commit()
        except BaseException:
            self.undo()
            raise
        finally:
            self._within = False

    def undo(self) -> bool:
        """Roll back what is open; False where that cannot be done, and the connection is to be made anew."""
        if not self.in_transaction:
            return not self.lost
        try:
            self.connection.execute("ROLLBACK")
        except psycopg.Error:
            return False
        return True

    def renew(self) -> None:
        """Raises UnusableStoreError, and what `look` raises: nothing is done on a connection with which nobody has looked."""
        self.connection.close()
        failed = None
        try:
            self.connection = self._connected()
            self.look()
        except LASTING:
            self.connection.close()
            raise
        except StorageError as error:
            self.connection.close()
            failed = error
        if failed:
            code, why = ("08001", "cannot be reached") if is_away(failed) else (REFUSED, "lets nobody in")
            raise UnusableStoreError(f"The {self._what} cannot be {self.done}: its server {why}.", code) from None

    def close(self) -> None:
        self.connection.close()


def check_committed(said: str, what: str) -> None:
    """Raise UnusableStoreError where the server, asked to commit, has rolled back: it says that in its answer alone."""
    if said != "COMMIT":
        raise UnusableStoreError(f"The {what} cannot be written: the transaction had failed before.", "25P02")
