"""Erasures that databases know of: the one in place, and those that a restore or an operator left beside it (C9)."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from storage.errors import DamagedFileError, UnreachableError
from storage.files import SIDE_FILES, files_beside
from storage.inspection import look_at, read_only
from storage.pairing import StoreKind

MADE, ASIDE = ".restoring", ".replaced-"
"""Ends of the names of what is made ready to be put in place, and of what was there before it."""

BY_INDEX, BY_TABLE = (
    "select organisation_id, id from erasures",
    "select organisation_id, id from erasures not indexed",
)

Erased = set[tuple[str, bytes]]
"""Organisations and ids of keys that were destroyed."""


def all_known_erasures(database: Path) -> Erased:
    """Return the erasures that the database in place knows of, and those of the files beside it whose names begin with its name.

    Whoever moves a damaged database away gives it such a name, as a restore does.
    """
    left = (path for path in files_beside(database, "") if not path.name.endswith(SIDE_FILES))
    return set().union(*(known_erasures(path) for path in (database, *left)))


def known_erasures(path: Path) -> Erased:
    """Return what a database says of destroyed keys, as far as it can be read; nothing where it is gone."""
    return read_erasures(path)[0]


def read_erasures(path: Path) -> tuple[Erased, bool]:
    """Return what a database says of destroyed keys, and whether that is surely all of it.

    The notes stand in the table and in its index. Where one of the two is damaged, the other may be whole.
    """
    found: Erased = set()
    try:
        if look_at(path).kind is not StoreKind.DATABASE:
            return found, False
        with read_only(path) as connection:
            whole = [_read_into(found, connection, how) for how in (BY_INDEX, BY_TABLE)]
    except (DamagedFileError, UnreachableError):
        return found, False
    return found, all(whole)


def _read_into(found: Erased, connection: sqlite3.Connection, query: str) -> bool:
    """Add every row that can be read before something cannot; return whether all could."""
    try:
        for organisation, key_id in connection.execute(query):
            found.add((organisation, bytes.fromhex(key_id)))
    except (sqlite3.Error, ValueError):
        return False
    return True
