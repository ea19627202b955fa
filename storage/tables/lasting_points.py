"""Tables of lasting points, and of who was asked when one was weighed."""

from __future__ import annotations

from bot.domain import model
from storage.tables.base import Record, RowForm, holds_records, table_index


@holds_records(model.LastingPoint, RowForm(padded=512))
class LastingPoints(Record, table=True):
    __tablename__ = "lasting_points"
    __table_args__ = (table_index("lasting_points", "team"),)

    team: str


@holds_records(model.PastRoster, RowForm(padded=512))
class PastRosters(Record, table=True):
    """`id` is the round's."""

    __tablename__ = "past_rosters"
