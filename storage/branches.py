"""Refusing a copy of another branch: of a clone of this installation that has forgotten somebody who is here (C9)."""

from __future__ import annotations

from pathlib import Path

from storage.errors import DamagedFileError, StoresApartError, UnreachableError
from storage.inspection import look_at, read_only
from storage.known_erasures import Erased, known_erasures
from storage.pairing import StoreKind


def refuse_other_branch(copy: Path, database: Path, keys: Path) -> None:
    """Raises StoresApartError for a database's copy that notes as destroyed what this key store has, and nothing else does.

    A key store destroys a key with the note or before it, so that of one installation the copy cannot be. A copy of a key store and
    one in which a restore is under way may well have what was destroyed since.
    """
    odd = (known_erasures(copy) - known_erasures(database)) & _held_by(keys)
    if odd:
        keys_were = "1 key was" if len(odd) == 1 else f"{len(odd)} keys were"
        raise StoresApartError(
            f"The copy {copy} says that {keys_were} destroyed which the key store {keys} still has. It is of a clone of this "
            "installation, or the key store is an older file that was put back: with this copy, people who are here would be "
            "forgotten for good. Nothing was changed. Take another copy of the database. If they are to be forgotten, put this one "
            f"in the place of {database} by hand, and then: “folkmoot restore”."
        )


def _held_by(keys: Path) -> Erased:
    """Return the keys of a key store that is whole and no copy; none of any other."""
    try:
        found = look_at(keys)
        if found.kind is not StoreKind.KEY_STORE or found.copied or found.restoring:
            return set()
        with read_only(keys) as connection:
            return set(connection.execute("select organisation_id, key_id from keys"))
    except (DamagedFileError, UnreachableError):
        return set()
