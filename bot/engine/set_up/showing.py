"""A step of a guided set-up as it is shown: what is planned so far, and what comes next."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.calendar import Country, Rule, check_country, describe_rule
from bot.domain.model import Organisation, Schedule, SetUpPlan, Team
from bot.domain.outcomes.schedules import Send
from bot.domain.outcomes.set_up import SetUpAsked
from bot.domain.outcomes.windows import RoundsOverlap
from bot.domain.releases import effective_k
from bot.domain.releases.thresholds import needed_roster
from bot.engine.commands.schedules import SHOWN, read_rule
from bot.engine.context import EventContext, WorkContext
from bot.engine.rounds import deadlines
from bot.engine.rounds.fitting import GroupRhythm
from bot.engine.rounds.overlaps import first_overlap
from bot.engine.safeguarding import contacts
from bot.engine.set_up import plans


def show_step(context: EventContext, plan: SetUpPlan) -> None:
    """Show the step at which a plan is, to its admin alone, wherever they asked."""
    context.reply_directly(step_outcome(context, plan))


def step_outcome(context: EventContext, plan: SetUpPlan) -> SetUpAsked:
    organisation = planned_organisation(context.organisation(), plan)
    schedule, sends = planned_schedule(context, plan)
    overlap = planned_overlap(context, plan)
    return SetUpAsked(
        step=plan.step,
        token=plan.step,
        name=organisation.name,
        zone=organisation.zone,
        holidays=plan.holidays or present_holidays(organisation),
        languages=tuple(sorted(context.services.finder.languages)),
        team=plan.team,
        parent=plan.parent,
        home=plans.home_of(context, plan),
        people=tuple(one.name for one in plan.people),
        leads=tuple(one.name for one in plan.leads),
        needed=needed_roster(effective_k(organisation.k)),
        schedule=schedule,
        sends=sends,
        overlap=overlap,
        contacts=plan.contacts or contacts.support_contacts(context),
        by_operator=not (plan.contacts or organisation.support_contacts),
    )


def present_holidays(organisation: Organisation) -> str:
    """The country whose public holidays count now, with its region; empty for none."""
    return f"{organisation.country} {organisation.region}".strip()


def planned_organisation(organisation: Organisation, plan: SetUpPlan) -> Organisation:
    country = check_country(plan.holidays) if plan.holidays else None
    if isinstance(country, Country):
        organisation = replace(organisation, country=country.code, region=country.region or "")
    return replace(organisation, name=plan.name or organisation.name, zone=plan.zone or organisation.zone)


def planned_schedule(work: WorkContext, plan: SetUpPlan) -> tuple[str, tuple[Send, ...]]:
    """The planned rhythm in words, and its next sends; nothing without one."""
    if not plan.words:
        return "", ()
    organisation = planned_organisation(work.organisation(), plan)
    team, schedule = _as_records(work, plan)
    coming = deadlines.coming_sends(organisation, team, schedule, work.now, SHOWN)
    return describe_rule(planned_rule(work, plan)), tuple(Send(at=one.at) for one in coming)


def planned_overlap(work: WorkContext, plan: SetUpPlan) -> RoundsOverlap | None:
    """The first of the planned rounds that is not over when the next is due, by the windows of now."""
    if not plan.words:
        return None
    team, schedule = _as_records(work, plan)
    return first_overlap(
        planned_organisation(work.organisation(), plan), GroupRhythm(team, (team,), schedule), work.now
    )


def _as_records(work: WorkContext, plan: SetUpPlan) -> tuple[Team, Schedule]:
    rule = planned_rule(work, plan)
    schedule = Schedule(id=plan.id, team=plan.id, rule=rule.to_text(), words=plan.words, asked_until=work.now)
    return Team(id=plan.id, name=plan.team or "the team", zone=rule.zone or ""), schedule


def planned_rule(work: WorkContext, plan: SetUpPlan) -> Rule:
    zone = plan.zone or work.organisation().zone
    return read_rule(plan.words, work.now.astimezone(ZoneInfo(zone)), plan.team or "TEAM")
