"""Looking at a database and a key store on PostgreSQL without changing anything: what they are, and if they go together (R11)."""

from __future__ import annotations

import os
from typing import Any

from storage.errors import DamagedFileError, StoresApartError
from storage.migrations import run as migrations
from storage.pairing import (
    MOVED,
    MOVING,
    AnyFacts,
    Pair,
    PairingPlan,
    StoreFacts,
    StoreKind,
    check_pairing,
    look_until_settled,
)
from storage.postgres.key_table import RESTORING, SCHEMA
from storage.postgres.session import Session
from storage.postgres.usable import check_can_make, check_usable
from storage.tables import metadata

TABLES_HERE = "select tablename from pg_catalog.pg_tables where schemaname = current_schema()"
INDEXES_HERE = "select indexname from pg_catalog.pg_indexes where schemaname = current_schema()"
TABLES_OF_KEYS = "select tablename from pg_catalog.pg_tables where schemaname = %s"


def look_and_judge(
    database: Session, keys: Session, one_database: bool, any_version: bool = False, finishing: bool = False
) -> tuple[PairingPlan, str]:
    """Return what a start does with these two, and the version of the database. Raises what keeps it from doing anything."""
    check_usable(database, keys)
    refuse_same_database(database, keys, one_database)
    found = look_at_both(database, keys)
    plan = check_pairing(*found, finishing=finishing)
    if plan is PairingPlan.ADOPT:
        raise StoresApartError(
            "Neither the database nor the key store says to which other one it belongs: put back both."
        )
    if plan is PairingPlan.FOUND:
        check_can_make(database, keys)
    if plan is PairingPlan.GO_ON:
        check_version = migrations.check_known if any_version else migrations.check_newest
        check_version(found[0].revision)
        check_tables(database, found[0])
    return plan, found[0].revision


def refuse_same_database(database: Session, keys: Session, one_database: bool) -> None:
    """Raises StoresApartError for one database in the place of two, unless that is accepted."""
    if not one_database and is_same_database(database, keys):
        raise StoresApartError(
            f"The database and the key store are the same database {database.place}, so that whoever has its backup can read what "
            "was erased since. Give storage.keys_url another one; to accept it, set storage.one_database."
        )


def is_same_database(one: Session, other: Session) -> bool:
    """Return whether two addresses lead to one database: a lock that is held in it is seen through the other, whatever its name."""
    number = int.from_bytes(os.urandom(7))
    one.execute(f"select pg_advisory_lock({number})")
    try:
        (free,) = other.execute(f"select pg_try_advisory_lock({number})").fetchone()
        if free:
            other.execute(f"select pg_advisory_unlock({number})")
        return not free
    finally:
        one.execute(f"select pg_advisory_unlock({number})")


def look_at_both(database: Session, keys: Session) -> tuple[AnyFacts, AnyFacts]:
    return look_until_settled(lambda: look_at_keys(keys), lambda: look_at_database(database))


def look_at_database(session: Session) -> AnyFacts:
    place, here = session.place, names(session, TABLES_HERE)
    if "alembic_version" in here:
        version = session.execute("select version_num from alembic_version").fetchone()
        row = session.execute("select pair, generation from pairing").fetchone() if "pairing" in here else None
        return StoreFacts(
            place,
            StoreKind.DATABASE,
            Pair(*row) if row else None,
            revision=version[0] if version else "",
            moving=MOVING in here,
        )
    if here:
        return StoreFacts(place, StoreKind.FOREIGN, moving=MOVING in here)
    return StoreFacts(place, StoreKind.KEY_STORE if names(session, TABLES_OF_KEYS, SCHEMA) else StoreKind.EMPTY)


def look_at_keys(session: Session) -> AnyFacts:
    place, there = session.place, names(session, TABLES_OF_KEYS, SCHEMA)
    if {"checks", "keys", "pair"} <= there:
        row = session.execute(f"select id, generation, settled from {SCHEMA}.pair").fetchone()  # noqa: S608 - ours
        (keys,) = session.execute(f"select count(*) from {SCHEMA}.keys").fetchone()  # noqa: S608 - ours
        moved = session.execute(f"select place from {SCHEMA}.{MOVED}").fetchone() if MOVED in there else None  # noqa: S608 - ours
        return StoreFacts(
            place,
            StoreKind.KEY_STORE,
            Pair(*row) if row else None,
            keys,
            restoring=RESTORING in there,
            moving=MOVING in there,
            moved=moved[0] if moved else "",
        )
    if there:
        return StoreFacts(place, StoreKind.FOREIGN)
    return StoreFacts(
        place, StoreKind.DATABASE if "alembic_version" in names(session, TABLES_HERE) else StoreKind.EMPTY
    )


def check_tables(session: Session, found: AnyFacts) -> None:
    """Raises DamagedFileError for a database of the newest version that lacks a table of it."""
    lacking = sorted(set(metadata.tables) - names(session, TABLES_HERE))
    if lacking and found.revision == migrations.newest_revision():
        raise DamagedFileError(
            f"{session.place} lacks {'the table' if len(lacking) == 1 else 'the tables'} {', '.join(lacking)}, which something "
            "other than Folkmoot removed: put its newest backup back. Nothing was changed."
        )


def missing_indexes(session: Session) -> tuple[str, ...]:
    """Return the names of the indexes that this program's tables have and those of the database lack."""
    wanted = {str(index.name) for table in metadata.tables.values() for index in table.indexes}
    return tuple(sorted(wanted - names(session, INDEXES_HERE)))


def names(session: Session, query: str, *values: Any) -> set[str]:
    return {name for (name,) in session.execute(query, values)}
