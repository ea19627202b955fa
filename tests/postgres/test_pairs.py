"""R11 on PostgreSQL: a store that is missing, swapped, older or another's is refused; who start at once make one pair."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

import pytest

from storage import pairing
from storage.errors import DamagedFileError, SchemaMismatchError, StoresApartError, UnusableStoreError, WrongKeyError
from storage.failpoints import JOINING
from storage.postgres import looking, opening
from storage.postgres.key_table import PostgresKeyTable
from storage.postgres.opening import PostgresPair
from storage.postgres.store import PostgresStore
from tests.support.further import only_further
from tests.support.postgres import address, copied, empty_pair, execute_in, name_of, open_pair, pair_at
from tests.support.stores import keep_words, readable_of


def filled() -> PostgresPair:
    pair = empty_pair()
    store = open_pair(pair)
    store.run_sync(keep_words("ann"))
    store.close_sync()
    return pair


def older(which: str) -> PostgresPair:
    """A pair of which one is a copy of before something was written."""
    pair = filled()
    old = copied(pair.database if which == "database" else pair.keys)
    store = open_pair(pair)
    store.run_sync(keep_words("ben"))
    store.close_sync()
    return PostgresPair(old, pair.keys) if which == "database" else PostgresPair(pair.database, old)


def with_table_of_somebody_else() -> PostgresPair:
    pair = empty_pair()
    execute_in(name_of(pair.database), "create table invoices (id integer)")
    return pair


def lacking_a_table() -> PostgresPair:
    pair = filled()
    execute_in(name_of(pair.database), "drop table texts")
    return pair


def swapped() -> PostgresPair:
    pair = filled()
    return PostgresPair(pair.keys, pair.database)


WRONG: dict[str, tuple[Callable[[], PostgresPair], type[Exception], str]] = {
    "no database": (
        lambda: PostgresPair(empty_pair().database, filled().keys),
        StoresApartError,
        "holds people's keys",
    ),
    "no keys": (
        lambda: PostgresPair(filled().database, empty_pair().keys),
        StoresApartError,
        "its key store .* is empty",
    ),
    "strangers": (lambda: PostgresPair(filled().database, filled().keys), StoresApartError, "different installations"),
    "swapped": (swapped, StoresApartError, "exchange storage.url and storage.keys_url"),
    "an older database": (lambda: older("database"), StoresApartError, "The database .* is older"),
    "older keys": (lambda: older("keys"), StoresApartError, "The key store .* is older"),
    "another program's": (with_table_of_somebody_else, SchemaMismatchError, "did not make"),
    "a table less": (lacking_a_table, DamagedFileError, "lacks the table texts"),
}


@only_further
@pytest.mark.parametrize("what", WRONG)
def test_two_that_do_not_go_together_are_refused(what: str) -> None:
    made, kind, said = WRONG[what]
    pair = made()
    with pytest.raises(kind, match=said) as raised:
        open_pair(pair)
    assert ".path" not in str(raised.value)


@pytest.fixture
def unlooked_at(monkeypatch: pytest.MonkeyPatch) -> PostgresPair:
    """An older database whose generation nobody looks at before a start."""
    pair = older("database")
    monkeypatch.setattr(looking, "check_pairing", lambda *found, **how: pairing.PairingPlan.GO_ON)
    return pair


@only_further
def test_the_key_store_takes_no_change_of_an_older_generation_either(unlooked_at: PostgresPair) -> None:
    with pytest.raises(UnusableStoreError, match="other processes have changed it since"):
        open_pair(unlooked_at)


@only_further
def test_without_looking_at_generations_an_older_one_would_be_taken(
    unlooked_at: PostgresPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin(self: PostgresKeyTable, generation: int) -> None:
        self._session.execute("update pair set generation = %s, settled = false", (generation,))

    monkeypatch.setattr(PostgresKeyTable, "_begin", begin)
    store = open_pair(unlooked_at)
    assert readable_of(store, "ben") == [False]
    store.close_sync()


@only_further
def test_another_master_key_opens_nothing() -> None:
    with pytest.raises(WrongKeyError):
        opening.open_store(filled(), bytes(32))


def started_at_once(pair: PostgresPair) -> list[PostgresStore]:
    opened: list[PostgresStore] = []
    starting = threading.Barrier(3)

    def start() -> None:
        starting.wait()
        opened.append(open_pair(pair))

    threads = [threading.Thread(target=start) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return opened


@only_further
def test_processes_that_start_at_once_make_one_pair() -> None:
    opened = started_at_once(empty_pair())
    assert len(opened) == 3
    for number, store in enumerate(opened):
        store.run_sync(keep_words(f"m{number}"))
    assert readable_of(opened[0], "m0", "m1", "m2") == [True] * 3
    for store in opened:
        store.close_sync()


@only_further
@pytest.mark.parametrize("at", JOINING)
def test_a_first_start_that_was_interrupted_is_gone_on_with(at: str) -> None:
    pair = empty_pair()

    def interrupt(name: str) -> None:
        if name == at:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        open_pair(pair, failpoint=interrupt)
    store = open_pair(pair)
    store.run_sync(keep_words("ann"))
    assert readable_of(store, "ann") == [True]
    store.close_sync()


@only_further
@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_databases_of_another_encoding_are_as_good(encoding: str) -> None:
    name = f"d{os.getpid()}_{encoding.lower()}"
    how = f"encoding '{encoding}' locale 'C' template template0"
    execute_in("postgres", f"create database {name} {how}", f"create database {name}k {how}")
    store = open_pair(pair_at(address(name), address(f"{name}k")))
    store.run_sync(keep_words("ann", "Grüße aus Łódź"))
    assert readable_of(store, "ann") == [True]
    store.close_sync()
