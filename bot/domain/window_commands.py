"""Commands about windows: how long rounds can be answered, checked and decided."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class SetWindows(Command):
    """Set some windows of a team, without one of the organisation; 0, or no time, leaves one as it is.

    `close_at` is the time as it was typed.
    """

    team: str = ""
    answer_days: int = 0
    check_days: int = 0
    decide_days: int = 0
    close_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetWindows(Command):
    """Let a team have the organisation's windows again."""

    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowWindows(Command):
    pass
