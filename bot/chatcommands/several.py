"""Several commands in one message, a line each."""

from __future__ import annotations

from bot.chatcommands.complete_command import named_command
from bot.chatcommands.registry import Role

MOST_LINES = 20


def split_commands(text: str, role: Role) -> tuple[str, ...]:
    """The lines of a text that is several commands of leads and admins; empty where it is one thing.

    At least two lines have to begin with the name of one, the first among them: words of several lines behind a command, such as
    contacts, are its own.
    """
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    if not 1 < len(lines) <= MOST_LINES or role < Role.LEAD:
        return ()
    named = [found for found in map(named_command, lines) if found and found[0].role >= Role.LEAD]
    first = named_command(lines[0])
    return lines if len(named) > 1 and first is not None and first[0].role >= Role.LEAD else ()
