"""Steps of a guided set-up being filled in: forms, and the buttons that go on, back, or choose something."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.calendar import UnclearWords, check_country, check_zone
from bot.chatcommands import Wrong
from bot.chatcommands.support import contacts_to_set
from bot.chatcommands.team import team_to_add
from bot.chatcommands.words import people_in, strip_quotes
from bot.domain.commands import Command, SetSupportContacts
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.errors import Refusal
from bot.domain.events import LEFT_OUT
from bot.domain.model import PlannedPerson, SetUpPlan
from bot.domain.outcomes.commands import ZoneUnknown
from bot.domain.outcomes.set_up import SetUpCancelled, SetUpEntryWrong, SetUpStepForm
from bot.domain.set_up import STEPS, step_after, step_before
from bot.engine import access, lookup
from bot.engine.commands import many_people
from bot.engine.commands.schedules import not_understood
from bot.engine.context import EventContext
from bot.engine.set_up import plans
from bot.engine.set_up.showing import planned_rule, present_holidays, show_step

Given = Mapping[str, str]
TEAM, RHYTHM = STEPS[1], STEPS[3]


def step_form(context: EventContext, token: str) -> SetUpStepForm:
    plan = plans.own_plan(context, token)
    organisation = context.organisation()
    return SetUpStepForm(
        step=token,
        token=token,
        name=plan.name or organisation.name,
        zone=plan.zone or organisation.zone,
        holidays=plan.holidays or present_holidays(organisation),
        team=plan.team,
        parent=plan.parent,
        words=plan.words,
        contacts=plan.contacts,
        picks=context.services.capabilities(context.event.where).picks_places,
    )


def submit_step(context: EventContext, token: str, values: Mapping[str, ConfidentialText]) -> None:
    """Note what was filled in, and show the next step; the rhythm is shown again, with its dates."""
    plan = plans.own_plan(context, token)
    given = {name: text.reveal().strip() for name, text in values.items()}
    filled = FILL[token](context, plan, given)
    filled = replace(filled, step=RHYTHM if token == RHYTHM else step_after(token))
    show_step(context, plans.save_plan(context, filled))


def _fill_organisation(context: EventContext, plan: SetUpPlan, given: Given) -> SetUpPlan:
    zone = given.get("zone", "")
    found = check_zone(zone) if zone else ""
    if isinstance(found, UnclearWords):
        nearest = (found.suggestion,) if found.suggestion else ()
        raise Refusal(ZoneUnknown(nearest=nearest), "zone", (zone,))
    holidays = given.get("holidays", "")
    if holidays == present_holidays(context.organisation()):
        holidays = ""
    country = check_country(holidays) if holidays else None
    if isinstance(country, UnclearWords):
        raise not_understood(country, "organisation set holidays ").about("holidays")
    return replace(plan, name=strip_quotes(given.get("name", "")), zone=found, holidays=holidays)


def _fill_team(context: EventContext, plan: SetUpPlan, given: Given) -> SetUpPlan:
    name, parent = (strip_quotes(given.get(field, "")) for field in ("name", "parent"))
    _refuse_wrong(team_to_add(name, parent), "name")
    plans.refuse_taken_name(context, name)
    plan = replace(plan, team=name, parent=parent)
    where, channel = context.event.where, given.get("channel", "").strip("<#>").partition("|")[0]
    return (
        with_home(context, plan, ConversationRef(where.platform, where.workspace, channel=channel)) if channel else plan
    )


def with_home(context: EventContext, plan: SetUpPlan, place: ConversationRef) -> SetUpPlan:
    """The plan with this place as the team's home, which is to be looked at."""
    home = context.uow.addresses.remember(place.unthreaded())
    return replace(plan, home=home, access=plans.LOOKING, readable=False, found=0, left_out=0)


def _refuse_wrong(command: Command | Wrong, field: str) -> None:
    if isinstance(command, Wrong):
        raise Refusal(SetUpEntryWrong(), field, (command.problem,))


def _fill_people(context: EventContext, plan: SetUpPlan, given: Given) -> SetUpPlan:
    people = plan_people(context, _listed(context, plan, given.get("people", "")))
    leads = plan_people(context, _listed(context, plan, given.get("lead", "")))
    return replace(plan, people=_together(plan.people, people), leads=leads or plan.leads)


