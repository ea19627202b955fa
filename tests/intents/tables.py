"""The tables of phrases and of answers that look like them, read from the text files beside this one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.chatcommands import Role
from bot.chatcommands.complete_command import Situation
from bot.chatcommands.intents import OTHERS, Meant, Nearly
from bot.domain import commands as order
from bot.engine.commands import own_zone, windows
from bot.engine.dates import can_be_read

FOLDER = Path(__file__).parent
PHRASES = FOLDER / "phrases.txt"
ANSWERS = FOLDER / "answers.txt"
ROLES = {"": Role.MEMBER, "lead": Role.LEAD, "admin": Role.ADMIN}
HEADING = re.compile(r"== (?P<wanted>.+?)(?:, as (?P<role>lead|admin))?")
NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
CALLED = {
    "remind": "remind me tomorrow",
    "away without a date": "say until when",
    "take off": "[Take off the last message]",
    "throw away": "[Throw away]",
    "send": "[Send it]",
    "draft": "show the draft",
    "place 1": "[Question 1]",
    "place 2": "[Question 2]",
    "place 3": "[Question 3]",
    "point": "[Challenge]",
}
"""How the tables call what has no name in the list of commands, where that is not the section's own name."""


def read_table(path: Path) -> Iterator[tuple[str, Role, str]]:
    """What is wanted, who types it, and the phrase, for each line below a heading."""
    wanted, role = "", Role.MEMBER
    for line in path.read_text(encoding="utf-8").splitlines():
        found = HEADING.fullmatch(line)
        if found:
            wanted, role = found["wanted"], ROLES[found["role"] or ""]
        elif line and wanted:
            yield wanted, role, line


def asked(role: Role = Role.MEMBER, is_asked: bool = True) -> Situation:
    """Somebody whose words could be an answer, in an organisation with one team."""
    return Situation(
        role=role,
        asked=is_asked,
        teams=frozenset({"crisis line"}),
        is_date=lambda words: can_be_read(words, NOW, "Europe/London"),
        is_schedule=lambda words: words.lower().startswith("every "),
        is_zone=own_zone.is_zone,
        is_hours=own_zone.are_quiet_hours,
        is_time=windows.is_time,
    )


def called(meant: Meant | Nearly | None, role: Role) -> str:
    """What was understood, as the tables call it."""
    if meant is None:
        return "words"
    if isinstance(meant, Nearly):
        return f"near {'/'.join(meant.names)}"
    if meant.role > role:
        return "not for you"
    if meant.spec:
        return meant.spec.name
    others = {command: name for name, (command, _) in OTHERS.items()}
    name = others.get(meant.command) if isinstance(meant.command, order.Command) else None
    if name:
        return CALLED.get(name, name)
    return {order.GoAway: "away", order.AnswerNow: "answer", order.ShowHelp: "help"}[type(meant.command)]  # type: ignore[index]
