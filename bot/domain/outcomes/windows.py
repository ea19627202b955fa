"""Outcomes about windows: how long rounds can be answered, checked and decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


@stored_as("windows-line")
@dataclass(frozen=True, kw_only=True)
class WindowsLine:
    """Windows of the organisation, or of a `team`, as they are in force; `own` says that the team has some of its own."""

    answer_days: int
    check_days: int
    decide_days: int
    close_at: str
    team: str = ""
    own: bool = False


@stored_as("windows-shown")
@dataclass(frozen=True, kw_only=True)
class WindowsShown(Outcome):
    """The organisation's windows, and those of teams that have some of their own."""

    organisation: WindowsLine
    teams: tuple[WindowsLine, ...] = ()
    shortened: tuple[WindowsLine, ...] = ()
    """Of teams whose next round is shorter than was set, to end before the date after it: its windows."""


@stored_as("windows-that-fit")
@dataclass(frozen=True, kw_only=True)
class ThatFits:
    """Windows of `teams` that are asked together, or a rarer `rhythm`, with which no date is left out in ordinary weeks.

    It `costs` dates without a challenge as it is. Days of 0 and an empty time or rhythm are not offered.
    With these windows `days_off` can cost a date still, and a challenged draft `may_cost` one; the same is said of the rhythm.
    `by_admin` says that the reader may set windows; a round that runs keeps its own, so that it is so `later` alone.
    """

    costs: bool = True
    later: bool = False
    teams: tuple[str, ...] = ()
    answer_days: int = 0
    check_days: int = 0
    decide_days: int = 0
    close_at: str = ""
    days_off: bool = False
    may_cost: bool = False
    rhythm: str = ""
    rhythm_days_off: bool = False
    rhythm_may_cost: bool = False
    by_admin: bool = True


@stored_as("rounds-overlap")
@dataclass(frozen=True, kw_only=True)
class RoundsOverlap:
    """A round of a team that is not over when the next is due, which is then left out; or is not if its draft is challenged.

    So many `more` dates are left out within a year, of which `then` are the first; a challenged draft `may_cost_more`. `fit` is
    what leaves none out.
    """

    team: str
    zone: str
    begins: datetime
    ends: datetime
    following: datetime
    if_challenged: bool = False
    then: tuple[datetime, ...] = ()
    more: int = 0
    may_cost_more: bool = False
    fit: ThatFits | None = None


@stored_as("dates-left-out")
@dataclass(frozen=True, kw_only=True)
class DatesLeftOut(Outcome):
    """Rounds run into the next since the change that was just made, or otherwise than before it."""

    overlaps: tuple[RoundsOverlap, ...]


@stored_as("windows-set")
@dataclass(frozen=True, kw_only=True)
class WindowsSet(Outcome):
    """Windows were changed, or (`same`) are so already; a round that is `running` keeps its own."""

    line: WindowsLine
    same: bool = False
    running: bool = False
    others: tuple[str, ...] = ()
    """Teams that keep windows of their own where the organisation's were set."""
    overlaps: tuple[RoundsOverlap, ...] = ()
    shortened: tuple[WindowsLine, ...] = ()


@stored_as("windows-told")
@dataclass(frozen=True, kw_only=True)
class WindowsTold(Outcome):
    """A team is told in its home of its windows from the next round on; the next may be `shortened`."""

    line: WindowsLine
    shortened: WindowsLine | None = None
