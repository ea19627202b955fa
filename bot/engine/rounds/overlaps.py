"""Rounds of a schedule that would run into each other: while one runs, no other of its teams is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.model import Organisation, Team
from bot.domain.outcomes.windows import RoundsOverlap
from bot.engine.context import WorkContext
from bot.engine.rounds import deadlines, fitting
from bot.engine.rounds.fitting import GroupRhythm
from bot.engine.rounds.rounds_ahead import RoundAhead, course_of, rounds_ahead

NAMED = 6
"""Most dates left out that are named beside the first; the rest are counted."""


def overlaps_of(work: WorkContext, teams: list[Team]) -> tuple[RoundsOverlap, ...]:
    """Return where rounds of these teams would run into the next, for each group once, by the names of their driving teams.

    What comes without a challenge stands before what needs one.
    """
    organisation = work.organisation()
    known: dict[tuple[object, ...], RoundsOverlap | None] = {}
    found = []
    for rhythm in fitting.rhythms_of(work, teams):
        course = course_of(rhythm, work.now)
        if course not in known:
            known[course] = first_overlap(organisation, rhythm, work.now)
        overlap = known[course]
        if overlap:
            found.append(replace(overlap, team=rhythm.driver.name, begins=_beginning(overlap, rhythm, work.now)))
    return tuple(sorted(found, key=lambda one: (one.if_challenged, one.team.casefold())))


def _beginning(overlap: RoundsOverlap, rhythm: GroupRhythm, now: datetime) -> datetime:
    """Return when the round begins that runs into the next; one that runs began at its group's own instant."""
    return (rhythm.running.opened_at or now) if rhythm.running and overlap.begins <= now else overlap.begins


def dates_in(work: WorkContext, team: Team) -> RoundsOverlap | None:
    """Return which dates fall into the round that a team has now, or may if its draft is challenged; None for no date."""
    organisation = work.organisation()
    for rhythm in fitting.rhythms_of(work, [team]):
        running = next((one for one in rounds_ahead(organisation, rhythm, work.now) if one.running), None)
        if running:
            return _overlap_of((running,), organisation, rhythm)
    return None


def first_overlap(organisation: Organisation, rhythm: GroupRhythm, now: datetime) -> RoundsOverlap | None:
    """Return the first of a group's rounds within a year that is not over when the next is due, and what else is left out.

    One that is so without a challenge comes before one that needs it.
    """
    return _overlap_of(tuple(rounds_ahead(organisation, rhythm, now)), organisation, rhythm)


def _overlap_of(rounds: Sequence[RoundAhead], organisation: Organisation, rhythm: GroupRhythm) -> RoundsOverlap | None:
    longer = next((one for one in rounds if one.left_out), None)
    challenged = next((one for one in rounds if one.may_be), None)
    if longer:
        dates = [date for one in rounds for date in one.left_out]
        return _overlap(organisation, rhythm, longer, longer.checked, dates, may_cost_more=challenged is not None)
    if challenged:
        return _overlap(organisation, rhythm, challenged, challenged.decided, challenged.may_be, if_challenged=True)
    return None


def _overlap(
    organisation: Organisation,
    rhythm: GroupRhythm,
    round_: RoundAhead,
    ends: datetime,
    dates: Sequence[datetime],
    *,
    if_challenged: bool = False,
    may_cost_more: bool = False,
) -> RoundsOverlap:
    return RoundsOverlap(
        team=rhythm.driver.name,
        zone=deadlines.zone_of(organisation, rhythm.driver),
        begins=round_.begins,
        ends=ends,
        following=dates[0],
        then=tuple(dates[1 : NAMED + 1]),
        more=len(dates) - 1,
        if_challenged=if_challenged,
        may_cost_more=may_cost_more,
    )
