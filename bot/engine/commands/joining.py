"""Joining a team by a link, and taking one's words out of a chat."""

from __future__ import annotations

from bot.domain import commands as order
from bot.domain.errors import Refusal
from bot.domain.model import Invite, Team, Urgency
from bot.domain.outcomes import commands as told
from bot.domain.outcomes import joining as said
from bot.engine import access, audit_trail, deletable_messages, lookup, ref_names
from bot.engine.context import EventContext
from bot.engine.people import asked_with, introductions, invites, membership_lists


def make_links(context: EventContext, command: order.MakeLinks) -> None:
    """To the asker's own chat alone, wherever it was asked: a link is a key."""
    team = lookup.find_team(context, command.team)
    acting = access.require_member(context)
    link = context.services.capabilities(context.event.where).start_link
    if not link:
        raise Refusal(said.LinksNotHere())
    invites.sweep_invites(context)
    names = []
    for _ in range(command.count):
        id, code = invites.make_invite(context, team.id, acting.id)
        context.keep(ref_names.link_ref(id), acting.id, link.format(code=code))
        names.append(ref_names.link_ref(id))
    audit_trail.record_audit(context, "links made", team.name)
    context.reply_directly(said.LinksMade(team=team.name, days=invites.GOOD_FOR.days, refs=tuple(names)))


def join_by_link(context: EventContext, command: order.JoinTeam) -> None:
    """Bind the link to this person and put them on the team's list."""
    invite = invites.open_one(context, command.code) if context.event.where.direct else None
    team = context.uow.teams.get(invite.team) if invite else None
    if invite is None or team is None:
        raise Refusal(said.JoinRefused())
    join_team(context, invite, team)
    context.say(
        context.person,
        asked_with.outcome_of_adding(context, team, access.require_member(context)),
        thread=context.own_thread,
    )


def join_team(context: EventContext, invite: Invite, team: Team) -> None:
    """Put the acting person on the list, and tell the team; of a link for many, its leads too. Refused for who is on it."""
    member = context.member or introductions.introduce_sender(context)
    if not membership_lists.add_member(context, team, member, chosen=True):
        raise Refusal(said.JoinedAlready(team=team.name, many=invite.most > 1))
    context.member = context.uow.members.get(member.id) or member
    membership_lists.stay_on(context, team, member)
    invites.bind_invite(context, invite)
    audit_trail.record_audit(context, "joined by link", team.name)
    if invite.most > 1:
        told_of = said.JoinedByLink(team=team.name, name=member.name, left=invite.most - invite.joined - 1)
        for lead in access.deciders_of(context, (team.id,)):
            if lead != member.id:
                context.tell(lead, told_of, Urgency.PROMPT)
    if team.channel:
        # Once a day, however many links are used: a group has better things to read.
        context.say(team.channel, told.TeamTold(what="people"), key=f"joined:{team.id}:{context.now.date()}")


def clear_chat(context: EventContext, command: order.ClearChat) -> None:
    access.require_member(context)
    if not (context.event.where.direct and deletable_messages.can_clear(context)):
        raise Refusal(said.ChatNotCleared())
    yours, mine = deletable_messages.deletable_of(context)
    context.clear = (*yours, *mine)
    deletable_messages.forget_messages(context, context.person)
    hours = int(deletable_messages.CLEARABLE.total_seconds() // 3600)
    context.reply(said.ChatCleared(yours=len(yours), mine=len(mine), hours=hours))
