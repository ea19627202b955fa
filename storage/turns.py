"""Letting processes that open the stores of one folder do so in turn.

Making a database, sealing its rows anew and bringing it into its journal mode each need it alone, and SQLite gives up on
some of these at once instead of waiting. The turn is a lock of the operating system on the folder: it leaves no file
behind, and it ends with the process that holds it. What needs a file alone for longer is refused while anybody has it open.
"""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import StoreInUseError

log = logging.getLogger(__name__)


@contextmanager
def take_turn(path: Path) -> Iterator[None]:
    """Hold the turn of the folder of a file, or of the nearest folder that is there; wait while somebody else holds it.

    Where a folder cannot be locked (some network file systems), nothing is held: SQLite's own locks are then all there is.
    """
    folder = next(folder for folder in path.absolute().parents if folder.is_dir())
    try:
        opened = os.open(folder, os.O_RDONLY)
    except OSError:
        log.debug("the folder of the database cannot be locked")
        yield
        return
    try:
        _lock_folder(opened)
        yield
    finally:
        os.close(opened)


def _lock_folder(opened: int) -> None:
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        log.info("another process is opening the same database; this one waits for it")
        fcntl.flock(opened, fcntl.LOCK_EX)
    except OSError:
        log.debug("the folder of the database cannot be locked")


def connect_alone(path: Path, *pragmas: str) -> sqlite3.Connection:
    """Open a file so that nobody else can meanwhile. Raises StoreInUseError."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=1)
    try:
        for pragma in ("locking_mode=exclusive", *pragmas):
            connection.execute(f"pragma {pragma}")
        connection.execute("begin exclusive")
        connection.execute("commit")
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreInUseError(path) from None
        raise
    return connection


def refuse_while_open(path: Path) -> None:
    """Raises StoreInUseError while anybody has the file open. Whoever has the turn of its folder keeps others from opening it."""
    connect_alone(path).close()
