"""Commands about teams' channels: add a team in one, give it one, move it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import commands as order
from bot.domain.errors import Refusal
from bot.domain.model import Team
from bot.domain.outcomes import team_channels as said
from bot.domain.outcomes.commands import TeamTold
from bot.domain.rounds import RUNNING
from bot.engine import audit_trail, lookup
from bot.engine.commands import membership as lists_of
from bot.engine.commands.teams import tell_team
from bot.engine.context import EventContext
from bot.engine.people import team_channels


def add_team(context: EventContext, command: order.AddTeam) -> None:
    """Make a team at home here. One that there is already gets a home if it has none, and moves within its channel.

    To another channel it moves by a command of its own: what people were promised for one is not to appear in another by a slip.
    """
    here = _channel_here(context)
    same = [t for t in context.uow.teams.where(archived=False) if t.name.lower() == command.name.lower()]
    if not same:
        made = Team(id=context.token(), name=command.name, parent=command.parent, channel=here)
        context.uow.teams.save(made)
        audit_trail.record_audit(context, "team added", made.name)
        _reply_at_home(context, made, here, exists=False)
    elif here and same[0].channel and not team_channels.same_readers(context, same[0].channel, here):
        raise Refusal(said.TeamElsewhere(name=same[0].name, topic=bool(context.event.where.topic)))
    else:
        _settle_down(context, same[0], here)


def _channel_here(context: EventContext) -> str:
    return "" if context.event.where.direct else context.uow.addresses.remember(context.event.where)


def _settle_down(context: EventContext, team: Team, here: str) -> None:
    """Give a team without a channel one, or another topic of the one that it has; what was refused there is shown here."""
    made = replace(team, channel=here or team.channel)
    if here:
        context.uow.teams.save(made)
        audit_trail.record_audit(context, "team home changed", made.name)
        if team_channels.same_readers(context, team.channel, here):
            team_channels.move_promised(context, team.channel, here)
            team_channels.show_what_was_refused(context, team.channel, here)
        else:
            running = _promised_elsewhere(context, made)
            tell_team(context, made, TeamTold(what="moved here", name=team.name, running=running))
    _reply_at_home(context, made, here, exists=True)


def _reply_at_home(context: EventContext, team: Team, here: str, exists: bool) -> None:
    follows = bool(here) and lists_of.follow_home(context, team)
    lost = exists and bool(here) and _promised_elsewhere(context, team)
    context.reply(
        said.TeamAdded(
            name=team.name,
            parent=team.parent,
            here=bool(here),
            exists=exists,
            topic=bool(context.event.where.topic),
            follows=follows,
            running_elsewhere=lost,
        )
    )


def _promised_elsewhere(context: EventContext, team: Team) -> bool:
    """Return whether a running round of this team brings its draft and final to another place than the team's home."""
    for round_ in context.uow.rounds.where(state=RUNNING):
        for one, channel in team_channels.channels_of(context, round_):
            if one.id == team.id and channel != team.channel:
                return True
    return False


def move_team(context: EventContext, command: order.MoveTeam) -> None:
    """Let a team be at home here from its next round on; the channel of before and this one are told."""
    team = lookup.find_team(context, command.team)
    here, before = _channel_here(context), team.channel
    if not here:
        raise Refusal(said.TeamNotMoved(name=team.name, why="direct"))
    if not before or here == before or team_channels.same_readers(context, before, here):
        _settle_down(context, team, here)
        return
    moved = replace(team, channel=here)
    context.uow.teams.save(moved)
    audit_trail.record_audit(context, "team home changed", team.name)
    running = _promised_elsewhere(context, moved)
    tell_team(context, team, TeamTold(what="moved away", name=team.name, running=running))
    tell_team(context, moved, TeamTold(what="moved here", name=team.name, running=running))
    follows = lists_of.follow_home(context, moved)
    context.reply(
        said.TeamMoved(name=team.name, running=running, follows=follows, topic=bool(context.event.where.topic))
    )