def _listed(context: EventContext, plan: SetUpPlan, text: str) -> Sequence[str]:
    """The ids of the people whom a text mentions, or names line by line; each line that names nobody is told."""
    ids, left = people_in(text)
    if not left.strip(" .,;"):
        return ids
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    found, missed = many_people.find_people_of_lines(context, lines)
    many_people.name_lines(context, plan.team, missed, len(lines))
    return found


def _together(before: Sequence[PlannedPerson], more: Sequence[PlannedPerson]) -> tuple[PlannedPerson, ...]:
    return tuple({one.id: one for one in (*before, *more)}.values())


def plan_people(context: EventContext, ids: Sequence[str]) -> tuple[PlannedPerson, ...]:
    """The people of these ids who can be on a list, none made known yet; of the others it is told who they are, and why not."""
    found, others = [], []
    for id in ids:
        known, why = lookup.judge_person(context, id)
        name = known.name if known else lookup.name_of(context, id)
        if why == lookup.NOT_MET or why in LEFT_OUT:
            others.append((name, why))
        else:
            # By a public name only who is known: their id is what does not change, and what is taken out if they are forgotten.
            own = many_people.platform_id(context, known) if known else ""
            found.append(PlannedPerson(id=own or id, name=name, left_out=why))
    lookup.refuse_people(context, others)
    return tuple(found)


def _fill_rhythm(context: EventContext, plan: SetUpPlan, given: Given) -> SetUpPlan:
    filled = replace(plan, words=given.get("words", ""))
    if filled.words:
        try:
            planned_rule(context, filled)
        except Refusal as refusal:
            raise refusal.about("words") from None
    return filled


def _fill_support(context: EventContext, plan: SetUpPlan, given: Given) -> SetUpPlan:
    if not given.get("contacts"):
        return replace(plan, contacts=())
    command = contacts_to_set(given["contacts"])
    _refuse_wrong(command, "contacts")
    return replace(plan, contacts=command.contacts if isinstance(command, SetSupportContacts) else ())


FILL: dict[str, Callable[[EventContext, SetUpPlan, Given], SetUpPlan]] = {
    "organisation": _fill_organisation,
    "team": _fill_team,
    "people": _fill_people,
    "rhythm": _fill_rhythm,
    "support": _fill_support,
}


def go_on(context: EventContext, token: str) -> None:
    """To the step after the one under which the button stands. A team needs its name first."""
    plan = plans.own_plan(context, token)
    if token == plan.step and not (token == TEAM and not plan.team):
        plan = plans.save_plan(context, replace(plan, step=step_after(token)))
    show_step(context, plan)


def go_back(context: EventContext, token: str) -> None:
    plan = plans.own_plan(context, token)
    if token == plan.step:
        plan = plans.save_plan(context, replace(plan, step=step_before(token)))
    show_step(context, plan)


def lead_oneself(context: EventContext, token: str) -> None:
    """Plan the acting admin as the team's lead."""
    plan, acting = plans.own_plan(context, token), access.require_admin(context)
    id = context.event.sender.ref.person or ""
    lead = PlannedPerson(id=id, name=acting.name)
    show_step(context, plans.save_plan(context, replace(plan, leads=_together(plan.leads, (lead,)))))


def choose_rhythm(context: EventContext, token: str) -> None:
    """One of the rhythms that are offered; `token` is the step and its words."""
    step, _, words = token.partition(":")
    plan = plans.own_plan(context, step)
    show_step(context, plans.save_plan(context, _fill_rhythm(context, replace(plan, step=RHYTHM), {"words": words})))


def look_again(context: EventContext, token: str) -> None:
    plan = plans.own_plan(context, token)
    if plan.home:
        plan = plans.save_plan(context, replace(plan, access=plans.LOOKING))
    show_step(context, plan)


def without_home(context: EventContext, token: str) -> None:
    """Plan the team without a home: one can be given to it later."""
    plan = replace(plans.own_plan(context, token), home="", access="", readable=False, found=0, left_out=0)
    show_step(context, plans.save_plan(context, plan))


def cancel_set_up(context: EventContext, token: str) -> None:
    plan = plans.own_plan(context, token)
    context.uow.set_up_plans.remove(plan.id)
    context.reply_directly(SetUpCancelled())
