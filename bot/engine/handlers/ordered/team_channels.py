"""Where teams are at home: a team is made, settles down, moves."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import commands as order
from bot.domain.errors import Refusal
from bot.domain.model import Team
from bot.domain.outcomes import team_channels as said
from bot.domain.outcomes.commands import TeamTold
from bot.domain.rounds import RUNNING
from bot.engine import access, homes
from bot.engine.handlers.ordered import finding
from bot.engine.handlers.ordered import lists as lists_of
from bot.engine.handlers.ordered.teams import tell_team
from bot.engine.work import EventContext


def add_team(turn: EventContext, command: order.AddTeam) -> None:
    """Make a team at home here. One that there is already gets a home if it has none, and moves within its channel.

    To another channel it moves by a command of its own: what people were promised for one is not to appear in another by a slip.
    """
    access.require_admin(turn)
    here = _channel_here(turn)
    same = [t for t in turn.uow.teams.where(archived=False) if t.name.lower() == command.name.lower()]
    if not same:
        made = Team(id=turn.token(), name=command.name, parent=command.parent, channel=here)
        turn.uow.teams.save(made)
        finding.record_audit(turn, "team added", made.name)
        _reply_at_home(turn, made, here, exists=False)
    elif here and same[0].channel and not homes.same_readers(turn, same[0].channel, here):
        raise Refusal(said.TeamElsewhere(name=same[0].name, topic=bool(turn.event.where.topic)))
    else:
        _settle_down(turn, same[0], here)


def _channel_here(turn: EventContext) -> str:
    return "" if turn.event.where.direct else turn.uow.addresses.remember(turn.event.where)


def _settle_down(turn: EventContext, team: Team, here: str) -> None:
    """Give a team without a channel one, or another topic of the one that it has; what was refused there is shown here."""
    made = replace(team, channel=here or team.channel)
    if here:
        turn.uow.teams.save(made)
        finding.record_audit(turn, "team home changed", made.name)
        if homes.same_readers(turn, team.channel, here):
            homes.move_promised(turn, team.channel, here)
            homes.show_what_was_refused(turn, team.channel, here)
        else:
            running = _promised_elsewhere(turn, made)
            tell_team(turn, made, TeamTold(what="moved here", name=team.name, running=running))
    _reply_at_home(turn, made, here, exists=True)


def _reply_at_home(turn: EventContext, team: Team, here: str, exists: bool) -> None:
    follows = bool(here) and lists_of.follow_home(turn, team)
    lost = exists and bool(here) and _promised_elsewhere(turn, team)
    turn.reply(
        said.TeamAdded(
            name=team.name,
            parent=team.parent,
            here=bool(here),
            exists=exists,
            topic=bool(turn.event.where.topic),
            follows=follows,
            running_elsewhere=lost,
        )
    )


def _promised_elsewhere(turn: EventContext, team: Team) -> bool:
    """Whether a running round of this team brings its draft and final to another place than the team's home."""
    for round_ in turn.uow.rounds.where(state=RUNNING):
        for one, channel in homes.channels_of(turn, round_):
            if one.id == team.id and channel != team.channel:
                return True
    return False


def move_team(turn: EventContext, command: order.MoveTeam) -> None:
    """Let a team be at home here from its next round on; the channel of before and this one are told."""
    access.require_admin(turn)
    team = finding.find_team(turn, command.team)
    here, before = _channel_here(turn), team.channel
    if not here:
        raise Refusal(said.TeamNotMoved(name=team.name, why="direct"))
    if not before or here == before or homes.same_readers(turn, before, here):
        _settle_down(turn, team, here)
        return
    moved = replace(team, channel=here)
    turn.uow.teams.save(moved)
    finding.record_audit(turn, "team home changed", team.name)
    running = _promised_elsewhere(turn, moved)
    tell_team(turn, team, TeamTold(what="moved away", name=team.name, running=running))
    tell_team(turn, moved, TeamTold(what="moved here", name=team.name, running=running))
    follows = lists_of.follow_home(turn, moved)
    turn.reply(said.TeamMoved(name=team.name, running=running, follows=follows, topic=bool(turn.event.where.topic)))
