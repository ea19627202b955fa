"""What every store does alike with rows that have a key in common, which is destroyed when they were used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain import model
from bot.domain.model import Weighing, WeighingState
from storage.database import open_store
from storage.errors import ErasureUnfinishedError, UnreadableRowError
from storage.failpoints import AFTER_COMMIT
from storage.spec import spec_of
from storage.sqlite.key_table import SqliteKeyTable
from storage.sweep import ORPHAN_WAIT
from storage.vault import ORGANISATION_AS_OWNER
from tests.storage.samples import NOW
from tests.support.stores import KEY, OFTEN, AnyStore, new_database, open_new

SPEC = spec_of(Weighing)


def weighing(round_: str, member: str) -> Weighing:
    return Weighing(id=f"{round_} {member}", round=round_, member=member, item="1.1", state=WeighingState.AGREES)


ROWS = [weighing(round_, member) for round_ in ("r1", "r2") for member in ("ann", "bob")]


@pytest.fixture(params=OFTEN)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AnyStore]:
    opened = open_new(request.param, tmp_path)
    opened.run_sync(lambda unit: [unit.weighings.save(row) for row in ROWS])
    yield opened
    opened.close_sync()


def stored_values(store: AnyStore) -> list[Any]:
    """Every row as it is stored, and as a copy of the database would have it."""
    return store.read_sync(lambda unit: unit.boxes.of(SPEC.table).select({}))


def members_in(store: AnyStore, copy: list[Any]) -> list[tuple[str, str]]:
    """Return of which rounds and members a copy's rows can be read with the keys that are left."""
    found = []
    for values in copy:
        try:
            row = SPEC.made(values, store.vault)
        except UnreadableRowError:
            continue
        found.append((row.round, row.member))
    return found


def erase_and_fail(unit: Any) -> None:
    unit.weighings.erase("r1")
    raise LookupError


def test_rows_come_back_as_they_were(store: AnyStore) -> None:
    assert store.read_sync(lambda unit: unit.weighings.where()) == ROWS
    assert store.read_sync(lambda unit: unit.weighings.where(round="r2", member="bob")) == [ROWS[3]]


def test_what_is_erased_is_gone_in_copies_too_and_nothing_else(store: AnyStore) -> None:
    copy = stored_values(store)
    store.run_sync(lambda unit: unit.weighings.erase("r1"))
    assert store.read_sync(lambda unit: unit.weighings.where()) == ROWS[2:]
    assert members_in(store, copy) == [("r2", "ann"), ("r2", "bob")]


def test_a_rollback_undoes_it(store: AnyStore) -> None:
    """Else a count that fails once could never be made."""
    with pytest.raises(LookupError):
        store.run_sync(erase_and_fail)
    store.run_sync(lambda unit: unit.weighings.count())
    assert store.read_sync(lambda unit: unit.weighings.where()) == ROWS
    store.run_sync(lambda unit: unit.weighings.erase("r1"))
    assert store.read_sync(lambda unit: unit.weighings.where()) == ROWS[2:]


def test_rows_of_a_forgotten_person_are_gone_in_copies_too(store: AnyStore) -> None:
    copy = stored_values(store)
    store.run_sync(lambda unit: unit.texts.forget("ann"))
    assert members_in(store, copy) == [("r1", "bob"), ("r2", "bob")]
    assert store.read_sync(lambda unit: unit.weighings.where()) == [ROWS[1], ROWS[3]]
    assert store.read_sync(lambda unit: unit.set_aside()) == 0


def test_what_was_never_there_can_be_erased(store: AnyStore) -> None:
    store.run_sync(lambda unit: unit.weighings.erase("r3"))
    assert store.read_sync(lambda unit: unit.weighings.where()) == ROWS


def test_only_rows_that_have_such_a_key_can_be_erased(store: AnyStore) -> None:
    with pytest.raises(LookupError, match="teams"):
        store.run_sync(lambda unit: unit.teams.erase("t"))


