"""A list of people in a file: with “member add to TEAM” beside it, it is read as if it had been pasted."""

from __future__ import annotations

from bot.chatcommands import BY_NAME, Role
from bot.chatcommands.complete_command import named_command
from bot.chatcommands.people_lists import list_to_add
from bot.chatcommands.words import words_after
from bot.domain.events import MessageReceived
from bot.domain.outcomes.many_people import FileNotTaken
from bot.engine import access, lookup
from bot.engine.commands.running import run_command
from bot.engine.context import EventContext

COMMAND = BY_NAME["member add"]


def take_file(context: EventContext, event: MessageReceived) -> bool:
    """Add the people of a file, or say what is missing; False where its sender could not add people at all."""
    if access.role_of(context) < Role.LEAD:
        return False
    named = named_command(event.text.reveal().strip().lstrip("/"))
    if named is None or named[0] is not COMMAND:
        teams = tuple(team.name for team in lookup.own_teams(context))
        context.reply(FileNotTaken(why="no team", team=teams[0] if teams else "TEAM"))
    elif event.file is None:
        context.reply(FileNotTaken(why="unreadable"))
    else:
        command = list_to_add(event.file.reveal(), words_after(named[1].strip(" :."), "to"))
        run_command(context, command, COMMAND.role, COMMAND)
    return True
