"""Messages in flight: those that this sender has leased and not settled, each with its destination; some may have arrived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.domain.conversation import ConversationRef
from bot.engine.outbox.outages import Workspace
from bot.engine.outbox.partial_delivery import PartialDelivery


@dataclass(frozen=True, slots=True)
class Destination:
    """Destination whose pace limits a message; `direct` if it is a direct conversation."""

    to: ConversationRef
    direct: bool

    @property
    def workspace(self) -> Workspace:
        return self.to.platform, self.to.workspace


@dataclass(slots=True)
class InFlight:
    """Messages in flight by their ids: `destinations` has all of them, `unsure` those being sent or looked for, `half_sent`
    those of several parts of which some have arrived."""

    destinations: dict[str, Destination | None] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    half_sent: dict[str, PartialDelivery] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.destinations)

    def __contains__(self, id: str) -> bool:
        return id in self.destinations

    def take_unsure(self, ids: Iterable[str]) -> None:
        """Hold messages that may have arrived."""
        for id in ids:
            self.destinations.setdefault(id, None)
            self.unsure.add(id)

    def drop(self, id: str) -> bool:
        """Take a message out of flight; return whether it was in flight."""
        in_flight = id in self.destinations
        self.destinations.pop(id, None)
        self.unsure.discard(id)
        self.half_sent.pop(id, None)
        return in_flight

    def for_workspace(self, workspace: Workspace) -> int:
        """Return how many are on their way, or wait, to a workspace."""
        return sum(
            1 for destination in self.destinations.values() if destination and destination.workspace == workspace
        )

    def clear(self) -> None:
        self.destinations.clear()
        self.unsure.clear()
        self.half_sent.clear()
