"""One message on its way, part by part, and whose pace it keeps."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.conversation import ConversationRef
from bot.domain.model import OutboxMessage
from bot.engine.outbox.presenting import Presented
from bot.engine.work import Services
from bot.ports import ChatAdapter
from bot.views.capabilities import Support


@dataclass(slots=True)
class Partly:
    """A message on its way, as it was when its first part was sent: `next` part of `parts`, the `names` of those before."""

    shown: Presented
    next: int = 0
    names: tuple[str, ...] = ()

    @property
    def parts(self) -> int:
        return 1 if self.shown.edits else len(self.shown.views)

    @property
    def sent_ref(self) -> str:
        return ",".join(self.names)

    def key(self, message: OutboxMessage) -> str:
        return f"{message.id}.{self.next}" if self.next else message.id


async def put(adapter: ChatAdapter, message: OutboxMessage, partly: Partly) -> str:
    shown = partly.shown
    if shown.edits:
        return await adapter.edit(shown.ref, shown.edits, shown.views[0], message.id)
    return await adapter.send(shown.ref, shown.views[partly.next], partly.key(message), shown.private_to)


def destination_of(message: OutboxMessage, ref: ConversationRef, services: Services) -> tuple[str, bool]:
    """Whose pace a message keeps: a private one leaves the channel where the platform cannot show it there."""
    if not message.private_to:
        return message.to, ref.direct
    elsewhere = ref.direct or services.capabilities(ref).private_in_channel is Support.REFUSED
    return (message.private_to, True) if elsewhere else (message.to, False)
