"""Copies of a database and of a key store as they are at one instant, while the bot runs; and when each copy is to be deleted.

Theory of operation. The key store is locked for the moment in which the database's snapshot is taken and the key store is read into
memory, so the two copies belong together; nobody waits while they are written. Every key copy says in its name and inside when it
is to be deleted.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from errno import EINVAL, ENOTSUP
from pathlib import Path

from storage.copy_list import BUSY_SECONDS, PART, UNTIL, CopyOrder, StoreCopy, list_copies, unlist_missing
from storage.database import said_clearly
from storage.errors import DamagedFileError, StorageError, StoresApartError, UnreachableError
from storage.files import files_beside, make_new_private_file
from storage.inspection import check_whole, look_and_judge
from storage.pairing import PairingPlan
from storage.sqlite.key_table import note_backup
from storage.stamps import STAMP

MARK = "create table copy (made text not null, expires text not null)"

Change = Callable[[sqlite3.Connection], None]


def leave_as_is(connection: sqlite3.Connection) -> None:
    """Change nothing in a copy."""


class CopyExistsError(StorageError):
    """A copy of that name is there already, or is being made; the message names it."""


class CopyFailedError(StorageError):
    """A copy could not be written; the message names it and says why."""


def copy_stores(database: Path, keys: Path, order: CopyOrder, now: datetime) -> list[StoreCopy]:
    """Copy both as they are at one instant; the copies, the database's first. Another process may use both meanwhile.

    A database of an earlier version is copied as it is.

    Raises StoresApartError where there is nothing to copy, CopyExistsError, CopyFailedError, and what `open_store` raises.
    """
    with said_clearly(database):
        if look_and_judge(database, keys, None, any_version=True) is PairingPlan.FOUND:
            raise StoresApartError(f"There is no database {database} to copy yet: the first start makes it.")
        made = [_plan_copy(order.database_folder, database.stem, order.database_days, now)]
        if order.keys_days:
            made.append(_plan_copy(order.keys_folder, keys.stem, order.keys_days, now))
        with (
            closing(_connected(database)) as source,
            closing(_connected(keys)) as locking,
            closing(sqlite3.connect(":memory:", isolation_level=None)) as held,
        ):
            with suppress(sqlite3.Error):
                # Where its disk is full, a backup is wanted all the more.
                list_copies(locking, made)
            try:
                with _locked(locking):
                    _begin_snapshot(source)
                    _hold_keys(keys, held)
                for one in made[1:]:
                    _copy_file(held, one.path, lambda copy, one=one: _mark_copy(copy, one))  # type: ignore[misc]
                with _say_what_stays(made[1:]):
                    _copy_file(source, made[0].path)
            except BaseException:
                with suppress(sqlite3.Error):
                    unlist_missing(locking, made)
                raise
            _list_again(locking, made)
    return made


@contextmanager
def _say_what_stays(made: Iterable[StoreCopy]) -> Iterator[None]:
    """Name the copies that were made before the one that could not be: each is good by itself, and stays until its end."""
    try:
        yield
    except (CopyExistsError, CopyFailedError) as error:
        stays = "".join(f" The copy {one.path} was made, and is to be deleted on {one.expires.date()}." for one in made)
        raise type(error)(f"{error}{stays}") from None


def _list_again(locking: sqlite3.Connection, made: list[StoreCopy]) -> None:
    """Another backup of the same second, which was refused, may have taken them off. Now they are a backup that is complete."""
    try:
        list_copies(locking, made)
        note_backup(locking, made[0].made)
    except sqlite3.Error as error:
        raise CopyFailedError(
            f"The copies were made ({', '.join(str(one.path) for one in made)}), and the key store could not note them: {error}. "
            "“folkmoot check” will not name them; “folkmoot backup --prune” finds them where it is given the same folders."
        ) from None


def _plan_copy(folder: Path, stem: str, days: int, now: datetime) -> StoreCopy:
    made = now.astimezone(UTC).replace(microsecond=0)
    expires = made + timedelta(days=days)
    path = folder.absolute() / f"{stem}-{made:{STAMP}}-{expires:{UNTIL}}.db"
    _refuse_existing(path)
    return StoreCopy(path, made, expires)


def _connected(path: Path) -> sqlite3.Connection:
    """A connection that overwrites what it deletes."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS)
    connection.execute("pragma secure_delete=ON")
    return connection


