"""Proposed questions: when those that wait are weighed, and which."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain.model import Proposal
from bot.domain.releases import seeded_key
from bot.domain.releases.thresholds import POINT_FLOOR

LONGEST_WAIT = timedelta(days=91)
"""A proposal that waits so long is weighed with fewer beside it: once a quarter."""
MOST_WAITING = 3
"""Proposals of one person that can wait at a time."""


def proposals_to_weigh(waiting: Iterable[Proposal], release_id: str, now: datetime) -> tuple[Proposal, ...]:
    """Return the proposals to be weighed in a draft, in an order that does not depend on when they came, or on whose they are.

    None before three people's wait, or one has waited for a quarter. A proposal of one person is shown among those of others
    wherever there are some; its author is told before that it may stand alone.
    """
    rows = list(waiting)
    several = len({row.member for row in rows}) >= POINT_FLOOR
    overdue = any(row.at <= now - LONGEST_WAIT for row in rows)
    if not (several or overdue):
        return ()
    return tuple(sorted(rows, key=lambda row: seeded_key(release_id, row.id)))
