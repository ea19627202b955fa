"""Damaging one stored row as time, a disk or another version might: cut, garbled, or of a kind that nobody knows."""

from __future__ import annotations

from typing import Any

from storage.box import columns_of
from storage.spec import SPECS
from storage.unit_of_work import BoxedUnitOfWork
from storage.vault import ORGANISATION_AS_OWNER

HOW = ("renamed", "cut", "garbled")
SEALED = {"texts": "sealed", "addresses": "sealed_ref"}
"""The column that holds the sealed value, where it is not the body of a record."""


def damage(unit: BoxedUnitOfWork, table: Any, row: str, how: str) -> None:
    """Damage the row of that id in the table; what has no kind cannot be renamed, and is garbled instead."""
    box = unit.boxes.of(table)
    values = box.get(row)
    assert values is not None
    at = columns_of(table).index(SEALED.get(table.name, "body"))
    changed = list(values)
    if how == "renamed" and table.name not in SEALED:
        plain = next(spec for spec in SPECS if spec.table.name == table.name).seal.open(values, unit.vault)
        assert b'{"is":"' in plain
        renamed = plain.replace(b'{"is":"', b'{"is":"unheard-of-', 1)
        changed[at] = unit.vault.seal(ORGANISATION_AS_OWNER, table.name, row, renamed)
    elif how == "cut":
        changed[at] = values[at][: len(values[at]) // 2]
    else:
        middle = len(values[at]) // 2
        changed[at] = values[at][:middle] + bytes([values[at][middle] ^ 1]) + values[at][middle + 1 :]
    box.put(tuple(changed))
