"""Command with which people see what became of what they said."""

from __future__ import annotations

from bot.chatcommands.registry import ChatCommand, Role, without_arguments
from bot.chatcommands.words import words_after
from bot.domain.follow_up_commands import ShowChallenged, ShowFollowUps

COMMANDS = (
    ChatCommand(
        ("promises",),
        "promises [TEAM]",
        "shows what became of the points of your team: answered, promised, still open",
        Role.MEMBER,
        ("promises", "promises Crisis line"),
        lambda rest: ShowFollowUps(team=words_after(rest, "for", "of")),
    ),
    ChatCommand(
        ("challenged",),
        "challenged",
        "shows earlier points that people challenge now, for you to word anew or let go",
        Role.LEAD,
        ("challenged",),
        without_arguments(ShowChallenged),
    ),
)
