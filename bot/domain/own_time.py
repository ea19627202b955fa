"""Commands about the time in which somebody lives whose clock is not their team's."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOwnZone(Command):
    """`zone` are words that name one, or "team" for the team's own; without any it is shown what is set."""

    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetQuietHours(Command):
    """`words` say from when to when one's quiet hours last, or "usual"; without any it is shown what is set."""

    words: str = ""
