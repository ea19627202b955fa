"""Habits of an organisation by whole quarters: rounds, answers to points, meetings; of what was posted, and never of one team.

A number is told only where at least three groups of teams are behind it. Quarters are the calendar's and over, so that nobody can
choose a time in which a single team was asked, or compare two that differ by one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low

from bot.domain.releases import join_groups
from bot.domain.stored import stored_as

LEAST_TEAMS = 3
QUARTERS = 4
"""Number of quarters that are told of, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRound:
    """A round that asked these teams on a day; `held` says that it came to a final, `meetings` in how many something was agreed."""

    day: date
    teams: tuple[str, ...]
    held: bool
    meetings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedPoint:
    """A point that became final on a day. `teams` are none for the organisation's; `days` after which its first answer came."""

    day: date
    teams: tuple[str, ...]
    days: int | None = None


@stored_as("habit")
@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """Numbers of one quarter, which begins on `first`; what fewer than three groups are behind is None.

    `days` is the time within which half of the answered points had their first answer.
    """

    first: date
    rounds: int
    held: int
    meetings: int
    points: int | None = None
    answered: int | None = None
    days: int | None = None

    @property
    def last(self) -> date:
        return next_quarter(self.first) - timedelta(days=1)


def quarter_of(day: date) -> date:
    """Return the first day of a day's quarter."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def next_quarter(first: date) -> date:
    """Return the first day of the quarter after the one that begins on `first`."""
    return date(first.year + (first.month == 10), (first.month + 3) % 12, 1)


def measure_habits(rounds: Iterable[AskedRound], points: Iterable[PostedPoint], made: date) -> tuple[Habit, ...]:
    """Return the habits of the last quarters that were over on the day `made`, the earliest first; none of too few teams."""
    asked, posted = list(rounds), list(points)
    found: list[Habit] = []
    first = quarter_of(made)
    for _ in range(QUARTERS):
        first = quarter_of(first - timedelta(days=1))
        own = [one for one in asked if quarter_of(one.day) == first]
        if _are_enough(one.teams for one in own):
            found.append(_habit_of(first, own, [one for one in posted if quarter_of(one.day) == first]))
    return tuple(reversed(found))


def _habit_of(first: date, rounds: Collection[AskedRound], points: Collection[PostedPoint]) -> Habit:
    answered = [one for one in points if one.days is not None]
    tells_points = _are_enough(one.teams for one in points)
    tells_days = _are_enough(one.teams for one in answered)
    return Habit(
        first=first,
        rounds=len(rounds),
        held=sum(one.held for one in rounds),
        meetings=sum(one.meetings for one in rounds),
        points=len(points) if tells_points else None,
        answered=len(answered) if tells_points else None,
        days=median_low([one.days for one in answered if one.days is not None]) if tells_days else None,
    )


def _are_enough(teams: Iterable[tuple[str, ...]]) -> bool:
    """Return whether enough groups are among these; those that share a team are one, the organisation is none."""
    return len(set(join_groups("+".join(each) for each in teams if each).values())) >= LEAST_TEAMS
