"""What all tables share. Instants are whole microseconds since 1970 in UTC: they compare the same in every database.

A record is in its row's `body`, sealed. The other columns are there to look rows up by, and are never believed: what is read from a
body that does not agree with them is not what was looked for. Values that could tell who somebody is, or what they did, are
keyed hashes there.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Index, LargeBinary, MetaData, UniqueConstraint
from sqlmodel import Field, SQLModel

metadata = MetaData()


class Row(SQLModel):
    """One row of one organisation; the two together are the primary key of every table."""

    metadata = metadata

    organisation_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)


class Record(Row):
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
