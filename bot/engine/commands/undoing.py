"""Taking back the last change of an admin, as long as no round has opened since: what people were asked with stays.

What is needed for it stands with the change in the audit trail. Everything that one message changed is taken back together.
"""

from __future__ import annotations

from dataclasses import replace

from bot.calendar import Rule, describe_rule
from bot.domain import repairs as order
from bot.domain.errors import Refusal
from bot.domain.model import Audit, Schedule, Team
from bot.domain.outcomes import commands as said
from bot.domain.outcomes import repairs as told
from bot.engine import access, audit_trail
from bot.engine.commands import teams, windows
from bot.engine.commands.dates_left_out import told_of_dates
from bot.engine.commands.exporting import EXPORTED
from bot.engine.context import EventContext
from bot.engine.follow_ups.answering import POINT_ANSWERED
from bot.engine.follow_ups.asking_back import POINT_ASKED_BACK
from bot.engine.people import asked_with, membership_lists
from bot.engine.reporting.ordering import REPORTED
from bot.engine.rounds import deadlines, merge_plan

UNDO_ACTION = "undone"
"""Value of `Audit.action` of the line that says that a change was taken back."""
PASSED_OVER = (UNDO_ACTION, EXPORTED, REPORTED, POINT_ANSWERED, POINT_ASKED_BACK)
"""Actions that are no change of how the organisation is set up: what was changed before them is still the last change."""
TAKEN_BACK = ("undone",)
"""Value of `Audit.undo` of a change that was taken back: nothing can be done with it any more."""


def undo_change(context: EventContext, command: order.UndoChange) -> None:
    acting = access.require_admin(context)
    rows = [row for row in context.uow.audits.where() if row.action not in PASSED_OVER and row.undo != TAKEN_BACK]
    newest = max((row.at for row in rows), default=None)
    changes = [row for row in rows if row.at == newest]
    if not changes:
        raise Refusal(told.ChangeNotUndone(why="nothing"))
    what = _in_words(changes[0])
    other = next((row.member for row in changes if row.member != acting.id), "")
    if other:
        by = context.uow.members.get(other)
        raise Refusal(told.ChangeNotUndone(why="other", what=what, by=by.name if by else "somebody who left"))
    if not all(row.undo for row in changes):
        raise Refusal(told.ChangeNotUndone(why="cannot", what=what))
    if any(_has_been_asked_with(context, row) for row in changes):
        raise Refusal(told.ChangeNotUndone(why="round", what=what))
    with told_of_dates(context):
        for row in reversed(changes):
            _take_back(context, row)
            context.uow.audits.save(replace(row, undo=TAKEN_BACK))
            audit_trail.record_audit(context, UNDO_ACTION, _in_words(row))
        context.reply(told.ChangeUndone(what=tuple(_in_words(row) for row in changes)))


def _in_words(row: Audit) -> str:
    before = f"; before: {row.before}" if row.before else ""
    return f"{row.action} ({row.subject}{before})" if row.subject else row.action


def _has_been_asked_with(context: EventContext, row: Audit) -> bool:
    """Return whether a round has opened since that the change was part of."""
    kind, about, *_ = row.undo
    rounds = [one for one in context.uow.rounds.where() if one.opened_at and one.opened_at >= row.at]
    return any(kind in ("questions", "windows") or about in one.teams for one in rounds)


def _take_back(context: EventContext, row: Audit) -> None:
    kind, about, *values = row.undo
    if kind == "questions":
        context.uow.organisations.save(replace(context.organisation(), questions=about))
        return
    if kind == "windows":
        windows.put_back_for_all(context, values)
        return
    team = context.uow.teams.get(about)
    if team is None or team.archived:
        raise Refusal(told.ChangeNotUndone(why="cannot", what=_in_words(row)))
    {
        "rename": _rename,
        "people": _take_off,
        "lead": _set_lead,
        "schedule": _set_schedule,
        "team-questions": _set_questions,
        "team-windows": windows.put_back,
    }[kind](context, team, values)


def _rename(context: EventContext, team: Team, values: list[str]) -> None:
    (name,) = values
    others = [row for row in context.uow.teams.where(archived=False) if row.id != team.id]
    if any(row.name.lower() == name.lower() for row in others):
        raise Refusal(told.TeamNameTaken(name=name))
    context.uow.teams.save(replace(team, name=name))
    teams.tell_team(context, team, said.TeamTold(what="renamed", name=name, words=team.name))


def _take_off(context: EventContext, team: Team, values: list[str]) -> None:
    by = access.require_member(context)
    for id in values:
        member = context.uow.members.get(id)
        if member and membership_lists.remove_member(context, team, member) and member.id != by.id:
            asked_with.tell_taken_off(context, team, member.id, by.name)
    teams.tell_team(context, team, said.TeamTold(what="people"))


def _set_lead(context: EventContext, team: Team, values: list[str]) -> None:
    id, lead, joined = values
    member = context.uow.members.get(id)
    for row in context.uow.memberships.where(team=team.id, member=id):
        context.uow.memberships.save(replace(row, lead=lead == "lead"))
    if member:
        what = "lead" if lead == "lead" else "no lead"
        teams.tell_team(context, team, said.TeamTold(what=what, name=member.name))
    if joined:
        _take_off(context, team, [id])


def _set_questions(context: EventContext, team: Team, values: list[str]) -> None:
    (questions,) = values
    context.uow.teams.save(replace(team, questions=questions))


def _set_schedule(context: EventContext, team: Team, values: list[str]) -> None:
    rule, words = values
    old = merge_plan.schedule_of(context, team.id)
    if not rule:
        if old:
            context.uow.schedules.remove(old.id)
        teams.tell_team(context, team, said.TeamTold(what="no schedule", name=team.name))
        return
    asked_until = max(context.now, old.asked_until) if old else context.now
    schedule = Schedule(
        id=old.id if old else context.token(), team=team.id, rule=rule, words=words, asked_until=asked_until
    )
    context.uow.schedules.save(deadlines.with_next_send(context.organisation(), team, schedule))
    described = describe_rule(Rule.from_text(rule))
    teams.tell_team(context, team, said.TeamTold(what="schedule", words=described))
