"""Platform ids: found by a keyed hash, sealed for sending (C8).

A topic takes part in the hash only where there is one, so that the places of before there were topics keep their ids.
"""

from __future__ import annotations

import json
from datetime import datetime

from bot.domain.conversation import ConversationRef
from storage.box import Box
from storage.codec import instant_to_plain
from storage.errors import UnreadableRowError
from storage.vault import ORGANISATION_AS_OWNER, Vault

KIND = "address"
TABLE = "addresses"


class HashedAddresses:
    """See `bot.ports.Addresses`."""

    def __init__(self, box: Box, vault: Vault) -> None:
        self._box = box
        self._vault = vault
        self._aside = vault.aside

    def id_of(self, ref: ConversationRef) -> str:
        sort, place = ("person", ref.person) if ref.direct else ("channel", ref.channel)
        topic = ("topic", ref.topic) if ref.topic else ()
        return self._vault.hashed(KIND, ref.platform, ref.workspace, sort, place or "", *topic)

    def remember(self, ref: ConversationRef) -> str:
        id = self.id_of(ref)
        if self.ref(id) is None:
            parts = (ref.platform, ref.workspace, ref.channel, ref.person, *([ref.topic] if ref.topic else []))
            values = (id, self._vault.seal_text(ORGANISATION_AS_OWNER, KIND, id, json.dumps(parts)), None)
            self._box.put(values)
            self._box.opened.note_made(values)
            self._aside.settle(TABLE, id)
        return id

    def ref(self, id: str) -> ConversationRef | None:
        values = self._box.get(id)
        if values is None:
            return None
        try:
            opened = self._vault.open_text(ORGANISATION_AS_OWNER, KIND, id, values[1])
        except UnreadableRowError as why:
            self._aside.note(TABLE, id, str(why))
            return None
        return ConversationRef(*json.loads(opened)) if opened else None

    def not_seen(self, limit: int) -> list[str]:
        return self._box.ids({"at": None}, limit)

    def seen_before(self, instant: datetime, limit: int) -> list[str]:
        return [values[0] for values in self._box.until("at", instant_to_plain(instant), limit)]

    def see(self, id: str, now: datetime) -> None:
        values = self._box.get(id)
        if values is not None:
            self._box.put((*values[:2], instant_to_plain(now)))

    def forget(self, id: str) -> None:
        self._box.delete({"id": id})
