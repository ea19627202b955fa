"""Channels that are archived and come back: their teams keep them as their homes, and whoever decides for a team hears of both."""

from __future__ import annotations

import logging

from bot.domain.model import IncidentKind, Team
from bot.domain.outcomes.team_channels import TeamArchived
from bot.engine import access, homes, incidents, lists
from bot.engine.work import EventContext

log = logging.getLogger(__name__)
ARCHIVED = "archived"


def note_archived(turn: EventContext) -> None:
    """Tell what an archived channel means for its teams; `status` shows it until the channel is back."""
    for team in homes.teams_within(turn, turn.event.where):
        if incidents.begin_incident(turn.uow, turn.now, IncidentKind.REFUSING, team.channel, why=ARCHIVED):
            log.warning("a channel does not take messages", extra={"reason": ARCHIVED, "teams": [team.id]})
        _tell_responsible(turn, team, back=False)


def note_back(turn: EventContext) -> None:
    """Show in a channel that is back what it refused last, and read again who is in it."""
    for team in homes.teams_within(turn, turn.event.where):
        if incidents.end_incident(turn.uow, IncidentKind.REFUSING, team.channel):
            log.info("a channel takes messages again")
        if row := lists.following_of(turn, team):
            lists.note_change(turn, row)
        homes.show_what_was_refused(turn, team.channel, team.channel)
        _tell_responsible(turn, team, back=True)


def _tell_responsible(turn: EventContext, team: Team, *, back: bool) -> None:
    for member, _ in access.responsible_for(turn, (team.id,)):
        turn.tell(member, TeamArchived(team=team.name, back=back))
