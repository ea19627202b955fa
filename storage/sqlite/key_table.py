"""The key store in a small SQLite file of its own; see `storage.keys.KeyTable`."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storage.errors import ErasureUnfinishedError
from storage.files import read_only_address
from storage.keys import WrappedKey
from storage.pairing import FIRST, MOVED, Pair
from storage.troubles import in_our_words

SCHEMA = (
    "create table if not exists checks (id text primary key, value blob not null)",
    """create table if not exists keys (
        organisation_id text not null, owner text not null, key_id blob not null, wrapped blob not null,
        primary key (organisation_id, owner)
    ) without rowid""",
)
WAIT_STARTING, WAIT_RUNNING = 60, 5
"""For how many seconds another process may hold the key store locked."""
RESTORING = "create table if not exists restoring (begun integer not null)"
"""Its one row is there while a restore is under way."""
DESTROYED = """create table if not exists destroyed (
    organisation_id text not null, key_id blob not null, primary key (organisation_id, key_id)
) without rowid"""
"""Ids of the keys that were destroyed since somebody wanted to be forgotten, or words to end. An id is drawn at random: it names
nobody. Whether a key that is not there was destroyed, or never was in this store, nothing else can tell."""
NOTE_DESTROYED = "insert or ignore into destroyed values (?, ?)"
BACKED_UP = "create table if not exists backed_up (id integer primary key check (id = 1), made text not null)"
"""Its one row is when the newest backup was made that was completed, in UTC and ISO form."""
NOTE_BACKUP = "insert into backed_up values (1, ?) on conflict (id) do update set made = max(made, excluded.made)"
PAIR = "create table if not exists pair (id text primary key, generation integer not null, settled integer not null)"


def begin_restore_in(connection: sqlite3.Connection, erased: Collection[tuple[str, bytes]]) -> None:
    """Mark a restore in a key store, and destroy these organisations' keys; the connection is to overwrite what is deleted."""
    connection.execute(RESTORING)
    connection.execute("delete from restoring")
    connection.execute("insert into restoring values (1)")
    connection.execute(DESTROYED)
    connection.executemany(NOTE_DESTROYED, sorted(erased))
    connection.executemany("delete from keys where organisation_id = ? and key_id = ?", sorted(erased))


def note_backup(connection: sqlite3.Connection, made: datetime) -> None:
    """Note in a key store when a backup was made, unless a newer one is noted."""
    connection.execute(BACKED_UP)
    connection.execute(NOTE_BACKUP, (made.astimezone(UTC).isoformat(),))


