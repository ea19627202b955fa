"""What becomes of a send whose answer was lost: looked up where the platform can, else done again or left uncertain (R2)."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.conversation import ConversationRef
from bot.domain.model import Delivery, OutboxMessage, Urgency
from bot.ports import ChatAdapter, Clock, SendLater, SendRefused, SendUncertain

MOST_ATTEMPTS = 8
LOOKS = (1.0, 2.0, 5.0, 10.0, 20.0)
"""Seconds between attempts to see whether a message arrived."""


class CannotTell(Exception):
    """The platform does not say whether a message arrived."""


async def find(adapter: ChatAdapter, clock: Clock, ref: ConversationRef, key: str) -> str | None:
    """Look for a message, patiently: to send it again without having looked might say it twice. Raises CannotTell."""
    for pause in LOOKS:
        try:
            return await adapter.find(ref, key)
        except SendRefused:
            return None
        except SendLater as later:
            await clock.sleep(max(pause, later.seconds))
        except SendUncertain:
            await clock.sleep(pause)
    raise CannotTell


def settled(message: OutboxMessage, found: str | None, settles: bool) -> OutboxMessage:
    """The message as it goes on: sent under the name that was found, waiting to be sent again, or uncertain."""
    attempts = message.attempts + 1
    if found:
        return replace(message, state=Delivery.SENT, sent_ref=found)
    if attempts >= MOST_ATTEMPTS:
        return replace(message, state=Delivery.UNCERTAIN, attempts=attempts)
    if settles or message.urgency is not Urgency.DIGEST:
        return replace(message, state=Delivery.WAITING, attempts=attempts)
    return replace(message, state=Delivery.UNCERTAIN)
