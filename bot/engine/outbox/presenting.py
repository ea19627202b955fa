"""Conversion of a waiting message to what is sent: where, and as which views, read at the moment of sending."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.conversation import ConversationRef
from bot.domain.model import MenuChoice, NumberedMenu, OutboxMessage, RoundState, Urgency
from bot.domain.outcomes.answering import Asking
from bot.domain.outcomes.base import text_refs
from bot.domain.outcomes.support import leaves_no_trace
from bot.engine.context import Services
from bot.engine.outbox.charts import with_pictures
from bot.engine.outbox.exports import with_export
from bot.engine.outbox.platform_words import commands_as_there, in_platform_words
from bot.engine.outbox.posted import posted_before
from bot.engine.outbox.reports import with_report
from bot.engine.quoting import quoted_texts, reader_of
from bot.ports import UnitOfWork
from bot.views import messages
from bot.views.capabilities import Capabilities, Support
from bot.views.degrade import degrade_view
from bot.views.view import Button, PostedMessage, Text, View

CORRECTION = "Corrected:"


@dataclass(frozen=True, slots=True)
class Presented:
    """Message ready to be sent: its destination and views; `edits` is the platform's name of the message to change, or empty."""

    ref: ConversationRef
    views: tuple[View, ...]
    private_to: ConversationRef | None
    edits: str
    menu: NumberedMenu | None


Route = tuple[ConversationRef, ConversationRef | None]
"""Destination of a message, and the person to whom alone it is visible there."""


def route_message(uow: UnitOfWork, message: OutboxMessage, services: Services) -> Route | None:
    """A private message leaves the channel where the platform cannot show it there. None where an address is forgotten."""
    ref = uow.addresses.ref(message.to)
    private_to = uow.addresses.ref(message.private_to) if message.private_to else None
    if ref is None or (message.private_to and private_to is None):
        return None
    if private_to and services.capabilities(ref).private_in_channel is Support.REFUSED:
        return private_to, None
    return (replace(ref, thread=message.thread) if message.thread else ref), private_to


def present_message(uow: UnitOfWork, message: OutboxMessage, services: Services) -> Presented | None:
    """None when there is nobody left to tell: the address is forgotten, or its member does not want to be written to."""
    routed = route_message(uow, message, services)
    if routed is None or _is_unwanted(uow, message):
        return None
    ref, private_to = routed
    capabilities = services.capabilities(ref)
    names = text_refs(message.outcome)
    texts = quoted_texts(uow, names, reader_of(uow, message.private_to or message.to)) if names else []
    outcome = commands_as_there(message.outcome, capabilities, ref.direct)
    view = with_pictures(outcome, texts, messages.word_outcome(outcome, texts))
    view = with_report(uow, message, with_export(uow, message, view))
    view = in_platform_words(view, outcome, texts, capabilities, ref.direct)
    edits, view = _edited_message(uow, message, view, capabilities)
    personal = (ref.direct or private_to is not None) and _is_personal(message)
    posted = posted_before(uow, message)
    view = replace(view, quiet=message.quiet, personal=personal, posted=posted if _is_at_hand(posted, ref) else None)
    shown = degrade_view(view, capabilities)
    if ref.direct and len(shown.views) > 1:
        # In place of one message there is room for one: the others would be lost.
        edits = ""
    to = message.private_to if message.private_to and private_to is None else message.to
    return Presented(ref, shown.views, private_to, edits, _menu_of(to, shown.menu))


def _is_at_hand(posted: PostedMessage | None, ref: ConversationRef) -> bool:
    """Return whether the platform of a conversation can lead to a message: to its own alone."""
    return posted is not None and (posted.ref.platform, posted.ref.workspace) == (ref.platform, ref.workspace)


def _menu_of(address: str, buttons: tuple[Button, ...]) -> NumberedMenu | None:
    choices = tuple(MenuChoice(action=button.action, token=button.token, label=button.label) for button in buttons)
    return NumberedMenu(id=address, choices=choices) if choices else None


def _is_personal(message: OutboxMessage) -> bool:
    """Return whether a message to one person may say what a lock screen must not: it quotes words, comes unasked, or is to leave
    no trace.
    """
    outcome = message.outcome
    return bool(text_refs(outcome)) or message.urgency is not Urgency.PERSON or leaves_no_trace(outcome)


def _is_unwanted(uow: UnitOfWork, message: OutboxMessage) -> bool:
    """Prompts and digests stop with the word "stop"; answers to what a person does themselves go on."""
    if message.urgency is Urgency.PERSON:
        return False
    asked = uow.rounds.get(message.outcome.round) if isinstance(message.outcome, Asking) else None
    if asked and asked.state is RoundState.CANCELLED:
        # It waited for its reader's own hour, and there is nothing to answer any more.
        return True
    identity = uow.identities.get(message.to)
    member = uow.members.get(identity.member) if identity else None
    return member is not None and member.stopped


def _edited_message(
    uow: UnitOfWork, message: OutboxMessage, view: View, capabilities: Capabilities
) -> tuple[str, View]:
    if not message.edits:
        return "", view
    changed = uow.outbox.get(message.edits)
    if capabilities.edits is Support.REFUSED or changed is None or not changed.sent_ref:
        return "", View((Text(CORRECTION), *view.blocks), view.summary)
    if changed.quiet and "," in changed.sent_ref:
        # Buttons stand under the last of several messages, and the first alone can be named.
        return "", view
    return changed.sent_ref.partition(",")[0], view
