"""Words that are typed while a guided set-up goes on: a button's label, or what its present step asks for.

The set-up listens for an hour after its last step. Whoever has a round to answer is taken for answering, and fills in a form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.calendar import UnclearWords, check_zone
from bot.chatcommands.intents import Meant, read_message
from bot.domain.confidential import ConfidentialText
from bot.domain.errors import Refusal
from bot.domain.model import SetUpPlan
from bot.domain.set_up import REVIEW
from bot.engine.context import EventContext
from bot.engine.set_up import filling, plans
from bot.engine.situations import situation_of

LISTENS = timedelta(hours=1)
Step = Callable[[EventContext, str], None]
LABELS: Mapping[str, Step] = {
    "next": filling.go_on,
    "later": filling.go_on,
    "back": filling.go_back,
    "cancel": filling.cancel_set_up,
    "cancel the set-up": filling.cancel_set_up,
    "i lead it myself": filling.lead_oneself,
    "look again": filling.look_again,
    "go on without a home": filling.without_home,
}
"""What somebody types who means a button under a step."""
CREATE = "create everything"
FIELDS: Mapping[str, str] = {"team": "name", "people": "people", "rhythm": "words", "support": "contacts"}


def take_typed(context: EventContext, text: str, create: Step) -> bool:
    """Return whether typed words were taken by the acting admin's set-up; `create` is what its last press does."""
    plan = plans.present_plan(context)
    if plan is None or not (context.member and context.member.admin):
        return False
    if context.now - plan.touched_at > LISTENS:
        return False
    label = " ".join(text.lower().split()).strip(" .!")
    press = create if label == CREATE else LABELS.get(label)
    if press:
        press(context, plan.step)
        return True
    if plan.step == REVIEW or _is_something_else(context, text):
        return False
    _fill(context, plan, text)
    return True


def _is_something_else(context: EventContext, text: str) -> bool:
    situation = situation_of(context)
    meant = read_message(text, situation)
    return situation.asked or isinstance(meant, Meant)


def _fill(context: EventContext, plan: SetUpPlan, text: str) -> None:
    """Fill in what the step asks for first; of the organisation a time zone is known by itself, anything else is its name."""
    given = {FIELDS[plan.step]: text} if plan.step in FIELDS else _of_organisation(context, plan, text)
    try:
        filling.submit_step(context, plan.step, {name: ConfidentialText(words) for name, words in given.items()})
    except Refusal as refusal:
        # There is no form whose field could stay open.
        raise refusal.about("") from None


def _of_organisation(context: EventContext, plan: SetUpPlan, text: str) -> dict[str, str]:
    row = context.organisation()
    given = {"name": plan.name or row.name, "zone": plan.zone or row.zone, "holidays": plan.holidays}
    is_zone = not isinstance(check_zone(text), UnclearWords)
    return given | {"zone" if is_zone else "name": text}
