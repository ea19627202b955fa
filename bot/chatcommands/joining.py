"""Commands for joining by a link, and for tidying one's own chat."""

from __future__ import annotations

import re

from bot.chatcommands.registry import ChatCommand, Role, Wrong, without_arguments
from bot.chatcommands.words import words_after
from bot.domain.commands import ClearChat, Command, JoinTeam, MakeLinks
from bot.domain.links import MakeLinkForMany, WithdrawLinks

MOST_LINKS = 30
USUALLY_JOIN, MOST_JOIN = 50, 500
USUAL_DAYS, MOST_DAYS = 14, 60
_MANY = re.compile(
    r"(?:^|\s)for many(?: people)?(?:,? up to (\d{1,4})(?: people)?)?(?:,? for (\d{1,3}) days?)?[ .]*$", re.IGNORECASE
)
_COUNT = re.compile(r"(?:^|\s)for (\d{1,4}) (?:people|persons|members)$", re.IGNORECASE)


def _read_link(rest: str) -> Command | Wrong:
    first, _, left = rest.partition(" ")
    if first.lower() == "off":
        return WithdrawLinks(team=words_after(left, "for"))
    many = _MANY.search(rest)
    if many:
        most, days = int(many[1] or USUALLY_JOIN), int(many[2] or USUAL_DAYS)
        if not 2 <= most <= MOST_JOIN or not 1 <= days <= MOST_DAYS:
            return Wrong(f"A link for many is for at most {MOST_JOIN} people and {MOST_DAYS} days.")
        return MakeLinkForMany(team=words_after(rest[: many.start()], "to", "for"), most=most, days=days)
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
        "team link [off] [TEAM] [for NUMBER people | for many]",
        "makes links with which people join a team, one for each person or one for many; or ends them",
        Role.LEAD,
        (
            "team link Crisis line",
            "team link Crisis line for 12 people",
            "team link Crisis line for many",
            "team link Crisis line for many up to 40 people for 7 days",
            "team link off Crisis line",
        ),
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
