"""Windows of a team that differ from the organisation's."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.stored import stored_as


@stored_as("own-windows")
@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWindows:
    """Working days in which rounds of the team are answered, checked and decided, and the time of day at which that ends.

    0, or no time, is as in the organisation.
    """

    answer_days: int = 0
    check_days: int = 0
    decide_days: int = 0
    close_at: str = ""


AS_ORGANISATION = OwnWindows()
"""The windows of a team that has none of its own."""
