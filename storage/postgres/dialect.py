"""SQL for PostgreSQL, as SQLAlchemy writes it, with two things of ours.

Whole numbers have 64 bits, as they have in SQLite. Texts compare byte by byte, whatever language the database is set to: ids have
the order that they have in SQLite and in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Dialect, Engine, create_engine
from sqlalchemy.dialects.postgresql.base import PGTypeCompiler
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from storage.postgres.place import PostgresPlace
from storage.postgres.troubles import in_our_words

BYTE_BY_BYTE = ' COLLATE "C"'


class _ColumnTypes(PGTypeCompiler):
    """Types as they are written in statements that make tables, and in casts."""

    def visit_INTEGER(self, type_: Any, **given: Any) -> str:
        return "BIGINT"

    def visit_VARCHAR(self, type_: Any, **given: Any) -> str:
        return str(super().visit_VARCHAR(type_, **given)) + BYTE_BY_BYTE

    def visit_TEXT(self, type_: Any, **given: Any) -> str:
        return str(super().visit_TEXT(type_, **given)) + BYTE_BY_BYTE


def _with_our_types(dialect: Any) -> Any:
    dialect.type_compiler_instance = _ColumnTypes(dialect)
    return dialect


def make_dialect() -> Dialect:
    """For compiling statements that run on the driver itself: its parameters have an order, and no names."""
    made: Dialect = _with_our_types(PGDialect_psycopg(paramstyle="format"))  # type: ignore[no-untyped-call]
    return made


DIALECT = make_dialect()


@contextmanager
def engine_of(place: PostgresPlace, kept: int = 0) -> Iterator[Engine]:
    """For making and migrating tables: each connection is a new one, unless so many are kept. What is begun is all or nothing.

    Raises what a session raises of the driver's errors.
    """

    def connect() -> psycopg.Connection[Any]:
        made = place.connect()
        made.set_autocommit(False)
        return made

    pool: dict[str, Any] = {"pool_size": kept, "max_overflow": 0} if kept else {"poolclass": NullPool}
    engine = create_engine("postgresql+psycopg://", creator=connect, hide_parameters=True, **pool)
    _with_our_types(engine.dialect)
    failed = None
    try:
        yield engine
    except DBAPIError as error:
        if not isinstance(error.orig, psycopg.Error):
            raise
        failed = in_our_words(error.orig, "database", "written")
    finally:
        engine.dispose()
    if failed:
        raise failed
