"""The key store in a database of its own on PostgreSQL; see `storage.keys.KeyTable`.

Its tables are in a schema of their own, so that they can stand beside those of the database where an operator accepts that.

Theory of operation. PostgreSQL overwrites nothing: a deleted row stays in its file until the table is written anew. That is done as
soon as the database has stored for which change a key was destroyed, once for all of one transaction, and at each start. What its
write-ahead log keeps ends with that log (docs/postgresql.md).
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from storage.errors import UnusableStoreError
from storage.keys import WrappedKey
from storage.pairing import FIRST, MOVED, Pair
from storage.postgres import patience
from storage.postgres.place import PostgresPlace
from storage.postgres.session import WAIT_MILLISECONDS, Session, UniqueViolationError

log = logging.getLogger(__name__)

SCHEMA = "folkmoot_keys"
TABLES = f"""
create schema if not exists {SCHEMA};
create table if not exists {SCHEMA}.checks (id text collate "C" primary key, value bytea not null);
create table if not exists {SCHEMA}.keys (
    organisation_id text collate "C" not null, owner text collate "C" not null, key_id bytea not null, wrapped bytea not null,
    primary key (organisation_id, owner)
);
create table if not exists {SCHEMA}.destroyed (
    organisation_id text collate "C" not null, key_id bytea not null, primary key (organisation_id, key_id)
);
create table if not exists {SCHEMA}.pair (
    id text collate "C" primary key, generation bigint not null, settled boolean not null, destructions bigint not null
)
"""
"""`destructions` counts the keys that were destroyed, so that every process notices; the rest is as in SQLite's key store."""
BACKED_UP = "backed_up"
"""Name of a table whose one row is when the newest backup was made that was completed; there from the first one on."""
BACKED_UP_TABLE = (
    f"create table if not exists {BACKED_UP} (id integer primary key check (id = 1), made timestamptz not null)"
)
NOTE_BACKUP = """
insert into backed_up values (1, %s) on conflict (id) do update set made = greatest(backed_up.made, excluded.made)
"""
RESTORING = "restoring"
"""Name of a table that is there while a restore is under way."""
SESSION = (
    f"set search_path = {SCHEMA}; set lock_timeout = {WAIT_MILLISECONDS}; "
    f"set idle_in_transaction_session_timeout = {WAIT_MILLISECONDS}"
)
READ_ONLY = "; set default_transaction_read_only = on"
THERE = f"select to_regclass('{SCHEMA}.pair')"
NEXT = "pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
"""Number of the next transaction that writes."""
HORIZON = f"""least(
    pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
    (select {NEXT} - max(age(backend_xmin)) from pg_stat_activity where pid <> pg_backend_pid()
        and (datid is null or datname = current_database())),
    (select {NEXT} - max(age(xmin)) from pg_replication_slots)
)"""  # noqa: S608 - ours
"""PostgreSQL's xmin horizon: what a transaction of a smaller number deleted nobody can see any more, so it is not written anew.

It is the number of the oldest transaction that writes in any database of the server, or, where that is smaller, of the oldest that
a snapshot of this database was taken beside: whoever only reads, as a backup does, has no number. So has a replica's.
"""
DELETE = (
    "delete from keys where organisation_id = %s and owner = %s returning key_id, pg_current_xact_id()::text::bigint"
)
AGAIN_SECONDS = 20.0
"""Between two tries to write the table anew: it is said that it takes a minute at most after what kept it."""
UNKNOWN = 0
"""No transaction's number: a process before this one may have deleted a key, whenever that was."""
KEEP = "insert into destroyed values (%s, %s) on conflict do nothing"


