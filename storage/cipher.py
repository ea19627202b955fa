"""Sealing bytes: AES-256-GCM with the row's identity as associated data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32

Entropy = Callable[[int], bytes]
"""Gives that many unguessable bytes."""


class Cipher(Protocol):
    """Made from a key of 32 bytes."""

    def seal(self, nonce: bytes, plain: bytes, identity: bytes) -> bytes: ...

    def open(self, nonce: bytes, sealed: bytes, identity: bytes) -> bytes | None:
        """The plain bytes; None when key, identity or bytes are not those of the sealing."""
        ...


MakeCipher = Callable[[bytes], Cipher]


class AesGcm:
    __slots__ = ("_aes",)

    def __init__(self, key: bytes) -> None:
        self._aes = AESGCM(key)

    def seal(self, nonce: bytes, plain: bytes, identity: bytes) -> bytes:
        return self._aes.encrypt(nonce, plain, identity)

    def open(self, nonce: bytes, sealed: bytes, identity: bytes) -> bytes | None:
        try:
            return self._aes.decrypt(nonce, sealed, identity)
        except InvalidTag:
            return None


def identity_of(*parts: str) -> bytes:
    """Associated data that no other list of parts gives: each is preceded by its length."""
    encoded = [part.encode() for part in parts]
    return b"".join(b"%d:%b" % (len(part), part) for part in encoded)
