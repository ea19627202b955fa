"""Sealing and keyed hashes for one organisation."""

from __future__ import annotations

import hmac
import logging

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from storage.cipher import NONCE_BYTES, Entropy, identity_of
from storage.keys import KEY_ID_BYTES, Keys
from storage.master_key import derived

ORGANISATION = ""
"""The owner of what belongs to the organisation as a whole; no person has it."""

HASH_CHARACTERS = 32

log = logging.getLogger(__name__)


class Vault:
    """A sealed value is key id (8 bytes), nonce (12 bytes), ciphertext; zero bytes stand for an empty value."""

    def __init__(self, organisation: str, keys: Keys, master_key: bytes, entropy: Entropy) -> None:
        self.keys = keys
        self._organisation = organisation
        self._hashing = derived(master_key, "hashing")
        self._purposes: dict[str, bytes] = {}
        self._entropy = entropy

    def seal(self, owner: str, kind: str, id: str, plain: bytes) -> bytes:
        key = self.keys.obtain(owner)
        nonce = self._entropy(NONCE_BYTES)
        return key.id + nonce + key.cipher.seal(nonce, plain, identity_of(self._organisation, kind, id, owner))

    def open(self, owner: str, kind: str, id: str, sealed: bytes) -> bytes | None:
        """The plain bytes; None when the key was destroyed (erased) or the bytes are not those that were sealed."""
        key = self.keys.get(owner)
        start = KEY_ID_BYTES + NONCE_BYTES
        if key is None or sealed[:KEY_ID_BYTES] != key.id:
            return None
        identity = identity_of(self._organisation, kind, id, owner)
        plain = key.cipher.open(sealed[KEY_ID_BYTES:start], sealed[start:], identity)
        if plain is None:
            log.error("A sealed value in %s was changed outside the product; it reads as erased.", kind)
        return plain

    def seal_text(self, owner: str, kind: str, id: str, text: str) -> bytes:
        """As `seal`; lone surrogates pass, since a person's words are kept as they were given."""
        return self.seal(owner, kind, id, text.encode("utf-8", "surrogatepass")) if text else b""

    def open_text(self, owner: str, kind: str, id: str, sealed: bytes) -> str | None:
        if not sealed:
            return ""
        plain = self.open(owner, kind, id, sealed)
        return None if plain is None else plain.decode("utf-8", "surrogatepass")

    def hashed(self, purpose: str, *parts: str) -> str:
        """HMAC-SHA256 under a key of this purpose, cut to 128 bits, as 32 hexadecimal digits."""
        key = self._purposes.get(purpose)
        if key is None:
            key = HKDFExpand(hashes.SHA256(), 32, b"folkmoot/" + purpose.encode()).derive(self._hashing)
            self._purposes[purpose] = key
        return hmac.digest(key, identity_of(self._organisation, *parts), "sha256").hex()[:HASH_CHARACTERS]

    def pseudonym(self, member: str, *parts: str) -> str:
        secret = self.keys.obtain(member).pseudonym
        return hmac.digest(secret, identity_of(self._organisation, member, *parts), "sha256").hex()[:HASH_CHARACTERS]
