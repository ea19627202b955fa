"""Teams, their people and their leads."""

from __future__ import annotations

from dataclasses import replace

from bot.calendar import Rule, describe_rule
from bot.domain import commands as order
from bot.domain.errors import Refusal
from bot.domain.events import UNCONFIRMED
from bot.domain.model import Member, Team
from bot.domain.outcomes import commands as said
from bot.domain.outcomes.membership import LeadNamed, PeopleAdded, PeopleRemoved, YouLead
from bot.engine import access, audit_trail, lookup
from bot.engine.commands import membership as lists_of
from bot.engine.context import EventContext
from bot.engine.people import asked_with, membership_lists, rosters
from bot.engine.rounds import deadlines, merge_plan
from bot.engine.rounds.rounds_ahead import next_rounds


def list_teams(context: EventContext, command: order.ListTeams) -> None:
    rows = []
    sizes = rosters.roster_sizes(context)
    for team in lookup.own_teams(context):
        leads = tuple(row.member for row in context.uow.memberships.where(team=team.id, lead=True))
        names = tuple(sorted(row.name for row in context.uow.members.where(id=leads)))
        schedule = merge_plan.schedule_of(context, team.id)
        rows.append(
            said.TeamRow(
                name=team.name,
                people=sizes[team.id],
                leads=names,
                schedule=describe_rule(Rule.from_text(schedule.rule)) if schedule else "",
                parent=team.parent,
                how=lists_of.list_source(context, team),
            )
        )
    context.reply(said.TeamsListed(teams=tuple(rows)))


def add_people(context: EventContext, command: order.AddPeople) -> None:
    """Put people on a list. Whoever is asked with another team already goes on being asked there: only they can move."""
    team = lookup.find_team(context, command.team)
    members, others = lookup.find_people(context, command.people)
    new = [member for member in members if membership_lists.add_member(context, team, member)]
    by = access.require_member(context)
    for member in members:
        membership_lists.stay_on(context, team, member)
    for member in new:
        if member.id != by.id:
            asked_with.tell_added(context, team, member.id, by.name)
    if new:
        undo = ("people", team.id, *(member.id for member in new))
        audit_trail.record_audit(context, "people added", team.name, undo=undo)
        tell_team(context, team, said.TeamTold(what="people"))
    if members:
        context.reply(_people_added(context, team, new, [member for member in members if member not in new]))
    lookup.refuse_people(context, others)


def _people_added(context: EventContext, team: Team, new: list[Member], already: list[Member]) -> PeopleAdded:
    there = rosters.list_of(context, team.id)
    added = {member.id for member in new}
    return PeopleAdded(
        team=team.name,
        names=tuple(member.name for member in new),
        already=tuple(member.name for member in already),
        size=len(there.counted),
        running=lookup.has_running_round(context, team.id),
        follows=membership_lists.following_of(context, team) is not None,
        elsewhere=tuple(row.name for row in there.elsewhere if row.id in added),
        waiting=tuple((row.name, why) for row, why in there.waiting if row.id in added),
    )


def remove_people(context: EventContext, command: order.RemovePeople) -> None:
    team = lookup.find_team(context, command.team)
    follows = membership_lists.following_of(context, team) is not None
    keeps_off = follows or membership_lists.lists_people(context, context.event.where)
    gone: list[str] = []
    absent: list[str] = []
    by = access.require_member(context)
    for id in command.people:
        member = lookup.known_person(context, id)
        left = member is not None and membership_lists.remove_member(context, team, member)
        if member and left and member.id != by.id:
            asked_with.tell_taken_off(context, team, member.id, by.name)
        if keeps_off:
            membership_lists.stay_off(context, team.id, lookup.addresses_of(context, id, member))
        (gone if left else absent).append(member.name if member else lookup.name_of(context, id))
    if gone:
        audit_trail.record_audit(context, "people removed", team.name)
        tell_team(context, team, said.TeamTold(what="people"))
    elif keeps_off:
        audit_trail.record_audit(context, "people kept off", team.name)
    size = rosters.size_of(context, team.id)
    running = lookup.has_running_round(context, team.id)
    context.reply(
        PeopleRemoved(
            team=team.name, names=tuple(gone), absent=tuple(absent), size=size, running=running, follows=follows
        )
    )


