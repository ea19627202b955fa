"""Destroying keys, at once or as soon as the transaction is stored that says so; its end is noted in the database (C9).

What a person wants forgotten is destroyed at once, whatever becomes of the transaction. What was used is needed again if its use
is rolled back, so its key is destroyed after the commit, and by the next sweep or start where something came between.
"""

from __future__ import annotations

from storage.box import Box
from storage.keys import Keys


class Erasures:
    """The note of each destroyed key is its id: a key that a restored key store has again is destroyed again by it."""

    def __init__(self, box: Box, keys: Keys) -> None:
        self._box = box
        self._keys = keys

    def destroy(self, owner: str) -> bytes | None:
        """Destroy an owner's key at once; its id, or None when there was none."""
        key_id = self._keys.forget(owner)
        if key_id:
            self._box.insert((key_id.hex(), None))
        return key_id

    def noted(self) -> set[bytes]:
        """Return the ids of the keys of which the database notes that they were destroyed."""
        return {bytes.fromhex(values[0]) for values in self._box.select({})}

    def note(self, key_id: bytes) -> None:
        """Note that a key is destroyed which is not here any more: a copy of the key store may still have it."""
        self._box.insert((key_id.hex(), None))

    def destroy_when_stored(self, owner: str) -> None:
        """Let `complete` destroy an owner's key, if this transaction is stored."""
        key = self._keys.get(owner)
        if key:
            self._box.insert((key.id.hex(), None))
            self._keys.ending[owner] = key.id

    @property
    def waiting(self) -> bool:
        return bool(self._keys.ending)

    def complete(self) -> None:
        """To be called after a commit: destroy the keys of which what is stored says so. Those of a rollback stay."""
        while self._keys.ending:
            owner, key_id = self._keys.ending.popitem()
            if self._box.get(key_id.hex()):
                self._keys.forget(owner)
