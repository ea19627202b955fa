"""What can go wrong in storage. No message repeats a value that was to be stored (C10)."""

from __future__ import annotations

from bot.ports import NotStored


class StorageError(Exception):
    """Everything below."""


class Conflict(StorageError):
    """A record could not be saved because another one has its unique key. The unit of work is to be rolled back."""


class CannotBeStored(StorageError):
    """A value is not of its field's type, or has no form in a database; the message names the field alone."""


class Unreadable(StorageError):
    """Something stored is cut, changed, or of a kind or version that this program does not know; the message is a short word for
    which, without content, that a log line can show."""


class ReadOnlyUnit(StorageError):
    """A unit of work that was said to read tried to write."""


class StoreClosed(StorageError):
    """Work was handed to a store after `close`."""


class SchemaMismatch(StorageError):
    """The database was made by a newer or an older version; the message says which and what to do."""


class WrongKey(StorageError):
    """The master key is absent, malformed or not the one with which the key store was made."""


class Unreachable(StorageError):
    """The database or its key store cannot be opened; the message says which file and why."""


class Unusable(StorageError, NotStored):
    """The database or the key store cannot be read or written at present; `sqlite_errorname` says why, and is logged."""

    def __init__(self, message: str, sqlite_errorname: str) -> None:
        super().__init__(message)
        self.sqlite_errorname = sqlite_errorname


class Damaged(Unusable):
    """A file is not what SQLite wrote: no later unit of work will succeed."""


class StoresApart(StorageError):
    """The database and the key store do not belong together, or one of them is gone; the message says what to do.

    `restorable` says that they do belong together although one is older, so that the operator may go on with them.
    """

    def __init__(self, message: str, restorable: bool = False) -> None:
        super().__init__(message)
        self.restorable = restorable


class DamagedFile(StorageError):
    """A file is no database, or not what was written; the message says which."""


class ErasureUnfinished(StorageError):
    """A key was deleted, but something else holds the key store open and its journal could not be emptied."""
