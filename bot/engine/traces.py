"""Which messages of a direct chat hold somebody's words, as long as the platform lets the bot take them away."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.model import DeletableMessage, Delivery
from bot.domain.outcomes.base import text_refs
from bot.engine.work import EventContext, WorkContext
from bot.views.capabilities import Support

CLEARABLE = timedelta(hours=48)


def can_clear(turn: EventContext) -> bool:
    return turn.services.capabilities(turn.event.where).clear_words is Support.NATIVE


def note_message(turn: EventContext, message_id: str) -> None:
    """Remember that this message of the acting person holds words."""
    if message_id and turn.event.where.direct and can_clear(turn):
        turn.uow.traces.save(
            DeletableMessage(id=f"{turn.person}:{message_id}", address=turn.person, message=message_id, at=turn.now)
        )


def deletable_of(turn: EventContext) -> tuple[list[str], list[str]]:
    """The platform's names of the acting person's messages with words, and of the bot's that repeat them."""
    since = turn.now - CLEARABLE
    typed = [row.message for row in turn.uow.traces.where(address=turn.person) if row.at > since]
    repeated = [
        name
        for row in turn.uow.outbox.where(to=turn.person, state=Delivery.SENT)
        if row.created_at > since and row.sent_ref and text_refs(row.outcome)
        for name in row.sent_ref.split(",")
    ]
    return typed, repeated


def forget_messages(turn: EventContext, address: str) -> None:
    for row in turn.uow.traces.where(address=address):
        turn.uow.traces.remove(row.id)


def sweep_messages(work: WorkContext) -> None:
    """Forget what can no longer be taken away."""
    for row in work.uow.traces.until("at", work.now - CLEARABLE):
        work.uow.traces.remove(row.id)
