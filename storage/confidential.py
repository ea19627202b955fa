"""The one door to people's words: each text sealed with its owner's key under its own name (C8, C9).

A row tells nothing of its text but that there is one, and which texts have a key in common: its id is a keyed hash of the text's
name. That name, and whose the words are, stand in an envelope that the organisation's key seals. Lengths are rounded up.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.confidential import ConfidentialText
from storage.box import Box
from storage.erasures import Erasures
from storage.errors import UnreadableRowError
from storage.keys import KEY_ID_BYTES
from storage.opened_rows import Values
from storage.vault import ORGANISATION_AS_OWNER, Vault

KIND, ENVELOPE, TABLE = "text", "texts.envelope", "texts"
ROUNDED_TO = 128
END = b"\x80"
"""Stands behind what was filled up, before the zeros (ISO/IEC 7816-4)."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Content of a row's envelope, sealed with the organisation's key: the text's name, and the id of its owner."""

    ref: str
    owner: str


def envelope_of(values: Values, vault: Vault) -> Envelope | None:
    """Raises UnreadableRowError."""
    opened = vault.open(ORGANISATION_AS_OWNER, ENVELOPE, values[0], values[2])
    return Envelope(*json.loads(without_filling(opened))) if opened is not None else None


def words_of(values: Values, vault: Vault, envelope: Envelope | None = None) -> str | None:
    """Return the words of a row; None where the key was destroyed. Raises UnreadableRowError."""
    envelope = envelope or envelope_of(values, vault)
    if envelope is None:
        return None
    filled = vault.open(envelope.owner, KIND, envelope.ref, values[1] + values[3])
    return None if filled is None else without_filling(filled).decode("utf-8", "surrogatepass")


class SealedTexts:
    """See `bot.ports.Texts`."""

    def __init__(self, box: Box, erasures: Erasures, vault: Vault) -> None:
        self._box = box
        self._erasures = erasures
        self._vault = vault
        self._aside = vault.aside

    def keep(self, ref: str, owner: str, text: ConfidentialText) -> None:
        if owner == ORGANISATION_AS_OWNER:
            raise ValueError("a text has an owner")
        row = self._row(ref)
        sealed = self._vault.seal(owner, KIND, ref, filled_up(text.reveal().encode("utf-8", "surrogatepass")))
        envelope = filled_up(json.dumps((ref, owner)).encode())
        key_id, rest = sealed[:KEY_ID_BYTES], sealed[KEY_ID_BYTES:]
        values = (row, key_id, self._vault.seal(ORGANISATION_AS_OWNER, ENVELOPE, row, envelope), rest)
        self._box.put(values)
        self._box.opened.note_made(values)
        self._aside.settle(TABLE, row)

    def read(self, refs: Sequence[str], owner: str | None = None) -> list[ConfidentialText | None]:
        rows = [self._row(ref) for ref in refs]
        found = {values[0]: values for values in self._box.select({"id": tuple(rows)})}
        return [self._opened(found.get(row), owner) for row in rows]

    def move(self, ref: str, to: str) -> None:
        values = self._box.get(self._row(ref))
        envelope = self._envelope(values) if values else None
        if envelope is None or ref == to:
            return
        text = self._opened(values)
        if text is not None:
            self.keep(to, envelope.owner, text)
        self.remove([ref])

    def remove(self, refs: Iterable[str]) -> None:
        rows = tuple(self._row(ref) for ref in refs)
        self._box.delete({"id": rows})
        for row in rows:
            self._aside.settle(TABLE, row)

    def refs_of(self, owner: str) -> list[str]:
        key = self._vault.keys.get(owner)
        rows = self._box.select({"key_id": key.id}) if key else []
        return sorted(envelope.ref for values in rows if (envelope := self._envelope(values)))

    def forget(self, owner: str) -> None:
        if owner == ORGANISATION_AS_OWNER:
            raise ValueError("the organisation's own key is not erased")
        key_id = self._erasures.destroy(owner)
        if key_id:
            self._box.delete({"key_id": key_id})

    def prove(self, values: Values) -> None:
        """Open a text, so that it is noted if that cannot be done."""
        self._opened(values)

    def _row(self, ref: str) -> str:
        return self._vault.hashed(TABLE, ref)

    def _envelope(self, values: Values) -> Envelope | None:
        try:
            return envelope_of(values, self._vault)
        except UnreadableRowError as why:
            self._aside.note(TABLE, values[0], str(why))
            return None

    def _opened(self, values: Values | None, owner: str | None = None) -> ConfidentialText | None:
        envelope = self._envelope(values) if values else None
        if values is None or envelope is None or owner not in (None, envelope.owner):
            return None
        try:
            words = words_of(values, self._vault, envelope)
        except UnreadableRowError as why:
            self._aside.note(TABLE, values[0], str(why))
            return None
        return None if words is None else ConfidentialText(words)


def filled_up(plain: bytes) -> bytes:
    """To a multiple of so many bytes that lengths tell little."""
    ended = plain + END
    return ended.ljust(-(-len(ended) // ROUNDED_TO) * ROUNDED_TO, b"\0")


def without_filling(filled: bytes) -> bytes:
    return filled.rstrip(b"\0").removesuffix(END)
