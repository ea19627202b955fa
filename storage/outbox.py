"""Messages to send once (R2): said in the transaction that caused them, leased by the sender after the commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.model import Delivery, OutboxMessage
from bot.ports import Added
from storage.box import ASIDE, OutboxBox, columns_of
from storage.codec import instant_to_plain
from storage.erasures import Erasures
from storage.opened_rows import Values
from storage.records import BoxedRecords
from storage.spec import spec_of
from storage.vault import Vault

FORGOTTEN_WITH_THEIR_READER = tuple(state for state in Delivery if state not in (Delivery.SENDING, Delivery.UNSETTLED))
STATE = columns_of(spec_of(OutboxMessage).table).index("state")


class LeasedOutbox:
    """See `bot.ports.Outbox`."""

    def __init__(self, box: OutboxBox, vault: Vault, erasures: Erasures) -> None:
        self._box = box
        self._vault = vault
        self._rows = BoxedRecords(spec_of(OutboxMessage), box, vault, erasures)
        self.added = False
        """Whether a message may have been added since this was last set to False."""

    def add(self, message: OutboxMessage) -> Added:
        added = self._rows.add(message)
        self.added = True
        if message.edits and message.state == Delivery.WAITING and added:
            self._drop_waiting_edits(message)
        return added

    def get(self, id: str) -> OutboxMessage | None:
        return self._rows.get(id)

    def lease(self, now: datetime, until: datetime, limit: int, urgencies: Sequence[int]) -> list[OutboxMessage]:
        wanted = tuple(sorted({int(urgency) for urgency in urgencies}))
        leased = []
        for values in self._box.free(instant_to_plain(now), limit, wanted):
            message = self._rows.made(values)
            if message is None or message.state is not Delivery.WAITING:
                # Passed over at every look it would take the place of one that can be sent.
                self._box.put(_with_state(values, ASIDE))
            else:
                leased.append(replace(message, state=Delivery.SENDING, leased_until=until))
                self._rows.save(leased[-1])
        return leased

    def save(self, message: OutboxMessage) -> None:
        """Replace it. An edit that goes back to waiting gives way to a newer one of the same message, and is gone."""
        if message.edits and message.state == Delivery.WAITING and self._has_newer(message):
            self._rows.remove(message.id)
        else:
            self._rows.save(message)

    def remove(self, id: str) -> None:
        self._rows.remove(id)

    def where(self, **equal: Any) -> list[OutboxMessage]:
        return self._rows.where(**equal)

    def forget(self, to: str) -> int:
        kept = self._rows.where(state=FORGOTTEN_WITH_THEIR_READER)
        found = [message for message in kept if to in (message.to, message.private_to)]
        for message in found:
            self._rows.remove(message.id)
        return len(found)

    def prune(self, before: datetime) -> int:
        """Remove what was made before that instant and is sent, failed or uncertain, and edits of what is gone; their number."""
        return self._box.prune(instant_to_plain(before))

    def retry_set_aside(self) -> int:
        """Let messages wait again that an earlier program could not read; their number."""
        found = self._box.select({"state": ASIDE})
        for values in found:
            self._box.put(_with_state(values, Delivery.WAITING.value))
        return len(found)

    def _drop_waiting_edits(self, message: OutboxMessage) -> None:
        older = [other.id for other in self._waiting_edits(message.edits) if other.id != message.id]
        for id in older:
            self._rows.remove(id)

    def _has_newer(self, message: OutboxMessage) -> bool:
        others = [other for other in self._waiting_edits(message.edits) if other.id != message.id]
        return any((other.created_at, other.id) > (message.created_at, message.id) for other in others)

    def _waiting_edits(self, edits: str) -> list[OutboxMessage]:
        found = self._box.select({"edits": self._rows.spec.row_id(edits, self._vault), "state": Delivery.WAITING.value})
        return self._rows.read(found)


def _with_state(values: Values, state: str) -> Values:
    changed = list(values)
    changed[STATE] = state
    return tuple(changed)
