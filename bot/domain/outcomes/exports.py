"""Outcomes about handing over what has been published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


@stored_as("released-exported")
@dataclass(frozen=True, kw_only=True)
class ReleasedExported(Outcome):
    """An export that was asked for. The file is read from the finals when the message is sent, and never stored with it.

    `form` is csv or json, `scope` team, organisation or empty; `since` and `until` are days, both included.
    """

    form: str
    scope: str = ""
    since: date | None = None
    until: date | None = None


@stored_as("export-days-swapped")
@dataclass(frozen=True, kw_only=True)
class ExportDaysSwapped(Outcome):
    """The first day asked for is after the last."""

    since: date
    until: date
