"""Sealing of the bodies of one table's rows: with the organisation's key, or with keys that end before the organisation does.

A row of the second sort is sealed twice. Within is the key of the member whose row it is, which is destroyed when they are
forgotten (C9). Around it is a key that all rows with one value in a column have in common, such as all weighings of one round,
which is destroyed as soon as they were used. So no member has a key for each round, and the ids of keys that stand in rows do not
tell which rows are one member's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storage.errors import ErasedRowError, UnreadableRowError
from storage.opened_rows import Values
from storage.tables.base import RowForm
from storage.vault import ORGANISATION_AS_OWNER, Vault


class RowSeal:
    """`column` is the column by whose value rows have a key in common; empty where all have the organisation's."""

    def __init__(self, table: str, form: RowForm, columns: Sequence[str]) -> None:
        self.column = form.keyed_by
        self._member = form.owned_by
        self._table = table
        self._own = f"{table}.own"
        self._at = columns.index(form.keyed_by) if form.keyed_by else 0

    def owner_of(self, value: str) -> str:
        """Return under which name the key stands of all rows with this value. Raises LookupError where rows have no such key."""
        if not self.column:
            raise LookupError(f"rows of {self._table} have no key of their own")
        return f"{self._table}:{value}"

    def seal(self, id: str, record: Any, plain: bytes, vault: Vault) -> bytes:
        if not self.column:
            return vault.seal(ORGANISATION_AS_OWNER, self._table, id, plain)
        member: str = getattr(record, self._member)
        name = member.encode()
        within = b"%04x%b%b" % (len(name), name, vault.seal(member, self._own, id, plain))
        return vault.seal(self.owner_of(getattr(record, self.column)), self._table, id, within)

    def open(self, values: Values, vault: Vault) -> bytes:
        """Return the plain bytes of a row. Raises ErasedRowError when a key of it was destroyed, and UnreadableRowError.

        Rows that an earlier version wrote are sealed with the organisation's key alone.
        """
        id, body = values[0], values[1]
        if not self.column or vault.is_sealed_by(ORGANISATION_AS_OWNER, body):
            return _there(vault.open(ORGANISATION_AS_OWNER, self._table, id, body))
        owner = self.owner_of(values[self._at])
        if vault.keys.get(owner) is not None and not vault.is_sealed_by(owner, body):
            raise UnreadableRowError("another-key")
        within = _there(vault.open(owner, self._table, id, body))
        end = 4 + int(within[:4], 16)
        return _there(vault.open(within[4:end].decode(), self._own, id, within[end:]))


def _there(plain: bytes | None) -> bytes:
    if plain is None:
        raise ErasedRowError("no-key")
    return plain
