"""Messages to send once (R2): said in the transaction that caused them, leased by the sender after the commit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.domain.model import Delivery, OutboxMessage
from storage.box import DISTANT_PAST, OutboxBox, Values, columns_of
from storage.codec import instant_from_plain, instant_to_plain
from storage.spec import OUTBOX
from storage.vault import Vault

STATE = columns_of(OUTBOX.table).index("state")
LEASED_UNTIL = columns_of(OUTBOX.table).index("leased_until")


class LeasedOutbox:
    """See `bot.ports.Outbox`."""

    def __init__(self, box: OutboxBox, vault: Vault) -> None:
        self._box = box
        self._vault = vault

    def add(self, message: OutboxMessage) -> bool:
        added = self._box.insert(OUTBOX.values(message, self._vault))
        if added and message.edits and message.state == Delivery.WAITING:
            older = [waiting[0] for waiting in self._waiting_edits(message.edits) if waiting[0] != message.id]
            if older:
                self._box.delete({"id": tuple(older)})
        return added

    def get(self, id: str) -> OutboxMessage | None:
        values = self._box.get(id)
        return self._made(values) if values else None

    def lease(self, now: datetime, until: datetime, limit: int, urgencies: Sequence[int]) -> list[OutboxMessage]:
        end = instant_to_plain(until)
        wanted = tuple(sorted({int(urgency) for urgency in urgencies}))
        leased = [_leased(values, end) for values in self._box.free(instant_to_plain(now), limit, wanted)]
        for values in leased:
            self._box.put(values)
        return [self._made(values) for values in leased]

    def save(self, message: OutboxMessage) -> None:
        """Replace it. An edit that goes back to waiting gives way to a newer one of the same message, and is gone."""
        if message.edits and message.state == Delivery.WAITING and self._has_newer(message):
            self._box.delete({"id": message.id})
        else:
            self._box.put(OUTBOX.values(message, self._vault))

    def expired(self, now: datetime, latest: datetime) -> list[OutboxMessage]:
        sending = self._box.select({"state": Delivery.SENDING.value})
        begins, ends = instant_to_plain(now), instant_to_plain(latest)
        gone = [row for row in sending if row[LEASED_UNTIL] is None or not begins < row[LEASED_UNTIL] <= ends]
        return [self._made(values) for values in gone]

    def next_ready(self) -> datetime | None:
        earliest = self._box.earliest()
        if earliest is None:
            return None
        return datetime.min.replace(tzinfo=UTC) if earliest <= DISTANT_PAST else instant_from_plain(earliest)

    def where(self, **equal: Any) -> list[OutboxMessage]:
        plain = {name: OUTBOX.plain(name, value) for name, value in equal.items()}
        return [self._made(values) for values in self._box.select(plain)]

    def prune(self, before: datetime) -> int:
        """Remove what was made before that instant and is sent, failed or uncertain, and edits of what is gone; their number."""
        return self._box.prune(instant_to_plain(before))

    def _has_newer(self, message: OutboxMessage) -> bool:
        others = [self._made(values) for values in self._waiting_edits(message.edits) if values[0] != message.id]
        return any((other.created_at, other.id) > (message.created_at, message.id) for other in others)

    def _waiting_edits(self, edits: str) -> list[Values]:
        return self._box.select({"edits": edits, "state": Delivery.WAITING.value})

    def _made(self, values: Values) -> OutboxMessage:
        return OUTBOX.made(values, self._vault)


def _leased(values: Values, until: int) -> Values:
    changed = list(values)
    changed[STATE], changed[LEASED_UNTIL] = Delivery.SENDING.value, until
    return tuple(changed)
