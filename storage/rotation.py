"""Wrapping every key with another master key, in one transaction of the key store: it is done as a whole or not at all.

What is looked up by keyed hashes goes on being found: the key of the hashes, which came from the first master key, is kept in the
key store from then on, wrapped as the others are.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from storage import inspection
from storage.database import said_clearly
from storage.errors import WrongKeyError
from storage.keys import HASHING, NOT_THIS_KEY, hashing_key, key_identity
from storage.turns import connect_alone, take_turn
from storage.wrapping import Wrapping


class KeyRotation(Protocol):
    """A key store whose keys are to be wrapped anew. Each of these raises StoreInUseError while a process has it open."""

    @property
    def place(self) -> str: ...

    def is_there(self) -> bool:
        """Raises what `open_store` raises of something else in its place, of a database of a later program, and of one that is
        lost: nobody could tell then whether all is well afterwards."""
        ...

    def opens_with(self, master_key: bytes) -> bool:
        """Return whether the key store is wrapped by this master key."""
        ...

    def wrap_anew(self, before: bytes, after: bytes) -> int:
        """Wrap all keys with the master key `after`, as a whole or not at all; their number.

        Raises WrongKeyError where they are not wrapped by `before`.
        """
        ...

    def leave_nothing_old(self) -> None:
        """Leave nothing in the store's files of how the keys were wrapped before. May be done again."""
        ...


class Rows(NamedTuple):
    """Keys of a key store, each as organisation, owner, id and wrapped bytes, and its two check values."""

    keys: Sequence[tuple[str, str, bytes, bytes]]
    master: bytes | None
    hashing: bytes | None


class WrappedAnew(NamedTuple):
    """Keys, each as wrapped bytes, organisation and owner, and the two check values."""

    keys: list[tuple[bytes, str, str]]
    master: bytes
    hashing: bytes


def wrap_rows(rows: Rows, before: bytes, after: bytes) -> WrappedAnew:
    """Raises WrongKeyError where they are not wrapped by `before`."""
    old, new = (Wrapping(key, os.urandom) for key in (before, after))
    if not old.made(rows.master):
        raise WrongKeyError(NOT_THIS_KEY)
    hashes = hashing_key(rows.hashing, old, before)
    wrapped = [(_wrapped_anew(row, old, new), row[0], row[1]) for row in rows.keys]
    return WrappedAnew(wrapped, new.check_value(), new.wrap(hashes, HASHING.encode()))


@dataclass(frozen=True, slots=True)
class FileRotation:
    """See `KeyRotation`."""

    database: Path
    keys: Path

    @property
    def place(self) -> str:
        return str(self.keys)

    def is_there(self) -> bool:
        if not self.keys.exists():
            return False
        for file in (self.database, self.keys):
            inspection.refuse_folder(file)
        inspection.refuse_newer(self.database)
        inspection.refuse_lost(self.database, self.keys)
        return True

    def opens_with(self, master_key: bytes) -> bool:
        return opens_with(self.keys, master_key)

    def wrap_anew(self, before: bytes, after: bytes) -> int:
        return wrap_anew(self.keys, before, after)

    def leave_nothing_old(self) -> None:
        """Nothing is left: what is overwritten in a file is gone, and whoever opens it next brings its log into it."""


def opens_with(keys: Path, master_key: bytes) -> bool:
    """Return whether a key store is wrapped by this master key. Raises what `open_store` raises of its file."""
    with said_clearly(keys), closing(_connect_alone(keys)) as connection:
        return Wrapping(master_key, os.urandom).made(_check_value(connection, "master"))


def wrap_anew(keys: Path, before: bytes, after: bytes) -> int:
    """Wrap all keys with the master key `after`, and leave nothing of how they were; their number.

    Raises WrongKeyError where they are not wrapped by `before`, StoreInUseError while a process has the key store open.
    """
    with said_clearly(keys), take_turn(keys), closing(_connect_alone(keys)) as connection:
        connection.execute("begin exclusive")
        found = connection.execute("select organisation_id, owner, key_id, wrapped from keys").fetchall()
        rows = Rows(found, _check_value(connection, "master"), _check_value(connection, HASHING))
        made = wrap_rows(rows, before, after)
        connection.executemany("update keys set wrapped = ? where organisation_id = ? and owner = ?", made.keys)
        _put_check(connection, "master", made.master)
        _put_check(connection, HASHING, made.hashing)
        connection.execute("commit")
        connection.execute("pragma wal_checkpoint(truncate)")
    return len(made.keys)


def _connect_alone(keys: Path) -> sqlite3.Connection:
    """Open it so that nobody else can meanwhile. Bytes that are overwritten are gone from the file."""
    return connect_alone(keys, "secure_delete=ON", "synchronous=FULL")


def _check_value(connection: sqlite3.Connection, id: str) -> bytes | None:
    found = connection.execute("select value from checks where id = ?", (id,)).fetchone()
    return found[0] if found else None


def _put_check(connection: sqlite3.Connection, id: str, value: bytes) -> None:
    connection.execute("insert or replace into checks values (?, ?)", (id, value))


def _wrapped_anew(row: tuple[str, str, bytes, bytes], old: Wrapping, new: Wrapping) -> bytes:
    organisation, owner, key_id, wrapped = row
    identity = key_identity(organisation, owner, key_id)
    secret = old.unwrap(wrapped, identity)
    if secret is None:
        raise WrongKeyError("A key in the key store does not open with the master key. Nothing was changed.")
    return new.wrap(secret, identity)
