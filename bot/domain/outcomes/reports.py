"""Outcomes about the report of a chosen time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.habits import Habit
from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


@stored_as("report-made")
@dataclass(frozen=True, kw_only=True)
class ReportMade(Outcome):
    """A report that was asked for on the day `made`. The file is read when the message is sent, and never stored with it.

    `form` is html, markdown, csv or json. `team` is the team's id, empty for the organisation; `name` is the name of either.
    `since` and `until` are days, both included.
    """

    form: str
    team: str
    name: str
    made: date
    since: date | None = None
    until: date | None = None


@stored_as("habits-shown")
@dataclass(frozen=True, kw_only=True)
class HabitsShown(Outcome):
    """Habits of the organisation; none where too few teams are behind them."""

    name: str
    habits: tuple[Habit, ...]
