"""Erasures that databases and key stores know of: those in place, and what a restore or an operator left beside them (C9)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from storage.errors import DamagedFileError, UnreachableError
from storage.files import SIDE_FILES, files_beside
from storage.inspection import look_at, read_only
from storage.keys import KEY_ID_BYTES
from storage.pairing import StoreKind

MADE, ASIDE = ".restoring", ".replaced-"
"""Ends of the names of what is made ready to be put in place, and of what was there before it."""

BY_INDEX, BY_TABLE = (
    "select organisation_id, id from erasures",
    "select organisation_id, id from erasures not indexed",
)

DESTROYED_UP, DESTROYED_DOWN = (
    "select organisation_id, key_id from destroyed order by organisation_id, key_id",
    "select organisation_id, key_id from destroyed order by organisation_id desc, key_id desc",
)

Erased = set[tuple[str, bytes]]
"""Organisations and ids of keys that were destroyed."""


def all_known_erasures(database: Path, keys: Path) -> Erased:
    """Return the erasures that the two in place know of, and those of the files beside them whose names begin with theirs.

    Whoever moves a damaged store away gives it such a name, as a restore does. A key store is asked of its own notes alone.
    """
    return told_by(_with_those_beside(database, keys))


def _with_those_beside(*stores: Path) -> set[Path]:
    left = (one for store in stores for one in files_beside(store, "") if not one.name.endswith(SIDE_FILES))
    return {*stores, *left}


def told_by(paths: Iterable[Path]) -> Erased:
    """Return what these files, databases and key stores, say of destroyed keys, as far as they can be read."""
    return set().union(*(known_erasures(path) | known_destroyed(path) for path in paths))


def known_destroyed(path: Path) -> Erased:
    """Return what a key store notes of destroyed keys, as far as it can be read; nothing where it is gone.

    Another table of it may be damaged, even that of the keys. Where a page of the notes is, they are read from both ends.
    """
    found: Erased = set()
    if not path.is_file() or not path.stat().st_size:
        return found
    for query in (DESTROYED_UP, DESTROYED_DOWN):
        with suppress(DamagedFileError, UnreachableError), read_only(path) as connection:
            for organisation, key_id in connection.execute(query):
                if isinstance(organisation, str) and isinstance(key_id, bytes) and len(key_id) == KEY_ID_BYTES:
                    found.add((organisation, key_id))
    return found


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
