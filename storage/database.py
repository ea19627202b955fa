"""Opening a store in files or in memory.

A new database is made at its newest version; an existing one is brought up to date by `migrate` alone. Before anything is
changed both files are looked at: one that is gone, damaged, older or another's ends the start (R11).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from storage.cipher import AesGcm, Entropy, MakeCipher
from storage.errors import UnreachableError
from storage.failpoints import Failpoint, never_fail
from storage.files import default_keys_path, make_private_file
from storage.inspection import START_CHECK_SECONDS, look_and_judge
from storage.keys import Keys, KeyTable
from storage.memory import MemoryStore
from storage.memory_key_table import MemoryKeyTable
from storage.migrations import run as migrations
from storage.pair_making import adopt_pair, found_database
from storage.pairing import PairingPlan
from storage.sqlite.key_table import SqliteKeyTable
from storage.sqlite.store import BEGIN_READING, BEGIN_WRITING, BUSY_MILLISECONDS, PRAGMAS, SqliteStore, engine_for
from storage.troubles import Troubles
from storage.turns import take_turn
from storage.vault import Vault

IN_MEMORY = ":memory:"
READING = (f"busy_timeout={BUSY_MILLISECONDS}", "query_only=ON")
SAME_KEY = bytes(32)


@dataclass(frozen=True, slots=True)
class _Options:
    master_key: bytes
    organisation: str
    failpoint: Failpoint
    entropy: Entropy
    make_cipher: MakeCipher
    troubles: Troubles | None = None
    finishing: bool = False


def open_store(
    path: str | Path,
    master_key: bytes,
    organisation: str = "org",
    keys_path: Path | None = None,
    failpoint: Failpoint = never_fail,
    entropy: Entropy = os.urandom,
    make_cipher: MakeCipher = AesGcm,
    troubles: Troubles | None = None,
) -> SqliteStore:
    """A store in an SQLite file, its keys in `keys.db` beside it unless told otherwise; `:memory:` keeps both in memory.

    Raises WrongKeyError, StoresApartError, DamagedFileError, SchemaMismatchError or UnreachableError, each with a
    sentence for the operator.
    """
    file = None if str(path) == IN_MEMORY else Path(path)
    with said_clearly(file):
        options = _Options(master_key, organisation, failpoint, entropy, make_cipher, troubles)
        return (
            _open_engine_store(file, keys_path or default_keys_path(file), options)
            if file
            else _opened_in_memory(options)
        )


def open_store_in_restore(path: Path, master_key: bytes, organisation: str, keys_path: Path) -> SqliteStore:
    """As `open_store`, for the restore that is under way in it and for nobody else."""
    with said_clearly(path):
        options = _Options(master_key, organisation, never_fail, os.urandom, AesGcm, finishing=True)
        return _open_engine_store(path, keys_path, options)


def open_memory_store(
    organisation: str = "org",
    master_key: bytes = SAME_KEY,
    failpoint: Failpoint = never_fail,
    entropy: Entropy = os.urandom,
    make_cipher: MakeCipher = AesGcm,
) -> MemoryStore:
    """A store that ends with the process. Nothing leaves it, so its master key may be a known one: ids are then repeatable."""
    vault = _make_vault(MemoryKeyTable(), _Options(master_key, organisation, failpoint, entropy, make_cipher))
    return MemoryStore(vault, failpoint)


def _open_engine_store(file: Path, keys_path: Path, options: _Options) -> SqliteStore:
    with take_turn(file):
        return _opened_in_turn(file, keys_path, options)


def _opened_in_turn(file: Path, keys_path: Path, options: _Options) -> SqliteStore:
    plan = look_and_judge(file, keys_path, START_CHECK_SECONDS, options.finishing)
    make_private_file(keys_path)
    table = SqliteKeyTable(keys_path)
    try:
        vault = _make_vault(table, options)
        make_private_file(file)
        writer = _joined_engine(file, table, plan, options.failpoint)
        table.started()
    except BaseException:
        table.close()
        raise
    reader = engine_for(file, BEGIN_READING, READING)
    return SqliteStore(options.organisation, vault, writer, reader, options.failpoint, options.troubles)


def _opened_in_memory(options: _Options) -> SqliteStore:
    table = MemoryKeyTable()
    vault = _make_vault(table, options)
    writer = _joined_engine(None, table, PairingPlan.FOUND, options.failpoint)
    return SqliteStore(options.organisation, vault, writer, None, options.failpoint, options.troubles)


def _make_vault(table: KeyTable, options: _Options) -> Vault:
    keys = Keys(
        options.organisation, table, options.master_key, options.entropy, options.make_cipher, options.failpoint
    )
    return Vault(options.organisation, keys, options.entropy)


def _joined_engine(file: Path | None, keys: KeyTable, plan: PairingPlan, failpoint: Failpoint) -> Engine:
    engine = engine_for(file, BEGIN_WRITING, PRAGMAS)
    try:
        if plan is PairingPlan.FOUND:
            found_database(engine, keys, failpoint)
        elif plan is PairingPlan.ADOPT:
            adopt_pair(engine, keys, failpoint)
        with engine.connect() as connection:
            migrations.check_on(connection)
            if not keys.notes_destroyed:
                # Its program was an earlier one, and what it destroyed stands in the database alone.
                keys.note_destroyed(erasures_in(connection))
    except BaseException:
        engine.dispose()
        raise
    return engine


def erasures_in(connection: Connection) -> set[tuple[str, bytes]]:
    """Return the organisations and ids of the keys that a database knows as destroyed."""
    rows = connection.exec_driver_sql("select organisation_id, id from erasures")
    return {(organisation, bytes.fromhex(key_id)) for organisation, key_id in rows}


@contextmanager
def said_clearly(file: Path | None) -> Iterator[None]:
    """Name the file where something has kept it from being opened."""
    try:
        yield
    except (OSError, sqlite3.Error, DBAPIError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        raise UnreachableError(f"The database {file} or its key store cannot be opened: {reason}.") from None
