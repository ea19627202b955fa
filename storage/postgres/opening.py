"""Opening a store on PostgreSQL: a new pair is made at its newest version."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from storage.cipher import AesGcm, Entropy, MakeCipher
from storage.errors import StoreInUseError, StoresApartError
from storage.failpoints import Failpoint, never_fail
from storage.keys import Keys
from storage.pair_making import found_database
from storage.pairing import PairingPlan
from storage.postgres.connection import OPEN
from storage.postgres.dialect import engine_of
from storage.postgres.key_table import PostgresKeyTable
from storage.postgres.looking import look_and_judge
from storage.postgres.place import PostgresPlace
from storage.postgres.session import Session
from storage.postgres.store import PostgresStore
from storage.troubles import Troubles
from storage.vault import Vault

TURN = 0x666F6C6C
"""Number of the lock of whoever makes or changes the tables."""
HOLDERS = """
    select count(*) from pg_locks where locktype = 'advisory' and classid = 0 and objid = %s and objsubid = 1 and granted
    and database = (select oid from pg_database where datname = current_database())
"""
"""Counts the stores that are open: each has the lock once."""


class PostgresPair(NamedTuple):
    """Places of a database and its key store; `one_database` says that the operator accepts one for both."""

    database: PostgresPlace
    keys: PostgresPlace
    one_database: bool = False


@dataclass(frozen=True, slots=True)
class VaultParts:
    """Parts that a vault is made with; tests replace them."""

    failpoint: Failpoint = never_fail
    entropy: Entropy = os.urandom
    make_cipher: MakeCipher = AesGcm


def open_store(
    pair: PostgresPair,
    master_key: bytes,
    organisation: str = "org",
    parts: VaultParts | None = None,
    troubles: Troubles | None = None,
    finishing: bool = False,
) -> PostgresStore:
    """A store on PostgreSQL; `finishing` is for the restore that is under way in it. Raises what `storage.database.open_store`
    raises."""
    made = parts or VaultParts()
    with taking_turn(pair) as (database, keys):
        plan, _ = look_and_judge(database, keys, pair.one_database, finishing=finishing)
        table = PostgresKeyTable(pair.keys)
        try:
            unwrapped = Keys(organisation, table, master_key, made.entropy, made.make_cipher, made.failpoint)
            if plan is PairingPlan.FOUND:
                with engine_of(pair.database) as engine:
                    found_database(engine, table, made.failpoint)
            vault = Vault(organisation, unwrapped, made.entropy)
            # In turn: whoever migrates or moves these two either comes before the look above, or finds this one open.
            return PostgresStore(
                pair.database, organisation, vault, made.failpoint, troubles, partial(look_again, pair, finishing)
            )
        except BaseException:
            table.close()
            raise


def look_again(pair: PostgresPair, finishing: bool = False) -> None:
    """Look at two that a process has open, as a start does. Raises what keeps it from going on with them."""
    with looked_at(pair) as (database, keys):
        plan, _ = look_and_judge(database, keys, pair.one_database, finishing=finishing)
    if plan is PairingPlan.FOUND:
        raise StoresApartError(
            f"There is nothing in the database {pair.database} any more: put its newest backup back."
        )


@contextmanager
def taking_turn(pair: PostgresPair) -> Iterator[tuple[Session, Session]]:
    """Connect to both, and wait while another process makes or changes the tables. A connection that ends gives its turn back."""
    with looked_at(pair) as (database, keys):
        database.execute(f"select pg_advisory_lock({TURN})")
        yield database, keys


@contextmanager
def held_alone(pair: PostgresPair) -> Iterator[tuple[Session, Session]]:
    """As `taking_turn`, and alone: whoever has a store open holds a lock. Raises StoreInUseError."""
    with taking_turn(pair) as (database, keys):
        have_alone(database)
        yield database, keys


def have_alone(database: Session) -> None:
    """Keep everybody else from opening the store until this connection ends. Raises StoreInUseError."""
    (free,) = database.execute(f"select pg_try_advisory_lock({OPEN})").fetchone()
    if not free:
        (holders,) = database.execute(HOLDERS, (OPEN,)).fetchone()
        raise StoreInUseError(database.place, max(1, holders))


@contextmanager
def looked_at(pair: PostgresPair) -> Iterator[tuple[Session, Session]]:
    with ExitStack() as closing_all:
        database = closing_all.enter_context(closing(Session(pair.database, "database")))
        keys = closing_all.enter_context(closing(Session(pair.keys, "key store")))
        yield database, keys
