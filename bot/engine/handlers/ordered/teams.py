"""Teams, their people and their leads."""

from __future__ import annotations

from dataclasses import replace

from bot.calendar import Rule, describe_rule
from bot.domain import commands as order
from bot.domain.errors import Refusal
from bot.domain.model import Member, Team
from bot.domain.outcomes import commands as said
from bot.engine import access, circles, grouping, lists, rosters, timetable
from bot.engine.handlers.ordered import finding
from bot.engine.handlers.ordered import lists as lists_of
from bot.engine.work import EventContext


def list_teams(turn: EventContext, command: order.ListTeams) -> None:
    rows = []
    sizes = rosters.roster_sizes(turn)
    for team in finding.own_teams(turn):
        leads = tuple(row.member for row in turn.uow.memberships.where(team=team.id, lead=True))
        names = tuple(sorted(row.name for row in turn.uow.members.where(id=leads)))
        schedule = grouping.schedule_of(turn, team.id)
        rows.append(
            said.TeamRow(
                name=team.name,
                people=sizes[team.id],
                leads=names,
                schedule=describe_rule(Rule.from_text(schedule.rule)) if schedule else "",
                parent=team.parent,
                how=lists_of.list_source(turn, team),
            )
        )
    turn.reply(said.TeamsListed(teams=tuple(rows)))


def add_people(turn: EventContext, command: order.AddPeople) -> None:
    """Put people on a list. Whoever is asked with another team already goes on being asked there: only they can move."""
    team = finding.find_team(turn, command.team)
    members, others = finding.find_people(turn, command.people)
    new = [member for member in members if lists.add_member(turn, team, member)]
    by = access.require_member(turn)
    for member in members:
        lists.stay_on(turn, team, member)
    for member in new:
        if member.id != by.id:
            circles.tell_added(turn, team, member.id, by.name)
    if new:
        finding.record_audit(turn, "people added", team.name)
        tell_team(turn, team, said.TeamTold(what="people"))
    if members:
        turn.reply(_people_added(turn, team, new, [member for member in members if member not in new]))
    finding.refuse_people(turn, others)


def _people_added(turn: EventContext, team: Team, new: list[Member], already: list[Member]) -> said.PeopleAdded:
    there = rosters.list_of(turn, team.id)
    added = {member.id for member in new}
    return said.PeopleAdded(
        team=team.name,
        names=tuple(member.name for member in new),
        already=tuple(member.name for member in already),
        size=len(there.counted),
        running=finding.has_running_round(turn, team.id),
        follows=lists.following_of(turn, team) is not None,
        elsewhere=tuple(row.name for row in there.elsewhere if row.id in added),
        waiting=tuple((row.name, why) for row, why in there.waiting if row.id in added),
    )


def remove_people(turn: EventContext, command: order.RemovePeople) -> None:
    team = finding.find_team(turn, command.team)
    follows = lists.following_of(turn, team) is not None
    keeps_off = follows or lists.lists_people(turn, turn.event.where)
    gone: list[str] = []
    absent: list[str] = []
    by = access.require_member(turn)
    for id in command.people:
        member = finding.known_person(turn, id)
        left = member is not None and lists.remove_member(turn, team, member)
        if member and left and member.id != by.id:
            circles.tell_taken_off(turn, team, member.id, by.name)
        if keeps_off:
            lists.stay_off(turn, team.id, finding.addresses_of(turn, id, member))
        (gone if left else absent).append(member.name if member else finding.name_of(turn, id))
    if gone:
        finding.record_audit(turn, "people removed", team.name)
        tell_team(turn, team, said.TeamTold(what="people"))
    elif keeps_off:
        finding.record_audit(turn, "people kept off", team.name)
    size = rosters.size_of(turn, team.id)
    running = finding.has_running_round(turn, team.id)
    turn.reply(
        said.PeopleRemoved(
            team=team.name, names=tuple(gone), absent=tuple(absent), size=size, running=running, follows=follows
        )
    )


