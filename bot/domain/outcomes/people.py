"""Outcomes about how somebody is asked."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


@stored_as("own-zone")
@dataclass(frozen=True, kw_only=True)
class OwnZone(Outcome):
    """By which clock somebody is asked; their team's where `zone` is empty. `told` says that their platform told it."""

    zone: str = ""
    told: bool = False


@stored_as("own-quiet-hours")
@dataclass(frozen=True, kw_only=True)
class OwnQuietHours(Outcome):
    """Hours, as "20:00", in which somebody is not asked; empty for the usual ones, which hold for who has a clock of their own."""

    begin: str = ""
    end: str = ""


@stored_as("quiet-hours-unclear")
@dataclass(frozen=True, kw_only=True)
class QuietHoursUnclear(Outcome):
    """Words that are no two times of day."""