class PostgresKeyTable:
    """One connection, used under the lock of `Keys`."""

    def __init__(self, place: PostgresPlace, read_only: bool = False) -> None:
        self._session = Session(place, "key store", SESSION + (READ_ONLY if read_only else ""), patience.ANSWER_SECONDS)
        self._own_destructions = 0
        self._made = False
        self._deleted_in: int | None = UNKNOWN
        """Number of the last transaction that deleted a key which may still be in the table's file; None where there is none."""
        self._again_at = 0.0

    def changes_elsewhere(self) -> int:
        """Return how many keys other processes have destroyed: keys that they made are no reason to forget any."""
        found = self._one("select destructions from pair")
        return (int(found[0]) if found else 0) - self._own_destructions

    def check_value(self, id: str = "master") -> bytes | None:
        found = self._one("select value from checks where id = %s", id)
        return bytes(found[0]) if found else None

    def found(self, check_value: bytes, pair: str) -> None:
        with self._session.transaction():
            self._session.execute(TABLES)
            self._session.execute("insert into checks values ('master', %s) on conflict do nothing", (check_value,))
            self._begin_pair(Pair(pair, FIRST, settled=False))

    def pair(self) -> Pair | None:
        found = self._one("select id, generation, settled from pair")
        return Pair(*found) if found else None

    def put_pair(self, pair: Pair) -> None:
        with self._session.transaction():
            self._session.execute("delete from pair")
            self._begin_pair(pair)

    def _begin_pair(self, pair: Pair) -> None:
        new = "insert into pair select %s, %s, %s, 0 where not exists (select 1 from pair)"
        self._session.execute(new, (pair.id, pair.generation, pair.settled))

    @contextmanager
    def locked(self) -> Iterator[None]:
        with self._session.transaction():
            self._session.execute("lock table pair in exclusive mode")
            yield

    def load(self, organisation: str, owner: str) -> WrappedKey | None:
        query = "select owner, key_id, wrapped from keys where organisation_id = %s and owner = %s"
        found = self._run(query, organisation, owner).fetchone()
        return WrappedKey(found[0], bytes(found[1]), bytes(found[2])) if found else None

    def advance(self, generation: int) -> None:
        with self._session.transaction():
            self._begin(generation)

    def settle(self, generation: int) -> None:
        self._run("update pair set settled = true where generation = %s", generation)
        if self._deleted_in is not None:
            self._write_anew()

    def wipe(self) -> None:
        if self._deleted_in is not None and monotonic() >= self._again_at:
            self._write_anew()

    def _begin(self, generation: int) -> None:
        """Raises UnusableStoreError where others have gone on: whoever was paused so long has lost its transaction."""
        changed = "update pair set generation = %s, settled = false where generation <= %s"
        if not self._session.execute(changed, (generation, generation)).rowcount:
            raise UnusableStoreError("The key store cannot be written: other processes have changed it since.", "40001")

    def add(self, organisation: str, keys: Sequence[WrappedKey], generation: int) -> None:
        with self._session.transaction():
            self._begin(generation)
            for key in keys:
                self._insert((organisation, key.owner, key.key_id, key.wrapped))

    def _insert(self, values: tuple[Any, ...]) -> None:
        taken = False
        try:
            self._session.execute("insert into keys values (%s, %s, %s, %s)", values)
        except UniqueViolationError:
            taken = True
        if taken:
            raise UnusableStoreError("The key store cannot be written: another process has made the same key.", "23505")

    def destroy(self, organisation: str, owner: str, generation: int, noted: bool = True) -> None:
        with self._session.transaction():
            self._begin(generation)
            self._session.execute("update pair set destructions = destructions + 1")
            found = self._session.execute(DELETE, (organisation, owner)).fetchone()
            if found and noted:
                self._session.execute(KEEP, (organisation, found[0]))
        self._own_destructions += 1
        if found:
            self._deleted_in = found[1]

    def _write_anew(self) -> None:
        """Leave no deleted key in the table's file. Where somebody reads it for too long, it is tried again a little later.

        So is it while a transaction is under way that began before the key was deleted: the server would keep that key for it.
        """
        self._again_at = monotonic() + AGAIN_SECONDS
        try:
            horizon, following = self._run(f"select {HORIZON}, {NEXT}").fetchone()
            if self._deleted_in == UNKNOWN:
                self._deleted_in = following - 1
            if horizon > self._deleted_in:
                self._run("vacuum (full) keys")
                self._deleted_in = None
        except UnusableStoreError as error:
            log.warning("a deleted key stays in its file for now", extra={"why": error.database_code})

    def note_destroyed(self, erased: Collection[tuple[str, bytes]]) -> None:
        with self._session.transaction():
            for one in sorted(erased):
                self._session.execute(KEEP, one)

    def begin_restore(self, erased: Collection[tuple[str, bytes]]) -> None:
        """Mark that a restore is under way, and destroy these organisations' keys."""
        with self._session.transaction():
            self._session.execute(f"create table if not exists {RESTORING} (begun boolean)")
            for organisation, key_id in sorted(erased):
                self._session.execute(KEEP, (organisation, key_id))
                self._session.execute(
                    "delete from keys where organisation_id = %s and key_id = %s", (organisation, key_id)
                )
            (self._deleted_in,) = self._session.execute("select pg_current_xact_id()::text::bigint").fetchone()
        self._write_anew()

    def end_restore(self) -> None:
        """Take the mark away, and that of a move."""
        with self._session.transaction():
            self._session.execute(f"drop table if exists {RESTORING}, {MOVED}")

    def all_destroyed(self) -> set[tuple[str, bytes]]:
        """Return the ids of the destroyed keys of all organisations, each with its own."""
        rows = self._run("select organisation_id, key_id from destroyed")
        return {(organisation, bytes(key_id)) for organisation, key_id in rows}

    @property
    def notes_destroyed(self) -> bool:
        return True

    def destroyed(self, organisation: str) -> set[bytes]:
        rows = self._run("select key_id from destroyed where organisation_id = %s", organisation)
        return {bytes(key_id) for (key_id,) in rows}

    def owners(self, organisation: str) -> dict[str, bytes]:
        rows = self._run("select owner, key_id from keys where organisation_id = %s", organisation)
        return {owner: bytes(key_id) for owner, key_id in rows}

    def oldest_copy(self) -> datetime | None:
        """Nothing is listed: a dump says in its name when it ends."""
        return None

    def newest_backup(self) -> datetime | None:
        """Return when `folkmoot backup` made the newest; those that other tools make are not known."""
        if self._one(f"select to_regclass('{SCHEMA}.{BACKED_UP}')") in (None, (None,)):
            return None
        found = self._one(f"select made from {BACKED_UP}")  # noqa: S608 - ours
        return found[0].astimezone(UTC) if found else None

    def note_backup(self, made: datetime) -> None:
        """Note that a backup was completed."""
        with self._session.transaction():
            self._session.execute(BACKED_UP_TABLE)
            self._session.execute(NOTE_BACKUP, (made,))

    def close(self) -> None:
        self._session.close()

    def _run(self, query: str, *values: Any) -> Any:
        return self._session.run(query, values)

    def _one(self, query: str, *values: Any) -> tuple[Any, ...] | None:
        """The first row; None also where the store is not made yet."""
        self._made = self._made or self._run(THERE).fetchone()[0] is not None
        row: tuple[Any, ...] | None = self._run(query, *values).fetchone() if self._made else None
        return row
