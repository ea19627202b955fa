"""The rounds of a year to come, as they will be if nothing is changed: how long each runs, and which dates fall into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.model import Organisation, Round, RoundState, Team, Windows
from bot.engine.context import WorkContext
from bot.engine.rounds import deadlines, fitting
from bot.engine.rounds.fitting import GroupRhythm

YEAR = timedelta(days=366)
"""So far ahead it is looked: every public holiday makes some rounds longer than others."""


@dataclass(frozen=True, slots=True)
class RoundAhead:
    """A coming round, or the one that runs: until when it is checked, and decided if its draft is challenged.

    `left_out` are the dates at which it is not over yet, and `may_be` those that follow if its draft is challenged.
    """

    begins: datetime
    windows: Windows
    checked: datetime
    left_out: tuple[datetime, ...]
    decided: datetime
    may_be: tuple[datetime, ...]
    running: bool = False


def course_of(rhythm: GroupRhythm, now: datetime) -> tuple[object, ...]:
    """Return all of a group on which its rounds ahead depend: of groups that have the same, it is looked ahead but once.

    When the round that runs was opened is not among it: hardly two are opened at the same instant, and nothing ahead depends on it.
    """
    schedule, round_ = rhythm.schedule, rhythm.running
    running = round_ and (
        *(round_.state, round_.windows, round_.zone, round_.closes_at, max(now, round_.opened_at or now)),
        *(round_.check_until, round_.deciding, round_.decide_until),
    )
    windows = tuple(team.windows for team in rhythm.teams)
    return schedule.rule, max(now, schedule.asked_until), schedule.pause, rhythm.driver.zone, windows, running


def rounds_ahead(organisation: Organisation, rhythm: GroupRhythm, now: datetime) -> Iterator[RoundAhead]:
    """Yield the rounds of a group for a year, the running one first. No round is opened while one runs, to its last instant."""
    since = max(now, rhythm.schedule.asked_until)
    found = deadlines.sends_until(organisation, rhythm.driver, rhythm.schedule, since, now + YEAR)
    sends = [one.at for one in found]
    if rhythm.running:
        ahead = _running_round(rhythm.running, sends, now)
        yield ahead
        sends = sends[len(ahead.left_out) :]
    zone = deadlines.zone_of(organisation, rhythm.driver)
    while sends:
        windows = fitting.fit_windows(organisation, rhythm.teams, zone, sends[0], *sends[1:2])
        closes = deadlines.end_of_answering(windows, zone, sends[0])
        checked = deadlines.end_of_check(windows, zone, closes)
        decided = deadlines.end_of_decisions(windows, zone, checked)
        left_out, may_be = _dates_within(sends[1:], checked, decided)
        yield RoundAhead(sends[0], windows, checked, left_out, decided, may_be)
        sends = sends[1 + len(left_out) :]


def _running_round(round_: Round, sends: Sequence[datetime], now: datetime) -> RoundAhead:
    """The round that runs, by its own windows."""
    closes = round_.closes_at or now
    checked = deadlines.check_end_of(round_, closes)
    if round_.state is RoundState.DRAFT and round_.check_until:
        checked = round_.check_until
    decided = deadlines.decision_end_of(round_, checked)
    if round_.deciding and round_.decide_until:
        checked = decided = round_.decide_until
    left_out, may_be = _dates_within(sends, checked, decided)
    return RoundAhead(round_.opened_at or now, round_.windows, checked, left_out, decided, may_be, running=True)


def _dates_within(
    sends: Sequence[datetime], checked: datetime, decided: datetime
) -> tuple[tuple[datetime, ...], tuple[datetime, ...]]:
    return (
        tuple(one for one in sends if one <= checked),
        tuple(one for one in sends if checked < one <= decided),
    )


@dataclass(frozen=True, slots=True)
class NextRound:
    """The instant at which teams are asked next, and the clock of the team whose schedule counts."""

    at: datetime
    zone: str


def next_rounds(work: WorkContext, teams: Sequence[Team]) -> dict[str, NextRound]:
    """Return by id when these teams and those asked with them are asked next; no date is among them that is left out."""
    organisation = work.organisation()
    found: dict[str, NextRound] = {}
    for rhythm, following in _following_rounds(work, teams):
        at = following.begins if following else rhythm.schedule.next_at
        if at:
            zone = deadlines.zone_of(organisation, rhythm.driver)
            found |= {team.id: NextRound(at, zone) for team in rhythm.teams}
    return found


def shortened_rounds(work: WorkContext, teams: Sequence[Team]) -> tuple[tuple[GroupRhythm, Windows], ...]:
    """Return which groups of these teams have a next round with a shorter check than was set, and its windows."""
    organisation = work.organisation()
    found = []
    for rhythm, following in _following_rounds(work, teams):
        if following and following.windows != deadlines.windows_of(organisation, rhythm.teams):
            found.append((rhythm, following.windows))
    return tuple(found)


def _following_rounds(work: WorkContext, teams: Sequence[Team]) -> Iterator[tuple[GroupRhythm, RoundAhead | None]]:
    """Yield each group of these teams with the round that it has next, beside the one that runs."""
    organisation = work.organisation()
    known: dict[tuple[object, ...], RoundAhead | None] = {}
    for rhythm in fitting.rhythms_of(work, teams):
        course = course_of(rhythm, work.now)
        if course not in known:
            coming = (one for one in rounds_ahead(organisation, rhythm, work.now) if not one.running)
            known[course] = next(coming, None)
        yield rhythm, known[course]
