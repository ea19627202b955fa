"""Letting processes that open the stores of one folder do so in turn.

Making a database, sealing its rows anew and bringing it into its journal mode each need it alone, and SQLite gives up on
some of these at once instead of waiting. The turn is a lock of the operating system on the folder: it leaves no file
behind, and it ends with the process that holds it.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
