"""Event ids that were handled, kept as keyed hashes, with the replies that a repeated event is given again (R6)."""

from __future__ import annotations

from datetime import datetime

from storage.box import Box
from storage.codec import instant_to_plain
from storage.errors import Unreadable
from storage.vault import ORGANISATION, Vault

KIND = "inbox"


class HashedInbox:
    """See `bot.ports.Inbox`."""

    def __init__(self, box: Box, vault: Vault) -> None:
        self._box = box
        self._vault = vault

    def claim(self, key: str, at: datetime) -> bool:
        return self._box.insert((self._id(key), instant_to_plain(at), b""))

    def knows(self, key: str) -> bool:
        return self._box.get(self._id(key)) is not None

    def reply_of(self, key: str) -> str:
        """The kept reply; empty when there is none."""
        id = self._id(key)
        values = self._box.get(id)
        try:
            return (self._vault.open_text(ORGANISATION, KIND, id, values[2]) or "") if values else ""
        except Unreadable:
            return ""

    def keep_reply(self, key: str, reply: str) -> None:
        """Keep a claimed event's reply; a key that was never claimed is left alone."""
        id = self._id(key)
        if (values := self._box.get(id)) is not None:
            self._box.put((id, values[1], self._vault.seal_text(ORGANISATION, KIND, id, reply)))

    def prune(self, before: datetime) -> int:
        """Forget events claimed before that instant; their number."""
        return self._box.delete_before("at", instant_to_plain(before))

    def _id(self, key: str) -> str:
        return self._vault.hashed(KIND, key)
