"""Sealing and keyed hashes for one organisation, and which of its rows could not be opened."""

from __future__ import annotations

import hmac

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from storage.cipher import NONCE_BYTES, Entropy, identity_of
from storage.errors import UnreadableRowError
from storage.keys import KEY_ID_BYTES, Keys
from storage.unreadable_rows import UnreadableRows

ORGANISATION_AS_OWNER = ""
"""The owner of what belongs to the organisation as a whole; no person has it."""

HASH_CHARACTERS = 32
START = KEY_ID_BYTES + NONCE_BYTES


class Vault:
    """A sealed value is key id (8 bytes), nonce (12 bytes), ciphertext; zero bytes stand for an empty value."""

    def __init__(self, organisation: str, keys: Keys, entropy: Entropy) -> None:
        self.keys = keys
        self.aside = UnreadableRows()
        self._organisation = organisation
        self._hashing = keys.hashing
        self._purposes: dict[str, bytes] = {}
        self._kinds: dict[str, bytes] = {}
        self._entropy = entropy

    def seal(self, owner: str, kind: str, id: str, plain: bytes) -> bytes:
        key = self.keys.obtain(owner)
        nonce = self._entropy(NONCE_BYTES)
        return key.id + nonce + key.cipher.seal(nonce, plain, self._identity(kind, id, owner))

    def open(self, owner: str, kind: str, id: str, sealed: bytes) -> bytes | None:
        """Return the plain bytes, None when the key was destroyed. Raises UnreadableRowError for bytes that were not sealed so."""
        key = self.keys.get(owner)
        if key is None or sealed[:KEY_ID_BYTES] != key.id:
            if owner == ORGANISATION_AS_OWNER:
                raise UnreadableRowError("another-key")
            return None
        plain = key.cipher.open(sealed[KEY_ID_BYTES:START], sealed[START:], self._identity(kind, id, owner))
        if plain is None:
            raise UnreadableRowError("changed-outside")
        return plain

    def is_sealed_by(self, owner: str, sealed: bytes) -> bool:
        """Return whether this is sealed with the key that the owner has now."""
        key = self.keys.get(owner)
        return key is not None and sealed[:KEY_ID_BYTES] == key.id

    def seal_text(self, owner: str, kind: str, id: str, text: str) -> bytes:
        """As `seal`; lone surrogates pass, since a person's words are kept as they were given."""
        return self.seal(owner, kind, id, text.encode("utf-8", "surrogatepass")) if text else b""

    def open_text(self, owner: str, kind: str, id: str, sealed: bytes) -> str | None:
        if not sealed:
            return ""
        plain = self.open(owner, kind, id, sealed)
        return None if plain is None else plain.decode("utf-8", "surrogatepass")

    def _identity(self, kind: str, id: str, owner: str) -> bytes:
        """As `identity_of` of organisation, kind, id and owner, with the first two put together once."""
        before = self._kinds.get(kind)
        if before is None:
            before = self._kinds[kind] = identity_of(self._organisation, kind)
        name, whose = id.encode(), owner.encode()
        return b"%b%d:%b%d:%b" % (before, len(name), name, len(whose), whose)

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
