"""Table of proposed questions."""

from __future__ import annotations

from bot.domain import model
from storage.tables.base import Record, RowForm, holds_records, keyed_hash_field, table_index


@holds_records(model.Proposal, RowForm(padded=512))
class Proposals(Record, table=True):
    __tablename__ = "proposals"
    __table_args__ = (
        table_index("proposals", "team"),
        table_index("proposals", "member"),
    )

    team: str
    member: str = keyed_hash_field("member")
