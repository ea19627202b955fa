"""Wrapping of keys with the master key: a nonce (12 bytes), and the sealed bytes after it."""

from __future__ import annotations

from storage.cipher import NONCE_BYTES, AesGcm, Entropy
from storage.master_key import derive_key

CHECKED, CHECK = b"folkmoot key store 1", b"check"
"""Bytes that every key store has wrapped, and under which identity: they tell whether a master key is its own."""


class Wrapping:
    """One master key, as far as it wraps others."""

    def __init__(self, master_key: bytes, entropy: Entropy) -> None:
        self._cipher = AesGcm(derive_key(master_key, "wrapping"))
        self._entropy = entropy

    def wrap(self, secret: bytes, identity: bytes) -> bytes:
        nonce = self._entropy(NONCE_BYTES)
        return nonce + self._cipher.seal(nonce, secret, identity)

    def unwrap(self, wrapped: bytes, identity: bytes) -> bytes | None:
        """Return the secret; None when master key, identity or bytes are not those of the wrapping."""
        return self._cipher.open(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], identity)

    def check_value(self) -> bytes:
        """Return what a key store of this master key has to have."""
        return self.wrap(CHECKED, CHECK)

    def made(self, check_value: bytes | None) -> bool:
        """Return whether a check value was made with this master key."""
        return self.unwrap(check_value or b"", CHECK) == CHECKED
