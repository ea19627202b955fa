"""What units of work write is sent together, and each has its own errors all the same (R1)."""

from __future__ import annotations

import asyncio
import os
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from bot.domain.model import Delivery, Team
from bot.ports import NotStoredError
from storage.database import open_memory_store
from storage.errors import CannotBeStoredError, ConflictError, StorageError
from storage.known_rows import KnownRows
from storage.postgres import pipeline, queue
from storage.postgres.pipeline import Pipeline, as_parameters, numbered
from storage.postgres.queue import StatementQueue
from storage.postgres.store import PostgresStore
from tests.storage.samples import a_round
from tests.support.further import further, part_of
from tests.support.postgres import execute_in, new_pair, open_pair
from tests.support.stores import keep_words, readable_of

pytestmark = further

Work = Callable[[Any], Any]


@pytest.fixture
def store() -> Iterator[PostgresStore]:
    opened = open_pair(new_pair())
    yield opened
    opened.close_sync()


async def together(store: Any, *works: Work) -> list[Any]:
    """Run these units of work in one transaction; what each gives, or its error."""
    begun, go = threading.Event(), threading.Event()
    first = asyncio.ensure_future(store.run(lambda _: (begun.set(), go.wait(10))))
    await asyncio.to_thread(begun.wait, 10)
    rest = [asyncio.ensure_future(store.run(work)) for work in works]
    await asyncio.sleep(0)
    go.set()
    await first
    return await asyncio.gather(*rest, return_exceptions=True)


def add_team(name: str) -> Work:
    return lambda unit: unit.teams.save(Team(id=name, name=name))


def take_occasion(unit: Any) -> None:
    """Write something, and a round whose occasion is another round's; the server says so after this unit has ended."""
    add_team("lost")(unit)
    unit.rounds.save(a_round("r2", occasion="taken"))


def teams(store: Any) -> list[str]:
    return store.read_sync(lambda unit: [team.id for team in unit.teams.where()])  # type: ignore[no-any-return]


async def refused_among_others(store: PostgresStore) -> list[Any]:
    store.run_sync(lambda unit: unit.rounds.save(a_round("r1", occasion="taken")))
    return await together(store, add_team("a"), take_occasion, add_team("b"), add_team("c"))


async def test_an_error_of_what_waited_is_its_own_unit_s(store: PostgresStore) -> None:
    done = await refused_among_others(store)
    assert [isinstance(each, ConflictError) for each in done] == [False, True, False, False]
    assert done[0] is done[2] is done[3] is None
    assert teams(store) == ["a", "b", "c"]


