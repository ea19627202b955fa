"""Commands about the three questions."""

from __future__ import annotations

import re

from bot.chatcommands.registry import ChatCommand, Role, Wrong, without_arguments
from bot.chatcommands.words import strip_quotes
from bot.domain.commands import Command, SetDirection, SetQuestion, ShowQuestions
from bot.domain.questions import KEEP, MISSING, STOP

LONGEST = 200
_WORDS = {
    KEEP: ("keep", "continue", "stay"),
    STOP: ("stop", "change"),
    MISSING: ("missing", "start"),
}
_DIRECTIONS = {word: direction for direction, words in _WORDS.items() for word in words}


def _read_question(rest: str) -> Command | Wrong:
    found = re.match(r"\s*([123])[.):]?\s+(.*)", rest, re.DOTALL)
    if not found:
        return Wrong("Say which question, 1, 2 or 3, and then its new text.")
    text = strip_quotes(" ".join(found[2].split()))
    if not text:
        return Wrong("The question’s new text is missing.")
    if len(text) > LONGEST:
        return Wrong(f"A question may have {LONGEST} characters at most: short ones are answered more often.")
    return SetQuestion(number=int(found[1]), text=text)


def _read_question_direction(rest: str) -> Command | Wrong:
    found = re.fullmatch(r"\s*([123])[.):]?\s+(?:as\s+)?(\w+)[.!]?\s*", rest)
    direction = _DIRECTIONS.get(found[2].lower()) if found else None
    if not found or not direction:
        return Wrong(
            "Say which question, 1, 2 or 3, and whether it asks what to keep, what to stop, or what is missing."
        )
    return SetDirection(number=int(found[1]), direction=direction)


COMMANDS = (
    ChatCommand(
        ("questions", "show"),
        "questions show",
        "shows the three questions",
        Role.MEMBER,
        ("questions show",),
        without_arguments(ShowQuestions),
    ),
    ChatCommand(
        ("questions", "set"),
        "questions set 1|2|3 TEXT",
        "changes a question, from the next round on",
        Role.ADMIN,
        ("questions set 2 What should we stop doing?",),
        _read_question,
    ),
    ChatCommand(
        ("questions", "read"),
        "questions read 1|2|3 as keep|stop|missing",
        "says how the answers to a question are read",
        Role.ADMIN,
        ("questions read 1 as missing",),
        _read_question_direction,
    ),
)
