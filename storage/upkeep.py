"""An operator's upkeep of a database and a key store besides running them: look and migrate."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from sqlalchemy import Engine

from bot.ports import UnitOfWork
from storage.consistency import make_missing_indexes
from storage.database import said_clearly
from storage.errors import UnreachableError
from storage.files import default_keys_path, sqlite_url
from storage.inspection import check_both_whole, check_evidence, check_tables, look_and_judge, look_at_both
from storage.keys import Keys
from storage.migrations import run as migrations
from storage.migrations.run import MakeSealing
from storage.migrations.sealing import StoredSealing
from storage.pair_making import adopt_pair, bring_up_to_date
from storage.pairing import PairingPlan, check_pairing
from storage.sqlite.connection import SqliteConnection
from storage.sqlite.key_table import SqliteKeyTable
from storage.sqlite.store import BEGIN_READING, engine_for
from storage.turns import refuse_while_open, take_turn
from storage.vault import ORGANISATION_AS_OWNER, Vault

T = TypeVar("T")


class Migration(NamedTuple):
    """The versions before and after, empty for a database that the first start is to make; the indexes that were made again."""

    before: str
    after: str
    indexes: tuple[str, ...] = ()


def migrate_stores(path: Path, master_key: bytes, keys_path: Path | None = None) -> Migration:
    """Bring a database to the newest version, with every index that it is to have.

    Its file is written anew at the end, so that nothing of how it was before is left in it. Raises what `open_store` raises, and
    StoreInUseError where there is something to migrate while anybody has it open.
    """
    keys_path = keys_path or default_keys_path(path)
    with said_clearly(path), take_turn(path):
        check_both_whole(path, keys_path)
        database, keys = look_at_both(path, keys_path)
        plan = check_pairing(database, keys)
        if plan is PairingPlan.FOUND:
            return Migration("", "")
        migrations.check_known(database.revision)
        check_tables(database)
        if plan is PairingPlan.ADOPT:
            check_evidence(database, keys)
        if plan is PairingPlan.ADOPT or database.revision != migrations.newest_revision():
            refuse_while_open(path)
        with open_for_change(path, keys_path, master_key) as (engine, table, sealing):
            if plan is PairingPlan.ADOPT:
                adopt_pair(engine, table, sealing=sealing)
            elif database.revision != migrations.newest_revision():
                bring_up_to_date(engine, table, sealing)
            indexes = make_missing_indexes(engine)
        return Migration(database.revision, migrations.newest_revision(), indexes)


def check_master_key(keys_path: Path, master_key: bytes) -> None:
    """Raises WrongKeyError for a key with which a key store was not made; a file that is not there is passed over."""
    if keys_path.exists():
        with closing(SqliteKeyTable(keys_path, read_only=True)) as table:
            Keys(ORGANISATION_AS_OWNER, table, master_key, os.urandom)


@contextmanager
def open_for_change(
    path: Path, keys_path: Path, master_key: bytes
) -> Iterator[tuple[Engine, SqliteKeyTable, MakeSealing]]:
    """Both, and what a migration seals with; afterwards the database's file is written anew.

    Raises WrongKeyError, when the keys are first opened.
    """
    with migrations.engine_of(sqlite_url(path)) as engine, closing(SqliteKeyTable(keys_path)) as table:
        Keys(ORGANISATION_AS_OWNER, table, master_key, os.urandom)
        yield engine, table, partial(StoredSealing, table, master_key)
    _rewrite_file(path)


def _rewrite_file(file: Path) -> None:
    with closing(sqlite3.connect(str(file.absolute()), isolation_level=None)) as connection:
        try:
            connection.execute("vacuum")
            connection.execute("pragma wal_checkpoint(truncate)")
        except sqlite3.Error as error:
            raise UnreachableError(
                f"The database {file} is up to date, but its file could not be written anew ({error}): what it held before may "
                "still be read in it. Make room, and run the same command again."
            ) from None


def read_once(
    path: Path, keys_path: Path, master_key: bytes, organisation: str, work: Callable[[UnitOfWork], T]
) -> T | None:
    """Look at both stores as a start does, as long as it takes, and do `work`; None when the first start is to make them.

    Nothing is changed, not even by what a start would complete. Raises what `open_store` raises.
    """
    with said_clearly(path):
        if look_and_judge(path, keys_path, None) is PairingPlan.FOUND:
            return None
        return read_pair(path, keys_path, master_key, organisation, work)


def read_pair(path: Path, keys_path: Path, master_key: bytes, organisation: str, work: Callable[[UnitOfWork], T]) -> T:
    """Do `work`, which reads, in two stores that have been looked at, whether a start would take them for a pair or not."""
    with ExitStack() as closing_all:
        table = closing_all.enter_context(closing(SqliteKeyTable(keys_path, read_only=True)))
        vault = Vault(organisation, Keys(organisation, table, master_key, os.urandom), os.urandom)
        engine = engine_for(path, BEGIN_READING, (), read_only=True)
        closing_all.callback(engine.dispose)
        reading = SqliteConnection(engine, BEGIN_READING, organisation, vault, writable=False, monotonic=time.monotonic)
        closing_all.callback(reading.close)
        reading.begin()
        closing_all.callback(reading.roll_back)
        return work(reading.unit)
