"""Two stores as one side of a move, wherever they are: what is copied of them, and the marks that keep a start away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from storage.errors import StorageError
from storage.tables import metadata

Row = tuple[Any, ...]


class CannotMoveError(StorageError):
    """A move cannot be begun, or what was copied is not what is there; the message says why, and that nothing was changed."""


class TableForm(NamedTuple):
    """A table, its columns in the order in which they are copied, and how many of them, from the first, its rows are known by."""

    table: str
    columns: tuple[str, ...]
    known_by: int
    of_keys: bool = False

    @property
    def named(self) -> str:
        return ", ".join(self.columns)

    @property
    def order(self) -> str:
        return ", ".join(self.columns[: self.known_by])


KEY_FORMS = (
    TableForm("checks", ("id", "value"), 1, of_keys=True),
    TableForm("keys", ("organisation_id", "owner", "key_id", "wrapped"), 2, of_keys=True),
    TableForm("destroyed", ("organisation_id", "key_id"), 2, of_keys=True),
    TableForm("pair", ("id", "generation", "settled"), 1, of_keys=True),
)


def _form_of(name: str) -> TableForm:
    columns = [column.name for column in metadata.tables[name].columns]
    first = ["organisation_id", "id"]
    return TableForm(name, (*first, *[column for column in columns if column not in first]), len(first))


FORMS = (*KEY_FORMS, *map(_form_of, sorted(metadata.tables)))
"""Everything that is copied: the keys first, so that no text is anywhere without its key."""


class Marks(NamedTuple):
    """`moved` is where an installation has gone, empty while it is here. `begun` is the pair that is being moved here; `whole`
    says that all of it is here and was compared."""

    moved: str = ""
    begun: str = ""
    whole: bool = False


class Side(Protocol):
    """Nobody else has either store meanwhile."""

    @property
    def name(self) -> str:
        """The place of the database, as people are told it."""
        ...

    def marks(self) -> Marks: ...

    def count(self, form: TableForm) -> int: ...

    def rows(self, form: TableForm) -> Iterator[Row]:
        """Every row, in the order of what rows are known by, some at a time."""
        ...


class Source(Side, Protocol):
    def mark_moved(self, to: str, made: datetime, expires: datetime) -> None:
        """Let no start use these from now on; they are a copy, with an end. All at once."""
        ...


class Target(Side, Protocol):
    def refuse_other(self, pair: str) -> None:
        """Raises CannotMoveError unless there is nothing yet, or a move of this pair that was begun."""
        ...

    def begin(self, pair: str) -> None:
        """Make empty tables, with a mark by which a start refuses them; what an interrupted move has left is removed."""
        ...

    def insert(self, form: TableForm, rows: Iterable[Row]) -> None: ...

    def mark_whole(self) -> None: ...

    def finish(self) -> None:
        """Take the marks away. May be called again."""
        ...
