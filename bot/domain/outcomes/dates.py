"""Outcomes about days that people name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as
from bot.domain.stretch import Stretch


@stored_as("days-choice")
@dataclass(frozen=True, kw_only=True)
class DaysChoice:
    """One meaning of what was said; `token` names it for its button."""

    days: Stretch
    token: str


@stored_as("days-asked")
@dataclass(frozen=True, kw_only=True)
class DaysAsked(Outcome):
    """Days that can mean more than one thing, or would surprise. `action` is what a button with the right ones does."""

    what: str
    choices: tuple[DaysChoice, ...]
    action: str
    today: date


@stored_as("days-not-understood")
@dataclass(frozen=True, kw_only=True)
class DaysNotUnderstood(Outcome):
    """Words that are no days to come; `examples` can be typed as they stand. The words themselves are not kept (C11)."""

    what: str
    examples: tuple[str, ...]
