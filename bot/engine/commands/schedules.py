"""Commands about schedules: set, show, pause or resume one, and ask a team now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.calendar import Rule, UnclearWords, clock_changes_between, describe_rule, parse_schedule, passed_over
from bot.domain import commands as order
from bot.domain import repairs, rounds
from bot.domain.errors import Refusal
from bot.domain.model import Organisation, Round, RoundState, Schedule, Team
from bot.domain.outcomes import commands as said
from bot.domain.outcomes import schedules as told
from bot.domain.outcomes.repairs import AllPaused
from bot.domain.releases import effective_k
from bot.domain.releases.thresholds import needed_roster
from bot.domain.stretch import Stretch
from bot.engine import access, audit_trail, dates, lookup
from bot.engine.commands import teams
from bot.engine.context import EventContext
from bot.engine.people import membership_lists
from bot.engine.rounds import deadlines, merge_plan, offers_that_fit, opening, overlaps, round_facts

SHOWN = 4
EVERY_TEAM = "*"
"""Stands for all teams in the token of a button that chooses the days of a pause."""


def set_schedule(context: EventContext, command: order.SetSchedule) -> None:
    team = lookup.find_team(context, command.team)
    organisation = context.organisation()
    zone = deadlines.zone_of(organisation, team)
    rule = read_rule(command.words, context.now.astimezone(ZoneInfo(zone)), team.name)
    if rule.zone:
        team = replace(team, zone=rule.zone)
        context.uow.teams.save(team)
    old = merge_plan.schedule_of(context, team.id)
    schedule = Schedule(
        id=old.id if old else context.token(),
        team=team.id,
        rule=rule.to_text(),
        words=command.words,
        asked_until=max(context.now, old.asked_until) if old else context.now,
    )
    context.uow.schedules.save(deadlines.with_next_send(organisation, team, schedule))
    earlier = audit_trail.earlier_change(context, "schedule set", f"{team.name}:")
    before = describe_rule(Rule.from_text(old.rule)) if old else ""
    undo = ("schedule", team.id, old.rule if old else "", old.words if old else "")
    audit_trail.record_audit(context, "schedule set", f"{team.name}: {describe_rule(rule)}", before=before, undo=undo)
    teams.tell_team(context, team, said.TeamTold(what="schedule", words=describe_rule(rule)))
    context.reply(replace(confirm_schedule(context, organisation, team, schedule, changed=True), earlier=earlier))


def read_rule(words: str, local: datetime, team: str) -> Rule:
    """The rule meant; "every other Tuesday at 10:00" said on a Tuesday at noon begins with the next one."""
    rule = parse_schedule(words, today=local.date())
    if isinstance(rule, Rule) and rule.anchor == local.date() and rule.at <= local.time():
        rule = parse_schedule(words, today=local.date() + timedelta(days=1))
    if isinstance(rule, UnclearWords):
        raise not_understood(rule, f"schedule set {team}: ")
    return rule


def not_understood(wrong: UnclearWords, before: str) -> Refusal:
    """The refusal of unclear words, with the command that would do: what stands `before` its words, and the suggestion."""
    outcome = told.ScheduleNotUnderstood(examples=wrong.examples[:3])
    nearest = f"{before}{wrong.suggestion}" if wrong.suggestion else ""
    return Refusal(outcome, quotes=(wrong.what, wrong.where, nearest))


def confirm_schedule(
    context: EventContext, organisation: Organisation, team: Team, schedule: Schedule, changed: bool
) -> told.ScheduleSet:
    """The schedule said back with its next four sends, clock changes and passed-over dates included."""
    rule = Rule.from_text(schedule.rule)
    zone = rule.zone or deadlines.zone_of(organisation, team)
    sends = deadlines.coming_sends(organisation, team, schedule, context.now, SHOWN)
    starts = [context.now, *(one.at for one in sends)]
    marked = tuple(
        told.Send(at=one.at, clock_change=bool(clock_changes_between(zone, before, one.at)))
        for before, one in zip(starts, sends, strict=False)
    )
    today = context.now.astimezone(ZoneInfo(zone)).date()
    until = sends[-1].local_date if sends else today
    over = passed_over(rule, deadlines.holidays_of(organisation, rule=rule), today, until)
    group = merge_plan.plan_groups(context, after_running=True).groups.get(team.id)
    others = tuple(id for id in group.teams if id != team.id) if group and group.driver != team.id else ()
    overlap = (
        None if others else next(iter(offers_that_fit.of_reader(context, overlaps.overlaps_of(context, [team]))), None)
    )
    return told.ScheduleSet(
        team=team.name,
        words=describe_rule(rule),
        zone=zone,
        sends=marked,
        passed_over=tuple((one.local_date, one.reason) for one in over),
        changed=changed,
        pause=deadlines.without_past_pause(schedule, today).pause,
        today=today,
        asked_with=merge_plan.names_of(context, others),
        overlap=overlap,
    )


def _schedule_of_team(context: EventContext, name: str) -> tuple[Organisation, Team, Schedule]:
    team = lookup.find_team(context, name)
    schedule = merge_plan.schedule_of(context, team.id)
    if schedule is None:
        raise Refusal(told.ScheduleMissing(team=team.name))
    return context.organisation(), team, schedule


def show_schedule(context: EventContext, command: order.ShowSchedule) -> None:
    organisation, team, schedule = _schedule_of_team(context, command.team)
    context.reply(confirm_schedule(context, organisation, team, schedule, changed=False))


def pause_command(context: EventContext, command: order.PauseSchedule) -> None:
    organisation, team, schedule = _schedule_of_team(context, command.team)
    day_context = _day_context_of(context, organisation, team)
    _pause_schedule(
        context, schedule, team, dates.read_days(command.when, day_context) if command.when else Stretch(None, None)
    )


def choose_pause(context: EventContext, token: str) -> None:
    """The days that were asked back, as a button has them: the team and the days."""
    id, _, days = token.partition(":")
    if id == EVERY_TEAM:
        access.require_admin(context)
        _set_all_pauses(context, dates.chosen_days(days, _day_context_of_all(context)))
        return
    access.lead_or_admin(context, id)
    team = context.uow.teams.get(id)
    schedule = merge_plan.schedule_of(context, id)
    if team is None or schedule is None:
        raise Refusal(said.NotForYou(who="admins"))
    _pause_schedule(
        context, schedule, team, dates.chosen_days(days, _day_context_of(context, context.organisation(), team))
    )


def _day_context_of(context: EventContext, organisation: Organisation, team: Team) -> dates.DayContext:
    return dates.DayContext(context.now, deadlines.zone_of(organisation, team), dates.PAUSE, "pause", team.id)


def _pause_schedule(context: EventContext, schedule: Schedule, team: Team, days: Stretch) -> None:
    organisation = context.organisation()
    paused = replace(schedule, paused=True, paused_from=days.first, paused_until=days.until, asked_until=context.now)
    context.uow.schedules.save(deadlines.with_next_send(organisation, team, paused))
    audit_trail.record_audit(context, "schedule paused", team.name)
    context.reply(
        told.SchedulePaused(team=team.name, pause=days, today=_day_context_of(context, organisation, team).today)
    )


def resume_schedule(context: EventContext, command: order.ResumeSchedule) -> None:
    organisation, team, schedule = _schedule_of_team(context, command.team)
    running = replace(schedule, paused=False, paused_from=None, paused_until=None, asked_until=context.now)
    context.uow.schedules.save(deadlines.with_next_send(organisation, team, running))
    audit_trail.record_audit(context, "schedule resumed", team.name)
    context.reply(
        told.SchedulePaused(team=team.name, pause=None, today=_day_context_of(context, organisation, team).today)
    )


def pause_all(context: EventContext, command: repairs.PauseAll) -> None:
    day_context = _day_context_of_all(context)
    _set_all_pauses(context, dates.read_days(command.when, day_context) if command.when else Stretch(None, None))


def resume_all(context: EventContext, command: repairs.ResumeAll) -> None:
    _set_all_pauses(context, None)


def _set_all_pauses(context: EventContext, days: Stretch | None) -> None:
    """Pause every team's schedule for these days, or end every pause."""
    organisation = context.organisation()
    names: list[str] = []
    for team, schedule in _scheduled(context):
        paused = replace(
            schedule,
            paused=days is not None,
            paused_from=days.first if days else None,
            paused_until=days.until if days else None,
            asked_until=context.now,
        )
        if days is None and not schedule.paused:
            continue
        context.uow.schedules.save(deadlines.with_next_send(organisation, team, paused))
        audit_trail.record_audit(context, "schedule resumed" if days is None else "schedule paused", team.name)
        names.append(team.name)
    context.reply(AllPaused(teams=tuple(names), pause=days, today=_day_context_of_all(context).today))


