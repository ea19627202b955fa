"""Removing what the two stores left of each other: keys of nobody, and texts whose key is gone."""

from __future__ import annotations

from dataclasses import dataclass

from storage.spec import MEMBERS
from storage.tables import plumbing, table_of
from storage.unit_of_work import BoxedUnitOfWork
from storage.vault import ORGANISATION


@dataclass(frozen=True, slots=True)
class Swept:
    """How many orphans of either kind were removed."""

    keys: int
    texts: int


def sweep(unit: BoxedUnitOfWork) -> Swept:
    """Run inside the writer, where no unit of work is under way that has a key and not yet its text."""
    unit.vault.keys.flush()
    owners = unit.vault.keys.owners()
    texts = unit.boxes.of(table_of(plumbing.Texts))
    rows = [(values[0], values[1], values[2]) for values in texts.select({})]
    lost = [ref for ref, owner, key_id in rows if owners.get(owner) != key_id]
    texts.delete({"id": tuple(lost)})
    used = {owner for _, owner, key_id in rows if owners.get(owner) == key_id}
    used.update(values[0] for values in unit.boxes.of(MEMBERS.table).select({}))
    idle = [owner for owner in owners if owner not in used and owner != ORGANISATION]
    for owner in idle:
        unit.vault.keys.forget(owner)
    return Swept(keys=len(idle), texts=len(lost))


def replay_erasures(unit: BoxedUnitOfWork) -> int:
    """Destroy keys that a restored key store has again although their owners were erased; their number."""
    erased = {bytes.fromhex(values[0]) for values in unit.boxes.of(table_of(plumbing.Erasures)).select({})}
    return unit.vault.keys.forget_ids(erased)
