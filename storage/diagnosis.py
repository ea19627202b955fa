"""A close look at both stores for `folkmoot doctor`, without changing a byte of them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.codec import EPOCH, MICROSECOND
from storage.inspection import read_only
from storage.sweep import KEY

DATED = {"inbox": "at", "fetched": "at", "outbox": "created_at"}
"""Tables whose rows are dated when they are written, with the column."""


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """Findings about both stores: which files are damaged, how many references lead nowhere, how many keys and people's texts have
    been marked as orphans, since when, and of when the newest row is."""

    damaged: tuple[Path, ...] = ()
    broken_references: int = 0
    idle_keys: int = 0
    lost_texts: int = 0
    orphans_since: datetime | None = None
    newest: datetime | None = None


def diagnose_stores(database: Path, keys: Path) -> StoreHealth:
    """Look through both from end to end. Raises DamagedFileError for one that cannot even be opened, or UnreachableError."""
    damaged = tuple(path for path in (database, keys) if not _is_whole(path))
    with read_only(database) as connection:
        broken = len(connection.execute("pragma foreign_key_check").fetchall())
        marks = connection.execute("select id, at from orphans").fetchall()
        newest = [_newest_in(connection, table, column) for table, column in DATED.items()]
    idle = sum(1 for id, _ in marks if id.startswith(KEY))
    since = min((at for _, at in marks), default=None)
    last = max((at for at in newest if at is not None), default=None)
    return StoreHealth(damaged, broken, idle, len(marks) - idle, _instant(since), _instant(last))


def _is_whole(path: Path) -> bool:
    with read_only(path) as connection:
        (found,) = connection.execute("pragma integrity_check(1)").fetchone()
    return bool(found == "ok")


def _newest_in(connection: sqlite3.Connection, table: str, column: str) -> int | None:
    found: tuple[int | None] = connection.execute(f"select max({column}) from {table}").fetchone()  # noqa: S608 - ours
    return found[0]


def _instant(plain: int | None) -> datetime | None:
    return None if plain is None else EPOCH + plain * MICROSECOND
