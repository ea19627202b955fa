"""The table of guided set-ups that are not finished."""

from __future__ import annotations

from bot.domain import model
from storage.tables.base import Record, RowForm, holds_records


@holds_records(model.SetUpPlan, RowForm(hashed=True, padded=2048))
class SetUpPlans(Record, table=True):
    __tablename__ = "set_up_plans"
