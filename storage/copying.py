"""Copies of a database and of a key store as they are at one instant, while the bot runs; and when each copy is to be deleted.

Theory of operation. A key store is locked for the moment in which the database's snapshot is taken and the key store is copied, so
the two copies belong together. Every key copy says in its name and inside when it is to be deleted. The key store itself lists all
copies that were made of both, so that `check` finds those that are too old.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.database import said_clearly
from storage.errors import StorageError, StoresApartError
from storage.files import make_private_file
from storage.inspection import check_whole, look_and_judge, read_only
from storage.pairing import PairingPlan
from storage.sqlite_store import BUSY_MILLISECONDS

COPIES = "create table if not exists copies (path text primary key, made text not null, expires text not null)"
MARK = "create table copy (made text not null, expires text not null)"
STAMP, UNTIL = "%Y%m%dT%H%M%SZ", "until-%Y%m%d"
NAMED = re.compile(r"-(\d{8}T\d{6}Z)-until-(\d{8})\.db$")
FORMS = (STAMP, "%Y%m%d")


Change = Callable[[sqlite3.Connection], None]


def leave_as_is(connection: sqlite3.Connection) -> None:
    """Change nothing in a copy."""


class CopyExistsError(StorageError):
    """A copy of that name is there already; the message names it."""


@dataclass(frozen=True, slots=True)
class CopyOrder:
    """The folders that copies go to, and the days after which each is to be deleted. With `keys_days` of 0 no keys are copied."""

    database_folder: Path
    keys_folder: Path
    database_days: int
    keys_days: int


@dataclass(frozen=True, slots=True)
class StoreCopy:
    """One copy: its file, when it was made and when it is to be deleted, both in UTC."""

    path: Path
    made: datetime
    expires: datetime


def copy_stores(database: Path, keys: Path, order: CopyOrder, now: datetime) -> list[StoreCopy]:
    """Copy both as they are at one instant; the copies, the database's first. Another process may use both meanwhile.

    Raises StoresApartError where there is nothing to copy, CopyExistsError, and what `open_store` raises.
    """
    with said_clearly(database):
        if look_and_judge(database, keys, None) is not PairingPlan.GO_ON:
            raise StoresApartError(f"There is no database {database} to copy yet: the first start makes it.")
        made = [_plan_copy(order.database_folder, database.stem, order.database_days, now)]
        if order.keys_days:
            made.append(_plan_copy(order.keys_folder, keys.stem, order.keys_days, now))
        with closing(_connected(database)) as source, closing(_connected(keys)) as locking:
            with _locked(locking):
                source.execute("begin")
                source.execute("select count(*) from pairing").fetchone()
                for one in made[1:]:
                    _copy_keys(keys, one)
            _copy_file(source, made[0].path)
            source.execute("rollback")
            list_copies(locking, made)
    return made


def copies_listed(keys: Path) -> list[StoreCopy]:
    """Return the copies that the key store lists and that are still where they were made, the oldest first."""
    if not keys.exists() or not keys.stat().st_size:
        return []
    with read_only(keys) as connection:
        return [one for one in _read_list(connection) if one.path.exists()]


def remove_expired(keys: Path, now: datetime, folders: Sequence[Path] = ()) -> list[StoreCopy]:
    """Delete the copies past their end, and forget those that are gone; those that were deleted.

    In these folders also those are found that the key store does not list, because it is itself a copy that was put back.
    """
    with said_clearly(keys), closing(_connected(keys)) as connection:
        listed = _read_list(connection)
        known = {one.path for one in listed}
        found = [*listed, *(one for folder in folders for one in _copies_in(folder) if one.path not in known)]
        ended = [one for one in found if one.expires <= now and one.path.exists()]
        for one in ended:
            one.path.unlink()
        gone = [(str(one.path),) for one in listed if not one.path.exists()]
        if gone:
            connection.executemany("delete from copies where path = ?", gone)
    return ended


def _copies_in(folder: Path) -> Iterator[StoreCopy]:
    """Yield the copies that lie in a folder, as their names tell of them."""
    for path in sorted(folder.absolute().glob("*-until-*.db")):
        named = NAMED.search(path.name)
        if named:
            made, end = (
                datetime.strptime(part, form).replace(tzinfo=UTC)
                for part, form in zip(named.groups(), FORMS, strict=True)
            )
            # It ends in the course of that day, and was made at some time of the other.
            yield StoreCopy(path, made, end + timedelta(days=1))


def _plan_copy(folder: Path, stem: str, days: int, now: datetime) -> StoreCopy:
    made = now.astimezone(UTC).replace(microsecond=0)
    expires = made + timedelta(days=days)
    path = folder.absolute() / f"{stem}-{made:{STAMP}}-{expires:{UNTIL}}.db"
    if path.exists():
        raise CopyExistsError(f"There is a copy {path} already. Nothing was copied.")
    return StoreCopy(path, made, expires)


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_MILLISECONDS / 1000)
    connection.execute("pragma secure_delete=ON")
    return connection


@contextmanager
def _locked(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("begin immediate")
    try:
        yield
    finally:
        connection.execute("rollback")


def _copy_keys(keys: Path, one: StoreCopy) -> None:
    """The connection that holds the lock cannot be copied from, so another one reads."""

    def mark(copy: sqlite3.Connection) -> None:
        copy.execute("drop table if exists copies")
        copy.execute("drop table if exists copy")
        copy.execute(MARK)
        copy.execute("insert into copy values (?, ?)", (one.made.isoformat(), one.expires.isoformat()))

    with closing(_connected(keys)) as source:
        _copy_file(source, one.path, mark)


def _copy_file(source: sqlite3.Connection, target: Path, then: Change = leave_as_is) -> None:
    """Through a file of another name, so that a copy that was interrupted is not taken for one."""
    partial = target.with_name(target.name + ".part")
    try:
        copy_into(source, partial, then)
        partial.replace(target)
        sync_to_disk(target.parent)
    finally:
        partial.unlink(missing_ok=True)


def copy_into(source: sqlite3.Connection, target: Path, then: Change = leave_as_is) -> None:
    """Write what a connection reads into a new file for its owner alone, change it, look it through, and have it on the disk."""
    target.unlink(missing_ok=True)
    make_private_file(target)
    with closing(_connected(target)) as copy:
        source.backup(copy)
        copy.execute("pragma journal_mode=delete")
        then(copy)
    check_whole(target, None)
    sync_to_disk(target)


def sync_to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def list_copies(connection: sqlite3.Connection, made: list[StoreCopy]) -> None:
    """Note copies in a key store."""
    connection.execute(COPIES)
    rows = [(str(one.path), one.made.isoformat(), one.expires.isoformat()) for one in made]
    connection.executemany("insert or replace into copies values (?, ?, ?)", rows)


def _read_list(connection: sqlite3.Connection) -> list[StoreCopy]:
    if not connection.execute("select 1 from sqlite_master where name = 'copies'").fetchone():
        return []
    rows = connection.execute("select path, made, expires from copies order by made, path").fetchall()
    return [
        StoreCopy(Path(path), datetime.fromisoformat(made), datetime.fromisoformat(end)) for path, made, end in rows
    ]
