"""The command that begins a guided set-up, or goes on with it after it was left, or after a restart."""

from __future__ import annotations

from bot.domain.errors import Refusal
from bot.domain.outcomes.set_up import SetUpOver
from bot.domain.set_up import SetUp
from bot.engine.context import EventContext
from bot.engine.set_up import filling, plans
from bot.engine.set_up.showing import show_step


def set_up(context: EventContext, command: SetUp) -> None:
    if command.what == "cancel":
        plan = plans.present_plan(context)
        if plan is None:
            raise Refusal(SetUpOver())
        filling.cancel_set_up(context, plan.step)
        return
    plan = plans.begin_plan(context)
    if command.what == "here" and not context.event.where.direct:
        plan = plans.save_plan(context, filling.with_home(context, plan, context.event.where))
    show_step(context, plan)
