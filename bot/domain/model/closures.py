"""Days on which an organisation is closed although its country is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.stored import stored_as


@stored_as("closure")
@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A run of days, both ends included, and what people call it."""

    first: date
    last: date
    name: str = ""
