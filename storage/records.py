"""All records of one kind of one organisation, above a box."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, TypeVar

from storage.box import Box
from storage.codec import instant_to_plain
from storage.spec import Spec
from storage.vault import Vault

R = TypeVar("R")


class BoxedRecords(Generic[R]):
    """See `bot.ports.Records`."""

    def __init__(self, spec: Spec[R], box: Box, vault: Vault) -> None:
        self._spec = spec
        self._box = box
        self._vault = vault

    def get(self, id: str) -> R | None:
        values = self._box.get(self._spec.plain("id", id))
        return self._spec.made(values, self._vault) if values else None

    def add(self, record: R) -> bool:
        return self._box.insert(self._spec.values(record, self._vault))

    def save(self, record: R) -> None:
        self._box.put(self._spec.values(record, self._vault))

    def remove(self, id: str) -> None:
        self._box.delete({"id": self._spec.plain("id", id)})

    def where(self, **equal: Any) -> list[R]:
        return [self._spec.made(values, self._vault) for values in self._box.select(self._plain(equal))]

    def until(self, field: str, instant: datetime, limit: int = 1000) -> list[R]:
        self._spec.check_instant(field)
        found = self._box.until(field, instant_to_plain(instant), limit)
        return [self._spec.made(values, self._vault) for values in found]

    def count(self, **equal: Any) -> int:
        return self._box.count(self._plain(equal))

    def _plain(self, equal: dict[str, Any]) -> dict[str, Any]:
        return {name: self._spec.plain(name, value) for name, value in equal.items()}