def set_lead(turn: EventContext, command: order.SetLead) -> None:
    access.require_admin(turn)
    team = finding.find_team(turn, command.team)
    members, others = finding.find_people(turn, command.people)
    for member in members:
        _set_lead(turn, team, member, command.lead)
    finding.refuse_people(turn, others)


def _set_lead(turn: EventContext, team: Team, member: Member, lead: bool) -> None:
    if lead:
        # While they lead they stay on, wherever they are; afterwards the list decides as for everybody.
        joined = lists.add_member(turn, team, member, followed=lists.following_of(turn, team) is not None)
        lists.let_back(turn, team, member)
        if joined and member.id != access.require_member(turn).id:
            circles.tell_added(turn, team, member.id, access.require_member(turn).name)
    done = said.LeadNamed(team=team.name, name=member.name, lead=lead, running=finding.has_running_round(turn, team.id))
    for row in turn.uow.memberships.where(team=team.id, member=member.id, lead=not lead):
        turn.uow.memberships.save(replace(row, lead=lead))
        finding.record_audit(turn, "lead set" if lead else "lead removed", f"{team.name}: {member.name}")
        tell_team(turn, team, said.TeamTold(what="lead" if lead else "no lead", name=member.name))
        if lead:
            _tell_lead(turn, team, member)
    turn.reply(done)


def _tell_lead(turn: EventContext, team: Team, member: Member) -> None:
    organisation = turn.organisation()
    schedule = grouping.schedule_of(turn, team.id)
    turn.tell(
        member.id,
        said.YouLead(
            team=team.name,
            people=rosters.size_of(turn, team.id),
            schedule=describe_rule(Rule.from_text(schedule.rule)) if schedule else "",
            next_at=schedule.next_at if schedule else None,
            zone=timetable.zone_of(organisation, team),
        ),
    )


def tell_team(turn: EventContext, team: Team, outcome: said.TeamTold) -> None:
    """Say a change in the team's channel, where there is one."""
    if team.channel:
        turn.say(team.channel, outcome)


def add_admin(turn: EventContext, command: order.AddAdmin) -> None:
    access.require_admin(turn)
    members, others = finding.find_people(turn, command.people)
    for member in members:
        turn.uow.members.save(replace(member, admin=True))
        finding.record_audit(turn, "admin added", member.name)
        turn.tell(member.id, said.Claimed(by=access.require_member(turn).name))
        turn.reply(said.AdminAdded(name=member.name))
    finding.refuse_people(turn, others)


def choose_home(turn: EventContext, command: order.ChooseHome) -> None:
    acting = access.require_member(turn)
    ids = tuple(row.team for row in turn.uow.memberships.where(member=acting.id))
    mine = {row.name.lower(): row for row in turn.uow.teams.where(id=ids)}
    chosen = mine.get(command.team.lower())
    if chosen is None:
        nearest = tuple(sorted(row.name for row in mine.values()))
        raise Refusal(said.Unknown(noun="team", nearest=nearest), quotes=(command.team,))
    _choose_primary_team(turn, chosen)


def choose_this(turn: EventContext, token: str) -> None:
    """The button under the news of having been added: `token` is the team's id."""
    acting = access.require_member(turn)
    team = turn.uow.teams.get(token) if turn.uow.memberships.count(member=acting.id, team=token) else None
    if team is None:
        raise Refusal(said.Unknown(noun="team", nearest=_own_names(turn, acting)))
    _choose_primary_team(turn, team)


def _own_names(turn: EventContext, member: Member) -> tuple[str, ...]:
    ids = tuple(row.team for row in turn.uow.memberships.where(member=member.id))
    return tuple(sorted(row.name for row in turn.uow.teams.where(id=ids))) if ids else ()


def _choose_primary_team(turn: EventContext, team: Team) -> None:
    acting = access.require_member(turn)
    lists.choose_primary(turn, acting, team)
    others = tuple(name for name in _own_names(turn, acting) if name != team.name)
    turn.reply(said.HomeChosen(team=team.name, others=others))
