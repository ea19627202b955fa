"""A connection that was lost and is made anew finds out what became of the store: nothing is written into one left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bot.ports import NotStoredError
from storage.errors import SchemaMismatchError, ServerAwayError, StorageError, StoresApartError
from storage.files import default_keys_path
from storage.migrations import run as migrations
from storage.moving.files import target_files
from storage.moving.moving import move_stores
from storage.postgres import dialect, opening
from storage.postgres.moving import source_databases
from storage.postgres.opening import TURN, PostgresPair, have_alone, looked_at
from storage.postgres.store import PostgresStore
from storage.troubles import Troubles
from tests.moving.test_moving import ORDER
from tests.postgres.test_troubles import cut_off
from tests.support.further import only_further
from tests.support.postgres import KEY, empty_pair, open_pair
from tests.support.stores import keep_words


class Opened:
    """A process that has a store open; `ended` is why it would have ended."""

    def __init__(self, pair: PostgresPair) -> None:
        self.pair = pair
        self.ended: list[StorageError] = []
        self.store: PostgresStore = open_pair(pair, troubles=Troubles(self.ended.append))
        self.store.run_sync(keep_words("ann"))

    def texts(self) -> int:
        with self.pair.database.connect() as connection:
            return int(connection.execute("select count(*) from texts").fetchone()[0])  # type: ignore[index]


@pytest.fixture
def opened() -> Iterator[Opened]:
    found = Opened(empty_pair())
    yield found
    found.store.close_sync()


def move_away(pair: PostgresPair, folder: Path) -> None:
    there = folder / "folkmoot.db"
    with source_databases(pair) as source, target_files(there, default_keys_path(there)) as target:
        move_stores(source, target, KEY, ORDER)


def change_version(pair: PostgresPair) -> None:
    with looked_at(pair) as (database, _):
        have_alone(database)
        with dialect.engine_of(pair.database) as engine:
            migrations.downgrade_on(engine, migrations.all_revisions()[-2])


def write(store: PostgresStore) -> None:
    store.run_sync(keep_words("ben"))


def read(store: PostgresStore) -> None:
    store.read_sync(lambda unit: unit.teams.count())


@pytest.mark.parametrize("use", [write, pytest.param(read, marks=only_further)])
def test_whose_connection_was_cut_before_a_move_writes_nothing_into_what_was_left(
    opened: Opened, tmp_path: Path, use: Callable[[PostgresStore], None]
) -> None:
    cut_off()
    move_away(opened.pair, tmp_path)
    for _ in range(2):
        with pytest.raises(StoresApartError, match="This installation was moved to"):
            use(opened.store)
    assert opened.texts() == 1
    assert [type(error) for error in opened.ended] == [StoresApartError]


@only_further
@pytest.mark.parametrize("use", [write, read])
def test_nor_with_tables_of_another_version(opened: Opened, use: Callable[[PostgresStore], None]) -> None:
    cut_off()
    change_version(opened.pair)
    with pytest.raises(SchemaMismatchError, match="run `folkmoot migrate`"):
        use(opened.store)
    assert [type(error) for error in opened.ended] == [SchemaMismatchError]


@only_further
def test_nor_into_databases_that_were_made_anew(opened: Opened) -> None:
    cut_off()
    for place in (opened.pair.database, opened.pair.keys):
        with place.connect() as connection:
            connection.execute(
                "drop schema if exists folkmoot_keys cascade; drop schema public cascade; create schema public"
            )
    with pytest.raises(StoresApartError, match="There is nothing in the database"):
        write(opened.store)


@only_further
def test_where_nobody_can_look_nothing_is_written_until_somebody_can(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The server lets one connection in, and not the two more with which it is looked."""
    cut_off()
    move_away(opened.pair, tmp_path)

    def away(pair: PostgresPair) -> Any:
        raise ServerAwayError("away")

    with monkeypatch.context() as patch:
        patch.setattr(opening, "looked_at", away)
        for _ in range(2):
            with pytest.raises(NotStoredError, match="its server cannot be reached"):
                write(opened.store)
    with pytest.raises(StoresApartError):
        write(opened.store)
    assert opened.texts() == 1


@only_further
def test_control_without_the_look_it_would_write_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "look_again", lambda pair, finishing: None)
    opened = Opened(empty_pair())
    cut_off()
    move_away(opened.pair, tmp_path)
    write(opened.store)
    assert opened.texts() == 2 and not opened.ended
    opened.store.close_sync()


def turn_is_free(pair: PostgresPair) -> bool:
    with looked_at(pair) as (database, _):
        return bool(database.execute(f"select pg_try_advisory_lock({TURN})").fetchone()[0])


@only_further
def test_a_start_has_its_turn_until_it_counts_as_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or whoever moves the two away in between would be alone with them, and it would go on with what was left."""
    pair, free = empty_pair(), list[bool]()

    def make(*given: Any) -> PostgresStore:
        free.append(turn_is_free(pair))
        made = PostgresStore(*given)
        free.append(turn_is_free(pair))
        return made

    monkeypatch.setattr(opening, "PostgresStore", make)
    with ExitStack() as closing_all:
        closing_all.callback(open_pair(pair).close_sync)
        assert free == [False, False]
        assert turn_is_free(pair)
