"""Plans of guided set-ups that are not finished: one for each admin and platform, kept until it is made, cancelled or old."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from bot.domain.conversation import ConversationRef
from bot.domain.errors import Refusal
from bot.domain.model import SetUpPlan, Team
from bot.domain.outcomes.repairs import TeamNameTaken
from bot.domain.outcomes.set_up import PlannedHome, SetUpOver
from bot.domain.set_up import STEPS
from bot.engine import access
from bot.engine.context import EventContext, WorkContext

KEPT = timedelta(days=30)
"""So long a plan waits to be gone on with."""
LOOKING = "looking"
READY = ("", "ok")
"""Values of `SetUpPlan.access` with which everything can be made."""


def present_plan(context: EventContext) -> SetUpPlan | None:
    return context.uow.set_up_plans.get(context.person)


def begin_plan(context: EventContext) -> SetUpPlan:
    """Return the plan that the acting admin is at, or a new one."""
    acting = access.require_admin(context)
    return present_plan(context) or save_plan(
        context, SetUpPlan(id=context.person, member=acting.id, step=STEPS[0], touched_at=context.now)
    )


def save_plan(work: WorkContext, plan: SetUpPlan) -> SetUpPlan:
    touched = replace(plan, touched_at=work.now)
    work.uow.set_up_plans.save(touched)
    return touched


def own_plan(context: EventContext, token: str) -> SetUpPlan:
    """The acting admin's plan behind a button or form; refused for anybody else, and where there is none."""
    access.require_admin(context)
    plan = present_plan(context)
    if plan is None or token not in (*STEPS, "review"):
        raise Refusal(SetUpOver())
    return plan


def remove_old(work: WorkContext) -> int:
    """Remove the plans that nobody has gone on with; returns how many."""
    old = [row for row in work.uow.set_up_plans.where() if row.touched_at < work.now - KEPT]
    for row in old:
        work.uow.set_up_plans.remove(row.id)
    return len(old)


def forget_in_plans(work: WorkContext, persons: Collection[str]) -> None:
    """Take somebody who asked to be forgotten, by these addresses, out of every plan; their own plans end."""
    refs = [work.uow.addresses.ref(id) for id in persons]
    ids = {ref.person for ref in refs if ref}
    for plan in work.uow.set_up_plans.where():
        people = tuple(one for one in plan.people if one.id not in ids)
        leads = tuple(one for one in plan.leads if one.id not in ids)
        if plan.id in persons:
            work.uow.set_up_plans.remove(plan.id)
        elif (people, leads) != (plan.people, plan.leads):
            work.uow.set_up_plans.save(replace(plan, people=people, leads=leads))


def move_home(work: WorkContext, old: ConversationRef, new: ConversationRef) -> None:
    """Let planned homes be where their conversation is now, topics included."""
    for plan in work.uow.set_up_plans.where():
        home = work.uow.addresses.ref(plan.home) if plan.home else None
        if home and home.with_all_topics() == old.with_all_topics():
            moved = replace(new, topic=home.topic)
            work.uow.set_up_plans.save(replace(plan, home=work.uow.addresses.remember(moved)))


def team_named(work: WorkContext, name: str) -> Team | None:
    return next((row for row in work.uow.teams.where(archived=False) if row.name.lower() == name.lower()), None)


def home_of(work: WorkContext, plan: SetUpPlan) -> PlannedHome:
    """The planned home as it is told, in the words of the platform on which its admin is guided."""
    where = work.uow.addresses.ref(plan.home or plan.id)
    here = work.services.capabilities(where) if where else None
    return PlannedHome(
        place=here.place if here else "channel",
        say=here.written_there("setup here") if here else "setup here",
        link=here.written_there("team link") if here and here.start_link else "",
        picked=here.picks_places if here else True,
        access=plan.access if plan.home else "",
        readable=plan.readable,
        found=plan.found,
        left_out=plan.left_out,
    )


def refuse_taken_name(work: WorkContext, name: str) -> None:
    if team_named(work, name):
        raise Refusal(TeamNameTaken(name=name), "name")
