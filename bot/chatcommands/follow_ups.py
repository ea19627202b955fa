"""Command with which people see what became of what they said."""

from __future__ import annotations

from bot.chatcommands.registry import ChatCommand, Role
from bot.chatcommands.words import words_after
from bot.domain.follow_up_commands import ShowFollowUps

COMMANDS = (
    ChatCommand(
        ("promises",),
        "promises [TEAM]",
        "shows what became of the points of your team: answered, promised, still open",
        Role.MEMBER,
        ("promises", "promises Crisis line"),
        lambda rest: ShowFollowUps(team=words_after(rest, "for", "of")),
    ),
)
