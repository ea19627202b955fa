"""Several processes on one pair: an erasure by one is in force in every other, and no message is leased by two."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain import stored
from bot.domain.confidential import ConfidentialText
from bot.domain.model import Urgency
from bot.ports import NotStoredError
from storage.keys import Keys
from storage.postgres.key_table import PostgresKeyTable
from storage.postgres.opening import PostgresPair
from storage.postgres.store import PostgresStore
from tests.storage.samples import NOW, OUTCOMES, later, message
from tests.support.further import only_further
from tests.support.postgres import execute_in, new_pair, open_pair
from tests.support.stores import keep_words, readable_of

ROOT = Path(__file__).parents[2]
WITHIN_SECONDS = 1.0

# Another process: it reads until the key that it has read with is gone, and says when that was.
READER = """
import sys, time
from storage.keys import Keys
from tests.support.postgres import open_pair, pair_at

if sys.argv[3] == "unnoticed":
    Keys.notice_other_processes = lambda self: None
store = open_pair(pair_at(*sys.argv[1:3]))
assert store.read_sync(lambda unit: unit.vault.keys.get("ann"))
print("reads", flush=True)
end = time.time() + 3
while store.read_sync(lambda unit: unit.vault.keys.get("ann")) and time.time() < end:
    time.sleep(0.01)
print(time.time(), flush=True)
store.close_sync()
"""


@pytest.fixture
def stores(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[PostgresStore, PostgresStore]]:
    for name, kind in OUTCOMES.items():
        monkeypatch.setitem(stored.KINDS, name, kind)
    pair = new_pair()
    opened = open_pair(pair), open_pair(pair)
    yield opened
    for each in opened:
        each.close_sync()


def write_again(one: PostgresStore, other: PostgresStore) -> list[bool]:
    """Both know a key, one destroys it, the other writes for the same person anew; whether the first can read that."""
    one.run_sync(keep_words("ann"))
    assert readable_of(other, "ann") == [True]
    one.run_sync(lambda unit: unit.texts.forget("ann"))
    other.run_sync(keep_words("ann"))
    return readable_of(one, "ann")


def test_what_is_written_after_an_erasure_elsewhere_can_be_read(stores: tuple[PostgresStore, PostgresStore]) -> None:
    assert write_again(*stores) == [True]


def test_with_the_key_of_before_it_could_not(
    stores: tuple[PostgresStore, PostgresStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Keys, "notice_other_processes", lambda self: None)
    assert write_again(*stores) == [False]


def stores_of(store: PostgresStore) -> PostgresPair:
    table: Any = store.vault.keys._table
    return PostgresPair(store._place, table._session.place)


def pause_before(change: str, store: PostgresStore, meanwhile: Callable[[], object]) -> None:
    """Let the store's next change of keys of this name come late: its transaction is over by then, and others have gone on."""
    table: Any = store.vault.keys._table
    proper = getattr(table, change)

    def late(*given: Any) -> None:
        setattr(table, change, proper)
        session: Any = store._writing._session  # type: ignore[attr-defined]
        execute_in("postgres", f"select pg_terminate_backend({session.connection.info.backend_pid}, 5000)")
        meanwhile()
        proper(*given)

    setattr(table, change, late)


@pytest.mark.parametrize("change", ["add", "destroy"])
def test_a_process_that_was_paused_right_before_it_changes_keys_changes_none(
    stores: tuple[PostgresStore, PostgresStore], change: str
) -> None:
    """It would set the count of changes back: both stores would be refused by every start, as older than one another."""
    paused, other = stores
    paused.run_sync(keep_words("ann"))

    def go_on() -> None:
        for owner in ("ben", "chloe", "dan"):
            other.run_sync(keep_words(owner))

    pause_before(change, paused, go_on)
    work = keep_words("eve") if change == "add" else lambda unit: unit.texts.forget("ann")
    with pytest.raises(NotStoredError):
        paused.run_sync(work)
    third = open_pair(stores_of(paused))
    assert readable_of(third, "ann", "ben", "chloe", "dan", "eve") == [True, True, True, True, False]
    paused.run_sync(work)
    assert readable_of(third, "ann", "eve") == ([True, True] if change == "add" else [False, False])
    third.close_sync()


def test_keys_that_others_make_are_no_reason_to_forget_any(stores: tuple[PostgresStore, PostgresStore]) -> None:
    one, other = stores
    one.run_sync(keep_words("ann"))
    assert readable_of(other, "ann") == [True]
    one.run_sync(keep_words("ben"))
    assert readable_of(other, "ben") == [True]
    assert {"ann", "ben"} <= set(other.vault.keys._cache)