@contextmanager
def _locked(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("begin immediate")
    try:
        yield
    finally:
        connection.execute("rollback")


def _begin_snapshot(source: sqlite3.Connection) -> None:
    source.execute("begin")
    source.execute("select count(*) from alembic_version").fetchone()


def _hold_keys(keys: Path, held: sqlite3.Connection) -> None:
    """Read the key store into memory. The connection that holds the lock cannot be copied from, so another one reads."""
    with closing(_connected(keys)) as source:
        source.backup(held)


def mark_as_copy(copy: sqlite3.Connection, made: datetime, expires: datetime) -> None:
    """Say in a key store that it is a copy, of when, and when it is to be deleted."""
    copy.execute("drop table if exists copy")
    copy.execute(MARK)
    copy.execute("insert into copy values (?, ?)", (made.isoformat(), expires.isoformat()))


def _mark_copy(copy: sqlite3.Connection, one: StoreCopy) -> None:
    mark_as_copy(copy, one.made, one.expires)
    note_backup(copy, one.made)


def _copy_file(source: sqlite3.Connection, target: Path, then: Change = leave_as_is) -> None:
    """Through a file of another name, so that a copy that was interrupted is not taken for one."""
    partial = target.with_name(target.name + PART)
    with _new_file(partial):
        # Whoever has the one file to itself is the only one who makes the other.
        _refuse_existing(target)
        _fill(partial, source, then)
        with _blamed_on(target):
            partial.replace(target)
            sync_folder(target.parent)


def copy_into(source: sqlite3.Connection, target: Path, then: Change = leave_as_is) -> None:
    """Write what a connection reads into a new file for its owner alone, change it, look it through, and have it on the disk.

    Raises CopyExistsError where there is a file, CopyFailedError; nothing of it is left then.
    """
    with _new_file(target):
        _fill(target, source, then)


@contextmanager
def _new_file(path: Path) -> Iterator[None]:
    """Have a new file that nobody else makes, and nothing of it where something goes wrong."""
    with _blamed_on(path):
        make_new_private_file(path)
    try:
        yield
    except BaseException:
        for one in files_beside(path, ""):
            one.unlink(missing_ok=True)
        raise


def _refuse_existing(path: Path) -> None:
    with _blamed_on(path):
        if path.exists():
            raise CopyExistsError(f"There is a copy {path} already, and it stays as it is.")


def _fill(target: Path, source: sqlite3.Connection, then: Change) -> None:
    with _blamed_on(target):
        with closing(_connected(target)) as copy:
            source.backup(copy)
            copy.execute("pragma journal_mode=delete")
            then(copy)
        check_whole(target, None)
        sync_to_disk(target)


@contextmanager
def _blamed_on(target: Path) -> Iterator[None]:
    """Name the copy where it cannot be written: neither the database nor the key store is at fault."""
    said = target.with_name(target.name.removesuffix(PART))
    try:
        yield
    except FileExistsError as error:
        if str(error.filename) != str(target):
            raise CopyFailedError(_said_of(said, f"{error.filename} is not a folder")) from None
        raise CopyExistsError(
            f"{target} is there already, or is being made by another backup, and stays as it is."
        ) from None
    except OSError as error:
        raise CopyFailedError(_said_of(said, error.strerror or str(error))) from None
    except sqlite3.Error as error:
        raise CopyFailedError(_said_of(said, str(error))) from None
    except (DamagedFileError, UnreachableError):
        raise CopyFailedError(_said_of(said, "what was written is not what was to be written")) from None


def _said_of(target: Path, reason: str) -> str:
    return (
        f"The copy {target} could not be written: {reason}. Check who may write there, and that there is room and the disk is "
        "well. Nothing of this copy was kept, and neither the database nor the key store was changed."
    )


def sync_folder(folder: Path) -> None:
    """Have a folder's names on the disk. Some network file systems cannot be asked for that, and are taken as they are."""
    try:
        sync_to_disk(folder)
    except OSError as error:
        if error.errno not in (EINVAL, ENOTSUP):
            raise


def sync_to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
