"""Habits of the organisation: gathered from rounds, follow-ups and meetings, and shown to admins."""

from __future__ import annotations

from collections import Counter
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.habits import AskedRound, Habit, PostedPoint, measure_habits
from bot.domain.model import FollowUp, MeetingState, RoundState
from bot.domain.outcomes.reports import HabitsShown
from bot.domain.reports import ShowHabits
from bot.domain.rounds import is_of_organisation
from bot.engine.context import EventContext
from bot.ports import UnitOfWork


def show_habits(context: EventContext, command: ShowHabits) -> None:
    organisation = context.organisation()
    made = context.now.astimezone(ZoneInfo(organisation.zone)).date()
    context.reply_directly(HabitsShown(name=organisation.name, habits=gather_habits(context.uow, made)))


def gather_habits(uow: UnitOfWork, made: date) -> tuple[Habit, ...]:
    """Return the habits of the quarters before a day, of what was posted until then."""
    agreed = Counter(row.round for row in uow.meetings.where(state=MeetingState.ENDED) if row.agreed)
    rounds = [
        AskedRound(
            day=row.opened_at.astimezone(ZoneInfo(row.zone)).date(),
            teams=row.teams,
            held=row.state is RoundState.FINAL,
            meetings=agreed[row.id],
        )
        for row in uow.rounds.where()
        if row.opened_at and not is_of_organisation(row)
    ]
    return measure_habits(rounds, [_posted(row) for row in uow.follow_ups.where()], made)


def _posted(row: FollowUp) -> PostedPoint:
    # What an earlier version noted is the last answer alone.
    answered = row.first_answered_at or row.answered_at
    return PostedPoint(
        day=row.since.astimezone(ZoneInfo(row.zone)).date(),
        teams=row.teams,
        days=(answered - row.since).days if answered else None,
    )
