"""A stretch of days: somebody's leave, or the pause of a schedule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.stored import stored_as


@stored_as("stretch")
@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of days. `first` is None if it has begun, `until` is the first day after it, None if it has no end.

    `through` says that the day before `until` was named: "until the end of April" rather than "until 1 May".
    """

    first: date | None
    until: date | None
    through: bool = False

    def holds(self, day: date) -> bool:
        """Return whether a day lies in it."""
        return (self.first is None or day >= self.first) and (self.until is None or day < self.until)
