"""Chat commands about proposed questions."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeQuestion(Command):
    """Propose a question for one's own team; shown to its author alone until they say that it may be shown."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowProposals(Command):
    """Show one's own proposals, and those that wait for one's decision."""
