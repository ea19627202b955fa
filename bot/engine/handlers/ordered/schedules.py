"""When teams are asked, asking them now, calling it off."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.calendar import NotUnderstood, Rule, clock_changes_between, describe_rule, parse_schedule, passed_over
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
from bot.engine.work import Turn

SHOWN = 4


def set_schedule(turn: Turn, command: order.SetSchedule) -> None:
    access.admin(turn)
    team = finding.team(turn, command.team)
    organisation = turn.organisation()
    zone = timetable.zone_of(organisation, team)
    rule = _read(command.words, turn.now.astimezone(ZoneInfo(zone)))
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
    turn.uow.schedules.save(timetable.timed(organisation, team, schedule))
    earlier = finding.earlier(turn, "schedule set", f"{team.name}:")
    finding.audit(turn, "schedule set", f"{team.name}: {describe_rule(rule)}")
    teams.tell_team(turn, team, said.TeamTold(what="schedule", words=describe_rule(rule)))
    turn.reply(replace(confirmation(turn, organisation, team, schedule, changed=True), earlier=earlier))


def _read(words: str, local: datetime) -> Rule:
    """The rule meant; "every other Tuesday at 10:00" said on a Tuesday at noon begins with the next one."""
    rule = parse_schedule(words, today=local.date())
    if isinstance(rule, Rule) and rule.anchor == local.date() and rule.at <= local.time():
        rule = parse_schedule(words, today=local.date() + timedelta(days=1))
    if isinstance(rule, NotUnderstood):
        raise not_understood(rule)
    return rule


def not_understood(wrong: NotUnderstood) -> Refusal:
    outcome = told.ScheduleNotUnderstood(examples=wrong.examples[:3])
    return Refusal(outcome, quotes=(wrong.what, wrong.where, wrong.suggestion))


def confirmation(
    turn: Turn, organisation: Organisation, team: Team, schedule: Schedule, changed: bool
) -> told.ScheduleSet:
    """The schedule said back with its next four sends, clock changes and passed-over dates included."""
    rule = Rule.from_text(schedule.rule)
    zone = rule.zone or timetable.zone_of(organisation, team)
    sends = timetable.coming(organisation, team, schedule, turn.now, SHOWN)
    starts = [turn.now, *(one.at for one in sends)]
    marked = tuple(
        told.Send(at=one.at, clock_change=bool(clock_changes_between(zone, before, one.at)))
        for before, one in zip(starts, sends, strict=False)
    )
    today = turn.now.astimezone(ZoneInfo(zone)).date()
    until = sends[-1].local_date if sends else today
    over = passed_over(rule, timetable.holidays_of(organisation), today, until)
    group = grouping.plan(turn).groups.get(team.id)
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


def _schedule(turn: Turn, name: str) -> tuple[Organisation, Team, Schedule]:
    team = finding.team(turn, name)
    schedule = grouping.schedule_of(turn, team.id)
    if schedule is None:
        raise Refusal(told.ScheduleMissing(team=team.name))
    return turn.organisation(), team, schedule


def show_schedule(turn: Turn, command: order.ShowSchedule) -> None:
    organisation, team, schedule = _schedule(turn, command.team)
    turn.reply(confirmation(turn, organisation, team, schedule, changed=False))


def pause(turn: Turn, command: order.PauseSchedule) -> None:
    access.admin(turn)
    organisation, team, schedule = _schedule(turn, command.team)
    naming = _naming(turn, organisation, team)
    _pause(turn, schedule, team, dates.read(command.when, naming) if command.when else Stretch(None, None))


def choose_pause(turn: Turn, token: str) -> None:
    """The days that were asked back, as a button has them: the team and the days."""
    access.admin(turn)
    id, _, days = token.partition(":")
    team = turn.uow.teams.get(id)
    schedule = grouping.schedule_of(turn, id)
    if team is None or schedule is None:
        raise Refusal(said.NotForYou(who="admins"))
    _pause(turn, schedule, team, dates.chosen(days, _naming(turn, turn.organisation(), team)))


def _naming(turn: Turn, organisation: Organisation, team: Team) -> dates.Naming:
    return dates.Naming(turn.now, timetable.zone_of(organisation, team), dates.PAUSE, "pause", team.id)


def _pause(turn: Turn, schedule: Schedule, team: Team, days: Stretch) -> None:
    organisation = turn.organisation()
    paused = replace(schedule, paused=True, paused_from=days.first, paused_until=days.until, asked_until=turn.now)
    turn.uow.schedules.save(timetable.timed(organisation, team, paused))
    finding.audit(turn, "schedule paused", team.name)
    turn.reply(told.SchedulePaused(team=team.name, pause=days, today=_naming(turn, organisation, team).today))


def resume(turn: Turn, command: order.ResumeSchedule) -> None:
    access.admin(turn)
    organisation, team, schedule = _schedule(turn, command.team)
    running = replace(schedule, paused=False, paused_from=None, paused_until=None, asked_until=turn.now)
    turn.uow.schedules.save(timetable.timed(organisation, team, running))
    finding.audit(turn, "schedule resumed", team.name)
    turn.reply(told.SchedulePaused(team=team.name, pause=None, today=_naming(turn, organisation, team).today))


def run_now(turn: Turn, command: order.RunNow) -> None:
    access.admin(turn)
    _ask(turn, finding.team(turn, command.team), f"{rounds.AT_WILL}{turn.event.event_id}")


def make_up(turn: Turn, round_id: str) -> None:
    """Ask a team in place of a date that passed while the product was not running; once."""
    access.admin(turn)
    missed = turn.uow.rounds.get(round_id)
    team = turn.uow.teams.get(missed.team) if missed and missed.state is RoundState.SKIPPED else None
    if team is None:
        raise Refusal(said.NotForYou(who="admins"))
    _ask(turn, team, f"{rounds.AT_WILL}{round_id}")


def _ask(turn: Turn, team: Team, occasion: str) -> None:
    """Open a round of a team's group, or say what stands in the way."""
    organisation = turn.organisation()
    plan = grouping.plan(turn)
    k = effective_k(organisation.k)
    group = plan.groups.get(team.id)
    row = lists.following(turn, team)
    if row and row.read_at is None and not row.trouble:
        raise Refusal(said.RoundNotStarted(team=team.name, why="unread"))
    why = "running" if team.id in plan.busy else "nobody" if group is None else "too few" if group.too_small else ""
    if why or group is None:
        turn.reply(said.RoundNotStarted(team=team.name, why=why, needed=k + ROSTER_MARGIN))
        return
    driving = replace(group, driver=team.id)
    plan = grouping.Plan(dict.fromkeys(group.teams, driving), plan.busy)
    on = opening.local_date(turn.now, timetable.zone_of(organisation, team))
    if turn.uow.rounds.count(occasion=occasion):
        turn.reply(said.RoundNotStarted(team=team.name, why="made up"))
        return
    round_ = opening.open_round(turn, organisation, team, occasion, on, plan)
    finding.audit(turn, "run now", team.name)
    if round_:
        turn.reply(_started(turn, team, round_))


def _started(turn: Turn, team: Team, round_: Round) -> said.RoundStarted:
    others = tuple(name for id, name in asking.team_names(turn, round_).items() if id != team.id)
    return said.RoundStarted(team=team.name, closes_at=asking.closing(round_), zone=round_.zone, merged=others)
