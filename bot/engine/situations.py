"""What has to be known of somebody to understand what they type."""

from __future__ import annotations

from bot.calendar import UnclearWords, parse_schedule
from bot.chatcommands import Role
from bot.chatcommands.whole import Situation
from bot.engine import dates
from bot.engine.handlers import drafting
from bot.engine.handlers.ordered import finding, selves
from bot.engine.work import EventContext


def situation_of(turn: EventContext) -> Situation:
    """The acting person's role, whether their words could be an answer, and what they can name."""
    if turn.member is None:
        return Situation(role=Role.STRANGER)
    naming = selves.naming_of_leave(turn)
    own = {row.team for row in turn.uow.memberships.where(member=turn.member.id)}
    teams = [*finding.own_teams(turn), *(turn.uow.teams.where(id=tuple(own)) if own else ())]
    return Situation(
        role=selves.role_of(turn),
        asked=drafting.latest_round(turn, turn.member) is not None,
        teams=frozenset(team.name.lower() for team in teams),
        is_date=lambda words: dates.can_be_read(words, naming.now, naming.zone),
        is_schedule=lambda words: not isinstance(parse_schedule(words, today=naming.today), UnclearWords),
    )
