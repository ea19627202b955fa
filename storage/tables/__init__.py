"""Every table, in the form in which the statements use it."""

from __future__ import annotations

from sqlalchemy import Table

from storage.tables import asking, follow_ups, lasting_points, meetings, people, plumbing, proposals, set_up, sharing
from storage.tables.base import TableRow, metadata

__all__ = [
    "TableRow",
    "asking",
    "follow_ups",
    "lasting_points",
    "meetings",
    "metadata",
    "people",
    "plumbing",
    "proposals",
    "set_up",
    "sharing",
    "table_of",
]


def table_of(row: type[TableRow]) -> Table:
    table: Table = row.__table__  # type: ignore[attr-defined]
    return table
