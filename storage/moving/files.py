"""Two stores in files as one side of a move."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from storage.copying import mark_as_copy
from storage.database import said_clearly
from storage.errors import StoresApartError
from storage.files import SIDE_FILES, make_new_private_file, sqlite_url
from storage.inspection import check_whole, look_and_judge, look_at, read_only, refuse_folder
from storage.migrations import run as migrations
from storage.moving.side import CannotMoveError, Marks, Row, TableForm
from storage.pairing import MOVED, MOVING, NEW, PairingPlan
from storage.sqlite.key_table import DESTROYED, PAIR, SCHEMA
from storage.turns import connect_alone, take_turn

BEGUN = f"create table if not exists {MOVING} (pair text not null, whole integer not null)"
LEFT = f"create table if not exists {MOVED} (place text not null, made text not null)"


class FilesSide:
    """A file is opened when it is first needed: a target's is there only from `begin` on."""

    def __init__(self, path: Path, keys_path: Path) -> None:
        self._paths = {False: path, True: keys_path}
        self._open: dict[bool, sqlite3.Connection] = {}

    @property
    def name(self) -> str:
        return str(self._paths[False])

    def hold(self) -> None:
        """Have both alone. Raises StoreInUseError."""
        for of_keys in self._paths:
            self._connected(of_keys)

    def let_go(self) -> None:
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def marks(self) -> Marks:
        return self._marks(True)

    def _marks(self, of_keys: bool) -> Marks:
        return marks_on(self._open[of_keys]) if of_keys in self._open else marks_in(self._paths[of_keys])

    def count(self, form: TableForm) -> int:
        (found,) = self._at(form).execute(f"select count(*) from {form.table}").fetchone()  # noqa: S608 - ours
        return int(found)

    def rows(self, form: TableForm) -> Iterator[Row]:
        yield from self._at(form).execute(f"select {form.named} from {form.table} order by {form.order}")  # noqa: S608 - ours

    def mark_moved(self, to: str, made: datetime, expires: datetime) -> None:
        with _all_at_once(self._connected(True)) as keys:
            keys.execute(LEFT)
            keys.execute(f"insert into {MOVED} values (?, ?)", (to, made.astimezone(UTC).isoformat()))  # noqa: S608 - ours
            mark_as_copy(keys, made, expires)
        self._connected(True).execute("pragma wal_checkpoint(truncate)")

    def refuse_other(self, pair: str) -> None:
        for of_keys, path in self._paths.items():
            refuse_folder(path)
            if self._marks(of_keys).begun != pair and look_at(path).kind not in NEW:
                gone = self._marks(True).moved
                left = (
                    f" It is what was left there when it was moved to {gone}: delete both files first." if gone else ""
                )
                raise CannotMoveError(f"{path} is there already, and stays as it is.{left} Nothing was changed.")

    def begin(self, pair: str) -> None:
        self.let_go()
        for of_keys, path in reversed(self._paths.items()):
            for end in (*SIDE_FILES, ""):
                path.with_name(path.name + end).unlink(missing_ok=True)
            make_new_private_file(path)
            with closing(sqlite3.connect(path, isolation_level=None)) as connection, _all_at_once(connection):
                for statement in (BEGUN, *((*SCHEMA, DESTROYED, PAIR) if of_keys else ())):
                    connection.execute(statement)
                connection.execute(f"insert into {MOVING} values (?, 0)", (pair,))  # noqa: S608 - ours
        migrations.upgrade_database(sqlite_url(self._paths[False]))

    def insert(self, form: TableForm, rows: Iterable[Row]) -> None:
        places = ", ".join("?" * len(form.columns))
        with _all_at_once(self._at(form)) as connection:
            connection.executemany(f"insert into {form.table} ({form.named}) values ({places})", rows)  # noqa: S608 - ours

    def mark_whole(self) -> None:
        self._connected(True).execute(f"update {MOVING} set whole = 1")  # noqa: S608 - ours

    def finish(self) -> None:
        for of_keys in self._paths:
            self._connected(of_keys).execute(f"drop table if exists {MOVING}")

    def _at(self, form: TableForm) -> sqlite3.Connection:
        return self._connected(form.of_keys)

    def _connected(self, of_keys: bool) -> sqlite3.Connection:
        if of_keys not in self._open:
            self._open[of_keys] = _alone(self._paths[of_keys])
        return self._open[of_keys]


@contextmanager
def source_files(path: Path, keys_path: Path) -> Iterator[FilesSide]:
    """The two in which an installation is, looked at as a start does. Raises what `open_store` raises, and StoreInUseError."""
    with said_clearly(path), take_turn(path):
        if not marks_in(keys_path).moved:
            _judge(path, keys_path)
        side = FilesSide(path, keys_path)
        try:
            side.hold()
            yield side
        finally:
            side.let_go()


@contextmanager
def target_files(path: Path, keys_path: Path) -> Iterator[FilesSide]:
    with said_clearly(path), take_turn(path):
        side = FilesSide(path, keys_path)
        try:
            yield side
        finally:
            side.let_go()


def marks_in(path: Path) -> Marks:
    """Return the marks in a file; none where there is no file."""
    if not path.is_file() or not path.stat().st_size:
        return Marks()
    with read_only(path) as connection:
        return marks_on(connection)


def marks_on(connection: sqlite3.Connection) -> Marks:
    there = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    moved = connection.execute(f"select place from {MOVED}").fetchone() if MOVED in there else None  # noqa: S608 - ours
    begun = connection.execute(f"select pair, whole from {MOVING}").fetchone() if MOVING in there else None  # noqa: S608 - ours
    return Marks(moved[0] if moved else "", *((begun[0], bool(begun[1])) if begun else ("", False)))


def _judge(path: Path, keys_path: Path) -> None:
    plan = look_and_judge(path, keys_path, None)
    if plan is PairingPlan.FOUND:
        raise StoresApartError(f"There is no database {path} to move yet: the first start makes it.")
    with read_only(keys_path) as connection:
        noted = connection.execute("select 1 from sqlite_master where name = 'destroyed'").fetchone()
    if plan is PairingPlan.ADOPT or not noted:
        raise CannotMoveError(
            f"{path} was not started since it came to this version: start it once, stop it, and run the same command again."
        )


def _alone(path: Path) -> sqlite3.Connection:
    """Open a file so that nobody else can meanwhile. Raises StoreInUseError."""
    check_whole(path)
    connection = connect_alone(path)
    connection.execute("pragma wal_checkpoint(truncate)")
    return connection


@contextmanager
def _all_at_once(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    connection.execute("begin immediate")
    try:
        yield connection
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
