"""The keys of one organisation, for a migration that seals what stood in the clear."""

from __future__ import annotations

import os

from storage.errors import UnreadableRowError
from storage.keys import Keys, KeyTable
from storage.pairing import FIRST
from storage.vault import ORGANISATION_AS_OWNER, Vault


class StoredSealing:
    """See `storage.migrations.run.Sealing`."""

    def __init__(self, table: KeyTable, master_key: bytes, organisation: str) -> None:
        keys = Keys(organisation, table, master_key, os.urandom)
        keys.count_with(lambda: _migration_generation(table))
        self._vault = Vault(organisation, keys, os.urandom)
        keys.obtain(ORGANISATION_AS_OWNER)
        keys.flush()

    def seal(self, owner: str, kind: str, id: str, plain: bytes) -> bytes:
        return self._vault.seal(owner, kind, id, plain)

    def open(self, owner: str, kind: str, id: str, sealed: bytes) -> bytes | None:
        try:
            return self._vault.open(owner, kind, id, sealed)
        except UnreadableRowError:
            return None

    def hashed(self, purpose: str, *parts: str) -> str:
        return self._vault.hashed(purpose, *parts)


def _migration_generation(table: KeyTable) -> int:
    """Return the generation of a key change in the migration: the unsettled one of the key store, or else its next one."""
    pair = table.pair()
    return pair.generation + pair.settled if pair else FIRST
