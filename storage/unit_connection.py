"""Interface of one connection to a database and of the unit of work over it, and what every database has of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from sqlalchemy import Table

from bot.domain.model import OutboxMessage
from storage.box import Box, OutboxBox
from storage.driver import Driver
from storage.known_rows import KnownRows
from storage.outbox_statements import OutboxStatements
from storage.spec import spec_of
from storage.sql_box import SqlBox, SqlOutboxBox
from storage.statements import Statements, shared_statements
from storage.tables import plumbing, table_of
from storage.unit_of_work import BoxedUnitOfWork

PAIRING = table_of(plumbing.Pairing)


class UnitConnection(Protocol):
    """Made anew when it can no longer be used, in place: whoever has it goes on with it."""

    errors: tuple[type[Exception], ...]
    """Errors that the driver raises, besides those of storage."""
    unit: BoxedUnitOfWork
    pairing: SqlBox
    driver: Driver
    unusable_since: float | None

    @property
    def in_transaction(self) -> bool:
        """False also when the database has ended a transaction by itself."""
        ...

    def execute(self, sql: str) -> Any: ...

    def begin(self) -> None: ...

    @property
    def refused(self) -> Mapping[int, Exception]:
        """Errors of units of work by their numbers, from 1 on: those that had ended before, and were rolled back alone.

        All of a transaction's are known with its commit.
        """
        ...

    def open_unit(self) -> None:
        """Begin what can be rolled back alone."""
        ...

    def close_unit(self) -> None: ...

    def undo_unit(self) -> None:
        """Roll it back, and end it."""
        ...

    def commit(self) -> bool:
        """Return whether there was anything to commit: only that shows that the database can be written."""
        ...

    def roll_back(self) -> None:
        """Undo what is open. Where even that fails the connection is made anew before it is used again."""
        ...

    def close(self) -> None: ...


class SqlBoxes:
    def __init__(self, driver: Driver, organisation: str, writable: bool, known: KnownRows | None = None) -> None:
        self._driver = driver
        self._organisation = organisation
        self._writable = writable
        self._known = known

    def of(self, table: Table) -> Box:
        statements = shared_statements(Statements, table, self._driver.dialect)
        return SqlBox(statements, self._driver, self._organisation, self._writable, self._known)

    def outbox(self) -> OutboxBox:
        statements = shared_statements(OutboxStatements, spec_of(OutboxMessage).table, self._driver.dialect)
        return SqlOutboxBox(statements, self._driver, self._organisation, self._writable, self._known)


def pairing_of(driver: Driver, writable: bool) -> SqlBox:
    """Return the table in which the database notes to which key store it belongs."""
    return SqlBox(shared_statements(Statements, PAIRING, driver.dialect), driver, "", writable)
