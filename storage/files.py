"""The files of a store: their addresses, and making one for its owner alone."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import URL


def sqlite_url(path: Path | None) -> URL:
    """The address of an SQLite file, whatever stands in its name; of a database in memory without one."""
    return URL.create("sqlite", database=None if path is None else str(path.absolute()))


def read_only_address(path: Path) -> str:
    """An address for `sqlite3.connect(..., uri=True)` that changes nothing and leaves no file behind.

    Without a write-ahead log beside it nobody has the file open, so that SQLite need not make one in order to read.
    """
    nobody = "" if path.with_name(path.name + "-wal").exists() else "&immutable=1"
    return f"{path.absolute().as_uri()}?mode=ro{nobody}"


def make_private_file(path: Path) -> None:
    """Make an empty file that its owner alone can read, and its folders; a file that is there stays as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
