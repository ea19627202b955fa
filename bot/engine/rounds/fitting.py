"""Windows fitted to the rhythm: a round opens with a check short enough to end before its teams are asked again, if any is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.model import Organisation, Schedule, Team, Windows
from bot.engine.context import WorkContext
from bot.engine.rounds import deadlines, merge_plan


@dataclass(frozen=True, slots=True)
class GroupRhythm:
    """Teams that are asked together, and the schedule that counts: that of the driving team."""

    driver: Team
    teams: tuple[Team, ...]
    schedule: Schedule


def rhythms_of(work: WorkContext, teams: Sequence[Team]) -> tuple[GroupRhythm, ...]:
    """Return the rhythm of each group of these teams once, as if no round ran; none of those without a schedule."""
    plan = merge_plan.plan_groups(work, after_running=True)
    groups: dict[str, tuple[str, ...]] = {}
    for team in teams:
        group = plan.groups.get(team.id)
        groups |= {group.driver: group.teams} if group else {team.id: (team.id,)}
    rows = {row.id: row for row in work.uow.teams.where(archived=False)}
    return tuple(
        GroupRhythm(rows[driver], tuple(rows[id] for id in ids if id in rows), schedule)
        for driver, ids in groups.items()
        if driver in rows and (schedule := merge_plan.schedule_of(work, driver))
    )


def windows_at(
    work: WorkContext, organisation: Organisation, teams: Sequence[Team], zone: str, opens: datetime
) -> Windows:
    """Return the windows of a round of these teams that opens then, by its schedule or by hand; it keeps them."""
    driver = merge_plan.driver_of(work, [team.id for team in teams])
    team = next((one for one in teams if one.id == driver), None)
    schedule = merge_plan.schedule_of(work, driver) if driver else None
    sends = deadlines.coming_sends(organisation, team, schedule, opens, 1) if team and schedule else ()
    return fit_windows(organisation, teams, zone, opens, sends[0].at if sends else None)


def shortened_rounds(work: WorkContext, teams: Sequence[Team]) -> tuple[tuple[GroupRhythm, Windows], ...]:
    """Return which groups of these teams have a next round with a shorter check than was set, and its windows."""
    organisation = work.organisation()
    found = []
    for rhythm in rhythms_of(work, teams):
        sends = deadlines.coming_sends(organisation, rhythm.driver, rhythm.schedule, work.now, 2)
        if len(sends) > 1:
            zone = deadlines.zone_of(organisation, rhythm.driver)
            windows = fit_windows(organisation, rhythm.teams, zone, sends[0].at, sends[1].at)
            if windows != deadlines.windows_of(organisation, rhythm.teams):
                found.append((rhythm, windows))
    return tuple(found)


def fit_windows(
    organisation: Organisation, teams: Sequence[Team], zone: str, opens: datetime, following: datetime | None
) -> Windows:
    """Return the longest windows with which a round of these teams ends before the next date; those that were set if none do.

    The check is shortened alone: whoever works shifts or part of the week needs the time to answer. Days to check that a team has
    set for itself are what somebody wanted, and stay.
    """
    usual = deadlines.windows_of(organisation, teams)
    if following is None:
        return usual
    least = max([1, *(team.windows.check_days for team in teams)])
    shorter = (replace(usual, check_days=days) for days in range(usual.check_days, least - 1, -1))
    return next((one for one in shorter if deadlines.planned_end_of(one, zone, opens) < following), usual)
