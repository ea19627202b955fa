"""Teams, their people and their leads."""

from __future__ import annotations

from dataclasses import replace

from bot.calendar import Rule, describe_rule
from bot.domain import commands as order
from bot.domain.errors import Refusal
from bot.domain.model import Member, Team
from bot.domain.outcomes import commands as said
from bot.engine import access, grouping, lists, timetable
from bot.engine.handlers.ordered import finding
from bot.engine.handlers.ordered import lists as lists_of
from bot.engine.work import Turn


def list_teams(turn: Turn, command: order.ListTeams) -> None:
    rows = []
    for team in finding.own_teams(turn):
        memberships = turn.uow.memberships.where(team=team.id)
        leads = tuple(row.member for row in memberships if row.lead)
        names = tuple(sorted(row.name for row in turn.uow.members.where(id=leads)))
        schedule = grouping.schedule_of(turn, team.id)
        rows.append(
            said.TeamRow(
                name=team.name,
                people=len(memberships),
                leads=names,
                schedule=describe_rule(Rule.from_text(schedule.rule)) if schedule else "",
                parent=team.parent,
                how=lists_of.how(turn, team),
            )
        )
    turn.reply(said.TeamsListed(teams=tuple(rows)))


def add_people(turn: Turn, command: order.AddPeople) -> None:
    team = finding.team(turn, command.team)
    k = turn.organisation().k
    new, already = [], []
    for id in command.people:
        member = finding.person(turn, id)
        if lists.join(turn, team, member):
            new.append(member.name)
            turn.tell(member.id, said.YouJoined(team=team.name, k=k))
        else:
            already.append(member.name)
        lists.stay_on(turn, team, member)
    if new:
        finding.audit(turn, "people added", team.name)
        tell_team(turn, team, said.TeamTold(what="people"))
    size = turn.uow.memberships.count(team=team.id)
    running = finding.running(turn, team.id)
    follows = lists.following(turn, team) is not None
    turn.reply(
        said.PeopleAdded(
            team=team.name, names=tuple(new), already=tuple(already), size=size, running=running, follows=follows
        )
    )


def remove_people(turn: Turn, command: order.RemovePeople) -> None:
    team = finding.team(turn, command.team)
    follows = lists.following(turn, team) is not None
    keeps_off = follows or lists.lists_people(turn, turn.event.where)
    gone: list[str] = []
    absent: list[str] = []
    for id in command.people:
        member = finding.known_person(turn, id)
        left = member is not None and lists.leave(turn, team, member)
        if keeps_off:
            lists.stay_off(turn, team.id, finding.addresses_of(turn, id, member))
        (gone if left else absent).append(member.name if member else finding.name_of(turn, id))
    if gone:
        finding.audit(turn, "people removed", team.name)
        tell_team(turn, team, said.TeamTold(what="people"))
    elif keeps_off:
        finding.audit(turn, "people kept off", team.name)
    size = turn.uow.memberships.count(team=team.id)
    running = finding.running(turn, team.id)
    turn.reply(
        said.PeopleRemoved(
            team=team.name, names=tuple(gone), absent=tuple(absent), size=size, running=running, follows=follows
        )
    )


def set_lead(turn: Turn, command: order.SetLead) -> None:
    access.admin(turn)
    team = finding.team(turn, command.team)
    for id in command.people:
        member = finding.person(turn, id)
        # While they lead they stay on, wherever they are; afterwards the list decides as for everybody.
        lists.join(turn, team, member, followed=lists.following(turn, team) is not None)
        lists.let_back(turn, team, member)
        row = turn.uow.memberships.where(team=team.id, member=member.id)[0]
        done = said.LeadNamed(
            team=team.name, name=member.name, lead=command.lead, running=finding.running(turn, team.id)
        )
        if row.lead == command.lead:
            turn.reply(done)
            continue
        turn.uow.memberships.save(replace(row, lead=command.lead))
        finding.audit(turn, "lead set" if command.lead else "lead removed", f"{team.name}: {member.name}")
        tell_team(turn, team, said.TeamTold(what="lead" if command.lead else "no lead", name=member.name))
        if command.lead:
            _tell_lead(turn, team, member)
        turn.reply(done)


def _tell_lead(turn: Turn, team: Team, member: Member) -> None:
    organisation = turn.organisation()
    schedule = grouping.schedule_of(turn, team.id)
    turn.tell(
        member.id,
        said.YouLead(
            team=team.name,
            people=turn.uow.memberships.count(team=team.id),
            schedule=describe_rule(Rule.from_text(schedule.rule)) if schedule else "",
            next_at=schedule.next_at if schedule else None,
            zone=timetable.zone_of(organisation, team),
        ),
    )


def tell_team(turn: Turn, team: Team, outcome: said.TeamTold) -> None:
    """Say a change in the team's channel, where there is one."""
    if team.channel:
        turn.say(team.channel, outcome)


def add_admin(turn: Turn, command: order.AddAdmin) -> None:
    access.admin(turn)
    for id in command.people:
        member = finding.person(turn, id)
        turn.uow.members.save(replace(member, admin=True))
        finding.audit(turn, "admin added", member.name)
        turn.tell(member.id, said.Claimed(by=access.member(turn).name))
        turn.reply(said.AdminAdded(name=member.name))


def choose_home(turn: Turn, command: order.ChooseHome) -> None:
    acting = access.member(turn)
    rows = turn.uow.memberships.where(member=acting.id)
    names = {row.id: row.name for row in turn.uow.teams.where(id=tuple(row.team for row in rows))}
    mine = {name.lower(): team for team, name in names.items()}
    chosen = mine.get(command.team.lower())
    if chosen is None:
        nearest = tuple(sorted(names.values()))
        raise Refusal(said.Unknown(noun="team", nearest=nearest), quotes=(command.team,))
    for row in rows:
        turn.uow.memberships.save(replace(row, home=row.team == chosen))
    others = tuple(sorted(name for id, name in names.items() if id != chosen))
    turn.reply(said.HomeChosen(team=names[chosen], others=others))
