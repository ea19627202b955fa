"""Outcomes about the days on which the organisation is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.model.closures import Closure
from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


@stored_as("closures-shown")
@dataclass(frozen=True, kw_only=True)
class ClosuresShown(Outcome):
    """The days to come, in order. `change` is added or removed, or empty where they are only shown; a round that is `running` keeps
    its times. `left_out` is how many events of a calendar were no whole days to come."""

    closures: tuple[Closure, ...]
    today: date
    change: str = ""
    running: bool = False
    left_out: int = 0


@stored_as("closures-refused")
@dataclass(frozen=True, kw_only=True)
class ClosuresRefused(Outcome):
    """`why` is none (nothing is closed then), long, many, past, or calendar (it has no whole days to come)."""

    why: str
