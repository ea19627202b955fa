"""Channels that are archived and come back: their teams keep them as their homes, and whoever decides for a team hears of both."""

from __future__ import annotations

import logging

from bot.domain.model import IncidentKind, Team
from bot.domain.outcomes.team_channels import TeamArchived
from bot.engine import access, incidents
from bot.engine.context import EventContext
from bot.engine.people import membership_lists, team_channels

log = logging.getLogger(__name__)
ARCHIVED = "archived"


def note_archived(context: EventContext) -> None:
    """Send a notice of what an archived channel means for its teams; `status` shows it until the channel is back."""
    for team in team_channels.teams_within(context, context.event.where):
        if incidents.begin_incident(context.uow, context.now, IncidentKind.REFUSING, team.channel, why=ARCHIVED):
            log.warning("a channel does not take messages", extra={"reason": ARCHIVED, "teams": [team.id]})
        _tell_responsible(context, team, back=False)


def note_back(context: EventContext) -> None:
    """Show in a channel that is back what it refused last, and read again who is in it."""
    for team in team_channels.teams_within(context, context.event.where):
        if incidents.end_incident(context.uow, IncidentKind.REFUSING, team.channel):
            log.info("a channel takes messages again")
        if row := membership_lists.following_of(context, team):
            membership_lists.note_change(context, row)
        team_channels.show_what_was_refused(context, team.channel, team.channel)
        _tell_responsible(context, team, back=True)


def _tell_responsible(context: EventContext, team: Team, *, back: bool) -> None:
    for member, _ in access.responsible_for(context, (team.id,)):
        context.tell(member, TeamArchived(team=team.name, back=back))
