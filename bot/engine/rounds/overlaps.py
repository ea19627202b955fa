"""Rounds of a schedule that would run into each other: while one runs, no other of its teams is opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from bot.domain.model import Organisation, Round, RoundState, Team
from bot.domain.outcomes.windows import RoundsOverlap
from bot.engine.context import WorkContext
from bot.engine.rounds import deadlines, fitting
from bot.engine.rounds.fitting import GroupRhythm

LOOKED_AT = 8
"""Coming dates of a schedule that are looked at: holidays make some rounds longer than others."""


def overlaps_of(work: WorkContext, teams: list[Team]) -> tuple[RoundsOverlap, ...]:
    """Return where rounds of these teams would run into the next, for each group once, by the names of their driving teams."""
    organisation = work.organisation()
    found = (first_overlap(organisation, one, work.now) for one in fitting.rhythms_of(work, teams))
    return tuple(sorted((one for one in found if one), key=lambda one: one.team.casefold()))


def first_overlap(organisation: Organisation, rhythm: GroupRhythm, now: datetime) -> RoundsOverlap | None:
    """Return the first of a group's coming rounds that is not over when the next is due.

    One that is so without a challenge comes before one that needs it.
    """
    driver, zone = rhythm.driver, deadlines.zone_of(organisation, rhythm.driver)
    made = Round(
        id="",
        occasion="",
        team=driver.id,
        teams=(driver.id,),
        state=RoundState.SCHEDULED,
        questions="",
        zone=zone,
        k=organisation.k,
    )
    if_challenged = None
    sends = deadlines.coming_sends(organisation, driver, rhythm.schedule, now, LOOKED_AT)
    for one, following in pairwise(sends):
        windows = fitting.fit_windows(organisation, rhythm.teams, zone, one.at, following.at)
        round_ = replace(made, windows=windows)
        checked = deadlines.check_end_of(round_, deadlines.closing_of(round_, one.at))
        decided = deadlines.decision_end_of(round_, checked)
        found = RoundsOverlap(team=driver.name, zone=zone, begins=one.at, ends=checked, following=following.at)
        if checked > following.at:
            return found
        if decided > following.at and if_challenged is None:
            if_challenged = replace(found, ends=decided, if_challenged=True)
    return if_challenged
