"""Joining a team by a link, and taking one's words out of a chat."""

from __future__ import annotations

from bot.domain import commands as order
from bot.domain.errors import Refusal
from bot.domain.outcomes import commands as told
from bot.domain.outcomes import joining as said
from bot.engine import access, circles, invites, lists, refs, traces
from bot.engine.handlers.ordered import finding
from bot.engine.work import EventContext


def make_links(turn: EventContext, command: order.MakeLinks) -> None:
    """To the asker's own chat alone, wherever it was asked: a link is a key."""
    team = finding.find_team(turn, command.team)
    acting = access.lead_or_admin(turn, team.id)
    link = turn.services.capabilities(turn.event.where).start_link
    if not link:
        raise Refusal(said.LinksNotHere())
    invites.sweep_invites(turn)
    names = []
    for _ in range(command.count):
        id, code = invites.make_invite(turn, team.id, acting.id)
        turn.keep(refs.link_ref(id), acting.id, link.format(code=code))
        names.append(refs.link_ref(id))
    finding.record_audit(turn, "links made", team.name)
    turn.reply_directly(said.LinksMade(team=team.name, days=invites.GOOD_FOR.days, refs=tuple(names)))


def join_by_link(turn: EventContext, command: order.JoinTeam) -> None:
    """Bind the link to this person and put them on the team's list."""
    invite = invites.open_one(turn, command.code) if turn.event.where.direct else None
    team = turn.uow.teams.get(invite.team) if invite else None
    if invite is None or team is None:
        raise Refusal(said.JoinRefused())
    member = turn.member or finding.introduce_sender(turn)
    if not lists.add_member(turn, team, member, chosen=True):
        raise Refusal(said.JoinedAlready(team=team.name))
    turn.member = turn.uow.members.get(member.id) or member
    lists.stay_on(turn, team, member)
    invites.bind_invite(turn, invite)
    finding.record_audit(turn, "joined by link", team.name)
    if team.channel:
        # Once a day, however many links are used: a group has better things to read.
        turn.say(team.channel, told.TeamTold(what="people"), key=f"joined:{team.id}:{turn.now.date()}")
    turn.say(turn.person, circles.outcome_of_adding(turn, team, turn.member), thread=turn.own_thread)


def clear_chat(turn: EventContext, command: order.ClearChat) -> None:
    access.require_member(turn)
    if not (turn.event.where.direct and traces.can_clear(turn)):
        raise Refusal(said.ChatNotCleared())
    yours, mine = traces.deletable_of(turn)
    turn.clear = (*yours, *mine)
    traces.forget_messages(turn, turn.person)
    hours = int(traces.CLEARABLE.total_seconds() // 3600)
    turn.reply(said.ChatCleared(yours=len(yours), mine=len(mine), hours=hours))
