"""Removing what the two stores left of each other: keys of nobody, and texts whose key is gone (R11).

An orphan is marked when it is first seen, and removed once it has been one for days, a small share of its kind at once: whoever
put a wrong file in place has that long to notice. Where the other store holds nothing at all, nothing is removed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.codec import instant_to_plain
from storage.spec import SPECS
from storage.tables import plumbing, table_of
from storage.unit_of_work import BoxedUnitOfWork
from storage.vault import ORGANISATION

log = logging.getLogger(__name__)

ORPHAN_WAIT = timedelta(days=7)
"""Time for which an orphan stays marked before it is removed."""
SHARE = 20
"""One in so many of its kind is removed at once, and at least one."""
KEY, TEXTS = "key", "texts"


@dataclass(frozen=True, slots=True)
class Swept:
    """Result of a sweep: numbers of removed keys and texts, and of keys without a text and owners without a key that it found."""

    keys: int = 0
    texts: int = 0
    marked: int = 0


def sweep_stores(unit: BoxedUnitOfWork, now: datetime) -> Swept:
    """Run inside the writer, where no unit of work is under way that has a key and not yet its text."""
    unit.vault.keys.flush()
    replay_erasures(unit)
    keys = unit.vault.keys.owners()
    texts = unit.boxes.of(table_of(plumbing.TextsTable))
    owners = {key_id: owner for owner, key_id in keys.items()}
    sealed = [key_id for (key_id,) in texts.distinct("key_id")]
    lost = [key_id for key_id in sealed if key_id not in owners]
    used = {owners[key_id] for key_id in sealed if key_id in owners} | _owners_of_sealed(unit)
    idle = [key_id for key_id, owner in owners.items() if owner not in used and owner != ORGANISATION]
    old_keys, old_texts = _mark_keys(unit, idle, lost, now)
    removed = Swept(
        keys=_remove_keys(unit, [owners[key_id] for key_id in old_keys], len(keys)) if used else 0,
        texts=_remove_texts(unit, old_texts) if any(keys) else 0,
        marked=len(idle) + len(lost),
    )
    if len(idle) > _sweep_share(len(keys)) or len(lost) > _sweep_share(len(sealed)):
        counts = {"keys_of_nobody": len(idle), "owners_whose_key_is_gone": len(lost)}
        log.warning("much in one store has no counterpart in the other: is one an old copy?", extra=counts)
    return removed


def replay_erasures(unit: BoxedUnitOfWork) -> int:
    """Destroy keys that are there although they were erased: in a restored key store, or after a crash; their number."""
    erased = {bytes.fromhex(values[0]) for values in unit.boxes.of(table_of(plumbing.Erasures)).select({})}
    return unit.vault.keys.forget_ids(erased)


def _owners_of_sealed(unit: BoxedUnitOfWork) -> set[str]:
    """Owners of the keys with which something is sealed besides texts: of members, and of rows that have a key in common."""
    members = {id for spec in SPECS if spec.personal for (id,) in unit.boxes.of(spec.table).distinct("id")}
    keyed = [spec for spec in SPECS if spec.seal.column]
    return members | {
        spec.seal.owner_of(value) for spec in keyed for (value,) in unit.boxes.of(spec.table).distinct(spec.seal.column)
    }


def _mark_keys(
    unit: BoxedUnitOfWork, idle: Iterable[bytes], lost: Iterable[bytes], now: datetime
) -> tuple[list[bytes], list[bytes]]:
    """Note which keys are idle, and which lost, since when; those of either kind that have been so for long enough."""
    box = unit.boxes.of(table_of(plumbing.Orphans))
    before: dict[str, int] = dict(box.select({}))
    found = {_mark_name(KEY, one): one for one in idle} | {_mark_name(TEXTS, one): one for one in lost}
    box.delete({"id": tuple(name for name in before if name not in found)})
    instant = instant_to_plain(now)
    for name in found.keys() - before.keys():
        box.insert((name, instant))
    due = [name for name in found if before.get(name, instant) <= instant_to_plain(now - ORPHAN_WAIT)]
    old_keys = [found[name] for name in due if name.startswith(KEY)]
    return old_keys, [found[name] for name in due if name.startswith(TEXTS)]


def _mark_name(kind: str, key_id: bytes) -> str:
    return f"{kind} {key_id.hex()}"


def _sweep_share(total: int) -> int:
    return max(1, total // SHARE)


def _remove_keys(unit: BoxedUnitOfWork, old: list[str], total: int) -> int:
    removed = old[: _sweep_share(total)]
    for owner in removed:
        unit.vault.keys.forget(owner)
    return len(removed)


def _remove_texts(unit: BoxedUnitOfWork, old: list[bytes]) -> int:
    texts = unit.boxes.of(table_of(plumbing.TextsTable))
    most = _sweep_share(texts.count({}))
    rows: list[str] = []
    for key_id in old:
        if len(rows) < most:
            rows += [values[0] for values in texts.select({"key_id": key_id})]
    return texts.delete({"id": tuple(rows[:most])})
