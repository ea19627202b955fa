"""Data keys: one per owner, wrapped by the master key, in a store apart from the database.

Theory of operation. The key store and the database cannot commit together, so order is what keeps them whole. A new key waits
in `_fresh` until `flush`, which the writer calls before the commit of the group that used it: no committed text lacks its key.
`forget` deletes the key at once, whatever becomes of the transaction around it: no erased text keeps its key. A key that was
flushed for a group that then failed is an orphan, harmless, and removed by the sweep. Every change is counted (see `pairing`).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from storage.cipher import KEY_BYTES, AesGcm, Cipher, Entropy, MakeCipher, identity_of
from storage.errors import WrongKeyError
from storage.failpoints import AFTER_KEY_COMMIT, AFTER_KEY_DESTROYED, BEFORE_KEY_COMMIT, Failpoint, never_fail
from storage.master_key import derive_key
from storage.pairing import FIRST, Pair
from storage.wrapping import Wrapping

KEY_ID_BYTES = 8
PAIR_BYTES = 16
CACHED = 20_000
HASHING = "hashing"
"""Name of the check value that holds the key of all keyed hashes, once it does not come from the master key any more."""
NOT_THIS_KEY = (
    "The master key is not the one with which this key store was made. Put that one back where the settings look for it; "
    "without it nobody's words can be read."
)


@dataclass(frozen=True, slots=True)
class WrappedKey:
    owner: str
    key_id: bytes
    wrapped: bytes


class KeyTable(Protocol):
    """Interface of the table of wrapped keys. Every method commits before it returns."""

    def changes_elsewhere(self) -> int:
        """Return a number that is another one as soon as another process has changed the store."""
        ...

    def check_value(self, id: str = "master") -> bytes | None: ...

    def found(self, check_value: bytes, pair: str) -> None:
        """Make the store; what another process has just made is kept."""
        ...

    def pair(self) -> Pair | None: ...

    def put_pair(self, pair: Pair) -> None:
        """Make the store one of this pair, whatever it was before."""
        ...

    def locked(self) -> AbstractContextManager[None]:
        """Let no other process change the store meanwhile."""
        ...

    def load(self, organisation: str, owner: str) -> WrappedKey | None: ...

    def advance(self, generation: int) -> None:
        """Begin a generation, not settled yet; so do the two below."""
        ...

    def add(self, organisation: str, keys: Sequence[WrappedKey], generation: int) -> None: ...

    def destroy(self, organisation: str, owner: str, generation: int, noted: bool = True) -> None:
        """Delete so that the bytes are in no file of the store any more; `noted`, its id stays among the destroyed ones."""
        ...

    def note_destroyed(self, erased: Collection[tuple[str, bytes]]) -> None:
        """Note ids of keys, each of an organisation, that were destroyed before."""
        ...

    @property
    def notes_destroyed(self) -> bool:
        """Return whether the store notes what is destroyed: one that an earlier version made does not yet."""
        ...

    def destroyed(self, organisation: str) -> set[bytes]:
        """Return the ids of the keys of which it is noted that they were destroyed."""
        ...

    def settle(self, generation: int) -> None:
        """Note that the database has this generation, if it is still the newest."""
        ...

    def wipe(self) -> None:
        """Try again now and then to leave a destroyed key in no file, where something kept it there when it was destroyed."""
        ...

    def owners(self, organisation: str) -> dict[str, bytes]:
        """Key ids by owner."""
        ...

    def oldest_copy(self) -> datetime | None:
        """Return when the oldest copy of a store was made that this one lists."""
        ...

    def newest_backup(self) -> datetime | None:
        """Return when the newest backup was made of which this one knows."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class DataKey:
    """An unwrapped key: a cipher for the owner's words and names, and a secret for their pseudonym."""

    id: bytes
    cipher: Cipher
    pseudonym: bytes


