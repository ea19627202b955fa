"""Erasures that databases know of: the one in place, and those that a restore or an operator left beside it (C9)."""

from __future__ import annotations

from pathlib import Path

from storage.errors import DamagedFileError, UnreachableError
from storage.files import SIDE_FILES, files_beside
from storage.inspection import look_at, read_only
from storage.pairing import StoreKind

MADE, ASIDE = ".restoring", ".replaced-"
"""Ends of the names of what is made ready to be put in place, and of what was there before it."""

Erased = set[tuple[str, bytes]]
"""Organisations and ids of keys that were destroyed."""


def all_known_erasures(database: Path) -> Erased:
    """Return the erasures that the database in place knows of, and those of the files beside it whose names begin with its name.

    Whoever moves a damaged database away gives it such a name, as a restore does.
    """
    left = (path for path in files_beside(database, "") if not path.name.endswith(SIDE_FILES))
    return set().union(*(known_erasures(path) for path in (database, *left)))


def known_erasures(path: Path) -> Erased:
    """Return what a database says of destroyed keys; nothing where it is gone or cannot be read."""
    try:
        if look_at(path).kind is not StoreKind.DATABASE:
            return set()
        return _erased_keys(path)
    except (DamagedFileError, UnreachableError):
        return set()


def _erased_keys(path: Path) -> Erased:
    with read_only(path) as connection:
        rows = connection.execute("select organisation_id, id from erasures")
        return {(organisation, bytes.fromhex(key_id)) for organisation, key_id in rows}
