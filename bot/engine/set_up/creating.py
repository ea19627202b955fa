"""The last press of a guided set-up: everything that was planned is made in one unit of work, or nothing of it.

Each part is the command that could have been typed, so that it does, notes and tells the same; only its replies are one.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.chatcommands import BY_NAME
from bot.domain import commands as order
from bot.domain.conversation import ConversationRef
from bot.domain.errors import InternalError, Refusal
from bot.domain.model import SetUpPlan
from bot.domain.outcomes.set_up import SetUpDone, SetUpNotReady
from bot.domain.releases import effective_k
from bot.domain.releases.thresholds import needed_roster
from bot.engine.commands.running import run_command, take_as_typed
from bot.engine.context import EventContext
from bot.engine.people import membership_lists, rosters
from bot.engine.rounds import deadlines
from bot.engine.set_up import plans
from bot.engine.set_up.showing import planned_schedule


def create_everything(context: EventContext, token: str) -> None:
    plan = plans.own_plan(context, token)
    home = plans.home_of(context, plan)
    if not plan.team or home.access not in plans.READY:
        raise Refusal(SetUpNotReady(team=plan.team, token=plan.step, home=home))
    plans.refuse_taken_name(context, plan.team)
    event, place = context.event, context.uow.addresses.ref(plan.home) if plan.home else None
    context.silent = True
    for command, name in _commands_of(context, plan):
        _run_as_typed(context, plan, place or event.where, command, name)
    context.silent, context.event = False, event
    context.uow.set_up_plans.remove(plan.id)
    context.reply_directly(_done(context, plan))


def _commands_of(context: EventContext, plan: SetUpPlan) -> Iterator[tuple[order.Command, str]]:
    """Return the planned parts as commands, each with the name of the chat command that it is."""
    for what, value in (("name", plan.name), ("zone", plan.zone), ("holidays", plan.holidays)):
        organisation = context.organisation()
        as_is = {"name": organisation.name, "zone": organisation.zone}.get(what, "")
        if value and value != as_is:
            yield order.SetOrganisation(what=what, value=value), "organisation set"
    yield order.AddTeam(name=plan.team, parent=plan.parent), "team add"
    if plan.people:
        yield order.AddPeople(people=tuple(one.id for one in plan.people), team=plan.team), "member add"
    if plan.words:
        yield order.SetSchedule(team=plan.team, words=plan.words), "schedule set"
    if plan.leads:
        yield order.SetLead(people=tuple(one.id for one in plan.leads), team=plan.team), "lead set"
    if plan.contacts:
        yield order.SetSupportContacts(contacts=plan.contacts), "support contacts"


def _run_as_typed(
    context: EventContext, plan: SetUpPlan, place: ConversationRef, command: order.Command, name: str
) -> None:
    everybody = (*plan.people, *plan.leads)
    names = {one.id: one.name for one in everybody}
    left_out = {one.id: one.left_out for one in everybody if one.left_out}
    take_as_typed(context, name, place, names, left_out)
    run_command(context, command, BY_NAME[name].role, BY_NAME[name])


def _done(context: EventContext, plan: SetUpPlan) -> SetUpDone:
    team = plans.team_named(context, plan.team)
    if team is None:
        raise InternalError("the team that was made is missing")
    there = rosters.list_of(context, team.id)
    schedule, _ = planned_schedule(context, plan)
    rows = context.uow.schedules.where(team=team.id)
    return SetUpDone(
        team=team.name,
        home=plans.home_of(context, plan),
        people=len(there.counted),
        waiting=tuple(row.name for row, _ in there.waiting),
        follows=membership_lists.following_of(context, team) is not None,
        leads=tuple(one.name for one in plan.leads),
        schedule=schedule,
        first_at=rows[0].next_at if rows else None,
        zone=deadlines.zone_of(context.organisation(), team),
        needed=needed_roster(effective_k(context.organisation().k)),
    )
