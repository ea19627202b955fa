"""Orders about links with which many people join a team."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeLinkForMany(Command):
    """One link with which `most` people join a team in the next `days`."""

    team: str = ""
    most: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawLinks(Command):
    """Let nobody join a team any more with a link that was made before."""

    team: str = ""
