"""Running compiled statements on the driver's own connection, inside the transaction that SQLAlchemy began.

Between them an execution context and a result object of SQLAlchemy cost more than a short statement of SQLite. Nothing is
logged here, and SQLite's own errors name tables and columns, never values (C10).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect

from bot.ports import Added

Execute = Callable[[str, tuple[Any, ...]], Any]
"""SQL and its parameters in order; gives a cursor of the driver (PEP 249)."""
Write = Callable[[str, tuple[Any, ...]], Added]
"""SQL and its parameters in order; its truth value is whether a row was changed."""


@dataclass(frozen=True, slots=True)
class Driver:
    execute: Execute
    integrity_error: type[Exception]
    dialect: Dialect
    write: Write
    """Runs a statement that gives nothing back, at the latest before the next that does, and before the transaction's end."""


def driver_of(connection: Connection) -> Driver:
    raw: Any = connection.connection.driver_connection
    integrity_error = connection.dialect.loaded_dbapi.IntegrityError
    return Driver(raw.execute, integrity_error, connection.dialect, write_at_once(raw.execute))


def write_at_once(execute: Execute) -> Write:
    """Return what writes without waiting for anything."""
    return lambda sql, values: execute(sql, values).rowcount > 0
