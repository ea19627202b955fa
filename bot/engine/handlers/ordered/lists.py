"""What a team's list follows, and who is on it."""

from __future__ import annotations

from bot.domain import commands as order
from bot.domain.errors import Refusal
from bot.domain.model import Team
from bot.domain.outcomes import lists as said
from bot.domain.outcomes.commands import TeamTold
from bot.engine import access, lists, rosters, timetable
from bot.engine.handlers.ordered import circle, finding
from bot.engine.work import EventContext


def follow_home(turn: EventContext, team: Team) -> bool:
    """Let the list of a team with a new home follow it, if the platform tells who is there and it is not kept by hand."""
    if lists.by_hand(turn, team) or not lists.can_follow(turn, team.channel):
        return False
    lists.follow_conversation(turn, team, team.channel, by=access.require_member(turn).id)
    return True


def list_source(turn: EventContext, team: Team) -> str:
    """How a list comes about, as outcomes name it."""
    if lists.by_hand(turn, team):
        return "by hand"
    return "follows" if lists.following_of(turn, team) else ""


def follow_command(turn: EventContext, command: order.FollowChannel) -> None:
    team = finding.find_team(turn, command.team)
    if command.follow:
        _start_following(turn, team)
    else:
        lists.keep_by_hand(turn, team)
    finding.record_audit(turn, "list follows" if command.follow else "list kept by hand", team.name)
    if team.channel and not command.follow:
        turn.say(team.channel, TeamTold(what="by hand"))
    size = rosters.size_of(turn, team.id)
    turn.reply(said.ListFollows(team=team.name, follows=command.follow, size=size))


def _start_following(turn: EventContext, team: Team) -> None:
    if not team.channel:
        raise Refusal(said.ListCannotFollow(team=team.name, why="homeless"))
    if not lists.can_follow(turn, team.channel):
        raise Refusal(said.ListCannotFollow(team=team.name, why="not here"))
    lists.follow_conversation(turn, team, team.channel, by=access.require_member(turn).id)


def show_people(turn: EventContext, command: order.ShowPeople) -> None:
    """To the asker alone: who is asked is no secret to those who are asked with them; who answered is nobody's business.

    Leads and admins see how the list comes about as well.
    """
    team = finding.ordered_team(turn, command.team)
    if team is None:
        if (
            not command.team
            and finding.own_teams(turn)
            and not turn.uow.memberships.count(member=access.require_member(turn).id)
        ):
            finding.find_team(turn, "")
        turn.reply(circle.circle_outcome(turn, command.team))
        return
    row = lists.following_of(turn, team)
    there = rosters.list_of(turn, team.id)
    kept_on = {one.member for one in turn.uow.memberships.where(team=team.id, followed=False)} if row else set()
    off, unknown = _kept_off(turn, team) if row else ((), 0)
    outcome = said.ListShown(
        team=team.name,
        names=tuple(one.name for one in there.counted),
        how=list_source(turn, team),
        elsewhere=tuple(one.name for one in there.elsewhere),
        not_counted=tuple((one.name, why) for one, why in (*there.waiting, *there.left_out)),
        kept_on=tuple(one.name for one in (*there.counted, *there.elsewhere) if one.id in kept_on),
        kept_off=off,
        others_off=unknown,
        read_at=row.read_at if row else None,
        zone=timetable.zone_of(turn.organisation(), team),
        trouble=row.trouble if row else "",
    )
    turn.reply(outcome)


def _member_names(turn: EventContext, members: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(row.name for row in turn.uow.members.where(id=members))) if members else ()


def _kept_off(turn: EventContext, team: Team) -> tuple[tuple[str, ...], int]:
    """Who is kept off by a command about this team: their names, and how many have none that the bot knows."""
    persons = tuple(row.person for row in turn.uow.exclusions.where(team=team.id))
    known = turn.uow.identities.where(id=persons) if persons else []
    members = tuple({row.member for row in known})
    return _member_names(turn, members), len(persons) - len(known)
