"""Interface of one table's rows. Records, texts, addresses, inbox and outbox are written once above it, for every database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Table, UniqueConstraint

from bot.domain.model import Delivery
from bot.ports import Added
from storage.opened_rows import OpenedRows, Values

Equal = Mapping[str, Any]
"""Plain values that columns should have; a tuple means any of its members, None means not set."""

ASIDE = "aside"
"""In the outbox's table alone: the state of a message that cannot be read, so that it stops no other."""

DISTANT_PAST = -62_135_596_800_000_000
"""The first instant that Python knows, in microseconds since 1970."""

IN_HAND = tuple(each.value for each in (Delivery.WAITING, Delivery.RESTING, Delivery.SENDING, Delivery.UNSETTLED))
"""States of messages that may still be sent."""
ON_ITS_WAY = (Delivery.SENDING.value, Delivery.UNSETTLED.value)
DELIVERED = (Delivery.SENT.value, Delivery.UNCERTAIN.value)
GIVEN_UP = (Delivery.FAILED.value, Delivery.DROPPED.value, ASIDE)
"""States of messages that are over: each may have arrived, or never will."""


class Box(Protocol):
    """The rows of one table that belong to one organisation."""

    opened: OpenedRows

    def get(self, id: str) -> Values | None: ...

    def insert(self, values: Values) -> Added:
        """False, and nothing changed, when the id or another unique key is taken."""
        ...

    def put(self, values: Values) -> None:
        """Insert, or replace the row of that id. ConflictError when another row has one of its unique keys is raised here, or at
        the end of the unit of work at the latest."""
        ...

    def delete(self, equal: Equal) -> int: ...

    def delete_before(self, column: str, instant: int) -> int: ...

    def select(self, equal: Equal) -> list[Values]:
        """Ordered by id."""
        ...

    def until(self, column: str, instant: int, limit: int) -> list[Values]:
        """Rows whose `column` is set and at most `instant`, ordered by it, then by id."""
        ...

    def count(self, equal: Equal) -> int: ...

    def distinct(self, *columns: str) -> list[Values]:
        """Return what these columns have in any row, each combination once."""
        ...

    def distinct_after(self, column: str, after: Any, limit: int) -> list[Any]:
        """Return what a column has in any row beyond `after`, each value once, in order, the first `limit` of them."""
        ...

    def ids(self, equal: Equal, limit: int) -> list[str]:
        """Return the ids of some such rows, and nothing else of them."""
        ...

    def following(self, id: str, limit: int) -> list[Values]:
        """Return the first `limit` rows whose ids come after this one, in their order."""
        ...


class OutboxBox(Box, Protocol):
    """A message is free when it waits, and what it edits was sent under a known name and is not being edited just now."""

    def free(self, instant: int, limit: int, urgencies: Sequence[int]) -> list[Values]:
        """Free messages that may be sent at `instant`, the most urgent and oldest first."""
        ...

    def prune(self, instant: int) -> int:
        """Remove what was made before `instant` and is over; an edit of nothing that is left is over too."""
        ...


def rows_to_prove(box: Box, rows: Sequence[Values] | None = None) -> list[Values]:
    """Return those of these rows, or of all, of which it is not known that they can be opened: in a database, every one."""
    return [values for values in (box.select({}) if rows is None else rows) if not box.opened.is_sound(values)]


def columns_of(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.name != "organisation_id")


def unique_keys_of(table: Table) -> list[tuple[str, ...]]:
    keys = [constraint for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    return [tuple(column.name for column in key.columns if column.name != "organisation_id") for key in keys]


def looked_up_by(table: Table) -> list[str]:
    """Columns by which rows are found fast: those that come first in an index or a unique key."""
    indexed = [[column.name for column in index.columns] for index in table.indexes]
    first = [names[1] for names in indexed] + [key[0] for key in unique_keys_of(table)]
    return sorted(set(first))
