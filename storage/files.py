"""The files of a store: their addresses, and making one for its owner alone."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from sqlalchemy import URL


def sqlite_url(path: Path | None) -> URL:
    """The address of an SQLite file, whatever stands in its name; of a database in memory without one."""
    return URL.create("sqlite", database=None if path is None else str(path.absolute()))


def default_keys_path(database: Path) -> Path:
    """Return where the key store of a database is unless it is told otherwise."""
    return database.with_name("keys.db")


def read_only_address(path: Path) -> str:
    """An address for `sqlite3.connect(..., uri=True)` that changes nothing and leaves no file behind.

    Without a write-ahead log beside it nobody has the file open, so that SQLite need not make one in order to read.
    """
    return f"{path.absolute().as_uri()}?mode=ro{'' if log_of(path).exists() else '&immutable=1'}"


def log_of(path: Path) -> Path:
    """The write-ahead log of an SQLite file. It is there while a process has the file open, or after one was killed."""
    return path.with_name(path.name + "-wal")


def ends_within_a_page(path: Path) -> bool:
    """Return whether a file was cut off where SQLite, which takes what is missing for zeros, need not notice."""
    if log_of(path).exists():
        return False
    with path.open("rb") as file:
        header = file.read(18)
    size = int.from_bytes(header[16:18], "big")
    return path.stat().st_size % (65_536 if size == 1 else size or 1) != 0


SIDE_FILES = ("-wal", "-shm", "-journal")
"""Ends of the names of files that SQLite keeps beside one of its own."""


def files_beside(path: Path, ending: str) -> list[Path]:
    """Return the files in a file's folder whose names are its own and then this, in order; whatever follows."""
    if not path.absolute().parent.is_dir():
        return []
    return sorted(one for one in path.absolute().parent.iterdir() if one.name.startswith(f"{path.name}{ending}"))


def make_private_file(path: Path) -> None:
    """Make an empty file that its owner alone can read, and its folders; a file that is there stays as it is."""
    make_private_folders(path.parent)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def make_new_private_file(path: Path) -> None:
    """As `make_private_file`. Raises FileExistsError where there is one."""
    make_private_folders(path.parent)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def take_over_owner(path: Path, place: Path) -> None:
    """Give a new file the owner, the group and the mode of what stands in its place; of its folder the owner, where nothing does.

    Whoever may not give files away makes it their own.
    """
    like = place if place.exists() else place.absolute().parent
    wanted, found = like.stat(), path.stat()
    with suppress(PermissionError):
        if (wanted.st_uid, wanted.st_gid) != (found.st_uid, found.st_gid):
            os.chown(path, wanted.st_uid, wanted.st_gid)
        if like == place:
            path.chmod(stat.S_IMODE(wanted.st_mode))


def read_only_folders(*files: Path) -> list[Path]:
    """Return the folders of these files, or the nearest that is there of each, that are on a disk which can only be read."""
    folders = dict.fromkeys(next(one for one in file.absolute().parents if one.is_dir()) for file in files)
    return [folder for folder in folders if os.statvfs(folder).f_flag & os.ST_RDONLY]


def make_private_folders(folder: Path) -> None:
    """Make a folder, and those above it that are not there, for their owner alone; one that is there stays as it is."""
    if not folder.is_dir():
        make_private_folders(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
