"""Reading a file of real answers: one JSON object a line, with `team`, `question` (1 to 3) and `text`; the rest is ignored."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from bot.chatcommands.team import LONGEST_NAME
from bot.domain.interviews import LONGEST
from bot.domain.root_error import FolkmootError

QUESTIONS = {1: 1, 2: 2, 3: 3, "1": 1, "2": 2, "3": 3}


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer of one person."""

    team: str
    question: int
    text: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that holds no answer that can be used, counted from 1, and why."""

    line: int
    why: str


class _Unusable(FolkmootError):
    pass


def read_answers(path: Path) -> tuple[list[AnswerRow], list[Skipped]]:
    """All answers in the order of the file, and the lines that were skipped. Empty lines are neither. Raises OSError."""
    rows: list[AnswerRow] = []
    skipped: list[Skipped] = []
    for number, line in enumerate(path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            rows.append(_parse_row(line))
        except _Unusable as wrong:
            skipped.append(Skipped(number, str(wrong)))
    return rows, skipped


def _parse_row(line: bytes) -> AnswerRow:
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise _Unusable("it is not text in UTF-8") from None
    except (json.JSONDecodeError, RecursionError):
        raise _Unusable("it is not JSON") from None
    if not isinstance(found, dict):
        raise _Unusable("it is not a JSON object")
    return AnswerRow(
        _parse_team(found.get("team")), _parse_question(found.get("question")), _parse_text(found.get("text"))
    )


def _parse_team(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Unusable("“team” is missing or not text")
    # In a command a colon ends a team's name, “under” begins its department's, and a mention is a person.
    name = " ".join(value.replace(":", " – ").replace("<@", "").replace(" under ", " / ").split()).strip("\"'“”‘’«» ")
    if not name:
        raise _Unusable("“team” is not a name")
    return name[:LONGEST_NAME].strip()


def _parse_question(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str) or value not in QUESTIONS:
        raise _Unusable("“question” is not 1, 2 or 3")
    return QUESTIONS[value]


def _parse_text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Unusable("“text” is missing or empty")
    if len(value) > LONGEST:
        raise _Unusable(f"“text” has {len(value):,} characters, {LONGEST:,} fit")
    return value
