"""Translation of a database's errors into sentences for the operator, and the rule when they are logged (R12)."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable

from storage.errors import LASTING, DamagedStoreError, ServerAwayError, StorageError, UnusableStoreError

log = logging.getLogger(__name__)

REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk cannot be read or written",
    sqlite3.SQLITE_READONLY: "it can only be read",
    sqlite3.SQLITE_PERM: "its file must not be opened",
    sqlite3.SQLITE_CANTOPEN: "one of its files cannot be opened",
    sqlite3.SQLITE_BUSY: "another program holds it locked",
    sqlite3.SQLITE_LOCKED: "another program holds it locked",
}
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
DISK_FULL = ("SQLITE_FULL", "53100")
"""Codes of SQLite and of PostgreSQL."""
CALM_SECONDS = 60.0
"""Seconds without trouble after which it is over, and seconds of an unusable connection after which it will not be."""

AWAY = ("08", "57P")
"""Beginnings of PostgreSQL's codes of a server that is away, that is being started or stopped."""
REFUSED = "08004"
"""PostgreSQL's code of a server that answers and lets nobody in."""

Lost = Callable[[StorageError], None]
"""Called once when the store will not work again in this process."""


def in_our_words(error: BaseException, what: str, done: str = "written") -> BaseException:
    """Return UnusableStoreError for SQLite's error that it cannot read or write `what`; any other error as it is."""
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(error, sqlite3.Error) or code is None:
        return error
    name = error.sqlite_errorname
    if code & 0xFF in DAMAGE:
        return DamagedStoreError(f"The {what} is damaged: stop the process and restore it from its newest copy.", name)
    reason = REASONS.get(code & 0xFF)
    return UnusableStoreError(f"The {what} cannot be {done}: {reason}.", name) if reason else error


def is_away(error: BaseException) -> bool:
    """Return whether an error says that the database's server is away: to begin anew would help nobody, to wait does."""
    code = error.database_code if isinstance(error, UnusableStoreError) else ""
    return isinstance(error, ServerAwayError) or (code.startswith(AWAY) and code != REFUSED)


def describe_failure(error: Exception) -> str:
    """Return the kind of trouble for which something could not be opened; never the error's own text, which may repeat values."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, sqlite3.DatabaseError) and not isinstance(cause, sqlite3.OperationalError):
        return "It is not a database of Folkmoot, or it is damaged."
    if isinstance(cause, PermissionError):
        return "Check who may read and write it and its folder."
    if "locked" in str(cause):
        return "Another program holds it locked."
    return "Check that its folder is there, who may write in it, and that the disk is not full."


def ignore_error(error: StorageError) -> None:
    """For a store whose owner sees its errors and ends by itself."""


class Troubles:
    """Notices when the store begins to fail, when that is over, and when it will not be over.

    A store that is damaged, or that was moved away or changed by another program, is given up at once, a connection that can be
    neither used nor made anew after `CALM` seconds. A server that is away is waited for.
    """

    def __init__(self, lost: Lost = ignore_error, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.monotonic = monotonic
        self._lost = lost
        self._lock = threading.Lock()
        self._last: float | None = None
        self._given_up = False
        self.written_at = monotonic()
        """When something was last written, by the monotonic clock."""

    @property
    def failing(self) -> bool:
        """Return whether the log's last word is that the store does not work."""
        return self._last is not None

    def told(self, error: BaseException, done: str, unusable_since: float | None = None) -> BaseException:
        """Note an error of a unit of work or of its transaction; returns the error as its callers are told it."""
        said = in_our_words(error, "database", done)
        if isinstance(said, UnusableStoreError):
            with self._lock:
                lost = self._note(said, unusable_since)
            if lost:
                self._lost(said)
        elif isinstance(said, LASTING):
            with self._lock:
                lost, self._given_up = not self._given_up, True
            if lost:
                self._lost(said)
        return said

    def succeeded(self) -> None:
        """Note that something was written."""
        with self._lock:
            self.written_at = self.monotonic()
            if self._last is not None and self.monotonic() - self._last >= CALM_SECONDS:
                self._last = None
                log.info("the store works again")

    def _note(self, said: UnusableStoreError, unusable_since: float | None) -> bool:
        """Return whether the store is given up now."""
        now = self.monotonic()
        hopeless = unusable_since is not None and not is_away(said) and now - unusable_since >= CALM_SECONDS
        lost = not self._given_up and (hopeless or isinstance(said, DamagedStoreError))
        if self._last is None and not lost:
            if said.database_code in DISK_FULL:
                log.error("the disk is full: nothing is stored until there is room", exc_info=said)
            else:
                log.error("the store does not work", exc_info=said)
        self._last = now
        self._given_up |= lost
        return lost
