"""Places of a database and its key store on PostgreSQL: what can be done with the two there."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from bot.ports import UnitOfWork
from storage.diagnosis import DATED, StoreHealth, health_of
from storage.keys import Keys
from storage.migrations import run as migrations
from storage.migrations.sealing import StoredSealing
from storage.pair_making import bring_up_to_date
from storage.pairing import PairingPlan
from storage.postgres import restoring
from storage.postgres.connection import PostgresConnection
from storage.postgres.dialect import engine_of
from storage.postgres.key_table import PostgresKeyTable
from storage.postgres.looking import TABLES_HERE, look_and_judge, missing_indexes, names
from storage.postgres.opening import PostgresPair, have_alone, looked_at, open_store, taking_turn
from storage.postgres.rotation import PostgresRotation
from storage.postgres.session import Session
from storage.postgres.store import PostgresStore
from storage.restore_meaning import RestoreMeaning
from storage.tables import metadata
from storage.troubles import Troubles
from storage.upkeep import Migration
from storage.vault import ORGANISATION_AS_OWNER, Vault

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PostgresPlaces:
    """See `storage.places.StorePlaces`."""

    pair: PostgresPair

    @property
    def database(self) -> str:
        return str(self.pair.database)

    def is_made(self) -> bool:
        with closing(Session(self.pair.database, "database")) as session:
            return bool(names(session, TABLES_HERE))

    def open(self, master_key: bytes, organisation: str, troubles: Troubles | None) -> PostgresStore:
        return open_store(self.pair, master_key, organisation, troubles=troubles)

    def read(self, master_key: bytes, organisation: str, work: Callable[[UnitOfWork], T]) -> T | None:
        with looked_at(self.pair) as (database, keys):
            plan, _ = look_and_judge(database, keys, self.pair.one_database)
        return None if plan is PairingPlan.FOUND else self._read(master_key, organisation, work)

    def _read(self, master_key: bytes, organisation: str, work: Callable[[UnitOfWork], T]) -> T:
        with ExitStack() as closing_all:
            table = closing_all.enter_context(closing(PostgresKeyTable(self.pair.keys, read_only=True)))
            vault = Vault(organisation, Keys(organisation, table, master_key, os.urandom), os.urandom)
            reading = PostgresConnection(
                self.pair.database, organisation, vault, writable=False, monotonic=time.monotonic
            )
            closing_all.callback(reading.close)
            reading.begin()
            closing_all.callback(reading.roll_back)
            return work(reading.unit)

    def migrate(self, master_key: bytes) -> Migration:
        with taking_turn(self.pair) as (database, keys), closing(PostgresKeyTable(self.pair.keys)) as table:
            plan, before = look_and_judge(database, keys, self.pair.one_database, any_version=True)
            if plan is PairingPlan.FOUND:
                return Migration("", "")
            Keys(ORGANISATION_AS_OWNER, table, master_key, os.urandom)
            with engine_of(self.pair.database) as engine:
                if before != migrations.newest_revision():
                    have_alone(database)
                    bring_up_to_date(engine, table, partial(StoredSealing, table, master_key))
                lacking = missing_indexes(database)
                with engine.begin() as connection:
                    for table_ in metadata.tables.values():
                        for index in table_.indexes:
                            if index.name in lacking:
                                index.create(connection)
        return Migration(before, migrations.newest_revision(), lacking)

    def meaning_of_restored(self, master_key: bytes, organisation: str) -> RestoreMeaning | None:
        return restoring.meaning_of_restored(
            self.pair, master_key, lambda work: self._read(master_key, organisation, work)
        )

    def go_on_with_restored(self, master_key: bytes) -> None:
        restoring.go_on_with_restored(self.pair, master_key)

    def open_in_restore(self, master_key: bytes, organisation: str) -> PostgresStore:
        return open_store(self.pair, master_key, organisation, finishing=True)

    def finish_restore(self) -> None:
        restoring.finish_restore(self.pair)

    def rotation(self) -> PostgresRotation:
        return PostgresRotation(self.pair)

    def read_only(self) -> tuple[str, ...]:
        """A standby's, and those of a server or a user for whom that is set."""
        with looked_at(self.pair) as sessions:
            return tuple(
                str(session.place)
                for session in sessions
                if session.execute("show transaction_read_only").fetchone() == ("on",)
            )

    def diagnose(self) -> StoreHealth:
        """Pages that are damaged are told by the server's own checksums."""
        with closing(Session(self.pair.database, "database")) as session:
            marks = session.execute("select id, at from orphans").fetchall()
            newest = [session.execute(f"select max({at}) from {name}").fetchone()[0] for name, at in DATED.items()]  # noqa: S608
            return health_of((), marks, newest, missing_indexes(session))
