"""Running compiled statements on the driver's own connection, inside the transaction that SQLAlchemy began.

Between them an execution context and a result object of SQLAlchemy cost more than a short statement of SQLite. Nothing is
logged here, and SQLite's own errors name tables and columns, never values (C10).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect

Execute = Callable[[str, tuple[Any, ...]], Any]
"""SQL and its parameters in order; gives a cursor of the driver (PEP 249)."""


@dataclass(frozen=True, slots=True)
class Driver:
    execute: Execute
    integrity_error: type[Exception]
    dialect: Dialect


def driver_of(connection: Connection) -> Driver:
    raw: Any = connection.connection.driver_connection
    return Driver(raw.execute, connection.dialect.loaded_dbapi.IntegrityError, connection.dialect)
