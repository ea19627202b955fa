"""Making a database and a key store a pair: founding both, adopting those of before there were pairs, going on after a restore.

The key store is written first and unsettled, then the database in one transaction with its layout, then the key store is
settled: what was interrupted anywhere in between is begun again by the next start.

A migration that seals rows may make a key. It does so in the generation to which the pair is brought, and counts as one change.
"""

from __future__ import annotations

import os

from sqlalchemy import Connection, Engine, text

from storage.failpoints import AFTER_DATABASE_FOUNDED, AFTER_KEYS_FOUNDED, Failpoint, never_fail
from storage.generations import ROW
from storage.keys import PAIR_BYTES, KeyTable
from storage.migrations import run as migrations
from storage.migrations.founding import found_on
from storage.migrations.run import MakeSealing
from storage.pairing import FIRST, Pair

PUT_PAIR = text(
    "INSERT INTO pairing (organisation_id, id, pair, generation) VALUES ('', :id, :pair, :generation) "
    "ON CONFLICT (organisation_id, id) DO UPDATE SET pair = excluded.pair, generation = excluded.generation"
)


def found_database(engine: Engine, keys: KeyTable, failpoint: Failpoint = never_fail) -> None:
    """Make the tables of a new database, beside a key store that was just made."""
    failpoint(AFTER_KEYS_FOUNDED)
    with keys.locked(), engine.connect() as connection:
        if migrations.is_empty(connection):
            found_on(connection, lambda made: _put_pair(made, keys))
    _settle_pair(keys, failpoint)


def adopt_pair(
    engine: Engine, keys: KeyTable, failpoint: Failpoint = never_fail, sealing: MakeSealing | None = None
) -> None:
    """Give both, which have been seen to belong together, the id of a pair; and the database the newest layout."""
    if keys.pair() is None:
        keys.put_pair(_new_pair(FIRST))
    failpoint(AFTER_KEYS_FOUNDED)
    bring_up_to_date(engine, keys, sealing, failpoint)


def join_again(engine: Engine, keys: KeyTable, of_database: Pair | None, sealing: MakeSealing) -> None:
    """Make a database and a key store a pair again that were copied at different times.

    Both get the same generation, one above the higher of theirs, so that no copy made before can be taken for it. Nothing stays
    marked for being swept (`orphans`), since the marks were made when another file lay beside.
    """
    there = [pair for pair in (keys.pair(), of_database) if pair]
    newest = max((pair.generation for pair in there), default=0) + 1
    keys.put_pair(Pair(there[0].id, newest, settled=False) if there else _new_pair(newest))
    with engine.connect() as connection:
        _upgrade_pair(connection, keys, sealing, "DELETE FROM orphans")
    _settle_pair(keys, never_fail)


def bring_up_to_date(
    engine: Engine, keys: KeyTable, sealing: MakeSealing | None = None, failpoint: Failpoint = never_fail
) -> None:
    """Give a database the newest layout, and the generation that its key store has then."""
    with engine.connect() as connection:
        _upgrade_pair(connection, keys, sealing)
    _settle_pair(keys, failpoint)


def _new_pair(generation: int) -> Pair:
    return Pair(os.urandom(PAIR_BYTES).hex(), generation, settled=False)


def _upgrade_pair(connection: Connection, keys: KeyTable, sealing: MakeSealing | None = None, *also: str) -> None:
    def finish(made: Connection) -> None:
        _put_pair(made, keys)
        for statement in also:
            made.exec_driver_sql(statement)

    migrations.upgrade_on(connection, sealing=sealing, then=finish)


def _put_pair(made: Connection, keys: KeyTable) -> None:
    pair = keys.pair()
    if pair is None:
        raise AssertionError("the key store has no pair")
    made.execute(PUT_PAIR, {"id": ROW, "pair": pair.id, "generation": pair.generation})


def _settle_pair(keys: KeyTable, failpoint: Failpoint) -> None:
    failpoint(AFTER_DATABASE_FOUNDED)
    if pair := keys.pair():
        keys.settle(pair.generation)
