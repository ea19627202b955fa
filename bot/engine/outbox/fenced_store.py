"""The store as the sender writes to it: nothing is stored by right of a lease that another process has taken meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from bot.engine.leases import Tenure
from bot.ports import NotStoredError, Store, UnitOfWork

T = TypeVar("T")


class LeaseLostError(NotStoredError):
    """Another process has taken the lease: what this one had in its hands is settled there."""

    def __init__(self) -> None:
        super().__init__("another process sends")


class _Lost:
    """Result of a unit of work that did nothing."""


LOST: Final = _Lost()


class FencedStore:
    """Units of work that look at the lease first, in their own transaction, however long ago they were begun."""

    def __init__(self, store: Store, tenure: Tenure) -> None:
        self._store = store
        self._tenure = tenure

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """Do a unit of work, and return what it does, as long as this process sends; else raise LeaseLostError."""
        done = await self._store.run(lambda uow: work(uow) if self._tenure.is_held(uow) else LOST)
        if isinstance(done, _Lost):
            raise LeaseLostError
        return done

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        return await self._store.read(work)
