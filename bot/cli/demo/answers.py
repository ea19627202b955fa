"""Reading a file of real answers: one JSON object a line, with `team`, `question` (its number) and `text`; the rest is ignored.

A line may also hold `allow`, whether its words may be shown, and `weigh`, what its author says of the draft.
One line may hold `questions` instead, the texts of 1 to 5 questions that are asked in place of the product's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeGuard

from bot.chatcommands.team import LONGEST_NAME
from bot.chatcommands.words import strip_quotes
from bot.domain.interviews import LONGEST_ANSWER
from bot.domain.model.asking import MOST_QUESTIONS
from bot.domain.questions import LONGEST_QUESTION, NUMBERS, is_repeated
from bot.domain.root_error import FolkmootError
from bot.views.messages.questions import DEFAULT_QUESTIONS
from bot.views.messages.wording import join_or

EVERYTHING = "*"
"""In the place of words of a point: all points."""
CHOICES = ("agree", "differ", "skip")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer of one person: whether they allow its words to be shown, and what they say of the draft's points.

    `weigh` is agree, differ or skip, by words of a point's wording.
    """

    team: str
    question: int
    text: str
    allow: bool = False
    weigh: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that holds no answer that can be used, counted from 1, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """Content of a file: all answers in its order, the lines that were skipped, and its questions if it has any of its own."""

    rows: tuple[AnswerRow, ...]
    skipped: tuple[Skipped, ...] = ()
    questions: tuple[str, ...] = ()


class UnusableQuestionsError(FolkmootError):
    """The questions of a file cannot be asked, so nobody knows what its answers answer; the message says where and why."""


class _UnusableLineError(FolkmootError):
    pass


def read_answers(path: Path) -> AnswerFile:
    """Return what the file holds. Empty lines are neither read nor skipped. Raises OSError and UnusableQuestionsError."""
    lines = list(_read_lines(path))
    questions = _find_questions(lines)
    count = len(questions or DEFAULT_QUESTIONS)
    rows: list[AnswerRow] = []
    skipped: list[Skipped] = []
    for number, found in lines:
        try:
            if not _holds_questions(found):
                rows.append(_parse_row(found, count))
        except _UnusableLineError as wrong:
            skipped.append(Skipped(number, str(wrong)))
    return AnswerFile(tuple(rows), tuple(skipped), questions)


def _read_lines(path: Path) -> Iterator[tuple[int, object]]:
    """Yield the value of each line that is not empty, by its number; in the place of one that has none, what is wrong with it."""
    for number, line in enumerate(path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            yield number, _parse_line(line)


def _parse_line(line: bytes) -> object:
    try:
        return json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return _UnusableLineError("it is not text in UTF-8")
    except (ValueError, RecursionError):
        return _UnusableLineError("it is not JSON")


def _holds_questions(found: object) -> bool:
    return isinstance(found, dict) and "questions" in found and "text" not in found


def _find_questions(lines: Iterable[tuple[int, object]]) -> tuple[str, ...]:
    held = [
        (number, found["questions"]) for number, found in lines if isinstance(found, dict) and _holds_questions(found)
    ]
    if len(held) > 1:
        raise UnusableQuestionsError(f"lines {held[0][0]} and {held[1][0]} both hold questions")
    for number, given in held:
        try:
            return _parse_questions(given)
        except _UnusableLineError as wrong:
            raise UnusableQuestionsError(f"line {number}: {wrong}") from None
    return ()


def _parse_questions(given: object) -> tuple[str, ...]:
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_QUESTIONS:
        raise _UnusableLineError(f"“questions” is not a list of 1 to {MOST_QUESTIONS} questions")
    texts = [strip_quotes(" ".join(text.split())) if _is_text(text) else "" for text in given]
    for number, text in enumerate(texts, 1):
        if not text:
            raise _UnusableLineError(f"question {number} is empty or not text")
        if len(text) > LONGEST_QUESTION:
            raise _UnusableLineError(f"question {number} has {len(text):,} characters, {LONGEST_QUESTION:,} fit")
        repeated = next((other for other, before in enumerate(texts[: number - 1], 1) if is_repeated(before, text)), 0)
        if repeated:
            raise _UnusableLineError(f"questions {repeated} and {number} are the same")
    return tuple(texts)


def _parse_row(found: object, count: int) -> AnswerRow:
    if isinstance(found, _UnusableLineError):
        raise found
    if not isinstance(found, dict):
        raise _UnusableLineError("it is not a JSON object")
    return AnswerRow(
        _parse_team(found.get("team")),
        _parse_question(found.get("question"), count),
        _parse_text(found.get("text")),
        _parse_allow(found.get("allow", False)),
        _parse_weigh(found.get("weigh", {})),
    )


def _is_text(value: object) -> TypeGuard[str]:
    """Return whether this is text that can be printed: half a pair of surrogates, which JSON can hold, is none."""
    return isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value)


def _parse_team(value: object) -> str:
    if not _is_text(value) or not value.strip():
        raise _UnusableLineError("“team” is missing or not text")
    # In a command a colon ends a team's name, “under” begins its department's, and a mention is a person.
    name = " ".join(value.replace(":", " – ").replace("<@", "").replace(" under ", " / ").split()).strip("\"'“”‘’«» ")
    if not name:
        raise _UnusableLineError("“team” is not a name")
    return name[:LONGEST_NAME].strip()


def _parse_question(value: object, count: int) -> int:
    """Return the number of one of the `count` questions."""
    known = [str(number) for number in NUMBERS[:count]]
    if isinstance(value, bool) or not isinstance(value, int | str) or str(value) not in known:
        raise _UnusableLineError(f"“question” is not {join_or(known)}")
    return int(value)


def _parse_text(value: object) -> str:
    if not _is_text(value) or not value.strip():
        raise _UnusableLineError("“text” is missing or empty")
    if len(value) > LONGEST_ANSWER:
        raise _UnusableLineError(f"“text” has {len(value):,} characters, {LONGEST_ANSWER:,} fit")
    return value


def _parse_allow(value: object) -> bool:
    if not isinstance(value, bool):
        raise _UnusableLineError("“allow” is not true or false")
    return value


def _parse_weigh(value: object) -> dict[str, str]:
    """Return the choices by words of the points, both in the file's order: the first words that fit count."""
    if not isinstance(value, dict):
        raise _UnusableLineError('“weigh” is not an object such as {"handover": "agree"}')
    found: dict[str, str] = {}
    for words, said in value.items():
        if not _is_text(words) or not words.strip():
            raise _UnusableLineError("“weigh” has a choice without words")
        if said not in CHOICES:
            raise _UnusableLineError(f"“weigh” does not say {join_or(CHOICES)} of “{words.strip()}”")
        found[words.strip()] = said
    return found
