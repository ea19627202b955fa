"""The store in SQLite: its two connections and how they are set."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from storage.failpoints import Failpoint, never_fail
from storage.files import read_only_address, sqlite_url
from storage.sql_store import SqlStore
from storage.sqlite.connection import SqliteConnection
from storage.troubles import Troubles
from storage.vault import Vault

BUSY_MILLISECONDS = 5_000
BEGIN_WRITING, BEGIN_READING = "BEGIN IMMEDIATE", "BEGIN"
PRAGMAS = (
    *("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"),
    f"busy_timeout={BUSY_MILLISECONDS}",
)
"""What is deleted is overwritten: its owner's key may still be there."""


def engine_for(
    path: Path | None, begin: str = BEGIN_WRITING, pragmas: tuple[str, ...] = PRAGMAS, read_only: bool = False
) -> Engine:
    """An engine over one connection, of a file or of memory; parameters stay out of its errors and logs."""
    options: dict[str, Any] = {"connect_args": {"check_same_thread": False}}
    if read_only and path is not None:
        address = read_only_address(path)
        options = {"creator": lambda: sqlite3.connect(address, uri=True, check_same_thread=False)}
    engine = create_engine(sqlite_url(path), hide_parameters=True, poolclass=StaticPool, **options)

    def prepare(connection: Any, record: Any) -> None:  # noqa: ARG001 (SQLAlchemy calls it so)
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


class SqliteStore(SqlStore):
    """See `SqlStore`. Takes over both engines. `BEGIN IMMEDIATE` takes the write lock before anything is read."""

    def __init__(
        self,
        organisation: str,
        vault: Vault,
        writer: Engine,
        reader: Engine | None,
        failpoint: Failpoint = never_fail,
        troubles: Troubles | None = None,
    ) -> None:
        troubles = troubles or Troubles()
        clock = troubles.monotonic
        self._engines = [engine for engine in (writer, reader) if engine]
        writing = SqliteConnection(writer, BEGIN_WRITING, organisation, vault, True, clock)
        reading = SqliteConnection(reader, BEGIN_READING, organisation, vault, False, clock) if reader else None
        super().__init__(organisation, vault, writing, reading, failpoint, troubles)

    def _let_go(self) -> None:
        for engine in self._engines:
            engine.dispose()

    def _wipe_deleted(self) -> None:
        """Leave nothing in the write-ahead log of what was deleted. Where somebody reads just then, the next sweep does it."""
        path = self._engines[0].url.database
        if path and Path(path).exists():
            with closing(sqlite3.connect(path, isolation_level=None, timeout=1)) as connection, suppress(sqlite3.Error):
                connection.execute("pragma wal_checkpoint(truncate)")
