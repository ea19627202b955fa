"""Two databases on PostgreSQL as one side of a move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from storage.errors import StoresApartError
from storage.migrations import run as migrations
from storage.moving.side import CannotMoveError, Marks, Row, TableForm
from storage.pairing import MOVED, MOVING, PairingPlan
from storage.postgres.dialect import engine_of
from storage.postgres.key_table import SCHEMA, TABLES
from storage.postgres.looking import (
    TABLES_HERE,
    TABLES_OF_KEYS,
    look_and_judge,
    names,
    refuse_same_database,
)
from storage.postgres.opening import PostgresPair, held_alone
from storage.postgres.place import PostgresPlace
from storage.postgres.session import Session
from storage.tables import metadata

BATCH = 1_000
LEFT = f"create table if not exists {SCHEMA}.{MOVED} (place text not null, made text not null)"
BEGUN_KEYS = f"create table if not exists {SCHEMA}.{MOVING} (pair text not null, whole boolean not null)"
BEGUN = f"create table if not exists {MOVING} (pair text not null)"
OURS = (*sorted(metadata.tables), "alembic_version")


class PostgresSide:
    def __init__(self, pair: PostgresPair, database: Session, keys: Session) -> None:
        self._pair = pair
        self._database = database
        self._keys = keys

    @property
    def name(self) -> str:
        return str(self._pair.database)

    def marks(self) -> Marks:
        return marks_of(self._keys)

    def count(self, form: TableForm) -> int:
        (found,) = self._at(form).execute(f"select count(*) from {_table(form)}").fetchone()  # noqa: S608 - ours
        return int(found)

    def rows(self, form: TableForm) -> Iterator[Row]:
        if form.of_keys and form.table not in _tables_of_keys(self._keys):
            return
        session = self._at(form)
        with session.transaction():
            query = f"select {form.named} from {_table(form)} order by {form.order}"  # noqa: S608 - ours
            session.execute(f"declare moved no scroll cursor for {query}")
            while found := session.execute(f"fetch {BATCH} from moved").fetchall():
                yield from found

    def mark_moved(self, to: str, made: datetime, expires: datetime) -> None:
        with self._keys.transaction():
            self._keys.execute(LEFT)
            values = (to, made.astimezone(UTC).isoformat())
            self._keys.execute(f"insert into {SCHEMA}.{MOVED} values (%s, %s)", values)  # noqa: S608 - ours

    def refuse_other(self, pair: str) -> None:
        database, keys, one = self._database, self._keys, self._pair.one_database
        refuse_same_database(database, keys, one)
        if (names(database, TABLES_HERE) and _begun_in(database) != pair) or (not one and _tables_of_keys(database)):
            raise _taken(self._pair.database)
        if (_tables_of_keys(keys) and self.marks().begun != pair) or (not one and names(keys, TABLES_HERE)):
            raise _taken(self._pair.keys)

    def begin(self, pair: str) -> None:
        with self._keys.transaction():
            self._keys.execute(TABLES)
            self._keys.execute(BEGUN_KEYS)
            for table in (MOVING, *_tables_of_keys(self._keys)):
                self._keys.execute(f"delete from {SCHEMA}.{table}")  # noqa: S608 - ours
            self._keys.execute(f"insert into {SCHEMA}.{MOVING} values (%s, false)", (pair,))  # noqa: S608 - ours
        with self._database.transaction():
            self._database.execute(BEGUN)
            self._database.execute(f"delete from {MOVING}")  # noqa: S608 - ours
            self._database.execute(f"insert into {MOVING} values (%s)", (pair,))  # noqa: S608 - ours
            self._database.execute(f"drop table if exists {', '.join(OURS)}")
        with engine_of(self._pair.database) as engine, engine.connect() as connection:
            migrations.upgrade_on(connection)

    def insert(self, form: TableForm, rows: Iterable[Row]) -> None:
        if form.table == "pair":
            for row in rows:
                self._keys.execute(f"insert into {SCHEMA}.pair values (%s, %s, %s, 0)", (*row[:2], bool(row[2])))  # noqa: S608
            return
        self._at(form).copy_in(f"copy {_table(form)} ({form.named}) from stdin", rows)

    def mark_whole(self) -> None:
        self._database.execute("analyze")
        self._keys.execute(f"update {SCHEMA}.{MOVING} set whole = true")  # noqa: S608 - ours

    def finish(self) -> None:
        self._database.execute(f"drop table if exists {MOVING}")
        self._keys.execute(f"drop table if exists {SCHEMA}.{MOVING}")

    def _at(self, form: TableForm) -> Session:
        return self._keys if form.of_keys else self._database


@contextmanager
def source_databases(pair: PostgresPair) -> Iterator[PostgresSide]:
    """The two in which an installation is, looked at as a start does. Raises what `open_store` raises, and StoreInUseError."""
    with held_alone(pair) as (database, keys):
        if not marks_of(keys).moved and look_and_judge(database, keys, pair.one_database)[0] is PairingPlan.FOUND:
            raise StoresApartError(f"There is no database {pair.database} to move yet: the first start makes it.")
        yield PostgresSide(pair, database, keys)


@contextmanager
def target_databases(pair: PostgresPair) -> Iterator[PostgresSide]:
    with held_alone(pair) as (database, keys):
        yield PostgresSide(pair, database, keys)


def _taken(place: PostgresPlace) -> CannotMoveError:
    return CannotMoveError(
        f"{place} is not empty, and what is there is no move of this installation that was begun: name an empty database. Nothing "
        "was changed."
    )


def _tables_of_keys(session: Session) -> set[str]:
    return names(session, TABLES_OF_KEYS, SCHEMA)


def marks_of(keys: Session) -> Marks:
    there = _tables_of_keys(keys)
    moved = keys.execute(f"select place from {SCHEMA}.{MOVED}").fetchone() if MOVED in there else None  # noqa: S608
    begun = keys.execute(f"select pair, whole from {SCHEMA}.{MOVING}").fetchone() if MOVING in there else None  # noqa: S608
    return Marks(moved[0] if moved else "", *(begun or ("", False)))


def _begun_in(database: Session) -> str:
    if MOVING not in names(database, TABLES_HERE):
        return ""
    found = database.execute(f"select pair from {MOVING}").fetchone()  # noqa: S608 - ours
    return str(found[0]) if found else ""


def _table(form: TableForm) -> str:
    return f"{SCHEMA}.{form.table}" if form.of_keys else form.table
