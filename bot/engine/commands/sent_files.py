"""A file with a command beside it is read as if pasted behind it: a list of people, a pack of questions, or days off."""

from __future__ import annotations

from bot.chatcommands import BY_NAME, Role
from bot.chatcommands.closures import is_calendar
from bot.chatcommands.complete_command import named_command
from bot.chatcommands.people_lists import list_to_add
from bot.chatcommands.words import words_after
from bot.domain.events import MessageReceived
from bot.domain.outcomes.many_people import FileNotTaken
from bot.domain.repairs import AddCalendar
from bot.engine import access, lookup
from bot.engine.commands.running import run_command
from bot.engine.context import EventContext

COMMAND, IMPORT, CLOSED = BY_NAME["member add"], BY_NAME["questions import"], BY_NAME["closed add"]


def take_file(context: EventContext, event: MessageReceived) -> bool:
    """Take in what is in a file, or say what is missing; False where its sender could do nothing with one."""
    if access.role_of(context) < Role.LEAD:
        return False
    named = named_command(event.text.reveal().strip().lstrip("/"))
    if event.file_trouble:
        context.reply(FileNotTaken(why=event.file_trouble))
    elif named and named[0] is IMPORT:
        _take_pack(context, event, named[1])
    elif named and named[0] is CLOSED:
        _take_calendar(context, event)
    elif named is None or named[0] is not COMMAND:
        teams = tuple(team.name for team in lookup.own_teams(context))
        context.reply(FileNotTaken(why="no team", team=teams[0] if teams else "TEAM"))
    elif event.file is None:
        context.reply(FileNotTaken(why="unreadable"))
    else:
        command = list_to_add(event.file.reveal(), words_after(named[1].strip(" :."), "to"))
        run_command(context, command, COMMAND.role, COMMAND)
    return True


def _take_pack(context: EventContext, event: MessageReceived, beside: str) -> None:
    if event.file is None:
        context.reply(FileNotTaken(why="unreadable pack"))
        return
    run_command(context, IMPORT.read(f"{beside}\n{event.file.reveal()}"), IMPORT.role, IMPORT)


def _take_calendar(context: EventContext, event: MessageReceived) -> None:
    text = event.file.reveal() if event.file else ""
    if not is_calendar(text):
        context.reply(FileNotTaken(why="unreadable calendar"))
        return
    run_command(context, AddCalendar(text=text), CLOSED.role, CLOSED)