def set_lead(context: EventContext, command: order.SetLead) -> None:
    team = lookup.find_team(context, command.team)
    members, others = lookup.find_people(context, command.people)
    for member in members:
        _set_lead(context, team, member, command.lead)
    lookup.refuse_people(context, others)


def _set_lead(context: EventContext, team: Team, member: Member, lead: bool) -> None:
    joined = False
    if lead:
        # While they lead they stay on, wherever they are; afterwards the list decides as for everybody.
        joined = membership_lists.add_member(
            context, team, member, followed=membership_lists.following_of(context, team) is not None
        )
        membership_lists.let_back(context, team, member)
        if joined and member.id != access.require_member(context).id:
            asked_with.tell_added(context, team, member.id, access.require_member(context).name)
    why = rosters.standing_of(context, (member.id,))[member.id] if lead else ""
    done = LeadNamed(
        team=team.name,
        name=member.name,
        lead=lead,
        running=lookup.has_running_round(context, team.id),
        waiting=why if why in (rosters.NOT_JOINED, UNCONFIRMED) else "",
    )
    for row in context.uow.memberships.where(team=team.id, member=member.id, lead=not lead):
        context.uow.memberships.save(replace(row, lead=lead))
        undo = ("lead", team.id, member.id, "no lead" if lead else "lead", "new" if joined else "")
        audit_trail.record_audit(
            context, "lead set" if lead else "lead removed", f"{team.name}: {member.name}", undo=undo
        )
        tell_team(context, team, said.TeamTold(what="lead" if lead else "no lead", name=member.name))
        if lead:
            _tell_lead(context, team, member)
    context.reply(done)


def _tell_lead(context: EventContext, team: Team, member: Member) -> None:
    schedule = merge_plan.schedule_of(context, team.id)
    coming = next_rounds(context, [team]).get(team.id)
    context.tell(
        member.id,
        YouLead(
            team=team.name,
            people=rosters.size_of(context, team.id),
            schedule=describe_rule(Rule.from_text(schedule.rule)) if schedule else "",
            next_at=coming.at if coming and schedule else None,
            zone=coming.zone if coming else deadlines.zone_of(context.organisation(), team),
        ),
    )


def tell_team(context: EventContext, team: Team, outcome: said.TeamTold) -> None:
    """Post a change in the team's channel, if it has one."""
    if team.channel:
        context.say(team.channel, outcome)


def add_admin(context: EventContext, command: order.AddAdmin) -> None:
    members, others = lookup.find_people(context, command.people)
    for member in members:
        context.uow.members.save(replace(member, admin=True))
        audit_trail.record_audit(context, "admin added", member.name)
        context.tell(member.id, said.Claimed(by=access.require_member(context).name))
        context.reply(said.AdminAdded(name=member.name))
    lookup.refuse_people(context, others)


def choose_home(context: EventContext, command: order.ChooseHome) -> None:
    acting = access.require_member(context)
    ids = tuple(row.team for row in context.uow.memberships.where(member=acting.id))
    mine = {row.name.lower(): row for row in context.uow.teams.where(id=ids, archived=False)}
    chosen = mine.get(command.team.lower())
    if chosen is None:
        nearest = tuple(sorted(row.name for row in mine.values()))
        raise Refusal(said.Unknown(noun="team", nearest=nearest), quotes=(command.team,))
    _choose_primary_team(context, chosen)


def choose_this(context: EventContext, token: str) -> None:
    """The button under the news of having been added: `token` is the team's id."""
    acting = access.require_member(context)
    team = context.uow.teams.get(token) if context.uow.memberships.count(member=acting.id, team=token) else None
    if team is None or team.archived:
        raise Refusal(said.Unknown(noun="team", nearest=_own_names(context, acting)))
    _choose_primary_team(context, team)


def _own_names(context: EventContext, member: Member) -> tuple[str, ...]:
    ids = tuple(row.team for row in context.uow.memberships.where(member=member.id))
    return tuple(sorted(row.name for row in context.uow.teams.where(id=ids, archived=False))) if ids else ()


def _choose_primary_team(context: EventContext, team: Team) -> None:
    acting = access.require_member(context)
    membership_lists.choose_primary(context, acting, team)
    others = tuple(name for name in _own_names(context, acting) if name != team.name)
    context.reply(said.HomeChosen(team=team.name, others=others))
