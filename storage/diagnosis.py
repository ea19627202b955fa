"""A close look at both stores for `folkmoot doctor`, without changing a byte of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from bot.ports import UnitOfWork
from storage.codec import EPOCH, MICROSECOND
from storage.consistency import answers_without_words, messages_in_unknown_states, missing_indexes
from storage.errors import UnreadableRowError
from storage.inspection import read_only
from storage.keys import KEY_ID_BYTES
from storage.opened_rows import Values
from storage.references import missing_parents
from storage.spec import SPECS, Spec, own_part
from storage.sweep import KEY
from storage.tables import plumbing, table_of
from storage.unit_of_work import BoxedUnitOfWork
from storage.vault import Vault

DATED = {"inbox": "at", "fetched": "at", "outbox": "created_at"}
"""Tables whose rows are dated when they are written, with the column."""


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """Findings about both files: which are damaged, how many keys and people's texts have been marked as orphans, since when, and
    of when the newest row is; and the names of indexes that the database lacks."""

    damaged: tuple[Path, ...] = ()
    idle_keys: int = 0
    lost_texts: int = 0
    orphans_since: datetime | None = None
    newest: datetime | None = None
    missing_indexes: tuple[str, ...] = ()


def diagnose_stores(database: Path, keys: Path) -> StoreHealth:
    """Look through both from end to end. Raises DamagedFileError for one that cannot even be opened, or UnreachableError."""
    damaged = tuple(path for path in (database, keys) if not _is_whole(path))
    with read_only(database) as connection:
        marks = connection.execute("select id, at from orphans").fetchall()
        lacking = missing_indexes(connection)
        newest = [_newest_in(connection, table, column) for table, column in DATED.items()]
    return health_of(damaged, marks, newest, lacking)


def health_of(
    damaged: tuple[Path, ...], marks: list[tuple[str, int]], newest: list[int | None], lacking: tuple[str, ...]
) -> StoreHealth:
    """Return the findings; `marks` are the rows of orphans, `newest` the instants of each table's newest row."""
    idle = sum(1 for id, _ in marks if id.startswith(KEY))
    since = min((at for _, at in marks), default=None)
    last = max((at for at in newest if at is not None), default=None)
    return StoreHealth(damaged, idle, len(marks) - idle, _instant(since), _instant(last), lacking)


@dataclass(frozen=True, slots=True)
class RowHealth:
    """Ids of the keys that are gone although rows need them and nobody destroyed them; numbers of rows of one table that name what
    is not there in another, by the two names; of answers that should have words and have none; and of messages in a state that
    nobody looks for."""

    lost_keys: frozenset[bytes]
    broken: Mapping[tuple[str, str], int]
    lost_words: int = 0
    unknown_states: int = 0


def diagnose_rows(uow: UnitOfWork) -> RowHealth:
    """Look through what is stored."""
    unit = cast("BoxedUnitOfWork", uow)
    return RowHealth(
        keys_that_are_gone(unit), missing_parents(unit), answers_without_words(unit), messages_in_unknown_states(unit)
    )


def keys_that_are_gone(unit: BoxedUnitOfWork) -> frozenset[bytes]:
    """Return the ids of the keys that something is sealed with, that the key store does not have, and that were not destroyed."""
    needed = {key_id for (key_id,) in unit.boxes.of(table_of(plumbing.TextsTable)).distinct("key_id")}
    for spec in SPECS:
        if spec.personal or spec.seal.column:
            needed |= {_own_key_of(spec, values, unit.vault) for values in unit.boxes.of(spec.table).select({})}
    erased = unit.erasures.noted()
    return frozenset(needed - erased - set(unit.vault.keys.owners().values()) - {b""})


def _own_key_of(spec: Spec[Any], values: Values, vault: Vault) -> bytes:
    """Return the id of the key of a row that is not the organisation's, empty where there is none or the row cannot be read."""
    if spec.seal.column:
        return bytes(values[1][:KEY_ID_BYTES])
    try:
        return own_part(spec.seal.open(values, vault))[:KEY_ID_BYTES]
    except UnreadableRowError:
        return b""


def _is_whole(path: Path) -> bool:
    with read_only(path) as connection:
        (found,) = connection.execute("pragma integrity_check(1)").fetchone()
    return bool(found == "ok")


def _newest_in(connection: sqlite3.Connection, table: str, column: str) -> int | None:
    found: tuple[int | None] = connection.execute(f"select max({column}) from {table}").fetchone()  # noqa: S608 - ours
    return found[0]


def _instant(plain: int | None) -> datetime | None:
    return None if plain is None else EPOCH + plain * MICROSECOND
