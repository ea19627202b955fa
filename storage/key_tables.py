"""The key store: a small SQLite file of its own, and its twin in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from storage.errors import ErasureUnfinished
from storage.keys import WrappedKey
from storage.troubles import in_our_words

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
        self._path = path
        self._connection = self._connected()
        self._connection.executescript(SCHEMA)

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=5)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY"):
            connection.execute(f"pragma {pragma}")
        return connection

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
        with self._transaction():
            self._connection.executemany("insert into keys values (?, ?, ?, ?)", rows)

    def destroy(self, organisation: str, owner: str) -> None:
        with self._transaction():
            self._connection.execute("delete from keys where organisation_id = ? and owner = ?", (organisation, owner))
        with _in_our_words():
            busy, _, _ = self._connection.execute("pragma wal_checkpoint(truncate)").fetchone()
        if busy:
            raise ErasureUnfinished("Another program holds the key store open: close it and erase again.")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing; what went wrong first is what is raised, whatever becomes of undoing it."""
        with _in_our_words():
            try:
                self._connection.execute("begin immediate")
                yield
                self._connection.execute("commit")
            except BaseException:
                self._undo()
                raise

    def _undo(self) -> None:
        """SQLite may have rolled back by itself; a connection that cannot roll back is made anew."""
        try:
            if self._connection.in_transaction:
                self._connection.execute("rollback")
        except sqlite3.Error:
            self._connection.close()
            with suppress(sqlite3.Error):
                self._connection = self._connected()

    def owners(self, organisation: str) -> dict[str, bytes]:
        return dict(
            self._connection.execute("select owner, key_id from keys where organisation_id = ?", (organisation,))
        )

    def close(self) -> None:
        self._connection.close()


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        said = in_our_words(error, "key store")
        if said is error:
            raise
        raise said from error
