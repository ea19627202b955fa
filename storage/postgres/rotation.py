"""Wrapping every key of a key store on PostgreSQL with another master key; see `storage.rotation`.

Theory of operation. PostgreSQL keeps what it replaces until a table is written anew, so both tables are, and again by whoever goes
on after an interruption. What its write-ahead log recorded before ends with that log (docs/postgresql.md).
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from storage.errors import UnusableStoreError
from storage.keys import HASHING
from storage.migrations import run as migrations
from storage.pairing import NEW, StoreKind, check_pairing
from storage.postgres.key_table import HORIZON, NEXT, SESSION
from storage.postgres.looking import look_at_database, look_at_keys
from storage.postgres.opening import PostgresPair, held_alone
from storage.postgres.session import Session
from storage.rotation import Rows, wrap_rows
from storage.wrapping import Wrapping

ROWS = "select organisation_id, owner, key_id, wrapped from keys order by organisation_id, owner"
PUT_CHECK = "insert into checks values (%s, %s) on conflict (id) do update set value = excluded.value"
PATIENCE_SECONDS = 30.0
PUT_KEY = "update keys set wrapped = %s where organisation_id = %s and owner = %s"


@dataclass(frozen=True, slots=True)
class PostgresRotation:
    """See `storage.rotation.KeyRotation`."""

    pair: PostgresPair

    @property
    def place(self) -> str:
        return str(self.pair.keys)

    def is_there(self) -> bool:
        with held_alone(self.pair) as (database, keys):
            found = look_at_keys(keys)
            beside = look_at_database(database)
        if beside.kind is StoreKind.DATABASE:
            migrations.check_known(beside.revision)
        if beside.kind in NEW:
            check_pairing(beside, found)
        return found.kind is StoreKind.KEY_STORE

    def opens_with(self, master_key: bytes) -> bool:
        with held_alone(self.pair) as (_, keys):
            keys.execute(SESSION)
            return Wrapping(master_key, os.urandom).made(_check_value(keys, "master"))

    def wrap_anew(self, before: bytes, after: bytes) -> int:
        with held_alone(self.pair) as (_, keys):
            keys.execute(SESSION)
            with keys.transaction():
                keys.execute("lock table keys, checks in exclusive mode")
                found = [(row[0], row[1], bytes(row[2]), bytes(row[3])) for row in keys.execute(ROWS)]
                rows = Rows(found, _check_value(keys, "master"), _check_value(keys, HASHING))
                made = wrap_rows(rows, before, after)
                for key in made.keys:
                    keys.execute(PUT_KEY, key)
                keys.execute(PUT_CHECK, ("master", made.master))
                keys.execute(PUT_CHECK, (HASHING, made.hashing))
        return len(made.keys)

    def leave_nothing_old(self) -> None:
        with held_alone(self.pair) as (_, keys):
            keys.execute(SESSION)
            _wait_for_older(keys)
            for table in ("keys", "checks"):
                keys.execute(f"vacuum (full) {table}")


def _wait_for_older(keys: Session) -> None:
    """Until nothing is under way on the server that began before now: it would keep for that what was replaced. Raises
    UnusableStoreError."""
    (next_one,) = keys.execute(f"select {NEXT}").fetchone()
    until = time.monotonic() + PATIENCE_SECONDS
    while keys.execute(f"select {HORIZON}").fetchone()[0] < next_one:
        if time.monotonic() > until:
            raise UnusableStoreError(
                "The keys are wrapped with the new master key, and the server still keeps how they were before: a transaction that "
                "began earlier is under way on it, in whichever database. Once it is over, run the same command again.",
                "55000",
            )
        time.sleep(0.05)


def _check_value(keys: Session, id: str) -> bytes | None:
    found = keys.execute("select value from checks where id = %s", (id,)).fetchone()
    return bytes(found[0]) if found else None
