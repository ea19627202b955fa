"""Copies that there are of a database and of a key store: which, until when, and what an interrupted backup or restore left behind.

Theory of operation. The key store lists every copy before it is made, so that whatever is left of one is found, wherever it was to
go. What the list does not have is found by its name: in the folders that are given, and beside the database and the key store.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.database import said_clearly
from storage.files import files_beside
from storage.inspection import read_only
from storage.known_erasures import ASIDE, MADE
from storage.sqlite.store import BUSY_MILLISECONDS
from storage.stamps import STAMP

CREATE_LIST = "create table if not exists copies (path text primary key, made text not null, expires text not null)"
UNTIL = "until-%Y%m%d"
"""The part of a copy's name that says its last day."""
NAMED = re.compile(r"-(\d{8}T\d{6}Z)-until-(\d{8})\.db$")
FORMS = (STAMP, "%Y%m%d")
BUSY_SECONDS = BUSY_MILLISECONDS / 1000
PUT_ASIDE = re.compile(re.escape(ASIDE) + r"(\d{8}T\d{6}Z)(-wal|-shm|-journal)?$")
PART = ".part"
"""End of the name of a copy that is not complete."""
GIVEN_UP = timedelta(hours=1)
"""Time without a change after which what is not complete was left by something that was interrupted."""


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


@dataclass(frozen=True, slots=True)
class CopiesFound:
    """Copies past their end, and files that nothing is going to complete."""

    ended: tuple[StoreCopy, ...]
    left: tuple[Path, ...]


def list_copies(connection: sqlite3.Connection, made: Iterable[StoreCopy]) -> None:
    """Note copies in a key store."""
    connection.execute(CREATE_LIST)
    rows = [(str(one.path), one.made.isoformat(), one.expires.isoformat()) for one in made]
    connection.executemany("insert or replace into copies values (?, ?, ?)", rows)


def unlist_missing(connection: sqlite3.Connection, listed: Iterable[StoreCopy]) -> None:
    """Take those of these copies off the list of which nothing is there."""
    gone = [(str(one.path),) for one in listed if not one.path.exists() and not files_beside(one.path, PART)]
    if gone:
        connection.executemany("delete from copies where path = ?", gone)


def copies_to_delete(
    database: Path, keys: Path, order: CopyOrder, now: datetime, folders: Iterable[Path] = ()
) -> CopiesFound:
    """Return what should not be there any more: of what is listed, of what lies beside the two stores, and in these folders."""
    listed: list[StoreCopy] = []
    if keys.exists() and keys.stat().st_size:
        with read_only(keys) as connection:
            listed = _read_list(connection)
    known = {one.path for one in listed}
    named = [*_put_aside(database, order.database_days), *_put_aside(keys, order.keys_days)]
    for folder in folders:
        named += copies_in(folder)
    found = [*listed, *(one for one in named if one.path not in known)]
    # A database may be called as a copy is.
    found = [one for one in found if not is_one_of(one.path, (database, keys))]
    parts = [*(path for one in found for path in files_beside(one.path, PART)), *_parts_in(folders)]
    made = [path for store in (database, keys) for path in files_beside(store, MADE)]
    return CopiesFound(
        tuple(one for one in found if one.expires <= now and one.path.exists()),
        tuple(path for path in dict.fromkeys([*parts, *made]) if _is_given_up(path, now)),
    )


def is_one_of(path: Path, stores: Iterable[Path]) -> bool:
    """Return whether a file is one of these, by whatever name."""
    return path.exists() and any(store.exists() and store.samefile(path) for store in stores)


def remove_copies(keys: Path, found: CopiesFound) -> list[Path]:
    """Delete these, and take what is gone off the list. Return those that cannot be deleted."""
    stay = remove_files(found)
    with said_clearly(keys), closing(sqlite3.connect(keys, isolation_level=None, timeout=BUSY_SECONDS)) as connection:
        unlist_missing(connection, _read_list(connection))
    return stay


def remove_files(found: CopiesFound) -> list[Path]:
    """Delete these. Return those that cannot be deleted."""
    stay = []
    for path in (*(one.path for one in found.ended), *found.left):
        try:
            path.unlink(missing_ok=True)
        except OSError:
            stay.append(path)
    return stay


def copies_in(folder: Path) -> Iterator[StoreCopy]:
    """Yield the copies that lie in a folder, as their names tell of them."""
    for path in _files_in(folder):
        if copy := copy_of_name(path):
            yield copy


def copy_of_name(path: Path) -> StoreCopy | None:
    """Return the copy that a file's name tells of: it ends in the course of that day, and was made at some time of the other."""
    named = NAMED.search(path.name)
    if not named:
        return None
    try:
        made, end = (
            datetime.strptime(part, form).replace(tzinfo=UTC) for part, form in zip(named.groups(), FORMS, strict=True)
        )
    except ValueError:
        return None
    return StoreCopy(path, made, end + timedelta(days=1))


def _parts_in(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        for path in _files_in(folder):
            whole, part, _ = path.name.rpartition(PART)
            if part and NAMED.search(whole):
                yield path


def _files_in(folder: Path) -> list[Path]:
    return sorted(folder.absolute().iterdir()) if folder.is_dir() else []


def _put_aside(store: Path, days: int) -> Iterator[StoreCopy]:
    """Yield what restores have moved aside, by their names."""
    for path in files_beside(store, ASIDE):
        named = PUT_ASIDE.search(path.name)
        if named:
            made = datetime.strptime(named[1], STAMP).replace(tzinfo=UTC)
            yield StoreCopy(path, made, made + timedelta(days=days))


def _is_given_up(path: Path, now: datetime) -> bool:
    try:
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return False
    return now - changed >= GIVEN_UP


def _read_list(connection: sqlite3.Connection) -> list[StoreCopy]:
    if not connection.execute("select 1 from sqlite_master where name = 'copies'").fetchone():
        return []
    rows = connection.execute("select path, made, expires from copies order by made, path").fetchall()
    return [
        StoreCopy(Path(path), datetime.fromisoformat(made), datetime.fromisoformat(end)) for path, made, end in rows
    ]
