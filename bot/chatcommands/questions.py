"""Commands about the three questions."""

from __future__ import annotations

import re

from bot.chatcommands.registry import ChatCommand, Role, Wrong, bare
from bot.chatcommands.words import unquoted
from bot.domain.commands import Command, SetQuestion, ShowQuestions

LONGEST = 200


def _set(rest: str) -> Command | Wrong:
    found = re.match(r"\s*([123])[.):]?\s+(.*)", rest, re.DOTALL)
    if not found:
        return Wrong("Say which question, 1, 2 or 3, and then its new text.")
    text = unquoted(" ".join(found[2].split()))
    if not text:
        return Wrong("The question’s new text is missing.")
    if len(text) > LONGEST:
        return Wrong(f"A question may have {LONGEST} characters at most: short ones are answered more often.")
    return SetQuestion(number=int(found[1]), text=text)


COMMANDS = (
    ChatCommand(
        ("questions", "show"),
        "questions show",
        "shows the three questions",
        Role.MEMBER,
        ("questions show",),
        bare(ShowQuestions),
        ("questions",),
    ),
    ChatCommand(
        ("questions", "set"),
        "questions set 1|2|3 TEXT",
        "changes a question, from the next round on",
        Role.ADMIN,
        ("questions set 2 What should we stop doing?",),
        _set,
    ),
)
