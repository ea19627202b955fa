"""All records of one kind of one organisation, above a box."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Generic, TypeVar

from bot.ports import Added
from storage.box import Box
from storage.codec import instant_to_plain
from storage.erasures import Erasures
from storage.errors import ErasedRowError, UnreadableRowError
from storage.opened_rows import Values
from storage.spec import Spec
from storage.vault import Vault

R = TypeVar("R")


class BoxedRecords(Generic[R]):
    """See `bot.ports.Records`."""

    def __init__(self, spec: Spec[R], box: Box, vault: Vault, erasures: Erasures) -> None:
        self.spec = spec
        self._box = box
        self._vault = vault
        self._aside = vault.aside
        self._erasures = erasures

    def get(self, id: str) -> R | None:
        values = self._box.get(self.spec.row_id(id, self._vault))
        return self.made(values) if values else None

    def cannot_be_read(self, id: str) -> bool:
        values = self._box.get(self.spec.row_id(id, self._vault))
        return values is not None and self.made(values) is None

    def add(self, record: R) -> Added:
        values = self.spec.values(record, self._vault)
        added = self._box.insert(values)
        if self._box.opened.remembers and added:
            self._box.opened.note_made(values)
        return added

    def save(self, record: R) -> None:
        values = self.spec.values(record, self._vault)
        self._box.put(values)
        self._box.opened.note_made(values)
        self._aside.settle(self.spec.table.name, values[0])

    def remove(self, id: str) -> None:
        row = self.spec.row_id(id, self._vault)
        self._box.delete({"id": row})
        self._aside.settle(self.spec.table.name, row)

    def erase(self, key: str) -> None:
        owner, equal = self.spec.seal.owner_of(key), {self.spec.seal.column: key}
        rows = [values[0] for values in self._box.select(equal)]
        self._box.delete(equal)
        for row in rows:
            self._aside.settle(self.spec.table.name, row)
        self._erasures.destroy_when_stored(owner)

    def where(self, **equal: Any) -> list[R]:
        asked = self.spec.asked(equal, self._vault)
        found = self.read(self._box.select(asked))
        return sorted(filter(matches_fields(equal), found), key=lambda record: record.id)  # type: ignore[attr-defined]

    def until(self, field: str, instant: datetime, limit: int = 1000) -> list[R]:
        self.spec.check_instant(field)
        found = self.read(self._box.until(field, instant_to_plain(instant), limit))
        due = [(at, record.id, record) for record in found if (at := getattr(record, field)) and at <= instant]  # type: ignore[attr-defined]
        return [record for _, _, record in sorted(due, key=lambda each: each[:2])]

    def count(self, **equal: Any) -> int:
        if self.spec.is_counted_by(equal):
            return self._box.count(self.spec.asked(equal, self._vault))
        return len(self.where(**equal))

    def read(self, rows: Iterable[Values]) -> list[R]:
        """The records of those rows that can be read."""
        return [record for values in rows if (record := self.made(values)) is not None]

    def made(self, values: Values) -> R | None:
        """The record of a row; one that cannot be read is set aside, unless it was erased."""
        known: R | None = self._box.opened.record_of(values, self._vault.keys.destroyed)
        if known is not None:
            return known
        try:
            record = self.spec.made(values, self._vault)
        except ErasedRowError:
            return None
        except UnreadableRowError as why:
            self._aside.note(self.spec.table.name, values[0], str(why))
            return None
        self._box.opened.note_record(values, record)
        return record


def matches_fields(equal: dict[str, Any]) -> Callable[[Any], bool]:
    """Return whether a record's fields equal these; the columns by which its row was found are not believed."""
    tests = [(name, frozenset(each) if isinstance(each, (tuple, list, set)) else each) for name, each in equal.items()]

    def matches(record: Any) -> bool:
        for name, wanted in tests:
            value = getattr(record, name)
            if value not in wanted if isinstance(wanted, frozenset) else value != wanted:
                return False
        return True

    return matches
