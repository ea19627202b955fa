"""Due occurrences of a schedule: opened, postponed to a better hour, or passed over with a message."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.calendar import Occurrence, due_occurrences, opening_time
from bot.domain.model import Organisation, Schedule, Team
from bot.engine.context import WorkContext
from bot.engine.rounds import deadlines, opening, skipping
from bot.engine.rounds.merge_plan import MergePlan

_INSTANT = timedelta(microseconds=1)


def run_schedule(work: WorkContext, schedule_id: str, plan: MergePlan) -> None:
    """Deal with everything that is due of one schedule: open the last, now or at its hour, and pass over what is too late."""
    schedule = work.uow.schedules.get(schedule_id)
    team = work.uow.teams.get(schedule.team) if schedule else None
    if schedule is None or team is None or schedule.next_at is None or schedule.next_at > work.now:
        return
    organisation = work.organisation()
    place = deadlines.place_of(organisation, team, schedule)
    found = due_occurrences(place.rule, place.zone, place.holidays, since=schedule.asked_until, now=work.now)
    opens = opening_time(place, found[-1], deadlines.tolerance_of(organisation), work.now) if found else None
    late = found if opens is None else found[:-1]
    _pass_over(work, organisation, team, schedule, late, plan, repaired=opens is not None)
    if opens is not None and opens > work.now:
        _wait_for(work, schedule, found[-1], opens)
        return
    if opens is not None:
        occasion = _occasion_of(schedule, found[-1])
        opening.open_round(work, organisation, team, occasion, found[-1].local_date, plan)
    today = work.now.astimezone(ZoneInfo(place.zone)).date()
    moved = deadlines.without_past_pause(schedule, today)
    moved = replace(moved, asked_until=max(work.now, schedule.asked_until))
    work.uow.schedules.save(deadlines.with_next_send(organisation, team, moved))


def _occasion_of(schedule: Schedule, one: Occurrence) -> str:
    return f"{schedule.id}:{one.local_date.isoformat()}"


def _wait_for(work: WorkContext, schedule: Schedule, one: Occurrence, opens: datetime) -> None:
    """Everything before this occurrence has been dealt with, and it will be due again at its hour."""
    until = max(schedule.asked_until, one.at - _INSTANT)
    work.uow.schedules.save(replace(schedule, asked_until=until, next_at=opens))


def _pass_over(
    work: WorkContext,
    organisation: Organisation,
    team: Team,
    schedule: Schedule,
    late: list[Occurrence],
    plan: MergePlan,
    *,
    repaired: bool,
) -> None:
    """Record those that nobody was there for, and say so once. In a merged group the schedule of one team alone counts."""
    group = plan.groups.get(team.id)
    if group and group.driver != team.id:
        return
    teams = group.teams if group else (team.id,)
    recorded: list[tuple[str, date]] = []
    for one in late:
        skipped = skipping.record_skipped(work, organisation, team, _occasion_of(schedule, one), "late")
        if skipped:
            recorded.append((skipped.id, one.local_date))
    if recorded:
        skipping.tell_missed(work, team, teams, recorded, repaired=repaired)
