"""The sender's queries: lease ready messages, record deliveries, give back what was not begun."""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.conversation import ConversationRef
from bot.domain.model import Delivery, OutboxMessage, Urgency
from bot.domain.outcomes.base import text_refs
from bot.domain.outcomes.support import leaves_no_trace
from bot.engine import leases, ref_names
from bot.engine.context import Services
from bot.engine.outbox.in_flight import Destination
from bot.engine.outbox.partial_delivery import destination_of
from bot.engine.outbox.presenting import Presented, route_message
from bot.ports import UnitOfWork

LEASE = leases.TERM
"""Time for which a message is in a sender's hands at least. It is that sender's for as long as the lease on sending is."""
FINISHED_STATES = (Delivery.SENT, Delivery.UNCERTAIN, Delivery.FAILED, Delivery.DROPPED)
RELEASED_AT_ONCE = 500
"""Number of resting messages that are released in one unit of work."""
LEASED_AT_ONCE = 128
"""Number of messages of each urgency that are leased at once."""


def lease_ready(
    uow: UnitOfWork, now: datetime, urgencies: list[Urgency], services: Services
) -> list[tuple[OutboxMessage, Destination]]:
    """Lease what is ready, with where each message goes."""
    found = []
    for message in uow.outbox.lease(now, now + LEASE, LEASED_AT_ONCE, urgencies):
        routed = route_message(uow, message, services)
        if routed is None:
            save_delivery(uow, replace(message, state=Delivery.DROPPED, leased_until=None))
        else:
            found.append((message, Destination(*destination_of(routed[0]))))
    return found


def left_behind(
    uow: UnitOfWork, in_hand: Container[str], services: Services
) -> list[tuple[OutboxMessage, ConversationRef | None]]:
    """Return what may have arrived and is not in hand: a sender that is gone had it, or it is not settled yet; with where it was
    sent."""
    found = uow.outbox.where(state=(Delivery.SENDING, Delivery.UNSETTLED))
    left = [message for message in found if message.id not in in_hand]
    return [(message, routed[0] if (routed := route_message(uow, message, services)) else None) for message in left]


def save_delivery(uow: UnitOfWork, message: OutboxMessage) -> None:
    """Record what became of a message. Words that it alone quoted go with it, once there is nothing left to be done, and what
    somebody chose. A message that is to leave no trace goes altogether (C12), and so does a reply to a stranger: whoever writes to
    the bot without being anybody's could fill the database.
    """
    over = message.state in FINISHED_STATES
    if over and leaves_no_trace(message.outcome):
        uow.outbox.remove(message.id)
        return
    if over and message.urgency is Urgency.PERSON and _is_for_a_stranger(uow, message):
        uow.outbox.remove(message.id)
    else:
        uow.outbox.save(replace(message, outcome=message.outcome.without_choices()) if over else message)
    if over:
        uow.texts.remove([ref for ref in text_refs(message.outcome) if ref.startswith(ref_names.ONCE)])


def _is_for_a_stranger(uow: UnitOfWork, message: OutboxMessage) -> bool:
    reader = message.private_to or message.to
    ref = uow.addresses.ref(reader)
    return ref is not None and ref.direct and uow.identities.get(reader) is None


def record_delivery(uow: UnitOfWork, message: OutboxMessage, shown: Presented | None) -> None:
    save_delivery(uow, replace(message, leased_until=None))
    if shown and shown.menu and message.state is Delivery.SENT:
        uow.menus.save(shown.menu)


def record_late_arrival(uow: UnitOfWork, message: OutboxMessage, shown: Presented | None) -> None:
    """Record for another process, which sends now, that a message arrived: unless it knows, or the message is gone."""
    found = uow.outbox.get(message.id)
    if found and found.state is not Delivery.SENT:
        record_delivery(uow, message, shown)


def rest_messages(uow: UnitOfWork, ids: Collection[str]) -> None:
    """Put what is in hand aside until its platform works again."""
    _move_state(uow, ids, Delivery.SENDING, Delivery.RESTING)


def wake_messages(uow: UnitOfWork, ids: Collection[str]) -> None:
    """Let what rests wait to be sent."""
    _move_state(uow, ids, Delivery.RESTING, Delivery.WAITING)


def resting_ids(uow: UnitOfWork) -> list[str]:
    return [message.id for message in uow.outbox.where(state=Delivery.RESTING)]


def _move_state(uow: UnitOfWork, ids: Collection[str], before: Delivery, after: Delivery) -> None:
    for id in ids:
        message = uow.outbox.get(id)
        if message and message.state is before:
            uow.outbox.save(replace(message, state=after, leased_until=None))


def give_back(uow: UnitOfWork, ids: Sequence[str], half_sent: Collection[str]) -> None:
    """Back to waiting; a digest that is partly there is not said again, and the admin is shown it as uncertain."""
    for id in ids:
        message = uow.outbox.get(id)
        if message and message.state is Delivery.SENDING:
            half_said = id in half_sent and message.urgency is Urgency.DIGEST
            state = Delivery.UNCERTAIN if half_said else Delivery.WAITING
            save_delivery(uow, replace(message, state=state, leased_until=None))
