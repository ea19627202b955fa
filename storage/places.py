"""Places of a database and its key store, in files or on PostgreSQL: what can be done with the two wherever they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from bot.ports import UnitOfWork
from storage import restored_pair
from storage.database import open_store, open_store_in_restore
from storage.diagnosis import StoreHealth, diagnose_stores
from storage.files import read_only_folders
from storage.restore_meaning import RestoreMeaning, meaning_of_restored
from storage.rotation import FileRotation, KeyRotation
from storage.sql_store import SqlStore
from storage.troubles import Troubles
from storage.upkeep import Migration, migrate_stores, read_once

T = TypeVar("T")


class StorePlaces(Protocol):
    """Each of these raises what `storage.database.open_store` raises."""

    @property
    def database(self) -> str:
        """The place of the database, as people are told it."""
        ...

    def is_made(self) -> bool:
        """Return whether there is anything in the place of the database: the first start fills an empty one."""
        ...

    def open(self, master_key: bytes, organisation: str, troubles: Troubles | None) -> SqlStore:
        """The store, made when it is new."""
        ...

    def read(self, master_key: bytes, organisation: str, work: Callable[[UnitOfWork], T]) -> T | None:
        """Look closely at both and do `work`, which reads; None where the first start is to make them. Nothing is changed."""
        ...

    def migrate(self, master_key: bytes) -> Migration: ...

    def rotation(self) -> KeyRotation:
        """Return the key store as one whose keys can be wrapped anew."""
        ...

    def read_only(self) -> tuple[str, ...]:
        """Return what can be read and takes no change: of folders, the stores' own, and of servers, the databases."""
        ...

    def diagnose(self) -> StoreHealth: ...

    def meaning_of_restored(self, master_key: bytes, organisation: str) -> RestoreMeaning | None:
        """Return the meaning of going on with the two; None where they belong together as they are. Nothing is changed."""
        ...

    def go_on_with_restored(self, master_key: bytes) -> None:
        """Make the two a pair again; no start is possible before `finish_restore`."""
        ...

    def open_in_restore(self, master_key: bytes, organisation: str) -> SqlStore: ...

    def finish_restore(self) -> None: ...


@dataclass(frozen=True, slots=True)
class FilePlaces:
    path: Path
    keys_path: Path

    @property
    def database(self) -> str:
        return str(self.path)

    def is_made(self) -> bool:
        return self.path.exists() and self.path.stat().st_size > 0

    def open(self, master_key: bytes, organisation: str, troubles: Troubles | None) -> SqlStore:
        return open_store(self.path, master_key, organisation, self.keys_path, troubles=troubles)

    def read(self, master_key: bytes, organisation: str, work: Callable[[UnitOfWork], T]) -> T | None:
        return read_once(self.path, self.keys_path, master_key, organisation, work)

    def migrate(self, master_key: bytes) -> Migration:
        return migrate_stores(self.path, master_key, self.keys_path)

    def rotation(self) -> FileRotation:
        return FileRotation(self.path, self.keys_path)

    def read_only(self) -> tuple[str, ...]:
        return tuple(map(str, read_only_folders(self.path, self.keys_path)))

    def diagnose(self) -> StoreHealth:
        return diagnose_stores(self.path, self.keys_path)

    def meaning_of_restored(self, master_key: bytes, organisation: str) -> RestoreMeaning | None:
        return meaning_of_restored(self.path, self.keys_path, master_key, organisation)

    def go_on_with_restored(self, master_key: bytes) -> None:
        restored_pair.go_on_with_restored(self.path, self.keys_path, master_key)

    def open_in_restore(self, master_key: bytes, organisation: str) -> SqlStore:
        return open_store_in_restore(self.path, master_key, organisation, self.keys_path)

    def finish_restore(self) -> None:
        restored_pair.finish_restore(self.path, self.keys_path)
