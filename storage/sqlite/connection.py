"""One connection to SQLite and the unit of work over it; made anew when it can no longer be used."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from storage.driver import driver_of
from storage.unit_connection import SqlBoxes, pairing_of
from storage.unit_of_work import BoxedUnitOfWork
from storage.vault import Vault

HARMLESS = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CONSTRAINT)
"""SQLite codes after which a connection is still good: it waited for a lock or for room, or a row was refused."""


class SqliteConnection:
    """Transactions are begun and ended in SQL: SQLAlchemy's own notion of one outlives a commit that fails."""

    errors: tuple[type[Exception], ...] = (sqlite3.Error, DBAPIError)

    def __init__(
        self,
        engine: Engine,
        begin: str,
        organisation: str,
        vault: Vault,
        writable: bool,
        monotonic: Callable[[], float],
    ) -> None:
        self._engine = engine
        self._begin = begin
        self._organisation = organisation
        self._vault = vault
        self._writable = writable
        self._monotonic = monotonic
        self._in_memory = engine.url.database is None
        self._in_doubt = False
        self._changes = 0
        self.unusable_since: float | None = None
        self.refused: Mapping[int, Exception] = {}
        self._open()

    def _open(self) -> None:
        self._connection = self._engine.connect()
        self._raw: Any = self._connection.connection.driver_connection
        self.driver = driver_of(self._connection)
        boxes = SqlBoxes(self.driver, self._organisation, self._writable)
        self.unit = BoxedUnitOfWork(boxes, self._vault)
        self.pairing = pairing_of(self.driver, self._writable)

    @property
    def in_transaction(self) -> bool:
        """False also when SQLite has rolled a transaction back by itself, as it may where the disk is full."""
        return bool(self._raw.in_transaction)

    def execute(self, sql: str) -> Any:
        return self._raw.execute(sql)

    def open_unit(self) -> None:
        self.execute("SAVEPOINT unit")

    def close_unit(self) -> None:
        self.execute("RELEASE unit")

    def undo_unit(self) -> None:
        self.execute("ROLLBACK TO unit")
        self.execute("RELEASE unit")

    def begin(self) -> None:
        with self._doubting():
            if self._in_doubt:
                self._renew()
            self.execute(self._begin)
            self._changes = self._raw.total_changes

    def commit(self) -> bool:
        """Return whether there was anything to commit: only that shows that the disk can be written."""
        with self._doubting():
            self.execute("COMMIT")
        if self._raw.total_changes == self._changes:
            return False
        self.unusable_since = None
        return True

    def roll_back(self) -> None:
        """Undo what is open. Where even that fails the connection is made anew before it is used again."""
        try:
            if self.in_transaction:
                self.execute("ROLLBACK")
        except sqlite3.Error:
            self._in_doubt = True

    def close(self) -> None:
        self._connection.close()

    def _renew(self) -> None:
        """A database in memory ends with its connection, which is kept as it is."""
        if not self._in_memory:
            if not self._connection.closed:
                self._connection.invalidate()
                self._connection.close()
            self._open()
        self._in_doubt = False

    @contextmanager
    def _doubting(self) -> Iterator[None]:
        """Remember since when the connection has failed."""
        try:
            yield
        except (sqlite3.Error, DBAPIError) as error:
            reason = error.orig if isinstance(error, DBAPIError) else error
            if getattr(reason, "sqlite_errorcode", 0) & 0xFF not in HARMLESS:
                self._in_doubt = True
                self.unusable_since = self.unusable_since or self._monotonic()
            if reason is error or reason is None:
                raise
            raise reason from None