class Keys:
    """The keys of one organisation. Safe to use from several threads."""

    def __init__(
        self,
        organisation: str,
        table: KeyTable,
        master_key: bytes,
        entropy: Entropy,
        make_cipher: MakeCipher = AesGcm,
        failpoint: Failpoint = never_fail,
    ) -> None:
        self._organisation = organisation
        self._table = table
        self._wrapping = Wrapping(master_key, entropy)
        self._entropy = entropy
        self._make_cipher = make_cipher
        self._failpoint = failpoint
        self._lock = threading.RLock()
        self._cache: OrderedDict[str, DataKey] = OrderedDict()
        self._fresh: dict[str, tuple[WrappedKey, DataKey]] = {}
        self._next_generation: Callable[[], int] = lambda: FIRST
        self.ending: dict[str, bytes] = {}
        """Owners, with the ids of their keys, whose keys end with the transaction under way (see `Erasures`)."""
        self.changed = False
        """Whether a change may have been made that the database does not know of."""
        self.destroyed = 0
        """Number of times that this process has destroyed a key."""
        self._changes = table.changes_elsewhere()
        self._check()
        self.hashing = hashing_key(table.check_value(HASHING), self._wrapping, master_key)
        """The key of keyed hashes: it stays when the master key changes."""

    def notice_other_processes(self) -> None:
        """Keep no key in memory that another process may have destroyed. To be called as a unit of work begins."""
        with self._lock:
            changes = self._table.changes_elsewhere()
            if changes != self._changes:
                self._changes = changes
                self._cache.clear()

    def drop_unused(self) -> None:
        """Let go of keys that were made for what was not stored: another process may have made one for the same owner since.

        To be called as a transaction begins that writes.
        """
        with self._lock:
            self._fresh.clear()

    def count_with(self, next_generation: Callable[[], int]) -> None:
        """Let changes be counted; `next_generation` is called within the database's transaction that causes one."""
        self._next_generation = next_generation

    def pair(self) -> Pair | None:
        with self._lock:
            return self._table.pair()

    def advance(self) -> None:
        with self._lock:
            self._table.advance(self._changing())

    def settle(self, generation: int) -> None:
        with self._lock:
            self._table.settle(generation)

    def wipe(self) -> None:
        with self._lock:
            self._table.wipe()

    def _changing(self) -> int:
        self.changed = True
        return self._next_generation()

    def get(self, owner: str) -> DataKey | None:
        with self._lock:
            if (cached := self._cache.get(owner)) is not None:
                self._cache.move_to_end(owner)
                return cached
            if (fresh := self._fresh.get(owner)) is not None:
                return fresh[1]
            wrapped = self._table.load(self._organisation, owner)
            return self._unwrap(wrapped) if wrapped else None

    def obtain(self, owner: str) -> DataKey:
        """The owner's key, made now if there is none; durable from the next `flush`."""
        with self._lock:
            return self.get(owner) or self._create(owner)

    def flush(self) -> None:
        """Commit the keys made since the last flush."""
        if not self._fresh:
            return
        with self._lock:
            fresh, self._fresh = self._fresh, {}
            self._failpoint(BEFORE_KEY_COMMIT)
            self._table.add(self._organisation, [wrapped for wrapped, _ in fresh.values()], self._changing())
            self._failpoint(AFTER_KEY_COMMIT)
            for owner, (_, key) in fresh.items():
                self._remember(owner, key)

    def forget(self, owner: str, noted: bool = True) -> bytes | None:
        """Destroy the owner's key, at once and for good; its id, or None when there was none.

        Not `noted` is what nothing stored needs: an older copy of the database may be put back that does.
        """
        with self._lock:
            self.destroyed += 1
            kept = self._table.load(self._organisation, owner)
            fresh = self._fresh.pop(owner, None)
            self._cache.pop(owner, None)
            self._table.destroy(self._organisation, owner, self._changing(), noted)
            self._failpoint(AFTER_KEY_DESTROYED)
            known = fresh[0] if fresh else kept
            return known.key_id if known else None

    def owners(self) -> dict[str, bytes]:
        """Key ids by owner, of durable keys."""
        with self._lock:
            return self._table.owners(self._organisation)

    def destroyed_ids(self) -> set[bytes]:
        """Return the ids of the keys of which it is noted that they were destroyed."""
        with self._lock:
            return self._table.destroyed(self._organisation)

    def oldest_copy(self) -> datetime | None:
        """Return when the oldest copy was made that the key store lists; None where it lists none."""
        with self._lock:
            return self._table.oldest_copy()

    def newest_backup(self) -> datetime | None:
        """Return when the newest backup was made; None where none is known of."""
        with self._lock:
            return self._table.newest_backup()

    def forget_ids(self, key_ids: Collection[bytes]) -> int:
        """Destroy those of these keys that are there: erasures replayed after a restore. Their number."""
        found = [owner for owner, key_id in self.owners().items() if key_id in key_ids]
        for owner in found:
            self.forget(owner)
        return len(found)

    def close(self) -> None:
        with self._lock:
            self._cache.clear()
            self._fresh.clear()
            self._table.close()

    def _create(self, owner: str) -> DataKey:
        key_id, secret = self._entropy(KEY_ID_BYTES), self._entropy(2 * KEY_BYTES)
        wrapped = self._wrapping.wrap(secret, self._identity(owner, key_id))
        key = self._made(key_id, secret)
        self._fresh[owner] = (WrappedKey(owner, key_id, wrapped), key)
        return key

    def _unwrap(self, row: WrappedKey) -> DataKey:
        secret = self._wrapping.unwrap(row.wrapped, self._identity(row.owner, row.key_id))
        if secret is None:
            raise WrongKeyError("A key in the key store does not open with the master key: the key store was changed.")
        key = self._made(row.key_id, secret)
        self._remember(row.owner, key)
        return key

    def _made(self, key_id: bytes, secret: bytes) -> DataKey:
        return DataKey(key_id, self._make_cipher(secret[:KEY_BYTES]), secret[KEY_BYTES:])

    def _remember(self, owner: str, key: DataKey) -> None:
        self._cache[owner] = key
        if len(self._cache) > CACHED:
            self._cache.popitem(last=False)

    def _identity(self, owner: str, key_id: bytes) -> bytes:
        return key_identity(self._organisation, owner, key_id)

    def _check(self) -> None:
        value = self._table.check_value()
        if value is None:
            self._table.found(self._wrapping.check_value(), self._entropy(PAIR_BYTES).hex())
            value = self._table.check_value()
        if not self._wrapping.made(value):
            raise WrongKeyError(NOT_THIS_KEY)


def key_identity(organisation: str, owner: str, key_id: bytes) -> bytes:
    """Return with which identity a key is wrapped."""
    return identity_of("key", organisation, owner, key_id.hex())


def hashing_key(kept: bytes | None, wrapping: Wrapping, master_key: bytes) -> bytes:
    """Return the key of keyed hashes: the one that is kept wrapped, or that of the master key. Raises WrongKeyError."""
    if kept is None:
        return derive_key(master_key, HASHING)
    found = wrapping.unwrap(kept, HASHING.encode())
    if found is None:
        raise WrongKeyError("The key of the keyed hashes does not open with the master key: the key store was changed.")
    return found
