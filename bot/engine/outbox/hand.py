"""Messages in a sender's hands: leased, each with its destination, some of them possibly arrived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.domain.conversation import ConversationRef
from bot.engine.outbox.outages import Workspace
from bot.engine.outbox.partial_delivery import Partly


@dataclass(frozen=True, slots=True)
class Going:
    """Destination whose pace limits a message; `direct` if it is a direct conversation."""

    to: ConversationRef
    direct: bool

    @property
    def workspace(self) -> Workspace:
        return self.to.platform, self.to.workspace


@dataclass(slots=True)
class Hand:
    """`going` has every message in flight; `unsure` those that are being sent, or looked for; `partly` the half sent."""

    going: dict[str, Going | None] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    partly: dict[str, Partly] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.going)

    def __contains__(self, id: str) -> bool:
        return id in self.going

    def take_unsure(self, ids: Iterable[str]) -> None:
        """Hold messages that may have arrived."""
        for id in ids:
            self.going.setdefault(id, None)
            self.unsure.add(id)

    def drop(self, id: str) -> bool:
        """Take a message out of flight; return whether it was in flight."""
        in_flight = id in self.going
        self.going.pop(id, None)
        self.unsure.discard(id)
        self.partly.pop(id, None)
        return in_flight

    def for_workspace(self, workspace: Workspace) -> int:
        """Return how many are on their way, or wait, to a workspace."""
        return sum(1 for going in self.going.values() if going and going.workspace == workspace)

    def clear(self) -> None:
        self.going.clear()
        self.unsure.clear()
        self.partly.clear()
