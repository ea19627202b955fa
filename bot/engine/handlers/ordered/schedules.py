"""When teams are asked, asking them now, calling it off."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.calendar import Rule, UnclearWords, clock_changes_between, describe_rule, parse_schedule, passed_over
from bot.domain import commands as order
from bot.domain import rounds
from bot.domain.errors import Refusal
from bot.domain.model import Organisation, Round, RoundState, Schedule, Team
from bot.domain.outcomes import commands as said
from bot.domain.outcomes import schedules as told
from bot.domain.releases import effective_k
from bot.domain.releases.thresholds import ROSTER_MARGIN
from bot.domain.stretch import Stretch
from bot.engine import access, dates, grouping, lists, timetable
from bot.engine.handlers import asking, opening
from bot.engine.handlers.ordered import finding, teams
from bot.engine.work import EventContext

SHOWN = 4


def set_schedule(turn: EventContext, command: order.SetSchedule) -> None:
    access.require_admin(turn)
    team = finding.find_team(turn, command.team)
    organisation = turn.organisation()
    zone = timetable.zone_of(organisation, team)
    rule = _read_rule(command.words, turn.now.astimezone(ZoneInfo(zone)))
    if rule.zone:
        team = replace(team, zone=rule.zone)
        turn.uow.teams.save(team)
    old = grouping.schedule_of(turn, team.id)
    schedule = Schedule(
        id=old.id if old else turn.token(),
        team=team.id,
        rule=rule.to_text(),
        words=command.words,
        asked_until=max(turn.now, old.asked_until) if old else turn.now,
    )
    turn.uow.schedules.save(timetable.with_next_at(organisation, team, schedule))
    earlier = finding.earlier_change(turn, "schedule set", f"{team.name}:")
    finding.record_audit(turn, "schedule set", f"{team.name}: {describe_rule(rule)}")
    teams.tell_team(turn, team, said.TeamTold(what="schedule", words=describe_rule(rule)))
    turn.reply(replace(confirm_schedule(turn, organisation, team, schedule, changed=True), earlier=earlier))


def _read_rule(words: str, local: datetime) -> Rule:
    """The rule meant; "every other Tuesday at 10:00" said on a Tuesday at noon begins with the next one."""
    rule = parse_schedule(words, today=local.date())
    if isinstance(rule, Rule) and rule.anchor == local.date() and rule.at <= local.time():
        rule = parse_schedule(words, today=local.date() + timedelta(days=1))
    if isinstance(rule, UnclearWords):
        raise not_understood(rule)
    return rule


def not_understood(wrong: UnclearWords) -> Refusal:
    outcome = told.ScheduleNotUnderstood(examples=wrong.examples[:3])
    return Refusal(outcome, quotes=(wrong.what, wrong.where, wrong.suggestion))


def confirm_schedule(
    turn: EventContext, organisation: Organisation, team: Team, schedule: Schedule, changed: bool
) -> told.ScheduleSet:
    """The schedule said back with its next four sends, clock changes and passed-over dates included."""
    rule = Rule.from_text(schedule.rule)
    zone = rule.zone or timetable.zone_of(organisation, team)
    sends = timetable.coming_sends(organisation, team, schedule, turn.now, SHOWN)
    starts = [turn.now, *(one.at for one in sends)]
    marked = tuple(
        told.Send(at=one.at, clock_change=bool(clock_changes_between(zone, before, one.at)))
        for before, one in zip(starts, sends, strict=False)
    )
    today = turn.now.astimezone(ZoneInfo(zone)).date()
    until = sends[-1].local_date if sends else today
    over = passed_over(rule, timetable.holidays_of(organisation), today, until)
    group = grouping.plan_groups(turn).groups.get(team.id)
    others = tuple(id for id in group.teams if id != team.id) if group and group.driver != team.id else ()
    return told.ScheduleSet(
        team=team.name,
        words=describe_rule(rule),
        zone=zone,
        sends=marked,
        passed_over=tuple((one.local_date, one.reason) for one in over),
        changed=changed,
        pause=timetable.without_past_pause(schedule, today).pause,
        today=today,
        asked_with=grouping.names_of(turn, others),
    )


def _schedule_of_team(turn: EventContext, name: str) -> tuple[Organisation, Team, Schedule]:
    team = finding.find_team(turn, name)
    schedule = grouping.schedule_of(turn, team.id)
    if schedule is None:
        raise Refusal(told.ScheduleMissing(team=team.name))
    return turn.organisation(), team, schedule


def show_schedule(turn: EventContext, command: order.ShowSchedule) -> None:
    organisation, team, schedule = _schedule_of_team(turn, command.team)
    turn.reply(confirm_schedule(turn, organisation, team, schedule, changed=False))


def pause_command(turn: EventContext, command: order.PauseSchedule) -> None:
    access.require_admin(turn)
    organisation, team, schedule = _schedule_of_team(turn, command.team)
    naming = _naming_of(turn, organisation, team)
    _pause_schedule(
        turn, schedule, team, dates.read_days(command.when, naming) if command.when else Stretch(None, None)
    )


def choose_pause(turn: EventContext, token: str) -> None:
    """The days that were asked back, as a button has them: the team and the days."""
    access.require_admin(turn)
    id, _, days = token.partition(":")
    team = turn.uow.teams.get(id)
    schedule = grouping.schedule_of(turn, id)
    if team is None or schedule is None:
        raise Refusal(said.NotForYou(who="admins"))
    _pause_schedule(turn, schedule, team, dates.chosen_days(days, _naming_of(turn, turn.organisation(), team)))


def _naming_of(turn: EventContext, organisation: Organisation, team: Team) -> dates.Naming:
    return dates.Naming(turn.now, timetable.zone_of(organisation, team), dates.PAUSE, "pause", team.id)


def _pause_schedule(turn: EventContext, schedule: Schedule, team: Team, days: Stretch) -> None:
    organisation = turn.organisation()
    paused = replace(schedule, paused=True, paused_from=days.first, paused_until=days.until, asked_until=turn.now)
    turn.uow.schedules.save(timetable.with_next_at(organisation, team, paused))
    finding.record_audit(turn, "schedule paused", team.name)
    turn.reply(told.SchedulePaused(team=team.name, pause=days, today=_naming_of(turn, organisation, team).today))


def resume_schedule(turn: EventContext, command: order.ResumeSchedule) -> None:
    access.require_admin(turn)
    organisation, team, schedule = _schedule_of_team(turn, command.team)
    running = replace(schedule, paused=False, paused_from=None, paused_until=None, asked_until=turn.now)
    turn.uow.schedules.save(timetable.with_next_at(organisation, team, running))
    finding.record_audit(turn, "schedule resumed", team.name)
    turn.reply(told.SchedulePaused(team=team.name, pause=None, today=_naming_of(turn, organisation, team).today))


def run_now(turn: EventContext, command: order.RunNow) -> None:
    access.require_admin(turn)
    _ask_group(turn, finding.find_team(turn, command.team), f"{rounds.AT_WILL}{turn.event.event_id}")


def make_up(turn: EventContext, round_id: str) -> None:
    """Ask a team in place of a date that passed while the product was not running; once."""
    access.require_admin(turn)
    missed = turn.uow.rounds.get(round_id)
    team = turn.uow.teams.get(missed.team) if missed and missed.state is RoundState.SKIPPED else None
    if team is None:
        raise Refusal(said.NotForYou(who="admins"))
    _ask_group(turn, team, f"{rounds.AT_WILL}{round_id}")


def _ask_group(turn: EventContext, team: Team, occasion: str) -> None:
    """Open a round of a team's group, or say what stands in the way."""
    organisation = turn.organisation()
    plan = grouping.plan_groups(turn)
    k = effective_k(organisation.k)
    group = plan.groups.get(team.id)
    row = lists.following_of(turn, team)
    if row and row.read_at is None and not row.trouble:
        raise Refusal(said.RoundNotStarted(team=team.name, why="unread"))
    why = "running" if team.id in plan.busy else "nobody" if group is None else "too few" if group.too_small else ""
    if why or group is None:
        turn.reply(said.RoundNotStarted(team=team.name, why=why, needed=k + ROSTER_MARGIN))
        return
    driving = replace(group, driver=team.id)
    plan = grouping.MergePlan(dict.fromkeys(group.teams, driving), plan.busy)
    on = opening.local_date(turn.now, timetable.zone_of(organisation, team))
    if turn.uow.rounds.count(occasion=occasion):
        turn.reply(said.RoundNotStarted(team=team.name, why="made up"))
        return
    round_ = opening.open_round(turn, organisation, team, occasion, on, plan)
    finding.record_audit(turn, "run now", team.name)
    if round_:
        turn.reply(_round_started(turn, team, round_))


def _round_started(turn: EventContext, team: Team, round_: Round) -> said.RoundStarted:
    others = tuple(name for id, name in asking.team_names(turn, round_).items() if id != team.id)
    return said.RoundStarted(team=team.name, closes_at=asking.closing_time(round_), zone=round_.zone, merged=others)
