"""Names of everybody in an organisation, which are hidden in words that others may see; kept in memory between two readings.

Reading ten thousand takes a third of a second, and every receipt needs them.
"""

from __future__ import annotations

from bot.engine.context import WorkContext
from bot.engine.held_names import KnownNames


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
