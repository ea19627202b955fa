"""A row in memory is opened once while it stands as it was; in a database whenever it is read; never without its key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.model import Team, Weighing, WeighingState
from storage.memory import MemoryStore
from storage.spec import Spec, spec_of
from tests.storage.damage import damage
from tests.support.stores import KINDS, AnyStore, open_new

TEAM = Team(id="t1", name="Wards", channel="h1")
WEIGHING = Weighing(id="w1", round="r1", member="ann", item="1.1", state=WeighingState.AGREES)


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AnyStore]:
    opened = open_new(request.param, tmp_path)
    opened.run_sync(lambda unit: (unit.teams.save(TEAM), unit.weighings.save(WEIGHING)))
    yield opened
    opened.close_sync()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the classes of which a row was opened, each time."""
    found: list[str] = []
    made = Spec.made

    def counted(self: Spec[Any], values: Any, vault: Any) -> Any:
        found.append(self.record.__name__)
        return made(self, values, vault)

    monkeypatch.setattr(Spec, "made", counted)
    return found


def team_of(store: AnyStore) -> Team | None:
    return store.read_sync(lambda unit: unit.teams.get("t1"))


def test_it_is_opened_once_in_memory_and_each_time_in_a_database(store: AnyStore, opened: list[str]) -> None:
    assert [team_of(store), team_of(store)] == [TEAM, TEAM]
    assert opened == ["Team"] * (1 if isinstance(store, MemoryStore) else 2)


def test_what_was_saved_since_is_read(store: AnyStore) -> None:
    team_of(store)
    renamed = replace(TEAM, name="Night")
    store.run_sync(lambda unit: unit.teams.save(renamed))
    assert team_of(store) == renamed
    store.run_sync(lambda unit: unit.teams.remove("t1"))
    assert team_of(store) is None


def test_what_is_rolled_back_is_read_as_it_was(store: AnyStore) -> None:
    def rename_and_fail(unit: Any) -> None:
        unit.teams.save(replace(TEAM, name="Night"))
        assert unit.teams.get("t1").name == "Night"
        raise LookupError

    with pytest.raises(LookupError):
        store.run_sync(rename_and_fail)
    assert team_of(store) == TEAM


def test_a_row_that_was_changed_since_is_opened_again(store: AnyStore) -> None:
    assert (team_of(store), store.read_sync(lambda unit: unit.look_through())) == (TEAM, 0)
    store.run_sync(lambda unit: damage(unit, unit.teams.spec.table, "t1", "cut"))
    assert store.read_sync(lambda unit: unit.look_through()) == 1
    assert team_of(store) is None


def test_nothing_is_read_whose_key_was_destroyed(store: AnyStore) -> None:
    """The row itself is put back, as it stood when it was opened: only its key is gone."""
    box = spec_of(Weighing).table
    (values,) = store.read_sync(lambda unit: unit.boxes.of(box).select({}))
    assert store.read_sync(lambda unit: unit.weighings.where()) == [WEIGHING]
    store.vault.keys.forget("ann")
    assert store.read_sync(lambda unit: unit.boxes.of(box).select({})) == [values]
    assert store.read_sync(lambda unit: unit.weighings.where()) == []


def test_remembered_beyond_its_key_it_would_be(tmp_path: Path) -> None:
    store = open_new("memory", tmp_path)
    store.run_sync(lambda unit: unit.weighings.save(WEIGHING))
    store.read_sync(lambda unit: unit.weighings.where())
    store.vault.keys.forget("ann")
    store.vault.keys.destroyed = 0
    assert store.read_sync(lambda unit: unit.weighings.where()) == [WEIGHING]
