"""Facts about a person that are needed to understand what they type."""

from __future__ import annotations

from bot.calendar import UnclearWords, parse_schedule
from bot.chatcommands import Role
from bot.chatcommands.complete_command import Situation
from bot.engine import access, dates, lookup
from bot.engine.answers import unsent_drafts
from bot.engine.commands import own_zone, self_service, windows
from bot.engine.context import EventContext


def situation_of(context: EventContext) -> Situation:
    """The acting person's role, whether their words could be an answer, and what they can name."""
    if context.member is None:
        return Situation(role=Role.STRANGER)
    day_context = self_service.day_context_of_leave(context)
    own = {row.team for row in context.uow.memberships.where(member=context.member.id)}
    teams = [*lookup.own_teams(context), *(context.uow.teams.where(id=tuple(own), archived=False) if own else ())]
    return Situation(
        role=access.role_of(context),
        asked=unsent_drafts.latest_round(context, context.member) is not None,
        teams=frozenset(team.name.lower() for team in teams),
        is_date=lambda words: dates.can_be_read(words, day_context.now, day_context.zone),
        is_schedule=lambda words: not isinstance(parse_schedule(words, today=day_context.today), UnclearWords),
        is_zone=own_zone.is_zone,
        is_hours=own_zone.are_quiet_hours,
        is_time=windows.is_time,
    )
