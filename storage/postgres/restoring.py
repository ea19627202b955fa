"""Going on with two databases on PostgreSQL after one of them was put back from an older dump; see `storage.restored_pair`.

From the first step to the last the key store has a mark, and a start refuses the two meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import TypeVar

from bot.ports import UnitOfWork
from storage.errors import NoCopyError, StoresApartError
from storage.inspection import evidence_of
from storage.keys import Keys
from storage.known_erasures import Erased
from storage.migrations import run as migrations
from storage.migrations.sealing import StoredSealing
from storage.pair_making import join_again
from storage.pairing import NEW, AnyFacts, Evidence, check_pairing, evidence_to_go_on
from storage.postgres.dialect import engine_of
from storage.postgres.key_table import SCHEMA, PostgresKeyTable
from storage.postgres.looking import look_at_both, refuse_same_database
from storage.postgres.opening import PostgresPair, held_alone, looked_at
from storage.postgres.session import Session
from storage.restore_meaning import RestoredRows, RestoreMeaning, rows_found
from storage.vault import ORGANISATION_AS_OWNER

T = TypeVar("T")
Read = Callable[[Callable[[UnitOfWork], RestoredRows]], RestoredRows]
NOTE = "insert into erasures (organisation_id, id) values (%s, %s) on conflict do nothing"


def meaning_of_restored(pair: PostgresPair, master_key: bytes, read: Read) -> RestoreMeaning | None:
    """Return what going on with the two means; None where they belong together as they are. Nothing is changed.

    Raises NoCopyError where there is nothing, StoresApartError for two with which nobody can go on, and what `open_store` raises.
    """
    with looked_at(pair) as (database, keys):
        refuse_same_database(database, keys, pair.one_database)
        found = look_at_both(database, keys)
        if found[0].kind in NEW:
            raise NoCopyError(
                f"There is no database {database.place}, or nothing in it: put it back from its newest dump first, see "
                "docs/postgresql.md. Nothing was changed."
            )
        migrations.check_known(found[0].revision)
        _check_master_key(pair, master_key)
        evidence = _evidence_of_restored(database, keys, found)
    if evidence is None:
        return None
    of_database, of_keys = (one.pair.generation if one.pair else 0 for one in found)
    interrupted, keys_older = found[1].restoring, of_database > of_keys
    newest = found[0].revision == migrations.newest_revision()
    return RestoreMeaning(
        evidence,
        database_older=of_keys > of_database,
        keys_older=keys_older,
        erasures_known=not (keys_older and interrupted),
        interrupted=interrupted,
        rows=read(partial(rows_found, str(pair.database), set())) if newest else None,
        ends="",
    )


def _evidence_of_restored(database: Session, keys: Session, found: tuple[AnyFacts, AnyFacts]) -> Evidence | None:
    try:
        check_pairing(*found)
    except StoresApartError as apart:
        return evidence_to_go_on(apart, lambda: gather_evidence(database, keys))
    return None


def gather_evidence(database: Session, keys: Session) -> Evidence:
    """Return what a database and a key store have in common."""

    def every(session: Session, query: str) -> list[tuple[object, ...]]:
        rows: list[tuple[object, ...]] = session.execute(query).fetchall()
        return rows

    return evidence_of(
        every(keys, f"select organisation_id, owner, key_id from {SCHEMA}.keys"),  # noqa: S608 - ours
        every(database, "select organisation_id, key_id, count(*) from texts group by organisation_id, key_id"),
        every(database, "select organisation_id, id from members"),
        every(database, "select organisation_id, substr(sealed_ref, 1, 8) from addresses"),
    )


def go_on_with_restored(pair: PostgresPair, master_key: bytes) -> None:
    """Make the two a pair again, whichever is older; to be asked for only after `meaning_of_restored`.

    Keys that either knows as destroyed are destroyed again, before anything else. `finish_restore` is to follow.
    """
    with (
        held_alone(pair) as (database, keys),
        closing(PostgresKeyTable(pair.keys)) as table,
        engine_of(pair.database) as engine,
    ):
        found, _ = look_at_both(database, keys)
        migrations.check_known(found.revision)
        Keys(ORGANISATION_AS_OWNER, table, master_key, os.urandom)
        erased = _erased_in(database) | table.all_destroyed()
        table.begin_restore(erased)
        join_again(engine, table, found.pair, partial(StoredSealing, table, master_key))
        for organisation, key_id in sorted(erased):
            database.execute(NOTE, (organisation, key_id.hex()))


def _erased_in(database: Session) -> Erased:
    rows = database.execute("select organisation_id, id from erasures").fetchall()
    return {(organisation, bytes.fromhex(key_id)) for organisation, key_id in rows}


def finish_restore(pair: PostgresPair) -> None:
    """Let starts take the two for a pair."""
    with closing(PostgresKeyTable(pair.keys)) as table:
        table.end_restore()


def _check_master_key(pair: PostgresPair, master_key: bytes) -> None:
    with closing(PostgresKeyTable(pair.keys, read_only=True)) as table:
        if table.check_value() is not None:
            Keys(ORGANISATION_AS_OWNER, table, master_key, os.urandom)
