"""Names of everybody in an organisation, which are hidden in words that others may see; kept in memory between two readings.

Reading ten thousand takes a third of a second, and every receipt needs them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.engine.context import WorkContext

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


def names_to_hide(work: WorkContext) -> tuple[str, ...]:
    """Return everybody's names, for the redaction of words that others may see."""
    known = work.services.known_names.setdefault(work.organisation().id, KnownNames())
    people = work.uow.members.count()
    if not known.hold(people, work.now):
        known.names = tuple(row.name for row in work.uow.members.where() if row.name)
        known.people, known.read_at = people, work.now
    return known.names


def read_names_again(work: WorkContext) -> None:
    """Believe no name that was read before: somebody has another one now."""
    work.services.known_names.clear()
