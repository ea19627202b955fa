"""Orders about what has been published."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReleased(Command):
    """Hand over what final summaries have published. `form` is csv or json; `scope` is team, organisation, or empty for both.

    `since` and `until` are words for days, both included, such as "1 March 2026"; empty for no end.
    """

    form: str = "csv"
    scope: str = ""
    since: str = ""
    until: str = ""
