"""The daily sweep in small turns: what the writer reads in one of them is bounded, and is never all that is sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.confidential import ConfidentialText
from bot.domain.model import Member, Weighing
from storage import sweep
from storage.keys import KEY_ID_BYTES
from storage.sql_box import SqlBox
from storage.sqlite.store import SqliteStore
from storage.sweep import NOTES_KEPT, ORPHAN_WAIT, STEP
from tests.storage.samples import NOW
from tests.support.further import only_further
from tests.support.stores import open_new

OWNERS, ORPHANS = 300, 600
DAY = timedelta(days=1)


@dataclass
class Turn:
    """What the writer read in one job: rows, and bytes of values that may be sealed."""

    rows: int = 0
    sealed: int = 0


class Watched:
    """Counts what a store's writer reads in each of its jobs, and in the reader's."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.turns: list[Turn] = []
        attempt, rows, get = SqliteStore._attempt, SqlBox._rows, SqlBox.get

        def attempted(store: SqliteStore, job: Any) -> None:
            self.turns.append(Turn())
            attempt(store, job)

        def read(box: SqlBox, *given: Any) -> list[Any]:
            found = rows(box, *given)
            self.note(box, found)
            return found

        def got(box: SqlBox, id: str) -> Any:
            found = get(box, id)
            self.note(box, [found] if found else [])
            return found

        monkeypatch.setattr(SqliteStore, "_attempt", attempted)
        monkeypatch.setattr(SqlBox, "_rows", read)
        monkeypatch.setattr(SqlBox, "get", got)

    def note(self, box: SqlBox, rows: list[Any]) -> None:
        if box._writable and self.turns:
            self.turns[-1].rows += len(rows)
            values = [value for row in rows for value in (row if isinstance(row, tuple) else (row,))]
            self.turns[-1].sealed += sum(len(v) for v in values if isinstance(v, bytes) and len(v) > KEY_ID_BYTES)

    @property
    def most_rows(self) -> int:
        return max(turn.rows for turn in self.turns)

    @property
    def sealed(self) -> int:
        return sum(turn.sealed for turn in self.turns)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = open_new("sqlite", tmp_path)
    assert isinstance(opened, SqliteStore)
    opened.run_sync(fill)
    yield opened
    opened.close_sync()


def fill(unit: Any) -> None:
    for number in range(OWNERS):
        unit.members.save(Member(id=f"m{number}", name="Ann"))
        unit.texts.keep(f"t{number}", f"m{number}", ConfidentialText("words"))
    for number in range(ORPHANS):
        unit.texts.keep("gone", f"nobody {number}", ConfidentialText("words"))
    unit.texts.remove(["gone"])
    for number in range(ORPHANS):
        unit.texts.keep("erased", f"erased {number}", ConfidentialText("words"))
        unit.texts.forget(f"erased {number}")


async def swept(store: SqliteStore, watched: Watched) -> int:
    """Sweep on days on which keys are marked, keys removed and notes ended; return how many keys were removed."""
    removed = 0
    for at in (NOW, NOW + ORPHAN_WAIT, NOW + ORPHAN_WAIT + DAY, NOW + NOTES_KEPT + DAY):
        removed += (await store.sweep(at)).keys
    assert watched.turns
    return removed


async def test_no_turn_of_the_writer_reads_much_and_none_what_is_sealed(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(monkeypatch)
    assert await swept(store, watched) > 50
    assert watched.most_rows <= STEP
    assert watched.sealed == 0


async def test_control_a_sweep_within_the_writer_would_read_more(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(monkeypatch)
    monkeypatch.setattr(store, "read", store.run)
    await swept(store, watched)
    assert watched.most_rows > STEP


@only_further
async def test_control_rows_instead_of_their_ids_would_be_sealed_bytes(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(monkeypatch)
    monkeypatch.setattr(SqlBox, "ids", lambda box, equal, most: [row[0] for row in box.select(equal)][:most])
    store.run_sync(lambda unit: unit.texts.keep("lost", "lost", ConfidentialText("words")))
    store.run_sync(lambda unit: unit.vault.keys.forget("lost"))
    for day in range(60):
        await store.sweep(NOW + day * DAY)
    assert watched.sealed > 0


async def test_a_key_that_was_used_meanwhile_stays(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the reader's look and the writer's turn somebody's first words may have come."""
    await store.sweep(NOW)
    find = sweep._find_orphans

    async def then_used(turns: Any) -> Any:
        found = await find(turns)
        for number in range(ORPHANS):
            owner = f"nobody {number}"
            store.run_sync(lambda unit, owner=owner: unit.texts.keep(owner, owner, ConfidentialText("words")))
        return found

    monkeypatch.setattr(sweep, "_find_orphans", then_used)
    assert (await store.sweep(NOW + ORPHAN_WAIT)).keys == 0
    texts = store.read_sync(lambda unit: unit.texts.read([f"nobody {number}" for number in range(ORPHANS)]))
    assert all(texts)


async def test_a_key_of_a_new_member_stays(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    await store.sweep(NOW)
    find = sweep._find_orphans

    async def then_joined(turns: Any) -> Any:
        found = await find(turns)
        for number in range(ORPHANS):
            store.run_sync(lambda unit, number=number: unit.members.save(Member(id=f"nobody {number}", name="Bo")))
        return found

    monkeypatch.setattr(sweep, "_find_orphans", then_joined)
    assert (await store.sweep(NOW + ORPHAN_WAIT)).keys == 0


async def test_a_key_that_many_rounds_have_in_common_stays(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rounds are weighed at once."""
    monkeypatch.setattr(sweep, "PAGE", 2)

    def weigh(unit: Any) -> None:
        for number in range(5):
            unit.weighings.save(Weighing(id=f"w{number}", round=f"r{number}", member="m1", item="1.1"))

    store.run_sync(weigh)
    store.run_sync(lambda unit: [unit.weighings.remove(f"w{number}") for number in range(5)])
    await store.sweep(NOW)
    find = sweep._find_orphans

    async def then_weighed(turns: Any) -> Any:
        found = await find(turns)
        store.run_sync(weigh)
        return found

    monkeypatch.setattr(sweep, "_find_orphans", then_weighed)
    monkeypatch.setattr(sweep, "SHARE", 1)
    await store.sweep(NOW + ORPHAN_WAIT)
    assert len(store.read_sync(lambda unit: unit.weighings.where())) == 5


def notes_of(store: SqliteStore) -> int:
    return int(store.read_sync(lambda unit: unit.boxes.of(sweep.NOTES).count({})))


async def test_notes_of_destroyed_keys_end_once_no_copy_can_have_the_keys(store: SqliteStore) -> None:
    assert notes_of(store) == ORPHANS
    await store.sweep(NOW)
    await store.sweep(NOW + NOTES_KEPT - DAY)
    assert notes_of(store) >= ORPHANS
    await store.sweep(NOW + NOTES_KEPT + DAY)
    assert notes_of(store) < ORPHANS


async def test_they_stay_while_an_older_copy_is_listed(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store.vault.keys, "oldest_copy", lambda: NOW - DAY)
    await store.sweep(NOW)
    await store.sweep(NOW + NOTES_KEPT + DAY)
    assert notes_of(store) >= ORPHANS


async def test_nothing_is_removed_on_a_day_whose_clock_is_not_believed(store: SqliteStore) -> None:
    before = notes_of(store)
    await store.sweep(NOW)
    for years in (1, 2):
        found = await store.sweep(NOW + years * 366 * DAY, remove=False)
        assert (found.keys, found.texts) == (0, 0)
    assert notes_of(store) == before
