"""Services lent to an adapter so that it handles every event once: a lease, a store of fetched updates, data to catch up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef


class Lease(Protocol):
    """A lease: work that one process alone does, of all that share a database."""

    async def hold(self) -> bool:
        """Take or renew the lease; return False while another process has it. Call it again within `KEEP_EVERY` seconds."""
        ...

    async def release(self) -> None:
        """Give the lease up at once; nothing happens where this process does not hold it."""
        ...


KEEP_EVERY = 2.0
"""Seconds between two signs of life of whoever holds a lease; without any it is free after three times as long."""


@dataclass(frozen=True, slots=True)
class RawUpdate:
    """An update as the platform sent it: `number` orders those of one bot, `at` is when we received it.

    `sender` says under whose key it is kept, so that it ends with them (C9); None where nobody is known to have sent it.
    """

    number: int
    at: datetime
    payload: ConfidentialText
    sender: ConversationRef | None = None


class Updates(Protocol):
    """Updates of one platform that were fetched and are not handled yet, encrypted (C8)."""

    async def keep(self, updates: Sequence[RawUpdate]) -> None:
        """Store updates and return after the commit; one that is there already is left as it is."""
        ...

    async def waiting(self) -> list[RawUpdate]:
        """Return all updates in their order; those whose sender was forgotten are gone."""
        ...

    async def remove(self, numbers: Collection[int]) -> None: ...


@runtime_checkable
class Polls(Protocol):
    """An adapter that fetches updates: by one process at a time, and each kept before it is confirmed."""

    platform: str

    def poll_with(self, lease: Lease, updates: Updates) -> None: ...


@runtime_checkable
class ListensInTurn(Protocol):
    """An adapter that, where several processes may run, listens in one at a time."""

    platform: str

    def listen_in_turn(self, lease: Lease) -> None: ...


class Absence(Protocol):
    """Time in which no process listened to a platform, and the people who may have written meanwhile."""

    async def since(self) -> datetime | None:
        """The last sign of life of any process that listened; None when there was none."""
        ...

    async def over(self) -> None:
        """A sign of life: whoever is told this hears everything from now on."""
        ...

    async def people(self) -> list[ConversationRef]:
        """Return the direct conversations of everybody on the platform, first of those whose round is open."""
        ...


@runtime_checkable
class CatchesUp(Protocol):
    """An adapter that reads back what was said while nobody listened."""

    platform: str

    def catch_up_with(self, absence: Absence) -> None: ...


@runtime_checkable
class Listens(Protocol):
    """An adapter that says how its listening is."""

    @property
    def beaten_at(self) -> float:
        """Return when what listens last came round, by the monotonic clock; the present where nothing has to come round."""
        ...

    @property
    def hears(self) -> bool:
        """Return whether what people do would arrive now."""
        ...

    async def listen_again(self) -> None:
        """Begin anew what does not come round any more."""
        ...
