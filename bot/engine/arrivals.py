"""What happens around the bot: it is added or removed, people come and go, conversations move, deliveries are refused."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import events, interviews
from bot.domain.model import Following, InterviewState, Team, Urgency
from bot.domain.outcomes import commands as said
from bot.engine import access, lists
from bot.engine.handlers.ordered import finding
from bot.engine.work import Turn, Work


def handle(turn: Turn, event: events.AnyEvent) -> None:
    if isinstance(event, events.BotAdded):
        _let_in(turn)
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


def _let_in(turn: Turn) -> None:
    """The bot may see now who is in the channel that a list follows: it is to be read again at once."""
    team = _team_here(turn)
    row = lists.following(turn, team) if team else None
    if row:
        lists.heard(turn, row)


def _channel_gone(turn: Turn) -> None:
    """A team without a channel keeps its list as it is; one that follows something else goes on doing so."""
    team = _team_here(turn)
    if team is None:
        return
    row = lists.following(turn, team)
    if row and row.source == team.channel:
        turn.uow.followings.remove(row.id)
    turn.uow.teams.save(replace(team, channel=""))
    for member in access.deciders_of(turn, (team.id,)):
        turn.tell(member, said.TeamHomeless(team=team.name))


def _follows_another(turn: Turn, team: Team, row: Following | None) -> bool:
    """Whether who comes and goes in the team's channel says nothing about its list."""
    return lists.by_hand(turn, team) or (row is not None and row.source != team.channel)


def _joined(turn: Turn, event: events.MemberJoined) -> None:
    """A person who joins a team's channel is on its list from the next round on; bots and guests are not."""
    team = _team_here(turn)
    row = lists.following(turn, team) if team else None
    if team is None or _follows_another(turn, team, row):
        return
    if row:
        lists.heard(turn, row)
    if not event.counts or (row and lists.kept_off(turn, team, turn.person)):
        return
    member = turn.member or finding.introduce(turn, event.sender.ref, event.sender.name)
    if lists.join(turn, team, member, followed=row is not None):
        turn.tell(member.id, said.YouJoined(team=team.name, k=turn.organisation().k), Urgency.PROMPT)


def _left(turn: Turn) -> None:
    team = _team_here(turn)
    row = lists.following(turn, team) if team else None
    if team is None or turn.member is None or _follows_another(turn, team, row):
        return
    if row:
        lists.heard(turn, row)
        if not turn.uow.memberships.count(team=team.id, member=turn.member.id, followed=True, lead=False):
            return
    lists.leave(turn, team, turn.member)


def _moved(turn: Turn, event: events.ConversationMoved) -> None:
    team = _team_here(turn)
    if team is None:
        return
    address = turn.uow.addresses.remember(event.to)
    row = lists.following(turn, team)
    if row and row.source == team.channel:
        turn.uow.followings.save(replace(row, source=address))
    turn.uow.teams.save(replace(team, channel=address))


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
