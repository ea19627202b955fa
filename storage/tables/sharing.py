"""Tables of what may be shown, and what people said about it."""

from __future__ import annotations

from storage.tables.base import Row, index, json


class Releases(Row, table=True):
    __tablename__ = "releases"
    __table_args__ = (index("releases", "round"), index("releases", "aggregate"))

    aggregate: str
    round: str
    name: str
    summary: str = json()
    final: bool


class Ledger(Row, table=True):
    __tablename__ = "ledger"
    __table_args__ = (index("ledger", "ref"), index("ledger", "release"))

    release: str
    aggregate: str
    round: str
    question: str
    ref: str
    pseudonym: str


class Checks(Row, table=True):
    __tablename__ = "checks"
    __table_args__ = (index("checks", "round"), index("checks", "member"))

    round: str
    member: str
    theme: str
    kind: str
    shown: bool
    state: str


class Rulings(Row, table=True):
    __tablename__ = "rulings"
    __table_args__ = (index("rulings", "round"),)

    round: str
    theme: str
    challenge: str
    kind: str
    by: str
    wording: str
    into: str
    reason: str
