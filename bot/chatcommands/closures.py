"""Commands about the days on which the organisation is closed."""

from __future__ import annotations

from bot.chatcommands.registry import ChatCommand, Role, Wrong, without_arguments
from bot.chatcommands.words import strip_quotes
from bot.domain.commands import Command
from bot.domain.repairs import AddCalendar, AddClosure, ListClosures, RemoveClosure

LONGEST_NAME = 60
CALENDAR = "BEGIN:VCALENDAR"
"""With which the text of a calendar file begins."""


def is_calendar(text: str) -> bool:
    return text.lstrip("\ufeff \r\n\t").upper().startswith(CALENDAR)


def _add_closure(rest: str) -> Command | Wrong:
    if is_calendar(rest):
        return AddCalendar(text=rest)
    when, _, name = (part.strip() for part in rest.partition(":"))
    if not when:
        return Wrong("Say which day or days, and behind a colon what they are, if you like.")
    if len(name) > LONGEST_NAME or "\n" in name:
        return Wrong(f"A name may have {LONGEST_NAME} characters, in one line.")
    return AddClosure(when=strip_quotes(when), name=strip_quotes(name))


def _remove_closure(rest: str) -> Command | Wrong:
    when = strip_quotes(rest)
    return RemoveClosure(when=when) if when else Wrong("Say on which day it is.")


COMMANDS = (
    ChatCommand(
        ("closed", "add"),
        "closed add DATE [to DATE][: NAME]",
        "notes days on which nobody is asked, and which are no working days; an .ics file can be sent with it",
        Role.ADMIN,
        ("closed add 24 December to 2 January: Christmas", "closed add 17 July: summer party"),
        _add_closure,
    ),
    ChatCommand(
        ("closed", "remove"),
        "closed remove DATE",
        "takes the days off away that this day is one of",
        Role.ADMIN,
        ("closed remove 17 July",),
        _remove_closure,
    ),
    ChatCommand(
        ("closed", "list"),
        "closed list",
        "shows your own days off to come",
        Role.ADMIN,
        ("closed list",),
        without_arguments(ListClosures),
    ),
)
