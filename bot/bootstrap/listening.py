"""Services lent to adapters so that they handle every event once, backed by the store."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from time import monotonic

from bot.domain import model
from bot.domain.conversation import ConversationRef
from bot.engine import catch_up_targets, leases, update_buffer
from bot.ports import Clock, SharedStore, Store
from bot.ports.listening import RawUpdate


class StoredLease:
    """See `bot.ports.listening.Lease`; `holder` names this process."""

    def __init__(
        self, store: Store, clock: Clock, name: str, holder: str, seconds: Callable[[], float] = monotonic
    ) -> None:
        self._store = store
        self._clock = clock
        self._tenure = leases.Tenure(name, holder, seconds, several=isinstance(store, SharedStore))

    async def hold(self) -> bool:
        return await self._store.run(lambda uow: self._tenure.take(uow, self._clock.now()))

    async def release(self) -> None:
        await self._store.run(self._tenure.release)


class StoredUpdates:
    """See `bot.ports.listening.Updates`; those of one platform."""

    def __init__(self, store: Store, platform: str) -> None:
        self._store = store
        self._platform = platform

    async def keep(self, updates: Sequence[RawUpdate]) -> None:
        await self._store.run(lambda uow: update_buffer.store_updates(uow, self._platform, updates))

    async def waiting(self) -> list[RawUpdate]:
        return await self._store.read(lambda uow: update_buffer.waiting_updates(uow, self._platform))

    async def remove(self, numbers: Collection[int]) -> None:
        await self._store.run(lambda uow: update_buffer.remove_updates(uow, self._platform, numbers))


class StoredAbsence:
    """See `bot.ports.listening.Absence`; that of one platform."""

    def __init__(self, store: Store, clock: Clock, platform: str) -> None:
        self._store = store
        self._clock = clock
        self._name = f"listening to {platform}"
        self._platform = platform

    async def since(self) -> datetime | None:
        found = await self._store.read(lambda uow: uow.leases.get(self._name))
        return found.until if found else None

    async def over(self) -> None:
        """Not a lease, since several may listen: only the last sign of life is of use."""
        sign = model.LeaseRecord(id=self._name, holder="", until=self._clock.now())
        await self._store.run(lambda uow: uow.leases.save(sign))

    async def people(self) -> list[ConversationRef]:
        return await self._store.read(lambda uow: catch_up_targets.direct_conversations(uow, self._platform))
