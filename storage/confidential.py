"""The one door to people's words: each text sealed with its owner's key under its own name (C8, C9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.confidential import ConfidentialText
from storage.box import Box, Values
from storage.cipher import NONCE_BYTES
from storage.errors import Unreadable
from storage.keys import KEY_ID_BYTES
from storage.vault import ORGANISATION, Vault

KIND = "text"
TABLE = "texts"
SPLIT = KEY_ID_BYTES + NONCE_BYTES


class SealedTexts:
    """See `bot.ports.Texts`."""

    def __init__(self, box: Box, erasures: Box, vault: Vault) -> None:
        self._box = box
        self._erasures = erasures
        self._vault = vault
        self._aside = vault.aside

    def keep(self, ref: str, owner: str, text: ConfidentialText) -> None:
        if owner == ORGANISATION:
            raise ValueError("a text has an owner")
        plain = text.reveal().encode("utf-8", "surrogatepass")
        sealed = self._vault.seal(owner, KIND, ref, plain)
        self._box.put((ref, owner, sealed[:KEY_ID_BYTES], sealed[KEY_ID_BYTES:SPLIT], sealed[SPLIT:]))
        self._aside.settle(TABLE, ref)

    def read(self, refs: Sequence[str]) -> list[ConfidentialText | None]:
        found = {values[0]: values for values in self._box.select({"id": tuple(refs)})}
        return [self._opened(found.get(ref)) for ref in refs]

    def move(self, ref: str, to: str) -> None:
        values = self._box.get(ref)
        if values is None or ref == to:
            return
        text = self._opened(values)
        if text is not None:
            self.keep(to, values[1], text)
        self._box.delete({"id": ref})

    def remove(self, refs: Iterable[str]) -> None:
        self._box.delete({"id": tuple(refs)})

    def refs_of(self, owner: str) -> list[str]:
        return [values[0] for values in self._box.select({"owner": owner})]

    def forget(self, owner: str) -> None:
        if owner == ORGANISATION:
            raise ValueError("the organisation's own key is not erased")
        key_id = self._vault.keys.forget(owner)
        if key_id:
            self._erasures.put((key_id.hex(),))
        self._box.delete({"owner": owner})

    def _opened(self, values: Values | None) -> ConfidentialText | None:
        if values is None:
            return None
        ref, owner, key_id, nonce, ciphertext = values
        try:
            plain = self._vault.open(owner, KIND, ref, key_id + nonce + ciphertext)
        except Unreadable as why:
            self._aside.note(TABLE, ref, str(why))
            return None
        return None if plain is None else ConfidentialText(plain.decode("utf-8", "surrogatepass"))
