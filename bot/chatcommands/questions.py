"""Commands about the questions that are asked."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.chatcommands.registry import ChatCommand, Role, Wrong, without_arguments
from bot.chatcommands.words import strip_quotes
from bot.domain.commands import (
    AddQuestion,
    Command,
    CorrectQuestion,
    RemoveQuestion,
    SetDirection,
    SetQuestion,
    ShowQuestions,
)
from bot.domain.model.asking import MOST_QUESTIONS
from bot.domain.questions import KEEP, MISSING, STOP

LONGEST_QUESTION = 200
_NUMBER = r"(\d{1,3})[.):]?"
_WORDS = {
    KEEP: ("keep", "continue", "stay"),
    STOP: ("stop", "change"),
    MISSING: ("missing", "start"),
}
_DIRECTIONS = {word: direction for direction, words in _WORDS.items() for word in words}


def _read_text(rest: str) -> str | Wrong:
    text = strip_quotes(" ".join(rest.split()))
    if not text:
        return Wrong("The question’s new text is missing.")
    if len(text) > LONGEST_QUESTION:
        return Wrong(f"A question may have {LONGEST_QUESTION} characters at most: short ones are answered more often.")
    return text


def _read_numbered(make: Callable[[int, str], Command]) -> Callable[[str], Command | Wrong]:
    """For a command that gives the question of a number its new text."""

    def read(rest: str) -> Command | Wrong:
        found = re.match(rf"\s*{_NUMBER}\s+(.*)", rest, re.DOTALL)
        if not found:
            return Wrong("Say which question, by its number, and then its new text.")
        if re.match(r"(?:and|or|to|,|&|-)\s*\d", found[2]):
            return Wrong("One question at a time: say its number, and then its new text.")
        text = _read_text(found[2])
        return text if isinstance(text, Wrong) else make(int(found[1]), text)

    return read


def _read_added(rest: str) -> Command | Wrong:
    text = _read_text(rest)
    return text if isinstance(text, Wrong) else AddQuestion(text=text)


def _read_removed(rest: str) -> Command | Wrong:
    found = re.fullmatch(rf"\s*{_NUMBER}\s*", rest)
    return RemoveQuestion(number=int(found[1])) if found else Wrong("Say which question, by its number.")


def _read_question_direction(rest: str) -> Command | Wrong:
    found = re.fullmatch(rf"\s*{_NUMBER}\s+(?:as\s+)?(\w+)[.!]?\s*", rest)
    direction = _DIRECTIONS.get(found[2].lower()) if found else None
    if not found or not direction:
        return Wrong(
            "Say which question, by its number, and whether it asks what to keep, what to stop, or what is missing."
        )
    return SetDirection(number=int(found[1]), direction=direction)


COMMANDS = (
    ChatCommand(
        ("questions", "show"),
        "questions show",
        "shows the questions that are asked",
        Role.MEMBER,
        ("questions show",),
        without_arguments(ShowQuestions),
    ),
    ChatCommand(
        ("questions", "set"),
        "questions set NUMBER TEXT",
        "changes a question, from the next round on",
        Role.ADMIN,
        ("questions set 2 What should we stop doing?",),
        _read_numbered(lambda number, text: SetQuestion(number=number, text=text)),
    ),
    ChatCommand(
        ("questions", "correct"),
        "questions correct NUMBER TEXT",
        "mends a slip in a question, which stays the same question",
        Role.ADMIN,
        ("questions correct 2 What should we stop doing, or do differently?",),
        _read_numbered(lambda number, text: CorrectQuestion(number=number, text=text)),
    ),
    ChatCommand(
        ("questions", "add"),
        "questions add TEXT",
        f"asks one more question, {MOST_QUESTIONS} at most",
        Role.ADMIN,
        ("questions add What surprised you?",),
        _read_added,
    ),
    ChatCommand(
        ("questions", "remove"),
        "questions remove NUMBER",
        "asks a question no more",
        Role.ADMIN,
        ("questions remove 3",),
        _read_removed,
    ),
    ChatCommand(
        ("questions", "read"),
        "questions read NUMBER as keep|stop|missing",
        "says how the answers to a question are read",
        Role.ADMIN,
        ("questions read 1 as missing",),
        _read_question_direction,
    ),
)
