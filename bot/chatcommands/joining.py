"""Commands for joining by a link, and for tidying one's own chat."""

from __future__ import annotations

import re

from bot.chatcommands.registry import ChatCommand, Role, Wrong, without_arguments
from bot.chatcommands.words import words_after
from bot.domain.commands import ClearChat, Command, JoinTeam, MakeLinks

MOST_LINKS = 30
_COUNT = re.compile(r"(?:^|\s)for (\d{1,4}) (?:people|persons|members)$", re.IGNORECASE)


def _read_link(rest: str) -> Command | Wrong:
    found = _COUNT.search(rest)
    count = int(found[1]) if found else 1
    if not 1 <= count <= MOST_LINKS:
        return Wrong(f"I make between 1 and {MOST_LINKS} links at a time.")
    return MakeLinks(team=words_after(rest[: found.start()] if found else rest, "to", "for"), count=count)


def _read_join(rest: str) -> Command | Wrong:
    code = rest.strip()
    return JoinTeam(code=code) if code else Wrong("The code is missing.")


COMMANDS = (
    ChatCommand(
        ("team", "link"),
        "team link [TEAM] [for NUMBER people]",
        "makes links with which people join a team, one for each person",
        Role.LEAD,
        ("team link Crisis line", "team link Crisis line for 12 people"),
        _read_link,
    ),
    ChatCommand(
        ("join",),
        "join CODE",
        "joins the team that you were given a link to",
        Role.STRANGER,
        ("join abcdefghjkmnpqrstuvwxyz234",),
        _read_join,
    ),
    ChatCommand(
        ("clear", "chat"),
        "clear chat",
        "takes your words out of this chat; what you answered stays saved",
        Role.MEMBER,
        ("clear chat",),
        without_arguments(ClearChat),
    ),
)
