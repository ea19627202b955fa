"""The key store: a small SQLite file of its own, and its twin in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from storage.errors import ErasureUnfinished
from storage.keys import WrappedKey

SCHEMA = """
create table if not exists checks (id text primary key, value blob not null);
create table if not exists keys (
    organisation_id text not null, owner text not null, key_id blob not null, wrapped blob not null,
    primary key (organisation_id, owner)
) without rowid;
"""


class MemoryKeyTable:
    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], WrappedKey] = {}
        self._check: bytes | None = None

    def check_value(self) -> bytes | None:
        return self._check

    def set_check_value(self, value: bytes) -> None:
        self._check = value

    def load(self, organisation: str, owner: str) -> WrappedKey | None:
        return self._rows.get((organisation, owner))

    def add(self, organisation: str, keys: Sequence[WrappedKey]) -> None:
        self._rows.update({(organisation, key.owner): key for key in keys})

    def destroy(self, organisation: str, owner: str) -> None:
        self._rows.pop((organisation, owner), None)

    def owners(self, organisation: str) -> dict[str, bytes]:
        return {owner: key.key_id for (where, owner), key in self._rows.items() if where == organisation}

    def close(self) -> None: ...


class SqliteKeyTable:
    """One connection, used under the lock of `Keys`. Deleted bytes are overwritten and the journal is emptied."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY"):
            self._connection.execute(f"pragma {pragma}")
        self._connection.executescript(SCHEMA)

    def check_value(self) -> bytes | None:
        found = self._connection.execute("select value from checks where id = 'master'").fetchone()
        return found[0] if found else None

    def set_check_value(self, value: bytes) -> None:
        self._connection.execute("insert into checks values ('master', ?)", (value,))

    def load(self, organisation: str, owner: str) -> WrappedKey | None:
        query = "select owner, key_id, wrapped from keys where organisation_id = ? and owner = ?"
        found = self._connection.execute(query, (organisation, owner)).fetchone()
        return WrappedKey(*found) if found else None

    def add(self, organisation: str, keys: Sequence[WrappedKey]) -> None:
        rows = [(organisation, key.owner, key.key_id, key.wrapped) for key in keys]
        self._connection.execute("begin immediate")
        try:
            self._connection.executemany("insert into keys values (?, ?, ?, ?)", rows)
            self._connection.execute("commit")
        except BaseException:
            self._connection.execute("rollback")
            raise

    def destroy(self, organisation: str, owner: str) -> None:
        self._connection.execute("delete from keys where organisation_id = ? and owner = ?", (organisation, owner))
        busy, _, _ = self._connection.execute("pragma wal_checkpoint(truncate)").fetchone()
        if busy:
            raise ErasureUnfinished("Another program holds the key store open: close it and erase again.")

    def owners(self, organisation: str) -> dict[str, bytes]:
        return dict(
            self._connection.execute("select owner, key_id from keys where organisation_id = ?", (organisation,))
        )

    def close(self) -> None:
        self._connection.close()
