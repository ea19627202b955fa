"""The command that guides through a set-up."""

from __future__ import annotations

from bot.chatcommands.registry import ChatCommand, Role, Wrong
from bot.domain.commands import Command
from bot.domain.set_up import SetUp


def _read_set_up(rest: str) -> Command | Wrong:
    what = rest.strip(" .!").lower()
    if what not in ("", "here", "cancel"):
        return Wrong("Say it alone, or with “here” or “cancel” behind it.")
    return SetUp(what=what)


COMMANDS = (
    ChatCommand(
        ("setup",),
        "setup [here|cancel]",
        "guides you through a team’s set-up in five steps; nothing is sent until the end",
        Role.ADMIN,
        ("setup", "setup here", "setup cancel"),
        _read_set_up,
    ),
)