def _scheduled(context: EventContext) -> list[tuple[Team, Schedule]]:
    found = ((team, merge_plan.schedule_of(context, team.id)) for team in lookup.own_teams(context))
    return [(team, schedule) for team, schedule in found if schedule]


def _day_context_of_all(context: EventContext) -> dates.DayContext:
    zone = context.organisation().zone
    return dates.DayContext(
        context.now, zone, ("pause all until Monday", "pause all for two weeks"), "pause", EVERY_TEAM
    )


def run_now(context: EventContext, command: order.RunNow) -> None:
    ask_group(context, lookup.find_team(context, command.team), f"{rounds.AT_WILL}{context.event.event_id}")


def make_up(context: EventContext, round_id: str) -> None:
    """Ask a team in place of a date that passed while the product was not running; once."""
    access.require_admin(context)
    missed = context.uow.rounds.get(round_id)
    team = context.uow.teams.get(missed.team) if missed and missed.state is RoundState.SKIPPED else None
    if team is None:
        raise Refusal(said.NotForYou(who="admins"))
    ask_group(context, team, f"{rounds.AT_WILL}{round_id}")


def ask_group(context: EventContext, team: Team, occasion: str) -> None:
    """Open a round of a team's group, or say what stands in the way."""
    organisation = context.organisation()
    plan = merge_plan.plan_groups(context)
    k = effective_k(organisation.k)
    group = plan.groups.get(team.id)
    row = membership_lists.following_of(context, team)
    if row and row.read_at is None and not row.trouble:
        raise Refusal(said.RoundNotStarted(team=team.name, why="unread"))
    why = "running" if team.id in plan.busy else "nobody" if group is None else "too few" if group.too_small else ""
    if why or group is None:
        context.reply(said.RoundNotStarted(team=team.name, why=why, needed=needed_roster(k)))
        return
    driving = replace(group, driver=team.id)
    plan = merge_plan.MergePlan(dict.fromkeys(group.teams, driving), plan.busy)
    on = opening.local_date(context.now, deadlines.zone_of(organisation, team))
    if context.uow.rounds.count(occasion=occasion):
        context.reply(said.RoundNotStarted(team=team.name, why="made up"))
        return
    round_ = opening.open_round(context, organisation, team, occasion, on, plan)
    audit_trail.record_audit(context, "run now", team.name)
    if round_:
        context.reply(_round_started(context, team, round_))


def _round_started(context: EventContext, team: Team, round_: Round) -> said.RoundStarted:
    others = tuple(name for id, name in round_facts.team_names(context, round_).items() if id != team.id)
    return said.RoundStarted(
        team=team.name,
        closes_at=round_facts.closing_time(round_),
        zone=round_.zone,
        merged=others,
        overlap=overlaps.dates_in(context, team),
    )
