"""Rounds of a schedule that would run into each other: while one runs, no other of its teams is opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from bot.domain.model import Organisation, Round, RoundState, Schedule, Team
from bot.domain.outcomes.windows import RoundsOverlap
from bot.engine.context import WorkContext
from bot.engine.rounds import deadlines, merge_plan

LOOKED_AT = 8
"""Coming dates of a schedule that are looked at: holidays make some rounds longer than others."""


def overlaps_of(work: WorkContext, teams: list[Team]) -> tuple[RoundsOverlap, ...]:
    """Return where rounds of these teams would run into the next, for each group once, by the names of their driving teams."""
    plan = merge_plan.plan_groups(work, after_running=True)
    groups: dict[str, tuple[str, ...]] = {}
    for team in teams:
        group = plan.groups.get(team.id)
        groups |= {group.driver: group.teams} if group else {team.id: (team.id,)}
    rows = {row.id: row for row in work.uow.teams.where(archived=False)}
    organisation = work.organisation()
    found = (
        first_overlap(organisation, rows[driver], [rows[id] for id in ids if id in rows], schedule, work.now)
        for driver, ids in groups.items()
        if (schedule := merge_plan.schedule_of(work, driver))
    )
    return tuple(sorted((one for one in found if one), key=lambda one: one.team.casefold()))


def first_overlap(
    organisation: Organisation, driver: Team, teams: list[Team], schedule: Schedule, now: datetime
) -> RoundsOverlap | None:
    """Return the first of a group's coming rounds that is not over when the next is due.

    One that is so without a challenge comes before one that needs it.
    """
    zone = deadlines.zone_of(organisation, driver)
    round_ = Round(
        id="",
        occasion="",
        team=driver.id,
        teams=(driver.id,),
        state=RoundState.SCHEDULED,
        questions="",
        zone=zone,
        k=organisation.k,
        windows=deadlines.windows_of(organisation, teams),
    )
    if_challenged = None
    sends = deadlines.coming_sends(organisation, driver, schedule, now, LOOKED_AT)
    for one, following in pairwise(sends):
        checked = deadlines.check_end_of(round_, deadlines.closing_of(round_, one.at))
        decided = deadlines.decision_end_of(round_, checked)
        found = RoundsOverlap(team=driver.name, zone=zone, begins=one.at, ends=checked, following=following.at)
        if checked > following.at:
            return found
        if decided > following.at and if_challenged is None:
            if_challenged = replace(found, ends=decided, if_challenged=True)
    return if_challenged
