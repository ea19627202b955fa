"""Windows fitted to the rhythm: a round opens with a check short enough to end before its teams are asked again, if any is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.model import Organisation, Round, Schedule, Team, Windows
from bot.domain.rounds import RUNNING
from bot.engine.context import WorkContext
from bot.engine.rounds import deadlines, merge_plan


@dataclass(frozen=True, slots=True)
class GroupRhythm:
    """Teams that are asked together, the driving one first, and the schedule that counts: that team's.

    `running` is the round that this team has now.
    """

    driver: Team
    teams: tuple[Team, ...]
    schedule: Schedule
    running: Round | None = None


def rhythms_of(work: WorkContext, teams: Sequence[Team]) -> tuple[GroupRhythm, ...]:
    """Return the rhythm of each group of these teams once, as if no round ran; none of those without a schedule."""
    plan = merge_plan.plan_groups(work, after_running=True)
    groups: dict[str, tuple[str, ...]] = {}
    for team in teams:
        group = plan.groups.get(team.id)
        groups |= {group.driver: group.teams} if group else {team.id: (team.id,)}
    rows = {row.id: row for row in work.uow.teams.where(archived=False)}
    running = {team: row for row in work.uow.rounds.where(state=RUNNING) for team in row.teams}
    return tuple(
        GroupRhythm(rows[driver], _driver_first(rows, driver, ids), schedule, running.get(driver))
        for driver, ids in groups.items()
        if driver in rows and (schedule := merge_plan.schedule_of(work, driver))
    )


def _driver_first(rows: Mapping[str, Team], driver: str, ids: Sequence[str]) -> tuple[Team, ...]:
    """The order in which a round has its teams: the first with an own time to close at decides for all."""
    return (rows[driver], *(rows[id] for id in ids if id in rows and id != driver))


def windows_at(
    work: WorkContext, organisation: Organisation, teams: Sequence[Team], zone: str, opens: datetime, *, by_hand: bool
) -> Windows:
    """Return the windows of a round of these teams that opens then, by its schedule or by hand; it keeps them.

    One that is opened by hand so shortly before a date that it costs this one ends before the date after, if it can.
    """
    driver = merge_plan.driver_of(work, [team.id for team in teams])
    team = next((one for one in teams if one.id == driver), None)
    schedule = merge_plan.schedule_of(work, driver) if driver else None
    count = 2 if by_hand else 1
    sends = deadlines.coming_sends(organisation, team, schedule, opens, count) if team and schedule else ()
    return fit_windows(organisation, teams, zone, opens, *(one.at for one in sends))


def fit_windows(
    organisation: Organisation, teams: Sequence[Team], zone: str, opens: datetime, *following: datetime
) -> Windows:
    """Return the longest windows with which a round of these teams ends before the next date; those that were set if none do.

    Of several dates that follow, the first counts before which it can end.

    The check is shortened alone: whoever works shifts or part of the week needs the time to answer. Days to check that a team has
    set for itself are what somebody wanted, and stay.
    """
    usual = deadlines.windows_of(organisation, teams)
    least = max([1, *(team.windows.check_days for team in teams)])
    shorter = [replace(usual, check_days=days) for days in range(usual.check_days, least - 1, -1)]
    fitting = (one for date in following for one in shorter if deadlines.planned_end_of(one, zone, opens) < date)
    return next(fitting, usual)
