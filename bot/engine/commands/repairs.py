"""Commands with which admins put right what was set up: admins, leads, teams and schedules."""

from __future__ import annotations

from dataclasses import replace

from bot.calendar import Rule, describe_rule
from bot.domain import repairs as order
from bot.domain.commands import SetLead
from bot.domain.errors import Refusal
from bot.domain.model import Member, Team
from bot.domain.outcomes import commands as said
from bot.domain.outcomes import repairs as told
from bot.domain.outcomes.schedules import ScheduleMissing
from bot.engine import access, audit_trail, lookup
from bot.engine.commands import teams
from bot.engine.context import EventContext
from bot.engine.rounds import merge_plan


def list_admins(context: EventContext, command: order.ListAdmins) -> None:
    context.reply(told.AdminsListed(names=tuple(sorted(row.name for row in context.uow.members.where(admin=True)))))


def remove_admin(context: EventContext, command: order.RemoveAdmin) -> None:
    """End people's being admins. All or none: a last admin stays, and so does everybody named with them."""
    by = access.require_member(context)
    gone: list[Member] = []
    for id in command.people:
        member = lookup.known_person(context, id)
        if member is None or not member.admin:
            raise Refusal(told.AdminNotRemoved(name=member.name if member else lookup.name_of(context, id)))
        gone.append(member)
    if context.uow.members.count(admin=True) <= len({member.id for member in gone}):
        raise Refusal(told.AdminNotRemoved())
    for member in gone:
        context.uow.members.save(replace(member, admin=False))
        audit_trail.record_audit(context, "admin removed", member.name)
        if member.id != by.id:
            context.tell(member.id, told.AdminRemoved(name=member.name, by=by.name))
        context.reply(told.AdminRemoved(name=member.name))


def list_leads(context: EventContext, command: order.ListLeads) -> None:
    context.reply(
        told.LeadsListed(teams=tuple((team.name, _leads_of(context, team)) for team in lookup.own_teams(context)))
    )


def _leads_of(context: EventContext, team: Team) -> tuple[str, ...]:
    leads = tuple(row.member for row in context.uow.memberships.where(team=team.id, lead=True))
    return tuple(sorted(row.name for row in context.uow.members.where(id=leads))) if leads else ()


def replace_lead(context: EventContext, command: order.ReplaceLead) -> None:
    team = lookup.find_team(context, command.team)
    old = lookup.known_person(context, command.old)
    leads = old and context.uow.memberships.count(team=team.id, member=old.id, lead=True)
    if old is None or not leads:
        name = old.name if old else lookup.name_of(context, command.old)
        raise Refusal(told.LeadNotReplaced(team=team.name, name=name, leads=_leads_of(context, team)))
    _, others = lookup.find_people(context, (command.new,))
    if others:
        lookup.refuse_people(context, others)
        return
    teams.set_lead(context, SetLead(people=(command.new,), team=team.name))
    teams.set_lead(context, SetLead(people=(command.old,), team=team.name, lead=False))


def rename_team(context: EventContext, command: order.RenameTeam) -> None:
    team = lookup.find_team(context, command.team)
    others = [row for row in context.uow.teams.where(archived=False) if row.id != team.id]
    if any(row.name.lower() == command.name.lower() for row in others):
        raise Refusal(told.TeamNameTaken(name=command.name))
    renamed = replace(team, name=command.name)
    context.uow.teams.save(renamed)
    audit_trail.record_audit(
        context, "team renamed", command.name, before=team.name, undo=("rename", team.id, team.name)
    )
    teams.tell_team(context, renamed, said.TeamTold(what="renamed", name=command.name, words=team.name))
    context.reply(told.TeamRenamed(old=team.name, new=command.name))


def remove_schedule(context: EventContext, command: order.RemoveSchedule) -> None:
    team = lookup.find_team(context, command.team)
    schedule = merge_plan.schedule_of(context, team.id)
    if schedule is None:
        raise Refusal(ScheduleMissing(team=team.name))
    words = describe_rule(Rule.from_text(schedule.rule))
    context.uow.schedules.remove(schedule.id)
    undo = ("schedule", team.id, schedule.rule, schedule.words)
    audit_trail.record_audit(context, "schedule removed", team.name, before=words, undo=undo)
    teams.tell_team(context, team, said.TeamTold(what="no schedule", name=team.name))
    running = lookup.has_running_round(context, team.id)
    context.reply(told.ScheduleRemoved(team=team.name, words=words, running=running))
