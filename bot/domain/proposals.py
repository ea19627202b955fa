"""Proposed questions: when those that wait are weighed, and which."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain.model import Proposal
from bot.domain.releases import seeded_key
from bot.domain.releases.thresholds import POINT_FLOOR

LONGEST_WAIT = timedelta(days=91)
"""A proposal that waits so long is weighed with fewer beside it: once a quarter, where it is kept for longer."""
LAST_DAYS = 29
"""Days before its end in which it can be weighed so: the draft of a team that is asked each month falls among them."""
DRIFT_DAYS = 7
"""Days by which a draft can be later than the rhythm of its team lets expect."""
MOST_WAITING = 3
"""Proposals of one person that can wait at a time."""


def longest_wait(kept_days: int, rhythm_days: int = 0) -> timedelta:
    """Return after how long a proposal is weighed with fewer beside it, where one that waits is kept for so many days.

    Where these are fewer than in the usual settings it is sooner, but no sooner than after half of them: else it would never be.
    It is sooner also in a team the drafts of which are so many days apart that it would have ended at the next one.
    """
    usual = min(LONGEST_WAIT.days, max(kept_days // 2, kept_days - LAST_DAYS))
    at_next = kept_days - rhythm_days - DRIFT_DAYS if rhythm_days else usual
    return timedelta(days=max(0, min(usual, at_next)))


def proposals_to_weigh(
    waiting: Iterable[Proposal], release_id: str, now: datetime, longest: timedelta = LONGEST_WAIT
) -> tuple[Proposal, ...]:
    """Return the proposals to be weighed in a draft, in an order that does not depend on when they came, or on whose they are.

    None before three people's wait, or one has waited for the `longest` time. A proposal of one person is shown among those of
    others wherever there are some; its author is told before that it may stand alone.
    """
    rows = list(waiting)
    several = len({row.member for row in rows}) >= POINT_FLOOR
    overdue = any(row.at <= now - longest for row in rows)
    if not (several or overdue):
        return ()
    return tuple(sorted(rows, key=lambda row: seeded_key(release_id, row.id)))
