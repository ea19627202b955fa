"""The store in memory: the same records, keys and refusals as a database, fast enough for a million units of work."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Table

from bot.domain.model import OutboxMessage
from bot.ports import UnitOfWork, WritingSign
from storage.box import Box, OutboxBox
from storage.errors import StoreClosedError
from storage.failpoints import AFTER_COMMIT, BEFORE_COMMIT, Failpoint, never_fail
from storage.memory_box import MemoryBox, MemoryOutboxBox, UndoJournal
from storage.spec import spec_of
from storage.sweep import Swept, sweep_stores
from storage.unit_of_work import BoxedUnitOfWork
from storage.vault import Vault

T = TypeVar("T")


class MemoryBoxes:
    def __init__(self, journal: UndoJournal) -> None:
        self._journal = journal
        table = spec_of(OutboxMessage).table
        self._outbox = MemoryOutboxBox(table, journal)
        self._made: dict[str, MemoryBox] = {table.name: self._outbox}

    def of(self, table: Table) -> Box:
        if table.name not in self._made:
            self._made[table.name] = MemoryBox(table, self._journal)
        return self._made[table.name]

    def outbox(self) -> OutboxBox:
        return self._outbox


class MemoryStore:
    """See `bot.ports.Store`. Units of work run at once, one at a time, where they are handed in."""

    def __init__(self, vault: Vault, failpoint: Failpoint = never_fail) -> None:
        self._journal = UndoJournal()
        self.vault = vault
        self._unit = BoxedUnitOfWork(MemoryBoxes(self._journal), vault)
        self._failpoint = failpoint
        self._lock = threading.RLock()
        self._busy = False
        self._closed = False

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        return self.run_sync(work)

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        return self.read_sync(work)

    def run_sync(self, work: Callable[[UnitOfWork], T]) -> T:
        with self._lock:
            return self._transact(work, writable=True)

    def read_sync(self, work: Callable[[UnitOfWork], T]) -> T:
        with self._lock:
            return self._transact(work, writable=False)

    async def sweep(self, now: datetime, remove: bool = True) -> Swept:
        return await sweep_stores(self, now, remove)

    def writing(self) -> WritingSign:
        return WritingSign(fails=False, seconds=0.0)

    async def close(self) -> None:
        self.close_sync()

    def close_sync(self) -> None:
        self._closed = True

    def _transact(self, work: Callable[[UnitOfWork], T], writable: bool) -> T:
        if self._closed:
            raise StoreClosedError("The store is closed.")
        if self._busy:
            raise RuntimeError("a unit of work cannot wait for another one")
        self._busy, self._journal.writable = True, writable
        try:
            result = work(self._unit)
            self.vault.keys.flush()
            if writable:
                self._failpoint(BEFORE_COMMIT)
        except BaseException:
            self._journal.roll_back()
            raise
        finally:
            self._busy = False
            self._journal.undo.clear()
        if writable:
            self._failpoint(AFTER_COMMIT)
            self._unit.erasures.complete()
        return result
