"""Interfaces of the engine to the outside. Adapters and storage implement these; nothing here does any work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.ports.finding import AsksElsewhere, Found, FoundPoint, Item, LeftoverClause, PointFinder
from bot.ports.keeping import (
    Added,
    Addresses,
    Inbox,
    NotStoredError,
    Outbox,
    Records,
    SharedStore,
    Store,
    Texts,
    UnitOfWork,
    WritingSign,
)
from bot.ports.platform import (
    CannotLookError,
    CannotStartError,
    ChatAdapter,
    CommandMenu,
    ConfirmsPeople,
    Installable,
    Installations,
    Limits,
    ListsPeople,
    LooksAtPlaces,
    LooksBeforeSending,
    OffersMenus,
    OnEvent,
    Present,
    Reply,
    SendLaterError,
    SendRefusedError,
    SendUncertainError,
)
from bot.ports.risk import RiskReader

__all__ = [
    "Added",
    "Addresses",
    "AsksElsewhere",
    "CannotLookError",
    "CannotStartError",
    "ChatAdapter",
    "Clock",
    "CommandMenu",
    "ConfirmsPeople",
    "Found",
    "FoundPoint",
    "Inbox",
    "Installable",
    "Installations",
    "Item",
    "LeftoverClause",
    "Limits",
    "ListsPeople",
    "LooksAtPlaces",
    "LooksBeforeSending",
    "NotStoredError",
    "OffersMenus",
    "OnEvent",
    "Outbox",
    "PointFinder",
    "Present",
    "Records",
    "Reply",
    "RiskReader",
    "SendLaterError",
    "SendRefusedError",
    "SendUncertainError",
    "SharedStore",
    "Store",
    "Texts",
    "Tokens",
    "UnitOfWork",
    "WritingSign",
]


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    async def sleep(self, seconds: float) -> None: ...


Tokens = Callable[[], str]
"""Gives a new unguessable id of 128 bits at least, of lower-case letters and digits."""
