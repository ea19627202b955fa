"""Teams that are no more: archived, merged into another, or removed because they were made by mistake.

A round has to be over before: what its people were promised is kept, or the round is cancelled. Nobody is moved to another team by
anybody but themselves (release rule 10); whoever was asked with a team that is no more is told how they choose.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain import repairs as order
from bot.domain.errors import Refusal
from bot.domain.model import Team
from bot.domain.outcomes import commands as said
from bot.domain.outcomes import repairs as told
from bot.engine import access, audit_trail, lookup
from bot.engine.commands import teams
from bot.engine.context import EventContext
from bot.engine.follow_ups import known
from bot.engine.lasting_points import noting
from bot.engine.people import asked_with, membership_lists
from bot.engine.proposals import proposing
from bot.engine.rounds import merge_plan


def archive_team(context: EventContext, command: order.ArchiveTeam) -> None:
    """Ask a team no more, or again."""
    if command.back:
        _restore_team(context, command.team)
        return
    team = _team_to_end(context, command.team)
    _put_away(context, team)
    audit_trail.record_audit(context, "team archived", team.name)
    teams.tell_team(context, team, said.TeamTold(what="archived", name=team.name))
    context.reply(told.TeamPutAway(team=team.name))


def merge_teams(context: EventContext, command: order.MergeTeams) -> None:
    """Put everybody of a team on another's list, and archive it."""
    team, into = _team_to_end(context, command.team), lookup.find_team(context, command.into)
    if team.id == into.id:
        raise Refusal(told.TeamNameTaken(name=team.name))
    by = access.require_member(context)
    rows = context.uow.memberships.where(team=team.id)
    members = sorted(
        context.uow.members.where(id=tuple(row.member for row in rows)), key=lambda row: (row.name, row.id)
    )
    known.hand_over(context, team.id, into)
    proposing.hand_over(context, team.id, into.id)
    noting.hand_over(context, team.id, into.id)
    _put_away(context, team)
    new = [member for member in members if membership_lists.add_member(context, into, member)]
    for member in new:
        membership_lists.stay_on(context, into, member)
        asked_with.tell_added(context, into, member.id, by.name)
    audit_trail.record_audit(context, "teams merged", f"{team.name} into {into.name}")
    for one in (team, into):
        teams.tell_team(context, one, said.TeamTold(what="merged", name=team.name, words=into.name))
    context.reply(told.TeamsMerged(old=team.name, into=into.name, people=len(new)))


def remove_team(context: EventContext, command: order.RemoveTeam) -> None:
    """Take away a team that was never asked, with its list: as if it had not been made."""
    team = _team_to_end(context, command.team)
    if any(team.id in row.teams for row in context.uow.rounds.where()):
        raise Refusal(told.TeamNotRemoved(team=team.name))
    rows = context.uow.memberships.where(team=team.id)
    _put_away(context, team)
    for row in rows:
        context.uow.memberships.remove(row.id)
    for member in context.uow.members.where(id=tuple(row.member for row in rows)) if rows else ():
        if member.primary_team == team.id:
            # They were never asked with it: their next team is their first.
            context.uow.members.save(replace(member, primary_team=""))
    for exclusion in context.uow.exclusions.where(team=team.id):
        context.uow.exclusions.remove(exclusion.id)
    context.uow.followings.remove(team.id)
    for proposal in context.uow.proposals.where(team=team.id):
        proposing.remove_proposal(context, proposal)
    context.uow.teams.remove(team.id)
    audit_trail.record_audit(context, "team removed", team.name)
    teams.tell_team(context, team, said.TeamTold(what="removed", name=team.name))
    context.reply(told.TeamRemoved(team=team.name))


def _team_to_end(context: EventContext, name: str) -> Team:
    team = lookup.find_team(context, name)
    if lookup.has_running_round(context, team.id):
        raise Refusal(told.TeamNotPutAway(team=team.name))
    return team


def _put_away(context: EventContext, team: Team) -> None:
    schedule = merge_plan.schedule_of(context, team.id)
    if schedule:
        context.uow.schedules.remove(schedule.id)
    context.uow.teams.save(replace(team, archived=True))
    known.stop_or_go_on(context, team.id)


def _restore_team(context: EventContext, name: str) -> None:
    away = [row for row in context.uow.teams.where(archived=True) if row.name.lower() == name.lower()]
    if not away:
        nearest = lookup.nearest_names(name, [row.name for row in context.uow.teams.where(archived=True)])
        raise Refusal(said.Unknown(noun="archived team", nearest=nearest), quotes=(name,))
    team = away[0]
    if any(row.name.lower() == name.lower() for row in context.uow.teams.where(archived=False)):
        raise Refusal(told.TeamNameTaken(name=team.name))
    context.uow.teams.save(replace(team, archived=False))
    known.stop_or_go_on(context, team.id)
    audit_trail.record_audit(context, "team restored", team.name)
    teams.tell_team(context, team, said.TeamTold(what="restored", name=team.name))
    context.reply(told.TeamPutAway(team=team.name, back=True))
