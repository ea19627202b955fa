"""Table of what became of the points of finals."""

from __future__ import annotations

from bot.domain import model
from storage.tables.base import Record, RowForm, holds_records, instant_field, table_index


@holds_records(model.FollowUp, RowForm(padded=512))
class FollowUps(Record, table=True):
    __tablename__ = "follow_ups"
    __table_args__ = (
        table_index("follow_ups", "release"),
        table_index("follow_ups", "team"),
        table_index("follow_ups", "owner"),
        table_index("follow_ups", "asked"),
        table_index("follow_ups", "next_at"),
    )

    release: str
    team: str
    owner: str
    asked: str
    next_at: int | None = instant_field()
