"""Wrapping every key with another master key, in one transaction of the key store: it is done as a whole or not at all.

What is looked up by keyed hashes goes on being found: the key of the hashes, which came from the first master key, is kept in the
key store from then on, wrapped as the others are.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.database import said_clearly
from storage.errors import WrongKeyError
from storage.keys import HASHING, NOT_THIS_KEY, hashing_key, key_identity
from storage.turns import connect_alone, take_turn
from storage.wrapping import Wrapping


def opens_with(keys: Path, master_key: bytes) -> bool:
    """Return whether a key store is wrapped by this master key. Raises what `open_store` raises of its file."""
    with said_clearly(keys), closing(_connect_alone(keys)) as connection:
        return Wrapping(master_key, os.urandom).made(_check_value(connection, "master"))


def wrap_anew(keys: Path, before: bytes, after: bytes) -> int:
    """Wrap all keys with the master key `after`, and leave nothing of how they were; their number.

    Raises WrongKeyError where they are not wrapped by `before`, StoreInUseError while a process has the key store open.
    """
    old, new = (Wrapping(key, os.urandom) for key in (before, after))
    with said_clearly(keys), take_turn(keys), closing(_connect_alone(keys)) as connection:
        connection.execute("begin exclusive")
        if not old.made(_check_value(connection, "master")):
            raise WrongKeyError(NOT_THIS_KEY)
        hashes = hashing_key(_check_value(connection, HASHING), old, before)
        rows = connection.execute("select organisation_id, owner, key_id, wrapped from keys").fetchall()
        wrapped = [(_wrapped_anew(row, old, new), row[0], row[1]) for row in rows]
        connection.executemany("update keys set wrapped = ? where organisation_id = ? and owner = ?", wrapped)
        _put_check(connection, "master", new.check_value())
        _put_check(connection, HASHING, new.wrap(hashes, HASHING.encode()))
        connection.execute("commit")
        connection.execute("pragma wal_checkpoint(truncate)")
    return len(wrapped)


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
