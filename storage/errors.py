"""Errors of storage. No message repeats a value that was to be stored (C10)."""

from __future__ import annotations

from bot.domain.root_error import FolkmootError
from bot.ports import NotStoredError


class StorageError(FolkmootError):
    """Base class of all errors of storage."""


class ConflictError(StorageError):
    """A record could not be saved because another one has its unique key. The unit of work is to be rolled back."""


class CannotBeStoredError(StorageError):
    """A value is not of its field's type, or has no form in a database; the message names the field alone."""


class UnreadableRowError(StorageError):
    """Something stored is cut, changed, or of a kind or version that this program does not know; the message is a short word for
    which, without content, that a log line can show."""


class ErasedRowError(UnreadableRowError):
    """A key with which a row was sealed is there no more: it was destroyed with what the row says."""


class ReadOnlyUnitError(StorageError):
    """A unit of work that was said to read tried to write."""


class StoreClosedError(StorageError):
    """Work was handed to a store after `close`."""


class SchemaMismatchError(StorageError):
    """The database was made by a newer or an older version; the message says which and what to do."""


class WrongKeyError(StorageError):
    """The master key is absent, malformed or not the one with which the key store was made."""


class UnreachableError(StorageError):
    """The database or its key store cannot be opened; the message says which file and why."""


class ServerAwayError(UnreachableError):
    """Nobody answers where the database should be, or nobody is let in at the moment: that may be different in a while."""


class StoreInUseError(StorageError):
    """Somebody has the database or the key store open, and what was asked for needs it alone; `processes` is their number, where it
    can be told."""

    def __init__(self, place: object, processes: int = 1) -> None:
        who, them = ("A process has", "the bot") if processes == 1 else (f"{processes} processes have", "all of them")
        super().__init__(
            f"{who} {place} open: stop {them} first, then run the same command again. Nothing was changed."
        )


class UnusableStoreError(StorageError, NotStoredError):
    """The database or the key store cannot be read or written at present; the database's own code says why, and is logged."""

    def __init__(self, message: str, database_code: str) -> None:
        super().__init__(message)
        self.database_code = database_code


class DamagedStoreError(UnusableStoreError):
    """Something stored is not as the database wrote it: no later unit of work will succeed."""


class StatementRefusedError(StorageError):
    """A database did not take a statement of ours: a fault of this program, or of who changed the tables beside it."""


class StoresApartError(StorageError):
    """The database and the key store do not belong together, or one of them is gone; the message says what to do.

    `restorable` says that they do belong together although one is older, so that the operator may go on with them.
    """

    def __init__(self, message: str, restorable: bool = False) -> None:
        super().__init__(message)
        self.restorable = restorable


class DamagedFileError(StorageError):
    """A file is no database, or not what was written; the message says which."""


class NoCopyError(StorageError):
    """A file that is to be put back is not a copy of what it is said to be, or there is none."""


class OrganisationLostError(StorageError):
    """The row of the organisation in a database cannot be read: nothing can go on with it."""


class ErasureUnfinishedError(StorageError):
    """A key was deleted, but something else holds the key store open and its journal could not be emptied."""


LASTING = (StoresApartError, SchemaMismatchError, DamagedFileError)
"""Errors of what a store is found to be: no process can go on with it until an operator has done something."""
