"""A database is migrated while nobody has it open, in files and on PostgreSQL (R9)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from storage.database import open_store
from storage.errors import StoreInUseError
from storage.files import default_keys_path, sqlite_url
from storage.migrations import run as migrations
from storage.places import FilePlaces, StorePlaces
from storage.postgres import dialect, places
from storage.postgres.places import PostgresPlaces
from tests.support.further import only_further
from tests.support.postgres import empty_pair, open_pair
from tests.support.stores import KEY, keep_words, new_database, readable_of

BEFORE, NEWEST = migrations.all_revisions()[-2:]


class Place:
    """`earlier` brings the database to the version before, whoever has it open."""

    def __init__(self, places: StorePlaces, opened: Callable[[], Any], earlier: Callable[[], None]) -> None:
        self.places, self.opened, self.earlier = places, opened, earlier


def files(folder: Path) -> Place:
    path = new_database(folder)
    return Place(
        FilePlaces(path, default_keys_path(path)),
        lambda: open_store(path, KEY),
        lambda: migrations.downgrade_database(sqlite_url(path), BEFORE),
    )


def databases(folder: Path) -> Place:
    pair = empty_pair()

    def earlier() -> None:
        with dialect.engine_of(pair.database) as engine:
            migrations.downgrade_on(engine, BEFORE)

    return Place(PostgresPlaces(pair), lambda: open_pair(pair), earlier)


@contextmanager
def store_of(place: Place) -> Iterator[Any]:
    store = place.opened()
    try:
        yield store
    finally:
        store.close_sync()


KINDS = [pytest.param(files, id="files"), pytest.param(databases, id="postgres", marks=only_further)]


def opened_and_earlier(place: Place, stack: ExitStack, times: int = 1) -> None:
    stores = [place.opened() for _ in range(times)]
    for store in stores:
        stack.callback(store.close_sync)
        store.run_sync(keep_words("ann"))
    place.earlier()


def migrated(place: Place) -> tuple[str, str]:
    done = place.places.migrate(KEY)
    return done.before, done.after


@pytest.mark.parametrize("make", KINDS)
def test_it_waits_for_whoever_has_it_open(tmp_path: Path, make: Callable[[Path], Place]) -> None:
    place = make(tmp_path)
    with ExitStack() as stack:
        opened_and_earlier(place, stack)
        with pytest.raises(StoreInUseError, match=r"stop the bot first, then run the same command again"):
            migrated(place)
    assert migrated(place) == (BEFORE, NEWEST)
    with store_of(place) as store:
        assert readable_of(store, "ann") == [True]


@pytest.mark.parametrize("make", KINDS)
def test_where_there_is_nothing_to_migrate_nobody_has_to_stop(tmp_path: Path, make: Callable[[Path], Place]) -> None:
    place = make(tmp_path)
    with store_of(place) as store:
        assert migrated(place) == (NEWEST, NEWEST)
        store.run_sync(keep_words("ann"))


@only_further
def test_on_postgresql_it_is_said_how_many_there_are() -> None:
    place = databases(Path())
    with ExitStack() as stack:
        opened_and_earlier(place, stack, times=3)
        with pytest.raises(StoreInUseError, match=r"3 processes have postgresql://.* open: stop all of them first"):
            migrated(place)


@pytest.mark.parametrize(
    ("make", "module", "name"),
    [
        pytest.param(files, "storage.upkeep", "refuse_while_open", id="files"),
        pytest.param(databases, places.__name__, "have_alone", id="postgres", marks=only_further),
    ],
)
def test_control_without_the_look_it_is_migrated_under_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], Place], module: str, name: str
) -> None:
    monkeypatch.setattr(f"{module}.{name}", lambda where: None)
    place = make(tmp_path)
    with ExitStack() as stack:
        opened_and_earlier(place, stack)
        assert migrated(place) == (BEFORE, NEWEST)


@only_further
def test_a_start_waits_until_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever begins meanwhile neither sees half of it nor is refused."""
    place = databases(Path())
    place.opened().close_sync()
    place.earlier()
    done: list[str] = []
    proper = places.bring_up_to_date

    def start() -> None:
        with store_of(place):
            done.append("started")

    starter = threading.Thread(target=start)

    def migrate_beside_a_start(*given: Any) -> None:
        starter.start()
        starter.join(0.5)
        done.append("migrates")
        proper(*given)

    monkeypatch.setattr(places, "bring_up_to_date", migrate_beside_a_start)
    assert migrated(place) == (BEFORE, NEWEST)
    starter.join()
    assert done == ["migrates", "started"]