def seconds_until_gone(how: str) -> float:
    """Return how long after an erasure another process has the key still."""
    pair = new_pair()
    store = open_pair(pair)
    store.run_sync(keep_words("ann"))
    command = [sys.executable, "-c", READER, pair.database.url, pair.keys.url, how]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout and reader.stdout.readline() == "reads\n"
        store.run_sync(lambda unit: unit.texts.forget("ann"))
        erased = time.time()
        gone = float(reader.stdout.readline())
    store.close_sync()
    return gone - erased


@only_further
def test_an_erasure_is_in_force_in_another_process_within_a_second() -> None:
    assert seconds_until_gone("noticed") < WITHIN_SECONDS


@only_further
def test_a_process_that_did_not_look_would_have_the_key_still() -> None:
    assert seconds_until_gone("unnoticed") > WITHIN_SECONDS


def leased_by(store: PostgresStore, into: list[str]) -> None:
    while found := store.run_sync(lambda unit: unit.outbox.lease(NOW, later(minutes=1), 5, tuple(Urgency))):
        into += [one.id for one in found]


def test_no_message_is_leased_by_two(stores: tuple[PostgresStore, PostgresStore]) -> None:
    wanted = [f"m{number:03}" for number in range(100)]
    stores[0].run_sync(lambda unit: [unit.outbox.add(message(id)) for id in wanted])
    leased: list[list[str]] = [[], []]
    threads = [threading.Thread(target=leased_by, args=each) for each in zip(stores, leased, strict=True)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(leased[0] + leased[1]) == wanted


def test_two_that_count_together_lose_nothing(stores: tuple[PostgresStore, PostgresStore]) -> None:
    """What a unit of work reads cannot have changed when it writes."""
    stores[0].run_sync(keep_words("ann", "0"))

    def count_up(unit: Any) -> None:
        (text,) = unit.texts.read(["text of ann"])
        unit.texts.keep("text of ann", "ann", ConfidentialText(str(int(text.reveal()) + 1)))

    def count_up_often(store: PostgresStore) -> None:
        for _ in range(40):
            store.run_sync(count_up)

    threads = [threading.Thread(target=count_up_often, args=[each]) for each in stores]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert stores[0].read_sync(lambda unit: unit.texts.read(["text of ann"])[0].reveal()) == "80"


def test_without_the_lock_some_would_be_lost(
    stores: tuple[PostgresStore, PostgresStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in stores:
        monkeypatch.setattr(each._writing, "_begin", "BEGIN")
    with pytest.raises(AssertionError):
        test_two_that_count_together_lose_nothing(stores)


def held_by_hand(stores: tuple[PostgresStore, PostgresStore]) -> list[str]:
    """Return what is leased while another program holds the row of one of three messages."""
    stores[0].run_sync(lambda unit: [unit.outbox.add(message(id)) for id in "abc"])
    held = stores[0].run_sync(lambda unit: unit.outbox._rows.spec.row_id("a", unit.vault))  # type: ignore[attr-defined]
    with stores[0]._writing._session.place.connect() as other:  # type: ignore[attr-defined]
        other.execute("begin")
        other.execute("select id from outbox where id = %s for update", (held,))
        found = stores[1].run_sync(lambda unit: unit.outbox.lease(NOW, later(minutes=1), 5, tuple(Urgency)))
    return [one.id for one in found]


def test_a_row_that_somebody_holds_keeps_no_other_from_being_sent(stores: tuple[PostgresStore, PostgresStore]) -> None:
    assert sorted(held_by_hand(stores)) == ["b", "c"]


def test_without_skipping_it_all_would_wait(
    stores: tuple[PostgresStore, PostgresStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    stores[1]._writing.execute("set lock_timeout = 200")
    execute = stores[1]._writing.driver.execute
    waiting = replace(
        stores[1]._writing.driver, execute=lambda sql, values: execute(sql.replace(" SKIP LOCKED", ""), values)
    )
    monkeypatch.setattr(stores[1]._writing.unit.outbox._box, "_driver", waiting)  # type: ignore[attr-defined]
    with pytest.raises(NotStoredError, match="another process holds it locked"):
        held_by_hand(stores)


def test_keys_that_end_together_are_wiped_together(
    stores: tuple[PostgresStore, PostgresStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each for itself would take longer than a transaction may stand still."""
    one, _ = stores
    people = [f"m{number}" for number in range(50)]
    one.run_sync(lambda unit: [keep_words(who)(unit) for who in people])
    wiped: list[str] = []
    proper = PostgresKeyTable._write_anew

    def noting(self: PostgresKeyTable) -> None:
        wiped.append("wiped")
        proper(self)

    monkeypatch.setattr(PostgresKeyTable, "_write_anew", noting)
    one.run_sync(lambda unit: [unit.texts.forget(who) for who in people])
    assert wiped == ["wiped"]
