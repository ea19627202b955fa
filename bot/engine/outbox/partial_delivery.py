"""One message on its way, part by part, and whose pace it keeps."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.conversation import ConversationRef
from bot.domain.model import OutboxMessage
from bot.engine.outbox.outages import Workspace
from bot.engine.outbox.presenting import Presented
from bot.ports import ChatAdapter


@dataclass(slots=True)
class Partly:
    """A message on its way, as it was when its first part was sent: `next` part of `parts`, the `names` of those before."""

    shown: Presented
    next: int = 0
    names: tuple[str, ...] = ()

    @property
    def to(self) -> ConversationRef:
        """Return whose pace it keeps."""
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


async def deliver_parts(adapter: ChatAdapter, message: OutboxMessage, partly: Partly) -> str:
    shown = partly.shown
    if shown.edits:
        return await adapter.edit(shown.ref, shown.edits, shown.views[0], message.id)
    view = shown.views[partly.next]
    # One message of several parts makes one sound.
    view = replace(view, quiet=True) if partly.next else view
    return await adapter.send(shown.ref, view, partly.key(message), shown.private_to)


def destination_of(ref: ConversationRef) -> tuple[ConversationRef, bool]:
    """Return whose pace a message keeps, and whether that is a direct conversation: the topics of a channel share one."""
    return ref.with_all_topics(), ref.direct
