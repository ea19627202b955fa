"""Table of the meetings in which teams do their rounds together."""

from __future__ import annotations

from bot.domain import model
from storage.tables.base import Record, RowForm, holds_records, instant_field, table_index, unique_constraint


@holds_records(model.Meeting, RowForm(padded=512))
class Meetings(Record, table=True):
    __tablename__ = "meetings"
    __table_args__ = (unique_constraint("meetings", "round", "team"), table_index("meetings", "next_at"))

    round: str
    team: str
    next_at: int | None = instant_field()
