"""Translation of the driver's errors, into which PostgreSQL puts values, into errors of storage, which have none (C10)."""

from __future__ import annotations

import psycopg

from storage.errors import (
    CannotBeStoredError,
    DamagedStoreError,
    StatementRefusedError,
    StorageError,
    UnusableStoreError,
)

REASONS = {
    "25006": "it can only be read",
    "25P03": "its server ended a transaction in which nothing was done for too long",
    "25P04": "its server ended a transaction that took too long",
    "40001": "another process changed the same at the same time",
    "40P01": "another process changed the same at the same time",
    "53100": "the disk is full",
    "53200": "its server is out of memory",
    "53300": "its server takes no more connections",
    "55P03": "another process holds it locked",
    "57014": "its server ended a statement that took too long",
}
NOT_REACHED = ("08", "57P", "28")
"""Beginnings of the codes of a server that is away, that is being started or stopped, or that lets nobody in."""
HINTS = {"42501": " It has to be owned by the user that connects: see docs/postgresql.md."}
DAMAGE = ("XX001", "XX002")
UNFIT = ("22003", "22021", "22P05")
"""Codes for a value that has no form in a column: too large a number, a character that no text can have."""
HARMLESS = ("40001", "40P01", "53100", "55P03")
"""Codes after which a connection is still good: it waited for a lock or for room."""


def in_our_words(error: psycopg.Error | str, what: str, done: str) -> StorageError:
    """Return the error of storage that says the same, without any value; of a code of the server's as of the driver's error."""
    code = error if isinstance(error, str) else error.sqlstate or ""
    if code in DAMAGE:
        return DamagedStoreError(f"The {what} is damaged: stop the process and restore it from its newest copy.", code)
    if code in REASONS:
        return UnusableStoreError(f"The {what} cannot be {done}: {REASONS[code]}.", code)
    if code in UNFIT or (not code and isinstance(error, psycopg.DataError)):
        return CannotBeStoredError("A value has no form in a database.")
    if code.startswith(NOT_REACHED) or (
        not code and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    ):
        return UnusableStoreError(f"The {what} cannot be {done}: its server cannot be reached.", code or "08000")
    return StatementRefusedError(
        f"The {what} refused a statement ({code or type(error).__name__}).{HINTS.get(code, '')}"
    )
