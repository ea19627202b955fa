"""The store in SQLite: one writer whose commits are shared, one reader beside it.

Theory of operation. Waiting units of work share a transaction: each runs in a savepoint of its own, one that raises is rolled
back alone, new data keys are made durable, then all are committed, then all callers are told. Should the commit fail, all
of them are told that. `BEGIN IMMEDIATE` takes the write lock before anything is read, so nothing read can have changed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, Table, create_engine, event
from sqlalchemy.pool import StaticPool

from bot.ports import UnitOfWork
from storage.box import Box, OutboxBox
from storage.driver import Driver, driver_of
from storage.failpoints import AFTER_COMMIT, BEFORE_COMMIT, Failpoint, never
from storage.outbox_statements import OutboxStatements
from storage.spec import OUTBOX
from storage.sql_box import SqlBox, SqlOutboxBox
from storage.statements import Statements
from storage.sweep import Swept, replay_erasures, sweep
from storage.unit_of_work import BoxedUnitOfWork
from storage.vault import Vault
from storage.worker import Job, Worker

T = TypeVar("T")
BUSY_MILLISECONDS = 5_000
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MILLISECONDS}")


def engine_for(path: Path | None, begin: str = "BEGIN IMMEDIATE", pragmas: tuple[str, ...] = PRAGMAS) -> Engine:
    """An engine over one connection, of a file or of memory; parameters stay out of its errors and logs."""
    where = "sqlite://" if path is None else f"sqlite:///{path}"
    threads = {"check_same_thread": False}
    engine = create_engine(where, hide_parameters=True, poolclass=StaticPool, connect_args=threads)

    def prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


class SqlBoxes:
    def __init__(self, driver: Driver, organisation: str, writable: bool) -> None:
        self._driver = driver
        self._organisation = organisation
        self._writable = writable

    def of(self, table: Table) -> Box:
        statements = Statements(table, self._driver.dialect)
        return SqlBox(statements, self._driver, self._organisation, self._writable)

    def outbox(self) -> OutboxBox:
        statements = OutboxStatements(OUTBOX.table, self._driver.dialect)
        return SqlOutboxBox(statements, self._driver, self._organisation, self._writable)


class SqliteStore:
    """See `bot.ports.Store`. Takes over both engines; without a reader's, reading takes turns with writing."""

    def __init__(
        self, organisation: str, vault: Vault, writer: Engine, reader: Engine | None, failpoint: Failpoint = never
    ) -> None:
        self.vault = vault
        self._failpoint = failpoint
        self._engines = [engine for engine in (writer, reader) if engine]
        self._connection = writer.connect()
        self._driver = driver_of(self._connection)
        self._unit = BoxedUnitOfWork(SqlBoxes(self._driver, organisation, writable=True), vault)
        self._reading = reader.connect() if reader else self._connection
        self._reading_unit = BoxedUnitOfWork(SqlBoxes(driver_of(self._reading), organisation, writable=False), vault)
        self._writer = Worker("folkmoot-writer", self._write, self._connection.close)
        self._reader = Worker("folkmoot-reader", self._read, self._reading.close) if reader else None
        self.run_sync(lambda _: replay_erasures(self._unit))

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        return await self._writer.run(work)

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        if self._reader:
            return await self._reader.run(work)
        return await self._writer.run(lambda _: work(self._reading_unit))

    def run_sync(self, work: Callable[[UnitOfWork], T]) -> T:
        return self._writer.run_sync(work)

    def read_sync(self, work: Callable[[UnitOfWork], T]) -> T:
        if self._reader:
            return self._reader.run_sync(work)
        return self._writer.run_sync(lambda _: work(self._reading_unit))

    async def sweep(self) -> Swept:
        return await self.run(lambda _: sweep(self._unit))

    async def close(self) -> None:
        await asyncio.to_thread(self.close_sync)

    def close_sync(self) -> None:
        """Finish what is waiting, then let go of both files. May be called again."""
        for worker in (self._writer, self._reader):
            if worker:
                worker.close()
        for engine in self._engines:
            engine.dispose()
        self.vault.keys.close()

    def _write(self, jobs: list[Job[Any]]) -> None:
        execute = self._driver.execute
        with self._connection.begin() as transaction:
            for job in jobs:
                execute("SAVEPOINT unit", ())
                if not job.attempt(self._unit):
                    execute("ROLLBACK TO unit", ())
                execute("RELEASE unit", ())
            self.vault.keys.flush()
            self._failpoint(BEFORE_COMMIT)
            transaction.commit()
        self._failpoint(AFTER_COMMIT)

    def _read(self, jobs: list[Job[Any]]) -> None:
        with self._reading.begin() as transaction:
            for job in jobs:
                job.attempt(self._reading_unit)
            transaction.rollback()
        self.vault.keys.flush()
