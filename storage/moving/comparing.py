"""Comparison of what was copied with what it was copied from: row by row, and each text opened with the keys of its own side."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from itertools import zip_longest

from storage.confidential import words_of
from storage.errors import UnreadableRowError
from storage.keys import Keys, WrappedKey
from storage.memory_key_table import MemoryKeyTable
from storage.moving.side import FORMS, KEY_FORMS, CannotMoveError, Row, Side, TableForm
from storage.tables import plumbing, table_of
from storage.vault import Vault

TEXTS = table_of(plumbing.TextsTable).name
CHECKS, KEYS, *_ = KEY_FORMS
Counting = Callable[[TableForm, Iterator[Row]], Iterator[Row]]


class CopiedKeys(MemoryKeyTable):
    """The keys of one side, read once: they are far fewer than the rows."""

    def __init__(self, side: Side) -> None:
        super().__init__()
        self._checks = {row[0]: bytes(row[1]) for row in side.rows(CHECKS)}
        for organisation, owner, key_id, wrapped in side.rows(KEYS):
            self._rows[organisation, owner] = WrappedKey(owner, bytes(key_id), bytes(wrapped))

    def check_value(self, id: str = "master") -> bytes | None:
        return self._checks.get(id)


class Reading:
    """Opens the texts of one side. Raises WrongKeyError where its keys do not open with the master key."""

    def __init__(self, side: Side, master_key: bytes) -> None:
        self._table = CopiedKeys(side)
        self._master_key = master_key
        self._vaults: dict[str, Vault] = {}
        self._of("")

    def _of(self, organisation: str) -> Vault:
        found = self._vaults.get(organisation)
        if found is None:
            keys = Keys(organisation, self._table, self._master_key, os.urandom)
            found = self._vaults[organisation] = Vault(organisation, keys, os.urandom)
        return found

    def words(self, row: Row) -> tuple[str, str]:
        """Return the words of a text's row, or why they cannot be read."""
        organisation, *values = row
        try:
            words = words_of(tuple(values), self._of(organisation))
        except UnreadableRowError as why:
            return "", str(why)
        return ("", "erased") if words is None else (words, "")


def compare_sides(source: Side, target: Side, master_key: bytes, counting: Counting) -> int:
    """Return how many texts can be read, the same on both sides. Raises CannotMoveError."""
    ours, theirs = Reading(source, master_key), Reading(target, master_key)
    return sum(_compare(form, source, target, partial(_read_both, ours, theirs), counting) for form in FORMS)


def _compare(
    form: TableForm, source: Side, target: Side, read_both: Callable[[Row, Row], bool], counting: Counting
) -> int:
    wanted, found = source.count(form), target.count(form)
    if wanted != found:
        raise CannotMoveError(
            f"The table {form.table} has {wanted} rows, and {found} in {target.name}. Nothing was changed here."
        )
    readable = 0
    for here, there in zip_longest(counting(form, source.rows(form)), target.rows(form)):
        if here is None or there is None or tuple(here) != tuple(there):
            raise CannotMoveError(
                f"A row of the table {form.table} is another one in {target.name} than here. Nothing was changed here: look into "
                "what keeps that place, and run the same command again."
            )
        readable += form.table == TEXTS and read_both(here, there)
    return readable


def _read_both(ours: Reading, theirs: Reading, here: Row, there: Row) -> bool:
    """Return whether the text can be read. Raises CannotMoveError where it reads differently there."""
    words, why = ours.words(here)
    if theirs.words(there) != (words, why):
        raise CannotMoveError("A text cannot be read with the copied keys as it can be here. Nothing was changed here.")
    return not why
