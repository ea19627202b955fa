"""Rows in dictionaries, with the unique keys, the order and the rollback of a database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Table

from bot.domain.model import Delivery
from storage.box import (
    DELIVERED,
    DISTANT_PAST,
    GIVEN_UP,
    IN_HAND,
    ON_ITS_WAY,
    Equal,
    columns_of,
    looked_up_by,
    unique_keys_of,
)
from storage.errors import ConflictError, ReadOnlyUnitError
from storage.opened_rows import OpenedRows, Values


class UndoJournal:
    """Undo steps of the present unit of work, run in reverse order; not `writable` while a unit of work may only read."""

    def __init__(self) -> None:
        self.undo: list[Callable[[], None]] = []
        self.writable = True

    def note(self, undo: Callable[[], None]) -> None:
        self.undo.append(undo)

    def roll_back(self) -> None:
        while self.undo:
            self.undo.pop()()


class MemoryBox:
    def __init__(self, table: Table, journal: UndoJournal) -> None:
        self._name = table.name
        self._journal = journal
        self.opened = OpenedRows(remembers=True)
        self._position = {name: at for at, name in enumerate(columns_of(table))}
        self._rows: dict[str, Values] = {}
        self._unique = [tuple(self._position[name] for name in key) for key in unique_keys_of(table)]
        self._taken: list[dict[Values, str]] = [{} for _ in self._unique]
        self._found: dict[str, dict[Any, dict[str, None]]] = {name: {} for name in looked_up_by(table)}

    def get(self, id: str) -> Values | None:
        return self._rows.get(id)

    def insert(self, values: Values) -> bool:
        self._check_writable()
        if values[0] in self._rows or self._clashes(values):
            return False
        self._change(values[0], values)
        return True

    def put(self, values: Values) -> None:
        self._check_writable()
        if self._clashes(values):
            raise ConflictError(f"Another row of {self._name} has a unique key of this one.")
        self._change(values[0], values)

    def delete(self, equal: Equal) -> int:
        self._check_writable()
        found = self.select(equal)
        for values in found:
            self._change(values[0], None)
        return len(found)

    def delete_before(self, column: str, instant: int) -> int:
        at = self._position[column]
        return self.delete({"id": tuple(id for id, values in self._rows.items() if values[at] < instant)})

    def select(self, equal: Equal) -> list[Values]:
        found = self._candidates(equal)
        for name, value in equal.items():
            at = self._position[name]
            if isinstance(value, tuple):
                wanted = frozenset(value)
                found = [values for values in found if values[at] in wanted]
            else:
                found = [values for values in found if values[at] == value]
        return sorted(found, key=itemgetter(0))

    def until(self, column: str, instant: int, limit: int) -> list[Values]:
        at = self._position[column]
        due = [values for values in self._rows.values() if values[at] is not None and values[at] <= instant]
        return sorted(due, key=lambda values: (values[at], values[0]))[:limit]

    def count(self, equal: Equal) -> int:
        return len(self.select(equal)) if equal else len(self._rows)

    def distinct(self, *columns: str) -> list[Values]:
        at = [self._position[name] for name in columns]
        return sorted({tuple(values[column] for column in at) for values in self._rows.values()})

    def distinct_after(self, column: str, after: Any, limit: int) -> list[Any]:
        at = self._position[column]
        return sorted({values[at] for values in self._rows.values() if values[at] > after})[:limit]

    def ids(self, equal: Equal, limit: int) -> list[str]:
        return [values[0] for values in self.select(equal)[:limit]]

    def following(self, id: str, limit: int) -> list[Values]:
        return [self._rows[each] for each in sorted(each for each in self._rows if each > id)[:limit]]

    def _candidates(self, equal: Equal) -> list[Values]:
        """Rows that may match, in no order: from the index that leaves the fewest."""
        choices: list[Collection[str]] = [
            _ids_of(self._found[name], equal[name]) for name in equal if name in self._found
        ]
        if "id" in equal:
            wanted = equal["id"] if isinstance(equal["id"], tuple) else (equal["id"],)
            choices.append([id for id in dict.fromkeys(wanted) if id in self._rows])
        ids: Collection[str] = min(choices, key=len) if choices else self._rows
        return [self._rows[id] for id in ids]

    def _clashes(self, values: Values) -> bool:
        keys = zip(self._unique, self._taken, strict=True)
        owners = (taken.get(tuple(values[at] for at in key)) for key, taken in keys)
        return any(owner is not None and owner != values[0] for owner in owners)

    def _change(self, id: str, values: Values | None) -> None:
        before = self._rows.get(id)
        self._set(id, values)
        self._journal.note(lambda: self._set(id, before))

    def _set(self, id: str, values: Values | None) -> None:
        self.opened.let_go(id)
        if (before := self._rows.pop(id, None)) is not None:
            for key, taken in zip(self._unique, self._taken, strict=True):
                taken.pop(tuple(before[at] for at in key), None)
            for name, index in self._found.items():
                del index[before[self._position[name]]][id]
        if values is not None:
            self._rows[id] = values
            for key, taken in zip(self._unique, self._taken, strict=True):
                taken[tuple(values[at] for at in key)] = id
            for name, index in self._found.items():
                index.setdefault(values[self._position[name]], {})[id] = None

    def _check_writable(self) -> None:
        if not self._journal.writable:
            raise ReadOnlyUnitError(f"A unit of work that only reads tried to change {self._name}.")


class MemoryOutboxBox(MemoryBox):
    def free(self, instant: int, limit: int, urgencies: Sequence[int]) -> list[Values]:
        ready = [row for row in self._free() if self._of(row, "urgency") in urgencies]
        due = [row for row in ready if (self._of(row, "not_before") or DISTANT_PAST) <= instant]
        order = ("urgency", "created_at", "id")
        return sorted(due, key=lambda row: tuple(self._of(row, name) for name in order))[:limit]

    def prune(self, instant: int) -> int:
        old = [row for row in self.select({}) if self._of(row, "created_at") < instant]
        wanted = {self._of(row, "edits") for row in self.select({"state": IN_HAND})}
        over = [row[0] for row in old if self._is_over(row, wanted)]
        return self.delete({"id": tuple(over)})

    def _is_over(self, row: Values, wanted: set[str]) -> bool:
        state, edits = self._of(row, "state"), self._of(row, "edits")
        if state in DELIVERED:
            return row[0] not in wanted
        if state in GIVEN_UP:
            return True
        edited = self.get(edits) if edits else None
        lost = edited is None or self._of(edited, "state") in GIVEN_UP
        return bool(state == Delivery.WAITING and edits and lost)

    def _free(self) -> list[Values]:
        return [row for row in self.select({"state": Delivery.WAITING.value}) if self._is_free(row)]

    def _is_free(self, row: Values) -> bool:
        edits = self._of(row, "edits")
        if not edits:
            return True
        edited = self.get(edits)
        if edited is None or self._of(edited, "state") != Delivery.SENT or not self._of(edited, "named"):
            return False
        return not self.select({"edits": edits, "state": ON_ITS_WAY})

    def _of(self, row: Values, name: str) -> Any:
        return row[self._position[name]]


def _ids_of(index: dict[Any, dict[str, None]], wanted: Any) -> list[str]:
    values = dict.fromkeys(wanted) if isinstance(wanted, tuple) else (wanted,)
    return [id for value in values for id in index.get(value, ())]
