"""A store in a database: one writer whose commits are shared, one reader beside it.

Theory of operation. Waiting units of work share a transaction: each runs in a savepoint of its own, one that raises is rolled
back alone, new data keys are made durable, then all are committed, then all callers are told. Should the commit fail, or
the database end the transaction by itself, all of them are told that, and the next group begins anew. A transaction that writes
has the database for itself from its begin, before anything is read, so nothing read can have changed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from bot.ports import NotStoredError, UnitOfWork, WritingSign
from storage.errors import StorageError
from storage.failpoints import AFTER_COMMIT, BEFORE_COMMIT, Failpoint
from storage.generations import Generations
from storage.sweep import Swept, replay_erasures, sweep_stores
from storage.troubles import Troubles
from storage.unit_connection import SqlBoxes, UnitConnection
from storage.unit_of_work import BoxedUnitOfWork
from storage.vault import Vault
from storage.worker import Job, Worker

T = TypeVar("T")
log = logging.getLogger(__name__)


class SqlStore:
    """See `bot.ports.Store`. Takes over both connections; without a reader's, reading takes turns with writing."""

    def __init__(
        self,
        organisation: str,
        vault: Vault,
        writing: UnitConnection,
        reading: UnitConnection | None,
        failpoint: Failpoint,
        troubles: Troubles,
    ) -> None:
        self.vault = vault
        self._failpoint = failpoint
        self._troubles = troubles
        self._writing = writing
        self._generations = Generations(vault.keys, lambda: self._writing.pairing)
        self._writer = Worker("folkmoot-writer", self._write, writing.close)
        if reading:
            self._reading = reading
            self._reader: Worker | None = Worker("folkmoot-reader", self._read, reading.close)
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
        await asyncio.to_thread(self._wipe_deleted)
        return swept

    def _wipe_deleted(self) -> None:
        """Leave nothing of what was deleted where the database keeps it longer than it has to."""

    def _let_go(self) -> None:
        """Give back what the connections came from."""

    def writing(self) -> WritingSign:
        return WritingSign(self._troubles.failing, self._troubles.monotonic() - self._troubles.written_at)

    async def close(self) -> None:
        await asyncio.to_thread(self.close_sync)

    def close_sync(self) -> None:
        """Finish what is waiting, then let go of both stores. May be called again."""
        for worker in (self._writer, self._reader):
            if worker:
                worker.close()
        self._let_go()
        self.vault.keys.close()

    def _write(self, jobs: list[Job[Any]]) -> None:
        writing = self._writing
        try:
            writing.begin()
            self.vault.keys.drop_unused()
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
        for number, refusal in writing.refused.items():
            jobs[number - 1].fail(self._troubles.told(refusal, "written"))
        if written and not any(isinstance(job.error, NotStoredError) for job in jobs):
            self._troubles.succeeded()
        self._failpoint(AFTER_COMMIT)
        self._generations.settle()
        if writing.unit.erasures.waiting:
            self._complete_erasures()

    def _complete_erasures(self) -> None:
        """Destroy keys that are over. If that fails nothing is undone: `replay_erasures` does it once a day and at each start."""
        writing = self._writing
        failures: tuple[type[Exception], ...] = (*writing.errors, StorageError)
        try:
            writing.begin()
            writing.unit.erasures.complete()
            self._generations.record()
            writing.commit()
        except failures as error:
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
        writing.open_unit()
        if job.attempt(writing.unit) or job.error is None:
            writing.close_unit()
            return
        if not writing.in_transaction:
            raise job.error
        writing.undo_unit()
        job.error = self._troubles.told(job.error, "written")

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
