"""Rows that cannot be read: left where they are, passed over, counted, and said once to the operator (R13)."""

from __future__ import annotations

import logging
from collections import Counter

log = logging.getLogger(__name__)


class UnreadableRows:
    """The rows of one store that could not be read. Such a row is read again as soon as a program can decode it."""

    def __init__(self) -> None:
        self._met: set[tuple[str, str]] = set()

    def __len__(self) -> int:
        return len(self._met)

    def by_table(self) -> dict[str, int]:
        """Return their numbers by table."""
        return dict(Counter(table for table, _ in self._met))

    def note(self, table: str, row: str, why: str) -> None:
        """`row` is the id under which the row stands in its table; `why` names no content."""
        if (table, row) not in self._met:
            self._met.add((table, row))
            log.error("a stored row cannot be read and is set aside", extra={"table": table, "why": why})

    def settle(self, table: str, row: str) -> None:
        """It was replaced or removed, or can be read again."""
        if self._met:
            self._met.discard((table, row))
