"""Removing what the two stores left of each other: keys of nobody, and texts whose key is gone (R11).

Theory of operation. The reader looks for orphans, a page of ids at a time and never at what is sealed; the writer only marks and
removes, a few rows in each of its turns, and looks again before it removes a key. An orphan is marked when it is first seen, and
removed once it has been one for days, a small share of its kind at once: whoever put a wrong file in place has that long to notice.
Where the other store holds nothing at all, nothing is removed. The notes of destroyed keys end once no copy can have these keys.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol, TypeVar

from sqlalchemy import Table

from bot.domain.slices import in_slices
from storage.codec import instant_to_plain
from storage.spec import SPECS
from storage.tables import plumbing, table_of
from storage.unit_of_work import BoxedUnitOfWork
from storage.vault import ORGANISATION_AS_OWNER

log = logging.getLogger(__name__)
T = TypeVar("T")

ORPHAN_WAIT = timedelta(days=7)
"""Time for which an orphan stays marked before it is removed."""
NOTES_KEPT = timedelta(days=120)
"""Time for which it is noted that a key was destroyed: longer than the settings let a copy of the key store be kept."""
SHARE = 20
"""One in so many of its kind is removed at once, and at least one."""
KEY, TEXTS = "key", "texts"
PAGE, STEP = 1000, 256
"""Numbers of ids that the reader reads at once, and of rows that the writer changes at once."""
TEXT_ROWS, NOTES, MARKS = (
    table_of(each) for each in (plumbing.TextsTable, plumbing.ErasuresTable, plumbing.OrphansTable)
)

Work = Callable[[Any], T]
"""Done with a `BoxedUnitOfWork`."""


class Turns(Protocol):
    """Interface by which a sweep gets turns of the reader, and of the writer."""

    def read(self, work: Work[T]) -> Awaitable[T]: ...

    def run(self, work: Work[T]) -> Awaitable[T]: ...


@dataclass(frozen=True, slots=True)
class Swept:
    """Result of a sweep: numbers of removed keys and texts, and of keys without a text and owners without a key that it found."""

    keys: int = 0
    texts: int = 0
    marked: int = 0


@dataclass(frozen=True, slots=True)
class Orphans:
    """Keys of nobody by id, with their owners; ids of keys that are gone and texts are sealed with; numbers of what there is."""

    idle: Mapping[bytes, str]
    lost: Sequence[bytes]
    keys: int
    used: int
    sealed: int
    keys_of_somebody: bool


async def sweep_stores(turns: Turns, now: datetime, remove: bool) -> Swept:
    """Mark orphans, and where `remove` remove what was marked for long enough. To be called once a day."""
    await _replay_erasures(turns)
    orphans = await _find_orphans(turns)
    old = await _mark(turns, orphans, now)
    if len(orphans.idle) > _sweep_share(orphans.keys) or len(orphans.lost) > _sweep_share(orphans.sealed):
        counts = {"keys_of_nobody": len(orphans.idle), "owners_whose_key_is_gone": len(orphans.lost)}
        log.warning("much in one store has no counterpart in the other: is one an old copy?", extra=counts)
    marked = len(orphans.idle) + len(orphans.lost)
    if not remove:
        return Swept(marked=marked)
    await _end_notes(turns, now)
    return Swept(
        keys=await _remove_keys(turns, orphans, [id for id in old if id in orphans.idle]) if orphans.used else 0,
        texts=await _remove_texts(turns, [id for id in old if id not in orphans.idle])
        if orphans.keys_of_somebody
        else 0,
        marked=marked,
    )


def replay_erasures(unit: BoxedUnitOfWork) -> int:
    """Destroy keys that are there although they were erased: in a restored key store, or after a crash; their number."""
    return unit.vault.keys.forget_ids({bytes.fromhex(values[0]) for values in unit.boxes.of(NOTES).select({})})


async def _replay_erasures(turns: Turns) -> None:
    there = set((await turns.read(lambda unit: unit.vault.keys.owners())).values())
    erased = [id async for each in _values(turns, NOTES, "id") if (id := bytes.fromhex(each)) in there]
    if erased:
        await turns.run(lambda unit: unit.vault.keys.forget_ids(set(erased)))


async def _values(turns: Turns, table: Table, column: str) -> AsyncIterator[Any]:
    """Yield what a column has in any row, each value once, in order."""
    after: Any = b"" if table.c[column].type.python_type is bytes else ""
    while True:
        page = await turns.read(partial(_page_of, table=table, column=column, after=after))
        for value in page:
            yield value
        if len(page) < PAGE:
            return
        after = page[-1]


def _page_of(unit: BoxedUnitOfWork, table: Table, column: str, after: Any) -> list[Any]:
    return unit.boxes.of(table).distinct_after(column, after, PAGE)


async def _find_orphans(turns: Turns) -> Orphans:
    """Texts are read before keys: a key is stored before its first text."""
    sealed = [id async for id in _values(turns, TEXT_ROWS, "key_id")]
    used = {id for spec in SPECS if spec.personal for id in [each async for each in _values(turns, spec.table, "id")]}
    for spec in SPECS:
        if spec.seal.column:
            used |= {spec.seal.owner_of(value) async for value in _values(turns, spec.table, spec.seal.column)}
    keys = await turns.read(lambda unit: unit.vault.keys.owners())
    owners = {key_id: owner for owner, key_id in keys.items()}
    used |= {owners[key_id] for key_id in sealed if key_id in owners}
    idle = {id: owner for id, owner in owners.items() if owner not in used and owner != ORGANISATION_AS_OWNER}
    return Orphans(idle, [id for id in sealed if id not in owners], len(keys), len(used), len(sealed), any(keys))


async def _mark(turns: Turns, orphans: Orphans, now: datetime) -> list[bytes]:
    """Note which keys are idle, and which lost, since when; return those of either kind that have been so for long enough."""
    before: dict[str, int] = dict(await turns.read(lambda unit: unit.boxes.of(MARKS).select({})))
    found = {_mark_name(KEY, one): one for one in orphans.idle} | {_mark_name(TEXTS, one): one for one in orphans.lost}
    instant = instant_to_plain(now)
    for gone in in_slices([name for name in before if name not in found], STEP):
        await turns.run(partial(_remove_rows, table=MARKS, ids=gone))
    for new in in_slices([name for name in found if name not in before], STEP):
        await turns.run(partial(_put_rows, table=MARKS, ids=new, instant=instant))
    return [found[name] for name in found if before.get(name, instant) <= instant_to_plain(now - ORPHAN_WAIT)]


def _remove_rows(unit: BoxedUnitOfWork, table: Table, ids: Sequence[str]) -> int:
    return unit.boxes.of(table).delete({"id": tuple(ids)})


def _put_rows(unit: BoxedUnitOfWork, table: Table, ids: Sequence[str], instant: int) -> None:
    for id in ids:
        unit.boxes.of(table).put((id, instant))


def _mark_name(kind: str, key_id: bytes) -> str:
    return f"{kind} {key_id.hex()}"


def _sweep_share(total: int) -> int:
    return max(1, total // SHARE)


async def _remove_keys(turns: Turns, orphans: Orphans, old: Sequence[bytes]) -> int:
    removed = 0
    for some in in_slices(old[: _sweep_share(orphans.keys)], STEP):
        removed += await turns.run(partial(_remove_idle, owners=orphans.idle, ids=some))
    return removed


def _remove_idle(unit: BoxedUnitOfWork, owners: Mapping[bytes, str], ids: Sequence[bytes]) -> int:
    """Remove those of these keys that are still nobody's: one may have been used since the reader looked."""
    shared = {
        spec.seal.owner_of(value)
        for spec in SPECS
        if spec.seal.column
        for (value,) in unit.boxes.of(spec.table).distinct(spec.seal.column)
    }
    texts = unit.boxes.of(TEXT_ROWS)
    people = [unit.boxes.of(spec.table) for spec in SPECS if spec.personal]
    idle = [
        owners[id]
        for id in ids
        if owners[id] not in shared
        and not texts.ids({"key_id": id}, 1)
        and not any(box.ids({"id": owners[id]}, 1) for box in people)
    ]
    for owner in idle:
        unit.vault.keys.forget(owner, noted=False)
    return len(idle)


