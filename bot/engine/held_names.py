"""Names that were read, and the time for which they are believed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

NAMES_HOLD = timedelta(minutes=1)
"""Time for which names that were read are believed: another process may have heard of a new one."""


@dataclass(slots=True)
class KnownNames:
    """Names that were read, of how many people and when."""

    names: tuple[str, ...] = field(default=(), repr=False)
    people: int = -1
    read_at: datetime | None = None

    def hold(self, people: int, now: datetime) -> bool:
        """Return whether the names are still to be believed: as many people are there, and the names are not old."""
        age = now - self.read_at if self.read_at else NAMES_HOLD
        return people == self.people and timedelta(0) <= age < NAMES_HOLD
