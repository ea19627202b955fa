"""The key store in memory; see `storage.keys.KeyTable`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime

from storage.keys import WrappedKey
from storage.pairing import FIRST, Pair


class MemoryKeyTable:
    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], WrappedKey] = {}
        self._check: bytes | None = None
        self._pair: Pair | None = None
        self._destroyed: set[tuple[str, bytes]] = set()

    def changes_elsewhere(self) -> int:
        return 0

    def check_value(self, id: str = "master") -> bytes | None:
        return self._check if id == "master" else None

    def found(self, check_value: bytes, pair: str) -> None:
        self._check, self._pair = check_value, Pair(pair, FIRST, settled=False)

    def pair(self) -> Pair | None:
        return self._pair

    def put_pair(self, pair: Pair) -> None:
        self._pair = pair

    def locked(self) -> AbstractContextManager[None]:
        return nullcontext()

    def advance(self, generation: int) -> None:
        if self._pair:
            self._pair = Pair(self._pair.id, generation, settled=False)

    def settle(self, generation: int) -> None:
        if self._pair and self._pair.generation == generation:
            self._pair = replace(self._pair, settled=True)

    def wipe(self) -> None: ...

    def load(self, organisation: str, owner: str) -> WrappedKey | None:
        return self._rows.get((organisation, owner))

    def add(self, organisation: str, keys: Sequence[WrappedKey], generation: int) -> None:
        self.advance(generation)
        self._rows.update({(organisation, key.owner): key for key in keys})

    def destroy(self, organisation: str, owner: str, generation: int, noted: bool = True) -> None:
        self.advance(generation)
        row = self._rows.pop((organisation, owner), None)
        if row and noted:
            self._destroyed.add((organisation, row.key_id))

    def note_destroyed(self, erased: Collection[tuple[str, bytes]]) -> None:
        self._destroyed.update(erased)

    @property
    def notes_destroyed(self) -> bool:
        return True

    def destroyed(self, organisation: str) -> set[bytes]:
        return {key_id for where, key_id in self._destroyed if where == organisation}

    def owners(self, organisation: str) -> dict[str, bytes]:
        return {owner: key.key_id for (where, owner), key in self._rows.items() if where == organisation}

    def oldest_copy(self) -> datetime | None:
        return None

    def newest_backup(self) -> datetime | None:
        return None

    def close(self) -> None: ...