class SqliteKeyTable:
    """One connection, used under the lock of `Keys`. Deleted bytes are overwritten and the journal is emptied.

    Until `started`, it waits for as long as another process may take to make the tables of both stores.
    """

    def __init__(self, path: Path, read_only: bool = False) -> None:
        self._path = path
        self._read_only = read_only
        self._wait = WAIT_STARTING
        self._connection = self._connected()

    def _connected(self) -> sqlite3.Connection:
        if self._read_only:
            return sqlite3.connect(read_only_address(self._path), uri=True, check_same_thread=False)
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=self._wait)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY"):
            connection.execute(f"pragma {pragma}")
        return connection

    def started(self) -> None:
        self._wait = WAIT_RUNNING
        self._connection.execute(f"pragma busy_timeout={1000 * self._wait}")

    def changes_elsewhere(self) -> int:
        with _in_our_words():
            (found,) = self._connection.execute("pragma data_version").fetchone()
        return int(found)

    def check_value(self, id: str = "master") -> bytes | None:
        found = self._one("checks", "select value from checks where id = ?", id)
        return found[0] if found else None

    def found(self, check_value: bytes, pair: str) -> None:
        with self._transaction():
            for statement in SCHEMA:
                self._connection.execute(statement)
            self._connection.execute("insert or ignore into checks values ('master', ?)", (check_value,))
            self._begin_pair(Pair(pair, FIRST, settled=False))

    def pair(self) -> Pair | None:
        found = self._one("pair", "select id, generation, settled from pair")
        return Pair(found[0], found[1], bool(found[2])) if found else None

    def put_pair(self, pair: Pair) -> None:
        with self._transaction():
            self._connection.execute(PAIR)
            self._connection.execute("delete from pair")
            self._begin_pair(pair)

    def _begin_pair(self, pair: Pair) -> None:
        self._connection.execute(PAIR)
        new = "insert into pair select ?, ?, ? where not exists (select 1 from pair)"
        self._connection.execute(new, (pair.id, pair.generation, pair.settled))

    def advance(self, generation: int) -> None:
        with self._transaction():
            self._begin(generation)

    def settle(self, generation: int) -> None:
        with self._transaction():
            self._connection.execute("update pair set settled = 1 where generation = ?", (generation,))

    def wipe(self) -> None:
        """Nothing is left to do: a key is overwritten as it is deleted."""

    def _begin(self, generation: int) -> None:
        self._connection.execute("update pair set generation = ?, settled = 0", (generation,))

    def _one(self, table: str, query: str, *values: str) -> tuple[Any, ...] | None:
        """The first row; None also where there is no such table."""
        there = self._connection.execute("select 1 from sqlite_master where name = ?", (table,)).fetchone()
        row: tuple[Any, ...] | None = self._connection.execute(query, values).fetchone() if there else None
        return row

    def load(self, organisation: str, owner: str) -> WrappedKey | None:
        query = "select owner, key_id, wrapped from keys where organisation_id = ? and owner = ?"
        found = self._connection.execute(query, (organisation, owner)).fetchone()
        return WrappedKey(*found) if found else None

    def add(self, organisation: str, keys: Sequence[WrappedKey], generation: int) -> None:
        rows = [(organisation, key.owner, key.key_id, key.wrapped) for key in keys]
        with self._transaction():
            self._begin(generation)
            self._connection.executemany("insert into keys values (?, ?, ?, ?)", rows)

    def destroy(self, organisation: str, owner: str, generation: int, noted: bool = True) -> None:
        whose = "from keys where organisation_id = ? and owner = ?"
        with self._transaction():
            self._begin(generation)
            if noted:
                self._connection.execute(DESTROYED)
                note = f"insert or ignore into destroyed select organisation_id, key_id {whose}"
                self._connection.execute(note, (organisation, owner))
            self._connection.execute(f"delete {whose}", (organisation, owner))
        self._empty_journal()

    def note_destroyed(self, erased: Collection[tuple[str, bytes]]) -> None:
        with self._transaction():
            self._connection.execute(DESTROYED)
            self._connection.executemany(NOTE_DESTROYED, sorted(erased))

    @property
    def notes_destroyed(self) -> bool:
        there = "select 1 from sqlite_master where name = 'destroyed'"
        return self._connection.execute(there).fetchone() is not None

    def destroyed(self, organisation: str) -> set[bytes]:
        if not self.notes_destroyed:
            return set()
        rows = self._connection.execute("select key_id from destroyed where organisation_id = ?", (organisation,))
        return {key_id for (key_id,) in rows}

    def _empty_journal(self) -> None:
        with _in_our_words():
            busy, _, _ = self._connection.execute("pragma wal_checkpoint(truncate)").fetchone()
        if busy:
            raise ErasureUnfinishedError("Another program holds the key store open: close it and erase again.")

    def begin_restore(self, erased: Collection[tuple[str, bytes]] = ()) -> None:
        """Mark that a restore is under way, and destroy these organisations' keys."""
        with self._transaction():
            begin_restore_in(self._connection, erased)
        self._empty_journal()

    def end_restore(self) -> None:
        """Make what was put back the key store itself: without the marks of a copy, of a move and of a restore."""
        with self._transaction():
            self._connection.execute("drop table if exists copy")
            self._connection.execute("drop table if exists restoring")
            self._connection.execute(f"drop table if exists {MOVED}")
        self._empty_journal()

    def locked(self) -> AbstractContextManager[None]:
        return self._transaction()

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

    def oldest_copy(self) -> datetime | None:
        found = self._one("copies", "select min(made) from copies")
        return datetime.fromisoformat(found[0]) if found and found[0] else None

    def newest_backup(self) -> datetime | None:
        found = self._one("backed_up", "select made from backed_up")
        if not found:
            # Its program was an earlier one, which noted the copies alone.
            found = self._one("copies", "select max(made) from copies where path like '%-until-________.db'")
        return datetime.fromisoformat(found[0]) if found and found[0] else None

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
