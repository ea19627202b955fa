"""Settlement of a send whose answer was lost: looked up where the platform can, else done again or left uncertain (R2).

A platform may be out for hours: what may have arrived is looked for at growing intervals, for about a day. Where nobody can look,
prompts and replies are sent again a few times, and summaries and digests are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.conversation import ConversationRef
from bot.domain.model import Delivery, OutboxMessage, Urgency
from bot.domain.root_error import FolkmootError
from bot.ports import ChatAdapter, Clock, SendLaterError, SendRefusedError, SendUncertainError

AT_ONCE = 3
"""Attempts that follow each other at once, if the platform is not known to be out."""
FIRST_LOOK_SECONDS = (1.0, 2.0, 5.0, 10.0, 20.0)
"""Seconds between the first looks, right after a message was sent."""
RETRY_SECONDS = (5.0, 15.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 1800.0, *[3600.0] * 22)
"""Seconds until the next attempt, by the number of those that were in vain: for about a day."""
MOST_BLIND = 8
"""Attempts where nobody can look: each of them may have arrived."""
UNREACHABLE, UNSEEN = "unreachable", "unseen"
"""Reasons, beside those of SendRefusedError."""


class CannotTellError(FolkmootError):
    """The platform does not say now whether a message arrived; it may be asked again after `seconds`."""

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__()
        self.seconds = seconds


async def find_sent(
    adapter: ChatAdapter, clock: Clock, ref: ConversationRef, key: str, looks: Sequence[float] = FIRST_LOOK_SECONDS
) -> str | None:
    """Look for a message: to send it again without having looked might say it twice. Raises CannotTellError or CannotLookError."""
    wait = 0.0
    for pause in looks:
        try:
            return await adapter.find(ref, key)
        except SendRefusedError:
            return None
        except SendLaterError as later:
            wait = later.seconds
        except SendUncertainError:
            wait = 0.0
        if pause:
            await clock.sleep(max(pause, wait))
    raise CannotTellError(wait)


def pause_after(message: OutboxMessage) -> float | None:
    """Seconds until the next attempt; None when there have been enough."""
    return RETRY_SECONDS[message.attempts - 1] if 1 <= message.attempts <= len(RETRY_SECONDS) else None


def unsettled_message(message: OutboxMessage, settles: bool) -> OutboxMessage:
    """The message as it goes on after an ambiguous send: to be looked for where the platform can, else by what it is."""
    again = replace(message, state=Delivery.UNSETTLED, attempts=message.attempts + 1)
    if not settles and (message.urgency is Urgency.DIGEST or again.attempts >= MOST_BLIND):
        return replace(again, state=Delivery.UNCERTAIN)
    return again


def settled_message(message: OutboxMessage, found: str | None) -> OutboxMessage:
    """The message as it goes on after it was looked for: sent under the name that was found, or to be sent again."""
    if found:
        return replace(message, state=Delivery.SENT, sent_ref=found)
    if pause_after(message) is None:
        return replace(message, state=Delivery.FAILED, error=UNREACHABLE)
    return replace(message, state=Delivery.WAITING)
