"""What all tables share. Instants are whole microseconds since 1970 in UTC: they compare the same in every database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Index, LargeBinary, MetaData, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

metadata = MetaData()


class Row(SQLModel):
    """One row of one organisation; the two together are the primary key of every table."""

    metadata = metadata

    organisation_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)


def instant() -> Any:
    return Field(default=None, sa_type=BigInteger)


def whole() -> Any:
    """A number that may outgrow 32 bits."""
    return Field(sa_type=BigInteger)


def json() -> Any:
    return Field(sa_type=Text)


def sealed() -> Any:
    """Ciphertext; zero bytes stand for an empty value."""
    return Field(sa_type=LargeBinary)


def index(table: str, *columns: str) -> Index:
    return Index(f"ix_{table}_{'_'.join(columns)}", "organisation_id", *columns)


def unique(table: str, *columns: str) -> UniqueConstraint:
    return UniqueConstraint("organisation_id", *columns, name=f"uq_{table}_{'_'.join(columns)}")
