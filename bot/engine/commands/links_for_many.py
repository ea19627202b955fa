"""One link with which many people join a team: for a number and a time, each join told to its leads, ended by a press."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.errors import Refusal
from bot.domain.links import MakeLinkForMany, WithdrawLinks
from bot.domain.model import Invite, Team
from bot.domain.outcomes import joining as said
from bot.domain.outcomes.commands import NotForYou
from bot.engine import access, audit_trail, lookup, ref_names
from bot.engine.commands import joining
from bot.engine.context import EventContext
from bot.engine.people import asked_with, introductions, invites
from bot.engine.rounds import deadlines, round_facts


def make_link(context: EventContext, command: MakeLinkForMany) -> None:
    """To the asker's own chat alone: whoever has it decides who else gets it."""
    team, acting = lookup.find_team(context, command.team), access.require_member(context)
    link = context.services.capabilities(context.event.where).start_link
    if not link:
        raise Refusal(said.LinksNotHere())
    invites.sweep_invites(context)
    id, code = invites.make_invite(context, team.id, acting.id, command.most, timedelta(days=command.days))
    context.keep(ref_names.link_ref(id), acting.id, link.format(code=code))
    audit_trail.record_audit(context, "link for many made", f"{team.name}: {command.most} people, {command.days} days")
    context.reply_directly(
        said.LinkForManyMade(
            team=team.name,
            token=invites.tag_of(id),
            most=command.most,
            until=context.now + timedelta(days=command.days),
            zone=deadlines.zone_of(context.organisation(), team),
            home=bool(team.channel),
            question_count=round_facts.count_questions(context),
            refs=(ref_names.link_ref(id),),
        )
    )


def withdraw_links(context: EventContext, command: WithdrawLinks) -> None:
    team = lookup.find_team(context, command.team)
    _withdraw(context, team, invites.open_links_of(context, team.id))


def withdraw_pressed(context: EventContext, token: str) -> None:
    invite, team = _own_invite(context, token)
    _withdraw(context, team, [] if invite.used else [invite])


def _withdraw(context: EventContext, team: Team, open_ones: list[Invite]) -> None:
    for invite in open_ones:
        invites.end_invite(context, invite)
    if open_ones:
        audit_trail.record_audit(context, "links ended", team.name)
    context.reply_directly(said.LinksEnded(team=team.name, count=len(open_ones)))


def _own_invite(context: EventContext, token: str) -> tuple[Invite, Team]:
    """The invite behind a button of whoever may ask people in; one that is not there sounds like one that is not theirs."""
    acting = access.require_member(context)
    invite = invites.tagged(context, token)
    team = context.uow.teams.get(invite.team) if invite else None
    if invite is None or team is None or not access.may_order_round(context, acting, (team.id,)):
        raise Refusal(NotForYou(who="the team's leads and admins"))
    return invite, team


def post_in_home(context: EventContext, token: str) -> None:
    """Post a message with [Join] in the team's home, to stay on top there where the platform lets the bot pin it."""
    invite, team = _own_invite(context, token)
    if invites.open_invite(context, invite.id) is None or not team.channel:
        raise Refusal(said.JoinRefused())
    zone = deadlines.zone_of(context.organisation(), team)
    posted = said.JoinPosted(
        team=team.name,
        token=invites.tag_of(invite.id),
        until=invite.expires_at,
        zone=zone,
        question_count=round_facts.count_questions(context),
    )
    context.say(team.channel, posted, key=f"join:{invite.id}")
    context.reply_directly(said.JoinPostNoted(team=team.name))


def join_by_press(context: EventContext, token: str) -> None:
    """[Join] under the post. Whom the bot may not write to yet is on the list, and told how they are reached."""
    found = invites.tagged(context, token)
    invite = invites.open_invite(context, found.id) if found else None
    team = context.uow.teams.get(invite.team) if invite else None
    if invite is None or team is None:
        raise Refusal(said.JoinRefused())
    joining.join_team(context, invite, team)
    member = access.require_member(context)
    if context.cannot_be_told():
        context.notice = said.JoinedByPress(team=team.name)
    else:
        introductions.note_reachable(context, member)
        context.reply_directly(asked_with.outcome_of_adding(context, team, member))
