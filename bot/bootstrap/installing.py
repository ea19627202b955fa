"""Tokens of the workspaces that installed an adapter: in the store, encrypted, found by a keyed hash (C8)."""

from __future__ import annotations

from bot.domain.conversation import ConversationRef
from bot.domain.model import Installation
from bot.ports import Store, UnitOfWork


class StoredInstallations:
    """See `bot.ports.Installations`; those of one platform."""

    def __init__(self, store: Store, platform: str) -> None:
        self._store = store
        self._platform = platform

    def _id(self, uow: UnitOfWork, workspace: str) -> str:
        return uow.addresses.id_of(ConversationRef(self._platform, workspace, channel="installation"))

    async def token(self, workspace: str) -> str | None:
        def read(uow: UnitOfWork) -> str | None:
            found = uow.installations.get(self._id(uow, workspace))
            return found.token or None if found else None

        return await self._store.read(read)

    async def save(self, workspace: str, token: str) -> None:
        await self._store.run(
            lambda uow: uow.installations.save(Installation(id=self._id(uow, workspace), token=token))
        )

    async def remove(self, workspace: str) -> None:
        await self._store.run(lambda uow: uow.installations.remove(self._id(uow, workspace)))
