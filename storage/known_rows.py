"""Rows as the transaction under way has read them, so that the next unit of work that shares it need not ask for them again.

That holds where nobody else writes meanwhile, or what is read is of one instant. What a unit of work has changed it reads from the
database, and so does the one after it: should the change be refused after all, none has gone on with it.
"""

from __future__ import annotations

from storage.opened_rows import Values

Rows = dict[str, Values | None]


class KnownRows:
    def __init__(self) -> None:
        self._tables: dict[str, Rows] = {}
        self._changed: set[str] = set()

    def of(self, table: str) -> Rows:
        """Return what is known of a table's rows, by id; None is a row that is not there. What is put into it is known."""
        return {} if table in self._changed else self._tables.setdefault(table, {})

    def change(self, table: str) -> None:
        """Something of the table is changed by the unit of work under way."""
        self._tables.pop(table, None)
        self._changed.add(table)

    def end_unit(self) -> None:
        self._changed.clear()

    def clear(self) -> None:
        self._tables.clear()
        self._changed.clear()
