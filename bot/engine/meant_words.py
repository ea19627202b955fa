"""Meaning of typed words for who types them: what could have been meant otherwise is kept, so that its author can say so."""

from __future__ import annotations

from dataclasses import replace

from bot.chatcommands.intents import Meant, Nearly, read_message
from bot.chatcommands.offers import offered_request
from bot.domain import commands as order
from bot.domain import events
from bot.domain.model import Member
from bot.engine import deletable_messages
from bot.engine.answers import asides
from bot.engine.context import EventContext
from bot.engine.situations import situation_of


def note_words(context: EventContext) -> None:
    """Before a refusal is told in a unit of work of its own: note again what the refused one had noted of typed words."""
    event = context.event
    if isinstance(event, events.MessageReceived) and event.where.direct and event.kind == "text":
        deletable_messages.note_message(context, event.message_id)
        read_meaning(context, event)


def read_meaning(context: EventContext, event: events.MessageReceived) -> Meant | Nearly | None:
    """Return what a direct message asks for.

    When it could be an answer as well, its words are kept, and the reply offers to use them.
    """
    if event.edits:
        return None
    situation = situation_of(context)
    text = event.text.reveal()
    meant = read_message(text, situation)
    if context.member and meant and situation.asked and _could_be_answer(context.member, meant):
        asides.keep_aside(context, context.member, event.message_id, text)
    return meant


def _could_be_answer(member: Member, meant: Meant | Nearly) -> bool:
    """Return whether the words may have been meant otherwise. Who was stopped or away and comes back is not answering."""
    if isinstance(meant, Nearly):
        return True
    returns = member.stopped and isinstance(meant.command, order.StartWriting)
    returns = returns or (member.away_until is not None and isinstance(meant.command, order.ComeBack))
    return not meant.sure and not returns


def offer_request(context: EventContext, event: events.MessageReceived) -> None:
    """Let the reply to words of an answer offer what they could have asked for instead."""
    situation = situation_of(context)
    if context.member and situation.asked and not event.edits:
        name = offered_request(event.text.reveal(), situation)
        if name:
            asides.offer_request(context, name, event.message_id)


def undo_request(context: EventContext, member: Member, text: str) -> None:
    """Take back what words led to that were an answer: they may have stopped all messages, noted leave, or set what is offered."""
    meant = read_message(text, situation_of(context))
    if isinstance(meant, Meant) and isinstance(meant.command, order.GoAway):
        member = member.on_leave(None)
    if isinstance(meant, Meant) and isinstance(meant.command, order.SetQuoteOffers):
        member = replace(member, offer_quotes=not meant.command.offers)
    context.member = replace(member, stopped=False)
    context.uow.members.save(context.member)
