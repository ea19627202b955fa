"""Tables of what may be shown, and what people said about it."""

from __future__ import annotations

from storage.tables.base import Record, index, keyed


class Releases(Record, table=True):
    __tablename__ = "releases"
    __table_args__ = (index("releases", "aggregate"),)

    aggregate: str


class Ledger(Record, table=True):
    __tablename__ = "ledger"
    __table_args__ = (index("ledger", "ref"), index("ledger", "release"))

    release: str
    ref: str


class Checks(Record, table=True):
    __tablename__ = "checks"
    __table_args__ = (index("checks", "round"), index("checks", "member"))

    round: str
    member: str = keyed("member")


class Rulings(Record, table=True):
    __tablename__ = "rulings"
    __table_args__ = (index("rulings", "round"),)

    round: str
