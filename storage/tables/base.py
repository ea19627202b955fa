"""Base classes and columns of all tables. Instants are whole microseconds since 1970 (UTC), so they compare alike everywhere.

A record is in its row's `body`, sealed. The other columns are there to look rows up by, and are never believed: what is read from a
body that does not agree with them is not what was looked for. Values that could tell who somebody is, or what they did, are
keyed hashes there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Index, LargeBinary, MetaData, UniqueConstraint
from sqlmodel import Field, SQLModel

metadata = MetaData()


T = TypeVar("T", bound="type[TableRow]")
Computed = Callable[[Any, Any], Any]
"""Makes a column's value of a record and the vault."""


@dataclass(frozen=True, slots=True)
class RowForm:
    """Form in which a table stores its records.

    `personal` fields are texts that are a person's own: within the body they are sealed with the key of the record's id, and
    read as empty when that key was destroyed. Where `hashed`, ids are keyed hashes in the table; `ids` are fields that hold an id
    of another record of the table. Bodies are filled up to multiples of `padded` bytes, so that their lengths tell nothing.
    Where rows are `keyed_by` a column, those with one value in it are sealed with a key that they have in common, and within with
    that of the member whom the field `owned_by` names (see `row_seal`).
    `computed` columns are made of a record in a way of their own.
    """

    personal: tuple[str, ...] = ()
    hashed: bool = False
    padded: int = 0
    ids: tuple[str, ...] = ()
    keyed_by: str = ""
    owned_by: str = ""
    computed: Mapping[str, Computed] = field(default_factory=dict)


PLAIN = RowForm()
TABLES: dict[type, tuple[type[TableRow], RowForm]] = {}
"""For each class of records its table, and how they stand in it."""


def holds_records(record: type, form: RowForm = PLAIN) -> Callable[[T], T]:
    """Declare that a table holds the records of this class."""

    def declare(row: T) -> T:
        TABLES[record] = (row, form)
        return row

    return declare


class TableRow(SQLModel):
    """One row of one organisation; the two together are the primary key of every table."""

    metadata = metadata

    organisation_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)


class Record(TableRow):
    """A row that holds a record."""

    body: bytes = Field(sa_type=LargeBinary)


def instant_field() -> Any:
    return Field(default=None, sa_type=BigInteger)


def whole_number() -> Any:
    """A number that may outgrow 32 bits."""
    return Field(sa_type=BigInteger)


def sealed_field() -> Any:
    """Ciphertext; zero bytes stand for an empty value."""
    return Field(sa_type=LargeBinary)


def keyed_hash_field(*fields: str) -> Any:
    """A keyed hash of these fields of the record together."""
    return Field(sa_column_kwargs={"info": {"keyed": fields}})


def table_index(table: str, *columns: str) -> Index:
    return Index(f"ix_{table}_{'_'.join(columns)}", "organisation_id", *columns)


def unique_constraint(table: str, *columns: str) -> UniqueConstraint:
    return UniqueConstraint("organisation_id", *columns, name=f"uq_{table}_{'_'.join(columns)}")
