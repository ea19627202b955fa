"""Opening a store. A new database is made at its newest version; an existing one is brought up to date by `migrate` alone."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from storage.cipher import AesGcm, Entropy, MakeCipher
from storage.errors import MissingKeys, Unreachable
from storage.failpoints import Failpoint, never
from storage.files import make_private_file, sqlite_url
from storage.key_tables import MemoryKeyTable, SqliteKeyTable
from storage.keys import Keys, KeyTable
from storage.memory import MemoryStore
from storage.migrations import run as migrations
from storage.migrations.sealing import StoredSealing
from storage.sqlite_store import BUSY_MILLISECONDS, PRAGMAS, SqliteStore, engine_for
from storage.troubles import Troubles
from storage.vault import Vault

IN_MEMORY = ":memory:"
READING = (f"busy_timeout={BUSY_MILLISECONDS}", "query_only=ON")
SAME_KEY = bytes(32)


def open_store(
    path: str | Path,
    master_key: bytes,
    organisation: str = "org",
    keys_path: Path | None = None,
    failpoint: Failpoint = never,
    entropy: Entropy = os.urandom,
    make_cipher: MakeCipher = AesGcm,
    troubles: Troubles | None = None,
) -> SqliteStore:
    """A store in an SQLite file, its keys in `keys.db` beside it unless told otherwise; `:memory:` keeps both in memory.

    Raises WrongKey, MissingKeys, SchemaMismatch or Unreachable, each with a sentence for the operator.
    """
    file = None if str(path) == IN_MEMORY else Path(path)
    with _said_clearly(file):
        return _opened(file, master_key, organisation, keys_path, failpoint, entropy, make_cipher, troubles)


def migrate(path: str | Path, master_key: bytes, keys_path: Path | None = None) -> tuple[str, str]:
    """Bring a database to the newest version; the versions before and after. Raises what `open_store` raises.

    Its file is written anew at the end, so that nothing of how it was before is left in it.
    """
    file = Path(path)
    url = sqlite_url(file)
    with _said_clearly(file):
        make_private_file(file)
        before = migrations.current(url)
        if before and before != migrations.head():
            table = _key_table(file, keys_path)
            try:
                migrations.upgrade(url, sealing=partial(StoredSealing, table, master_key))
            finally:
                table.close()
        elif not before:
            migrations.upgrade(url)
        _rewrite(file)
        return before, migrations.current(url)


def _rewrite(file: Path) -> None:
    connection = sqlite3.connect(str(file.absolute()), isolation_level=None)
    try:
        connection.execute("vacuum")
        connection.execute("pragma wal_checkpoint(truncate)")
    except sqlite3.Error as error:
        raise Unreachable(
            f"The database {file} is up to date, but its file could not be written anew ({error}): what it held before may still"
            " be read in it. Make room, and run `folkmoot migrate` again."
        ) from None
    finally:
        connection.close()


def open_memory_store(
    organisation: str = "org",
    master_key: bytes = SAME_KEY,
    failpoint: Failpoint = never,
    entropy: Entropy = os.urandom,
    make_cipher: MakeCipher = AesGcm,
) -> MemoryStore:
    """A store that ends with the process. Nothing leaves it, so its master key may be a known one: ids are then repeatable."""
    keys = Keys(organisation, MemoryKeyTable(), master_key, entropy, make_cipher, failpoint)
    return MemoryStore(Vault(organisation, keys, master_key, entropy), failpoint)


def _opened(
    file: Path | None,
    master_key: bytes,
    organisation: str,
    keys_path: Path | None,
    failpoint: Failpoint,
    entropy: Entropy,
    make_cipher: MakeCipher,
    troubles: Troubles | None,
) -> SqliteStore:
    table = _key_table(file, keys_path)
    try:
        keys = Keys(organisation, table, master_key, entropy, make_cipher, failpoint)
        vault = Vault(organisation, keys, master_key, entropy)
        writer = _migrated(file)
    except BaseException:
        table.close()
        raise
    reader = engine_for(file, "BEGIN", READING) if file else None
    return SqliteStore(organisation, vault, writer, reader, failpoint, troubles)


def _key_table(file: Path | None, keys_path: Path | None) -> KeyTable:
    if file is None:
        return MemoryKeyTable()
    place = keys_path or file.with_name("keys.db")
    if file.exists() and not place.exists():
        raise MissingKeys(f"The database {file} is there, but its key store {place} is not: restore it first.")
    for new in (place, file):
        make_private_file(new)
    return SqliteKeyTable(place)


def _migrated(file: Path | None) -> Engine:
    engine = engine_for(file, "BEGIN IMMEDIATE", PRAGMAS)
    try:
        with engine.connect() as connection:
            if migrations.is_empty(connection):
                migrations.upgrade_on(connection)
            migrations.check_on(connection)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def _said_clearly(file: Path | None) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error, DBAPIError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        raise Unreachable(f"The database {file} or its key store cannot be opened: {reason}.") from None
