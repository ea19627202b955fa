"""Outcomes about how somebody is asked."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


@stored_as("own-zone")
@dataclass(frozen=True, kw_only=True)
class OwnZone(Outcome):
    """By which clock somebody is asked; their team's where `zone` is empty."""

    zone: str = ""
