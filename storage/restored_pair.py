"""Starting with a database and a key store that were copied at different times, after one of them was put back (R11).

The older of the two misses what was stored, or forgotten, since its copy was made. Erasures that either of them knows are done
again.

Theory of operation. From its first step to its last a restore has a mark in the key store, and so a start refuses the two
meanwhile; whatever interrupted it, it is begun again. The mark is taken away last, once those are forgotten again who were
forgotten since.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.database import said_clearly
from storage.errors import StoresApartError
from storage.inspection import check_both_whole, check_evidence, check_tables, gather_evidence, look_at_both
from storage.known_erasures import Erased, all_known_erasures
from storage.migrations import run as migrations
from storage.pair_making import join_again
from storage.pairing import Evidence, PairingPlan, check_pairing, evidence_to_go_on
from storage.sqlite.key_table import SqliteKeyTable
from storage.turns import take_turn
from storage.upkeep import open_for_change

NOTE = "insert or ignore into erasures (organisation_id, id) values (?, ?)"


def look_at_restored(path: Path, keys_path: Path) -> Evidence | None:
    """Return what going on with these two means; None where they belong together as they are.

    Raises StoresApartError for two with which nobody can go on, and what `open_store` raises.
    """
    with said_clearly(path):
        check_both_whole(path, keys_path)
        database, keys = look_at_both(path, keys_path)
        check_tables(database)
        try:
            plan = check_pairing(database, keys)
            if plan is not PairingPlan.ADOPT:
                return None
            check_evidence(database, keys)
        except StoresApartError as apart:
            return evidence_to_go_on(apart, lambda: gather_evidence(path, keys_path))
        return None


def go_on_with_restored(path: Path, keys_path: Path, master_key: bytes) -> None:
    """Make the two a pair again, whichever of them is older; to be asked for only after `look_at_restored`.

    Keys that any file here knows as destroyed are destroyed again, before anything else. `finish_restore` is to follow, as soon
    as those are forgotten again whose keys were destroyed; no start is possible before.
    """
    with said_clearly(path), take_turn(path):
        database, _ = look_at_both(path, keys_path)
        migrations.check_known(database.revision)
        with open_for_change(path, keys_path, master_key) as (engine, table, sealing):
            erased = all_known_erasures(path, keys_path)
            table.begin_restore(erased)
            join_again(engine, table, database.pair, sealing)
            _note_erasures(path, erased)


def finish_restore(path: Path, keys_path: Path) -> None:
    """Let starts take the two for a pair."""
    with said_clearly(path), take_turn(path), closing(SqliteKeyTable(keys_path)) as table:
        table.end_restore()


def note_erasures(connection: sqlite3.Connection, erased: Erased) -> None:
    """Teach a database which keys were destroyed."""
    connection.executemany(NOTE, [(organisation, key_id.hex()) for organisation, key_id in sorted(erased)])


def _note_erasures(path: Path, erased: Erased) -> None:
    with closing(sqlite3.connect(path.absolute(), timeout=5)) as connection, connection:
        note_erasures(connection, erased)
