"""The store in SQLite: one writer whose commits are shared, one reader beside it.

Theory of operation. Waiting units of work share a transaction: each runs in a savepoint of its own, one that raises is rolled
back alone, new data keys are made durable, then all are committed, then all callers are told. Should the commit fail, or
SQLite end the transaction by itself, all of them are told that, and the next group begins anew. `BEGIN IMMEDIATE` takes the
write lock before anything is read, so nothing read can have changed.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from bot.ports import NotStoredError, UnitOfWork, WritingSign
from storage.errors import StorageError
from storage.failpoints import AFTER_COMMIT, BEFORE_COMMIT, Failpoint, never_fail
from storage.files import read_only_address, sqlite_url
from storage.generations import Generations
from storage.sweep import Swept, replay_erasures, sweep_stores
from storage.troubles import Troubles
from storage.unit_connection import SqlBoxes, UnitConnection
from storage.unit_of_work import BoxedUnitOfWork
from storage.vault import Vault
from storage.worker import Job, Worker

T = TypeVar("T")
log = logging.getLogger(__name__)
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


class SqliteStore:
    """See `bot.ports.Store`. Takes over both engines; without a reader's, reading takes turns with writing."""

    def __init__(
        self,
        organisation: str,
        vault: Vault,
        writer: Engine,
        reader: Engine | None,
        failpoint: Failpoint = never_fail,
        troubles: Troubles | None = None,
    ) -> None:
        self.vault = vault
        self._failpoint = failpoint
        self._troubles = troubles or Troubles()
        self._engines = [engine for engine in (writer, reader) if engine]
        clock = self._troubles.monotonic
        self._writing = UnitConnection(writer, BEGIN_WRITING, organisation, vault, True, clock)
        self._generations = Generations(vault.keys, lambda: self._writing.pairing)
        self._writer = Worker("folkmoot-writer", self._write, self._writing.close)
        if reader:
            self._reading = UnitConnection(reader, BEGIN_READING, organisation, vault, False, clock)
            self._reader: Worker | None = Worker("folkmoot-reader", self._read, self._reading.close)
        else:
            boxes = SqlBoxes(self._writing.driver, organisation, writable=False)
            self._reading_unit = BoxedUnitOfWork(boxes, vault)
            self._reader = None
        try:
            self.run_sync(lambda _: self._begin())
        except BaseException:
            self.close_sync()
            raise

    def _begin(self) -> None:
        """Complete what was interrupted, and begin a generation, so that a copy of before this start is known as older."""
        self._generations.advance()
        replay_erasures(self._writing.unit)

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

    async def sweep(self, now: datetime, remove: bool = True) -> Swept:
        """And begin a generation, so that yesterday's copy is known as older even if no key was made since."""
        await self.run(lambda _: self._generations.advance())
        swept = await sweep_stores(self, now, remove)
        await asyncio.to_thread(self._empty_log)
        return swept

    def _empty_log(self) -> None:
        """Leave nothing in the write-ahead log of what was deleted. Where somebody reads just then, the next sweep does it."""
        path = self._engines[0].url.database
        if path and Path(path).exists():
            with closing(sqlite3.connect(path, isolation_level=None, timeout=1)) as connection, suppress(sqlite3.Error):
                connection.execute("pragma wal_checkpoint(truncate)")

    def writing(self) -> WritingSign:
        return WritingSign(self._troubles.failing, self._troubles.monotonic() - self._troubles.written_at)

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
        writing = self._writing
        try:
            writing.begin()
            self.vault.keys.notice_other_processes()
            for job in jobs:
                self._attempt(job)
            self.vault.keys.flush()
            self._generations.record()
            self._failpoint(BEFORE_COMMIT)
            written = writing.commit()
        except BaseException as error:
            writing.roll_back()
            said = self._troubles.told(error, "written", writing.unusable_since)
            if said is error:
                raise
            raise said from error
        if written and not any(isinstance(job.error, NotStoredError) for job in jobs):
            self._troubles.succeeded()
        self._failpoint(AFTER_COMMIT)
        self._generations.settle()
        if writing.unit.erasures.waiting:
            self._complete_erasures()

    def _complete_erasures(self) -> None:
        """Destroy keys that are over. If that fails nothing is undone: `replay_erasures` does it once a day and at each start."""
        writing = self._writing
        try:
            writing.begin()
            writing.unit.erasures.complete()
            self._generations.record()
            writing.commit()
        except (sqlite3.Error, DBAPIError, StorageError) as error:
            writing.roll_back()
            log.error("keys that are over are not destroyed yet", extra={"why": type(error).__name__})
            return
        except BaseException:
            writing.roll_back()
            raise
        self._generations.settle()

    def _attempt(self, job: Job[Any]) -> None:
        """Do one job in a savepoint of its own."""
        writing = self._writing
        writing.execute("SAVEPOINT unit")
        if not job.attempt(writing.unit) and job.error is not None:
            if not writing.in_transaction:
                raise job.error
            writing.execute("ROLLBACK TO unit")
            job.error = self._troubles.told(job.error, "written")
        writing.execute("RELEASE unit")

    def _read(self, jobs: list[Job[Any]]) -> None:
        reading = self._reading
        try:
            reading.begin()
            self.vault.keys.notice_other_processes()
            for job in jobs:
                if not job.attempt(reading.unit) and job.error is not None:
                    job.error = self._troubles.told(job.error, "read")
        except BaseException as error:
            said = self._troubles.told(error, "read", reading.unusable_since)
            if said is error:
                raise
            raise said from error
        finally:
            reading.roll_back()
