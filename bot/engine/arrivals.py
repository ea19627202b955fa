"""What happens around the bot: it is added or removed, people come and go, conversations move, deliveries are refused."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import events, interviews
from bot.domain.model import InterviewState, Team
from bot.domain.outcomes import commands as said
from bot.engine import access
from bot.engine.handlers.ordered import finding, teams
from bot.engine.work import Turn, Work


def handle(turn: Turn, event: events.AnyEvent) -> None:
    if isinstance(event, events.BotAdded):
        turn.reply_openly(said.Welcome(claimed=turn.uow.members.count(admin=True) > 0, channel=True))
    elif isinstance(event, events.BotRemoved):
        _channel_gone(turn)
    elif isinstance(event, events.MemberJoined):
        _joined(turn, event)
    elif isinstance(event, events.MemberLeft):
        _left(turn)
    elif isinstance(event, events.ConversationMoved):
        _moved(turn, event)
    elif isinstance(event, events.DeliveryRefused):
        refused(turn, turn.uow.addresses.id_of(event.where))


def _team_here(turn: Turn) -> Team | None:
    rows = turn.uow.teams.where(channel=turn.uow.addresses.id_of(turn.event.where), archived=False)
    return rows[0] if rows else None


def _channel_gone(turn: Turn) -> None:
    team = _team_here(turn)
    if team:
        turn.uow.teams.save(replace(team, channel=""))
        for member in access.deciders_of(turn, (team.id,)):
            turn.tell(member, said.TeamHomeless(team=team.name))


def _joined(turn: Turn, event: events.MemberJoined) -> None:
    """A person who joins a team's channel is on its list from the next round on; bots and guests are not."""
    team = _team_here(turn)
    if team is None or not event.counts:
        return
    member = turn.member or finding.introduce(turn, event.sender.ref, event.sender.name)
    if teams.join(turn, team, member):
        turn.tell(member.id, said.YouJoined(team=team.name, k=turn.organisation().k))


def _left(turn: Turn) -> None:
    team = _team_here(turn)
    if team and turn.member:
        teams.leave(turn, team, turn.member)


def _moved(turn: Turn, event: events.ConversationMoved) -> None:
    team = _team_here(turn)
    if team:
        turn.uow.teams.save(replace(team, channel=turn.uow.addresses.remember(event.to)))


def refused(work: Work, address: str) -> None:
    """A person who cannot be written to is not asked until they give a sign of life."""
    identity = work.uow.identities.get(address)
    member = work.uow.members.get(identity.member) if identity else None
    if member is None:
        return
    work.uow.members.save(replace(member, reachable=False))
    waiting = (InterviewState.INVITED, InterviewState.ASKING)
    for interview in work.uow.interviews.where(member=member.id, state=waiting):
        work.uow.interviews.save(interviews.move(interview, interviews.Move.LOSE))