def test_a_row_moved_to_where_another_key_is_cannot_be_read(store: AnyStore) -> None:
    """And is set aside, as what nobody erased."""
    (id, body, _, member), *_ = stored_values(store)
    store.run_sync(lambda unit: unit.boxes.of(SPEC.table).put((id, body, "r2", member)))
    assert store.read_sync(lambda unit: unit.weighings.where()) == ROWS[1:]
    assert store.read_sync(lambda unit: unit.set_aside()) == 1


def test_rows_of_an_earlier_version_are_read_and_erased(store: AnyStore) -> None:
    """They are sealed with the organisation's key; saved again they have the round's."""
    earlier, *rest = stored_values(store)
    plain = SPEC.seal.open(earlier, store.vault)
    body = store.run_sync(lambda unit: unit.vault.seal(ORGANISATION_AS_OWNER, SPEC.table.name, earlier[0], plain))
    store.run_sync(lambda unit: unit.boxes.of(SPEC.table).put((earlier[0], body, *earlier[2:])))
    assert store.read_sync(lambda unit: unit.weighings.where()) == ROWS
    store.run_sync(lambda unit: unit.weighings.save(ROWS[0]))
    assert not store.vault.is_sealed_by(ORGANISATION_AS_OWNER, stored_values(store)[0][1])
    store.run_sync(lambda unit: unit.weighings.erase("r1"))
    assert stored_values(store) == rest[1:]


async def test_a_key_that_rows_have_is_not_swept(store: AnyStore) -> None:
    await store.run(lambda unit: [unit.members.save(model.Member(id=id, name=id)) for id in ("ann", "bob")])
    assert (await store.sweep(NOW)).marked == 0
    assert (await store.sweep(NOW + 2 * ORPHAN_WAIT)).keys == 0
    await store.run(lambda unit: unit.weighings.remove(ROWS[0].id))
    await store.run(lambda unit: unit.weighings.remove(ROWS[1].id))
    assert (await store.sweep(NOW + 2 * ORPHAN_WAIT)).marked == 1


def round_keys(store: AnyStore) -> set[str]:
    return {owner for owner in store.vault.keys.owners() if owner.startswith("weighings:")}


def test_a_crash_after_the_commit_leaves_no_key(tmp_path: Path) -> None:
    """What a crash keeps from being destroyed is destroyed at the next start."""
    crashing = set[str]()

    def failpoint(name: str) -> None:
        if name in crashing:
            raise OSError("crash")

    path = new_database(tmp_path)
    store = open_store(path, KEY, failpoint=failpoint)
    store.run_sync(lambda unit: [unit.weighings.save(row) for row in ROWS])
    crashing.add(AFTER_COMMIT)
    with pytest.raises(OSError, match="crash"):
        store.run_sync(lambda unit: unit.weighings.erase("r1"))
    assert round_keys(store) == {"weighings:r1", "weighings:r2"}
    crashing.clear()
    store.close_sync()
    store = open_store(path, KEY)
    assert round_keys(store) == {"weighings:r2"}
    assert store.read_sync(lambda unit: unit.weighings.where()) == ROWS[2:]
    store.close_sync()


async def test_a_key_store_that_is_held_fails_no_count_and_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(self: SqliteKeyTable, *given: Any) -> None:
        raise ErasureUnfinishedError("held")

    store = open_store(new_database(tmp_path), KEY)
    await store.run(lambda unit: [unit.weighings.save(row) for row in ROWS])
    with monkeypatch.context() as patched:
        patched.setattr(SqliteKeyTable, "destroy", held)
        await store.run(lambda unit: unit.weighings.erase("r1"))
    assert await store.read(lambda unit: unit.weighings.where()) == ROWS[2:]
    assert round_keys(store) == {"weighings:r1", "weighings:r2"}
    await store.sweep(NOW)
    assert round_keys(store) == {"weighings:r2"}
    await store.close()