async def _remove_texts(turns: Turns, old: Sequence[bytes]) -> int:
    most = _sweep_share(await turns.read(lambda unit: unit.boxes.of(TEXT_ROWS).count({})))
    removed = 0
    for key_id in old:
        while removed < most:
            size = min(STEP, most - removed)
            gone = await turns.run(partial(_remove_lost, key_id=key_id, most=size))
            removed += gone
            if gone < size:
                break
    return removed


def _remove_lost(unit: BoxedUnitOfWork, key_id: bytes, most: int) -> int:
    texts = unit.boxes.of(TEXT_ROWS)
    return texts.delete({"id": tuple(texts.ids({"key_id": key_id}, most))})


async def _end_notes(turns: Turns, now: datetime) -> None:
    """Note at each note of a destroyed key since when it is there, and remove those that no copy of the key store can need."""
    instant = instant_to_plain(now)
    while new := await turns.read(lambda unit: unit.boxes.of(NOTES).ids({"at": None}, STEP)):
        await turns.run(partial(_put_rows, table=NOTES, ids=new, instant=instant))
    oldest = await turns.read(lambda unit: unit.vault.keys.oldest_copy())
    before = instant_to_plain(min(now - NOTES_KEPT, oldest or now))
    while old := await turns.read(lambda unit: unit.boxes.of(NOTES).until("at", before, STEP)):
        await turns.run(partial(_remove_rows, table=NOTES, ids=[values[0] for values in old]))
