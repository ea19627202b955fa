"""Counting the changes of keys in both stores, so that one that was replaced is noticed (see `pairing`)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from storage.box import Box
from storage.errors import UnusableStoreError
from storage.keys import Keys

ROW = "pair"


class Generations:
    """Called by the writer, in the order of a commit; `row` is where the database keeps its side of it."""

    def __init__(self, keys: Keys, row: Callable[[], Box]) -> None:
        self._keys = keys
        self._row = row
        self._recorded: int | None = None
        keys.count_with(self.next)

    def next(self) -> int:
        """The generation of the change of keys that is under way. However often one fails, the key store is one ahead at most."""
        values = self._row().get(ROW)
        return int(values[2]) + 1 if values else 1

    def advance(self) -> None:
        """Begin a generation in which no key changes, so that a copy from before is known as older."""
        self._keys.advance()

    def record(self) -> None:
        """Before the database's commit: note in it which generation of keys it goes with."""
        pair = self._keys.pair() if self._keys.changed else None
        if pair:
            self._row().put((ROW, pair.id, pair.generation))
            self._recorded = pair.generation

    def settle(self) -> None:
        """After it. Should the key store not take that, it is said after the next commit or at the next start."""
        self._keys.changed = False
        with suppress(UnusableStoreError):
            if self._recorded is not None:
                self._keys.settle(self._recorded)
                self._recorded = None
            self._keys.wipe()
