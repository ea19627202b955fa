"""Records of rows as they were opened, so that a row that stands as it was is not opened again.

For rows that never leave this process; a database's may be changed by others, and are opened whenever they are read. What is
remembered goes with its row, and all of it when any key is destroyed, so that nothing is given back that has no key (C9).
"""

from __future__ import annotations

from typing import Any

Values = tuple[Any, ...]
"""A row's plain values in the order of its table's columns, the organisation left out; the first is the id."""


class OpenedRows:
    """The rows of one table that this process has opened or made, if it `remembers` them."""

    def __init__(self, remembers: bool) -> None:
        self.remembers = remembers
        self._records: dict[str, tuple[Values, Any]] = {}
        self._made: dict[str, Values] = {}
        self._destroyed = 0

    def record_of(self, values: Values, destroyed: int) -> Any:
        """Return the record of a row that was opened as it stands, or None. So many keys were `destroyed` until now."""
        if destroyed != self._destroyed:
            self._records.clear()
            self._destroyed = destroyed
        row, record = self._records.get(values[0], (None, None))
        return record if row is values else None

    def note_record(self, values: Values, record: Any) -> None:
        if self.remembers:
            self._records[values[0]] = (values, record)

    def note_made(self, values: Values) -> None:
        """This process has sealed the row as it stands, so that it can be opened."""
        if self.remembers:
            self._made[values[0]] = values

    def is_sound(self, values: Values) -> bool:
        """Return whether this process has made or opened the row as it stands."""
        row, _ = self._records.get(values[0], (None, None))
        return row is values or self._made.get(values[0]) is values

    def let_go(self, id: str) -> None:
        """The row was changed or removed."""
        self._records.pop(id, None)
        self._made.pop(id, None)
