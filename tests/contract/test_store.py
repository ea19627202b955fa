"""What every store does alike: records, their keys and their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from bot.domain import model
from storage.errors import CannotBeStoredError, ConflictError, ReadOnlyUnitError, StoreClosedError
from tests.storage.samples import NOW, a_round, an_answer, later
from tests.support.stores import KINDS, AnyStore, open_new


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AnyStore]:
    opened = open_new(request.param, tmp_path)
    yield opened
    opened.close_sync()


def add_rounds(store: AnyStore, *rounds: model.Round) -> None:
    for one in rounds:
        assert store.run_sync(lambda unit, one=one: unit.rounds.add(one))


def ids(records: list[Any]) -> list[str]:
    return [record.id for record in records]


async def test_a_record_comes_back_after_the_commit(store: AnyStore) -> None:
    team = model.Team(id="t", name="Night shift 🙂", parent="Care")
    assert await store.run(lambda unit: unit.teams.add(team))
    assert await store.read(lambda unit: unit.teams.get("t")) == team
    assert await store.read(lambda unit: unit.teams.get("T")) is None


async def test_adding_a_taken_id_changes_nothing(store: AnyStore) -> None:
    first, second = model.Team(id="t", name="A"), model.Team(id="t", name="B")
    await store.run(lambda unit: unit.teams.add(first))
    assert not await store.run(lambda unit: unit.teams.add(second))
    assert await store.read(lambda unit: unit.teams.get("t")) == first


UNIQUE: list[tuple[str, Any, Any]] = [
    ("rounds", a_round("r", occasion="s/1"), a_round("r2", occasion="s/1")),
    ("answers", an_answer("a"), an_answer("a2")),
    ("interviews", *(model.Interview(id=id, round="r", member="m", team="t") for id in "xy")),
    ("memberships", *(model.Membership(id=id, team="t", member="m", since=NOW) for id in "xy")),
]


@pytest.mark.parametrize(("name", "first", "second"), UNIQUE)
def test_other_unique_keys_refuse_as_well(store: AnyStore, name: str, first: Any, second: Any) -> None:
    assert store.run_sync(lambda unit: getattr(unit, name).add(first))
    assert not store.run_sync(lambda unit: getattr(unit, name).add(second))
    with pytest.raises(ConflictError):
        store.run_sync(lambda unit: getattr(unit, name).save(second))
    assert store.read_sync(lambda unit: getattr(unit, name).where()) == [first]


def test_a_late_answer_stands_beside_the_first(store: AnyStore) -> None:
    """And a newer late one beside it, once a release has drawn on it: one waits at a time."""
    rows = [an_answer("a"), an_answer("b", late=True, released="r"), an_answer("c", late=True)]
    assert all(store.run_sync(lambda unit: [unit.answers.add(one) for one in rows]))
    assert not store.run_sync(lambda unit: unit.answers.add(an_answer("d", late=True)))


def test_a_removed_or_changed_record_frees_its_unique_key(store: AnyStore) -> None:
    add_rounds(store, a_round("r1", occasion="x"), a_round("r2", occasion="y"))
    store.run_sync(lambda unit: unit.rounds.remove("r1"))
    store.run_sync(lambda unit: unit.rounds.save(a_round("r2", occasion="z")))
    add_rounds(store, a_round("r3", occasion="x"), a_round("r4", occasion="y"))


def test_saving_inserts_or_replaces(store: AnyStore) -> None:
    store.run_sync(lambda unit: unit.rounds.save(a_round("r", k=5)))
    store.run_sync(lambda unit: unit.rounds.save(a_round("r", k=7, next_at=NOW)))
    assert store.read_sync(lambda unit: unit.rounds.where()) == [a_round("r", k=7, next_at=NOW)]


def test_removing_what_is_not_there_is_nothing(store: AnyStore) -> None:
    store.run_sync(lambda unit: unit.rounds.remove("nobody"))
    assert store.read_sync(lambda unit: unit.rounds.count()) == 0


def test_where_finds_by_every_sort_of_scalar_in_the_order_of_ids(store: AnyStore) -> None:
    closed = model.RoundState.CLOSED
    add_rounds(
        store,
        a_round("b", next_at=NOW),
        a_round("ä", state=closed, reminded=True),
        a_round("Z", k=7),
        a_round("a", state=closed, k=7),
    )

    def found(**equal: Any) -> list[str]:
        return ids(store.read_sync(lambda unit: unit.rounds.where(**equal)))

    assert found() == ["Z", "a", "b", "ä"]
    assert found(state=closed) == ["a", "ä"]
    assert found(state="closed", k=7) == ["a"]
    assert found(k=[5, 6], reminded=False) == ["b"]
    assert found(next_at=NOW) == ["b"]
    assert found(next_at=None) == ["Z", "a", "ä"]
    assert found(next_at=(NOW, None), k=7) == ["Z", "a"]
    assert found(id={"a", "b", "nobody"}) == ["a", "b"]
    assert found(state=()) == []
    assert found(state=(), k=7) == []
    assert found(state=(closed, closed, "open"), id=("b", "a", "b")) == ["a", "b"]
    assert store.read_sync(lambda unit: unit.rounds.count(state=closed)) == 2
    assert store.read_sync(lambda unit: unit.rounds.count(state=())) == 0
    assert store.read_sync(lambda unit: unit.rounds.count()) == 4


def test_where_takes_lists_longer_than_a_statement(store: AnyStore) -> None:
    answers = [an_answer(f"{number:04}", interview=f"i{number}") for number in range(1400)]
    store.run_sync(lambda unit: [unit.answers.add(one) for one in answers])
    wanted = [f"i{number}" for number in range(0, 3000, 2)]
    found = store.read_sync(lambda unit: unit.answers.where(interview=wanted, number=(1, 2)))
    assert ids(found) == [f"{number:04}" for number in range(0, 1400, 2)]
    assert store.read_sync(lambda unit: unit.answers.count(interview=wanted)) == 700


@pytest.mark.parametrize("equal", [{"teams": ("t",)}, {"nothing": 1}])
def test_where_asks_for_scalar_fields_alone(store: AnyStore, equal: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a scalar field"):
        store.read_sync(lambda unit: unit.rounds.where(**equal))


def test_until_gives_what_is_due_earliest_first(store: AnyStore) -> None:
    add_rounds(
        store,
        a_round("c", next_at=NOW),
        a_round("a", next_at=NOW),
        a_round("b", next_at=NOW - timedelta(microseconds=1)),
        a_round("d", next_at=NOW + timedelta(microseconds=1)),
        a_round("e"),
    )
    until = lambda *given: ids(store.read_sync(lambda unit: unit.rounds.until(*given)))  # noqa: E731
    assert until("next_at", NOW) == ["b", "a", "c"]
    assert until("next_at", NOW, 2) == ["b", "a"]
    assert until("next_at", later(days=1)) == ["b", "a", "c", "d"]
    for field in ("k", "closes_at"):
        with pytest.raises(ValueError, match="not an instant that rows are found by"):
            until(field, NOW)


def test_instants_compare_across_zones_and_come_back_in_utc(store: AnyStore) -> None:
    east = NOW.astimezone(timezone(timedelta(hours=9)))
    add_rounds(store, a_round("east", next_at=east), a_round("old", next_at=datetime.min.replace(tzinfo=NOW.tzinfo)))
    found = store.read_sync(lambda unit: unit.rounds.until("next_at", NOW))
    assert ids(found) == ["old", "east"]
    assert found[1].next_at is not None
    assert (found[1].next_at, found[1].next_at.tzinfo) == (NOW, NOW.tzinfo)


UNFIT = [
    ("rounds", a_round(next_at=datetime(2024, 1, 1)), "Round.next_at"),  # noqa: DTZ001
    ("rounds", a_round(teams="t"), "Round.teams"),
    ("answers", an_answer(number=2**63), "Answer.number"),
    ("rounds", a_round(k="5"), "Round.k"),
    ("rounds", a_round(why="\ud800"), "Round.why"),
    ("rounds", a_round(why=None), "Round.why"),
    ("rounds", a_round(state="canary"), "Round.state"),
    ("teams", replace(model.Team(id="t", name="n"), archived=3), "Team.archived"),
    ("members", replace(model.Member(id="m", name="n"), away_until=NOW), "Member.away_until"),
]


@pytest.mark.parametrize(("name", "record", "field"), UNFIT)
def test_a_value_that_does_not_fit_is_refused_everywhere(store: AnyStore, name: str, record: Any, field: str) -> None:
    with pytest.raises(CannotBeStoredError, match=field) as caught:
        store.run_sync(lambda unit: getattr(unit, name).save(record))
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert store.read_sync(lambda unit: getattr(unit, name).count()) == 0


async def test_an_exception_rolls_back_its_own_unit_alone(store: AnyStore) -> None:
    def fail(unit: Any) -> None:
        unit.teams.save(model.Team(id="t", name="changed"))
        unit.teams.add(model.Team(id="new", name="new"))
        unit.teams.remove("gone")
        raise LookupError("wrong")

    teams = [model.Team(id="t", name="first"), model.Team(id="gone", name="stays")]
    await store.run(lambda unit: [unit.teams.add(team) for team in teams])
    with pytest.raises(LookupError, match="wrong"):
        await store.run(fail)
    assert await store.read(lambda unit: unit.teams.where()) == [teams[1], teams[0]]


async def test_a_unit_reads_what_it_wrote(store: AnyStore) -> None:
    def work(unit: Any) -> list[int]:
        unit.teams.add(model.Team(id="a", name="A"))
        before = unit.teams.count(archived=False)
        unit.teams.save(model.Team(id="a", name="A", archived=True))
        return [before, unit.teams.count(archived=False)]

    assert await store.run(work) == [1, 0]


async def test_reading_cannot_write(store: AnyStore) -> None:
    for write in (
        lambda unit: unit.teams.add(model.Team(id="t", name="n")),
        lambda unit: unit.teams.save(model.Team(id="t", name="n")),
        lambda unit: unit.teams.remove("t"),
        lambda unit: unit.inbox.prune(NOW),
    ):
        with pytest.raises(ReadOnlyUnitError):
            await store.read(write)
    assert await store.run(lambda unit: unit.teams.add(model.Team(id="t", name="n")))


async def test_a_closed_store_refuses_work(store: AnyStore) -> None:
    await store.close()
    with pytest.raises(StoreClosedError):
        await store.run(lambda unit: None)
    with pytest.raises(StoreClosedError):
        await store.read(lambda unit: None)
    await store.close()


def test_a_unit_cannot_wait_for_another(store: AnyStore) -> None:
    with pytest.raises(RuntimeError, match="cannot wait"):
        store.run_sync(lambda _: store.run_sync(lambda _: None))
