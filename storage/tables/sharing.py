"""Tables of what may be shown, and what people said about it."""

from __future__ import annotations

from bot.domain import model
from storage.tables.base import Record, RowForm, holds_records, keyed_hash_field, table_index


@holds_records(model.Release)
class Releases(Record, table=True):
    __tablename__ = "releases"
    __table_args__ = (
        table_index("releases", "aggregate"),
        table_index("releases", "round"),
        table_index("releases", "final", "pooled"),
    )

    aggregate: str
    round: str
    final: bool
    pooled: str


@holds_records(model.LedgerLine)
class Ledger(Record, table=True):
    __tablename__ = "ledger"
    __table_args__ = (table_index("ledger", "ref"), table_index("ledger", "release"))

    release: str
    ref: str


@holds_records(model.Check, RowForm(padded=512))
class Checks(Record, table=True):
    __tablename__ = "checks"
    __table_args__ = (table_index("checks", "round"), table_index("checks", "member"))

    round: str
    member: str = keyed_hash_field("member")


@holds_records(model.Weighing, RowForm(padded=512, keyed_by="round", owned_by="member"))
class Weighings(Record, table=True):
    __tablename__ = "weighings"
    __table_args__ = (table_index("weighings", "round"), table_index("weighings", "member"))

    round: str
    member: str = keyed_hash_field("member")


@holds_records(model.Ruling)
class Rulings(Record, table=True):
    __tablename__ = "rulings"
    __table_args__ = (table_index("rulings", "round"),)

    round: str
