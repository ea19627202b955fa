"""Commands about a team's list: its source, and its people."""

from __future__ import annotations

from bot.domain import commands as order
from bot.domain.conversation import ConversationRef
from bot.domain.errors import Refusal
from bot.domain.many_people import FollowGroup
from bot.domain.model import Team
from bot.domain.outcomes import lists as said
from bot.domain.outcomes.commands import TeamTold
from bot.engine import access, audit_trail, lookup
from bot.engine.commands import asked_with
from bot.engine.context import EventContext
from bot.engine.people import membership_lists, rosters
from bot.engine.rounds import deadlines
from bot.views.capabilities import Support


def follow_home(context: EventContext, team: Team) -> bool:
    """Let the list of a team with a new home follow it, if the platform tells who is there and it is not kept by hand."""
    before = membership_lists.following_of(context, team)
    if before and before.group:
        return False
    if membership_lists.by_hand(context, team) or not membership_lists.can_follow(context, team.channel):
        return False
    membership_lists.follow_conversation(context, team, team.channel, by=access.require_member(context).id)
    return True


def list_source(context: EventContext, team: Team) -> str:
    """Return how a list comes about, as outcomes name it."""
    if membership_lists.by_hand(context, team):
        return "by hand"
    row = membership_lists.following_of(context, team)
    return "group" if row and row.group else "follows" if row else ""


def follow_command(context: EventContext, command: order.FollowChannel) -> None:
    team = lookup.find_team(context, command.team)
    if command.follow:
        _start_following(context, team)
    else:
        membership_lists.keep_by_hand(context, team)
    audit_trail.record_audit(context, "list follows" if command.follow else "list kept by hand", team.name)
    if team.channel and not command.follow:
        context.say(team.channel, TeamTold(what="by hand"))
    size = rosters.size_of(context, team.id)
    context.reply(said.ListFollows(team=team.name, follows=command.follow, size=size))


def follow_group(context: EventContext, command: FollowGroup) -> None:
    team, where = lookup.find_team(context, command.team), context.event.where
    if context.services.capabilities(where).list_groups is Support.REFUSED:
        raise Refusal(said.ListCannotFollow(team=team.name, why="no groups"))
    source = context.uow.addresses.remember(ConversationRef(where.platform, where.workspace, channel=command.group))
    membership_lists.follow_conversation(context, team, source, access.require_member(context).id, command.name)
    audit_trail.record_audit(context, "list follows", f"{team.name}: {command.name}")
    if team.channel:
        context.say(team.channel, TeamTold(what="group", name=command.name))
    size = rosters.size_of(context, team.id)
    context.reply(said.ListFollows(team=team.name, follows=True, size=size, group=command.name))


def _start_following(context: EventContext, team: Team) -> None:
    if not team.channel:
        raise Refusal(said.ListCannotFollow(team=team.name, why="homeless"))
    if not membership_lists.can_follow(context, team.channel):
        raise Refusal(said.ListCannotFollow(team=team.name, why="not here"))
    membership_lists.follow_conversation(context, team, team.channel, by=access.require_member(context).id)


def show_people(context: EventContext, command: order.ShowPeople) -> None:
    """To the asker alone: who is asked is no secret to those who are asked with them; who answered is nobody's business.

    Leads and admins see how the list comes about as well.
    """
    team = lookup.ordered_team(context, command.team)
    if team is None:
        if (
            not command.team
            and lookup.own_teams(context)
            and not context.uow.memberships.count(member=access.require_member(context).id)
        ):
            lookup.find_team(context, "")
        context.reply(asked_with.asked_with_outcome(context, command.team))
        return
    row = membership_lists.following_of(context, team)
    there = rosters.list_of(context, team.id)
    kept_on = {one.member for one in context.uow.memberships.where(team=team.id, followed=False)} if row else set()
    off, unknown = _kept_off(context, team) if row else ((), 0)
    outcome = said.ListShown(
        team=team.name,
        names=tuple(one.name for one in there.counted),
        how=list_source(context, team),
        elsewhere=tuple(one.name for one in there.elsewhere),
        not_counted=tuple((one.name, why) for one, why in (*there.waiting, *there.left_out)),
        kept_on=tuple(one.name for one in (*there.counted, *there.elsewhere) if one.id in kept_on),
        kept_off=off,
        others_off=unknown,
        read_at=row.read_at if row else None,
        zone=deadlines.zone_of(context.organisation(), team),
        trouble=row.trouble if row else "",
    )
    context.reply(outcome)


def _member_names(context: EventContext, members: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(row.name for row in context.uow.members.where(id=members))) if members else ()


def _kept_off(context: EventContext, team: Team) -> tuple[tuple[str, ...], int]:
    """Return who is kept off by a command about this team: their names, and how many have none that the bot knows."""
    persons = tuple(row.person for row in context.uow.exclusions.where(team=team.id))
    known = context.uow.identities.where(id=persons) if persons else []
    members = tuple({row.member for row in known})
    return _member_names(context, members), len(persons) - len(known)
