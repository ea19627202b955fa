"""Interface between a demonstration and its fronts: rooms, a clock that a front may move, the next step of the story."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Protocol

from adapters.console.app import ConsoleAdapter
from adapters.console.client import ConsolePerson
from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent


class DemoFront(Protocol):
    """Made where everything is wired; the fronts know no more of the engine than this.

    Every method returns when all that it brought about has been sent, so that the rooms show it.
    """

    @property
    def title(self) -> str:
        """A short name of what is played, as "Folkmoot demonstration"."""
        ...

    @property
    def console(self) -> ConsoleAdapter: ...

    @property
    def zone(self) -> tzinfo:
        """The zone in which times are shown."""
        ...

    @property
    def people(self) -> Sequence[ConsolePerson]:
        """Return whom the visitor may be, the one to begin with first."""
        ...

    @property
    def rooms(self) -> Sequence[ConversationRef]:
        """The rooms to show side by side: a channel, then direct messages of those most worth watching."""
        ...

    @property
    def looked_at(self) -> ConversationRef | None:
        """The room in which the story goes on; None where it is in no one's."""
        ...

    def now(self) -> datetime:
        """The simulated instant, aware."""
        ...

    def next_event_at(self) -> datetime | None:
        """Return when the next thing is due that happens by itself; None when nothing is."""
        ...

    def state(self) -> str:
        """Return how the round stands, in a few words: "Round open until Thursday 18:00"."""
        ...

    async def advance(self, to: datetime) -> None:
        """Let time pass up to `to`, with all that falls due on the way, in order."""
        ...

    async def act(self, event: AnyEvent) -> None:
        """Let a person do something; `console.act(event)` and the sending of what follows from it."""
        ...

    async def next_step(self) -> bool:
        """Play the next step of the story; False when there is none left."""
        ...
