"""Event ids that were handled, kept as keyed hashes (R6)."""

from __future__ import annotations

from datetime import datetime

from storage.box import Box
from storage.codec import instant_to_plain
from storage.vault import Vault

KIND = "inbox"


class HashedInbox:
    """See `bot.ports.Inbox`."""

    def __init__(self, box: Box, vault: Vault) -> None:
        self._box = box
        self._vault = vault

    def claim(self, key: str, at: datetime) -> bool:
        return bool(self._box.insert((self._id(key), instant_to_plain(at))))

    def knows(self, key: str) -> bool:
        return self._box.get(self._id(key)) is not None

    def prune(self, before: datetime) -> int:
        """Forget events claimed before that instant; their number."""
        return self._box.delete_before("at", instant_to_plain(before))

    def _id(self, key: str) -> str:
        return self._vault.hashed(KIND, key)