async def test_were_the_rest_not_sent_again_more_would_be_lost(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    proper = StatementQueue._rest_after

    def going_back_and_commit(*given: Any) -> Any:
        rest = proper(*given)
        return [*rest[:2], rest[-1]]

    monkeypatch.setattr(StatementQueue, "_rest_after", going_back_and_commit)
    await refused_among_others(store)
    assert teams(store) == ["a"]


async def test_a_unit_that_reads_after_one_that_is_refused_sees_nothing_of_it(store: PostgresStore) -> None:
    store.run_sync(lambda unit: unit.rounds.save(a_round("r1", occasion="taken")))
    done = await together(store, take_occasion, lambda unit: unit.teams.get("lost"), lambda unit: unit.teams.count())
    assert isinstance(done[0], ConflictError)
    assert done[1:] == [None, 0]


async def test_whether_something_was_added_is_known_at_the_latest_when_all_is_stored(store: PostgresStore) -> None:
    def add(unit: Any) -> Any:
        return unit.teams.add(Team(id="t", name="t"))

    done = await together(store, add, add)
    assert [bool(each) for each in done] == [True, False]


async def test_of_a_lost_connection_nobody_is_told_that_anything_is_stored(store: PostgresStore) -> None:
    ours = f"datname ~ '^d{os.getpid()}$' and pid <> pg_backend_pid()"

    def cut_off(unit: Any) -> None:
        execute_in("postgres", f"select pg_terminate_backend(pid, 5000) from pg_stat_activity where {ours}")

    done = await together(store, keep_words("ann"), cut_off, keep_words("ben"))
    assert [isinstance(each, NotStoredError) for each in done] == [True, True, True]
    store.run_sync(keep_words("chloe"))
    found: list[bool] = []
    for _ in range(2):  # the connection that reads was cut off as well
        with suppress(NotStoredError):
            found = readable_of(store, "ann", "ben", "chloe")
    assert found == [False, False, True]


async def test_uncut_all_are_stored(store: PostgresStore) -> None:
    assert await together(store, keep_words("ann"), keep_words("ben")) == [None, None]
    assert readable_of(store, "ann", "ben") == [True, True]


# --- one way there and back for many


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of statements of each way to the server."""
    found: list[int] = []
    proper = Pipeline.send

    def send(self: Pipeline, statements: Any) -> Any:
        found.append(len(statements))
        return proper(self, statements)

    monkeypatch.setattr(Pipeline, "send", send)
    return found


async def test_what_many_units_write_goes_in_one_way(store: PostgresStore, ways: list[int]) -> None:
    works = [add_team(f"{number}") for number in range(40)]
    ways.clear()
    await together(store, *works)
    assert len(ways) <= 3, "the transaction of the unit that was waited for, and theirs"
    assert len(teams(store)) == 40


async def test_more_than_may_wait_goes_in_several(
    store: PostgresStore, ways: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "MOST_WAITING", 10)
    await together(store, *(add_team(f"{number}") for number in range(40)))
    assert max(ways) <= 12
    assert len(teams(store)) == 40


async def test_what_was_read_is_not_asked_for_again_in_the_same_transaction(
    store: PostgresStore, ways: list[int]
) -> None:
    store.run_sync(add_team("t"))
    ways.clear()
    done = await together(store, *[lambda unit: unit.teams.get("t").name] * 20)
    assert done == ["t"] * 20
    assert len(ways) <= 4


async def changed_meanwhile(store: PostgresStore) -> list[Any]:
    store.run_sync(add_team("t"))
    read = lambda unit: unit.teams.get("t").name  # noqa: E731
    return await together(store, read, lambda unit: unit.teams.save(Team(id="t", name="new")), read)


async def test_what_was_changed_is(store: PostgresStore) -> None:
    assert await changed_meanwhile(store) == ["t", None, "new"]


async def test_were_changes_not_noted_what_is_old_would_be_read(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KnownRows, "change", lambda self, table: None)
    assert await changed_meanwhile(store) == ["t", None, "t"]


async def test_a_connection_with_all_that_it_keeps_prepared_takes_others_too(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "MOST_PREPARED", 1)
    await together(store, add_team("a"), take_occasion, keep_words("ann"))
    assert readable_of(store, "ann") == [True]


@pytest.mark.parametrize("then", ["lost", "undone"])
def test_whoever_asks_whether_something_was_changed_that_cannot_be_is_told_so(store: PostgresStore, then: str) -> None:
    """Also a unit that has passed over the error: False would say that another one was there before."""
    asked: list[Any] = []

    def pass_over(unit: Any) -> None:
        asked.append(unit.teams.add(Team(id="t", name="t")))
        if then == "lost":
            store._writing._session.connection.close()  # type: ignore[attr-defined]
            with suppress(NotStoredError):
                unit.teams.count()
            bool(asked[0])
        raise LookupError

    with pytest.raises(NotStoredError if then == "lost" else LookupError):
        store.run_sync(pass_over)
    with pytest.raises(NotStoredError):
        bool(asked[0])
    store.run_sync(lambda unit: asked.append(unit.teams.add(Team(id="t", name="t"))))
    assert asked[1]


# --- against a store that does one unit after the other


def made_up(chance: random.Random, number: int) -> Work:
    """A unit that writes, may read, may clash with another, and may raise by itself."""
    names, clash = [f"t{chance.randrange(6)}" for _ in range(3)], chance.random() < 0.3
    reads, raises = chance.random() < 0.4, not clash and chance.random() < 0.3

    def work(unit: Any) -> Any:
        for name in names:
            before = unit.teams.get(name) if reads else None
            unit.teams.save(Team(id=name, name=f"{number}", parent=before.name if before else ""))
        if clash:
            unit.rounds.save(a_round(f"r{number}", occasion="one"))
        added = unit.teams.add(Team(id=f"new{names[0]}", name=f"{number}"))
        if raises:
            raise LookupError(f"{number}")
        return bool(added) if reads else None

    return work


def outcome(done: Any) -> Any:
    return type(done).__name__ if isinstance(done, Exception) else done


@pytest.mark.parametrize("seed", part_of(range(40), 4))
async def test_together_they_do_what_they_do_one_after_the_other(store: PostgresStore, seed: int) -> None:
    chance = random.Random(seed)
    works = [made_up(chance, number) for number in range(12)]
    alone = open_memory_store()
    expected = []
    for work in works:
        try:
            expected.append(alone.run_sync(work))
        except (LookupError, StorageError) as error:
            expected.append(outcome(error))
    assert [outcome(each) for each in await together(store, *works)] == [
        "UniqueViolationError" if each == "ConflictError" else each for each in expected
    ]
    for name in ("teams", "rounds"):
        read = lambda unit, name=name: getattr(unit, name).where()  # noqa: E731
        assert store.read_sync(read) == alone.read_sync(read)


# --- values


@pytest.mark.parametrize("value", ["a\0b", 2**63, -(2**63) - 1, 1.5, object()])
def test_a_value_without_a_form_is_refused_before_anything_is_sent(value: object) -> None:
    with pytest.raises(CannotBeStoredError, match=r"^A value has no form in a database\.$"):
        as_parameters([value])


def test_values_are_sent_as_text_and_bytes_as_they_are() -> None:
    assert as_parameters(["é", 7, True, None, b"\0", Delivery.SENT])[0] == [
        "é".encode(),
        b"7",
        b"t",
        None,
        b"\0",
        b"sent",
    ]


def test_places_of_values_are_numbered() -> None:
    assert numbered("select %s, %s %% 2") == b"select $1, $2 % 2"
