"""Messages of a direct chat that hold somebody's words, as long as the platform lets the bot delete them."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.model import DeletableMessage, Delivery
from bot.domain.outcomes.base import text_refs
from bot.engine.context import EventContext, WorkContext
from bot.views.capabilities import Support

CLEARABLE = timedelta(hours=48)


def can_clear(context: EventContext) -> bool:
    return context.services.capabilities(context.event.where).clear_words is Support.NATIVE


def note_message(context: EventContext, message_id: str) -> None:
    """Remember that this message of the acting person holds words."""
    if message_id and context.event.where.direct and can_clear(context):
        context.uow.traces.save(
            DeletableMessage(
                id=f"{context.person}:{message_id}", address=context.person, message=message_id, at=context.now
            )
        )


def deletable_of(context: EventContext) -> tuple[list[str], list[str]]:
    """The platform's names of the acting person's messages with words, and of the bot's that repeat them."""
    since = context.now - CLEARABLE
    typed = [row.message for row in context.uow.traces.where(address=context.person) if row.at > since]
    repeated = [
        name
        for row in context.uow.outbox.where(to=context.person, state=Delivery.SENT)
        if row.created_at > since and row.sent_ref and text_refs(row.outcome)
        for name in row.sent_ref.split(",")
    ]
    return typed, repeated


def forget_messages(context: EventContext, address: str) -> None:
    for row in context.uow.traces.where(address=address):
        context.uow.traces.remove(row.id)


def sweep_messages(work: WorkContext) -> None:
    """Forget what can no longer be taken away."""
    for row in work.uow.traces.until("at", work.now - CLEARABLE):
        work.uow.traces.remove(row.id)
