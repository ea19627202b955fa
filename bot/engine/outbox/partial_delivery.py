"""Sending of one message part by part.

Where a message is longer than a platform takes, it goes in several parts, one after the other; a message of one part is sent in the
same way. The parts that have arrived are noted, so that only the others are sent again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.conversation import ConversationRef
from bot.domain.model import OutboxMessage
from bot.engine.outbox.outages import Workspace
from bot.engine.outbox.presenting import Presented
from bot.ports import ChatAdapter


@dataclass(slots=True)
class PartialDelivery:
    """Progress of sending a message. It is `shown` as it was when its first part was sent, whatever has changed since.

    `next` is the index of the part that is sent next, of `parts`; `names` are the platform's names of the parts before it.
    """

    shown: Presented
    next: int = 0
    names: tuple[str, ...] = ()

    @property
    def to(self) -> ConversationRef:
        """The conversation whose rate limit counts its parts: all topics of a channel count together."""
        return self.shown.ref.with_all_topics()

    @property
    def workspace(self) -> Workspace:
        return self.shown.ref.platform, self.shown.ref.workspace

    @property
    def parts(self) -> int:
        return 1 if self.shown.edits else len(self.shown.views)

    @property
    def sent_ref(self) -> str:
        return ",".join(self.names)

    def key(self, message: OutboxMessage) -> str:
        return f"{message.id}.{self.next}" if self.next else message.id


async def deliver_parts(adapter: ChatAdapter, message: OutboxMessage, partial: PartialDelivery) -> str:
    shown = partial.shown
    if shown.edits:
        return await adapter.edit(shown.ref, shown.edits, shown.views[0], message.id)
    view = shown.views[partial.next]
    # One message of several parts makes one sound.
    view = replace(view, quiet=True) if partial.next else view
    return await adapter.send(shown.ref, view, partial.key(message), shown.private_to)


def destination_of(ref: ConversationRef) -> tuple[ConversationRef, bool]:
    """Return the conversation whose rate limit counts a message, with all its topics, and whether it is a direct one."""
    return ref.with_all_topics(), ref.direct
