"""Packs: a set of questions with its rhythm as one text, so that others can adopt it.

TOML, or JSON with the same names: the set's `name`, what it is `about`, one to five `question` tables with `text` and `direction`,
and where it has a rhythm, a `rhythm` table with the `schedule` in plain words and the lengths of the windows in working days.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.model import Question
from bot.domain.model.asking import MOST_QUESTIONS
from bot.domain.questions import DIRECTIONS, LONGEST_QUESTION, direction_of, is_repeated
from bot.domain.root_error import FolkmootError

LONGEST_NAME = 60
LONGEST_WINDOW = 30
"""Working days that a window can have at most."""
_DAYS = ("answer_days", "check_days", "decide_days")
_KNOWN = {"": ("name", "about", "question", "rhythm"), "rhythm": ("schedule", *_DAYS, "close_at")}
_FENCE = re.compile(r"```(?:toml|json)?", re.IGNORECASE)
_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "\u00a0": " "})
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """The schedule of a pack, in plain words, and the windows of its rounds; empty and 0 for what it does not say."""

    schedule: str = ""
    answer_days: int = 0
    check_days: int = 0
    decide_days: int = 0
    close_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A set that can be handed on; its questions have no keys."""

    name: str
    questions: tuple[Question, ...]
    about: str = ""
    rhythm: Rhythm = Rhythm()


@dataclass(frozen=True, slots=True)
class Faulty:
    """Fault of a text that is no pack: the line, counted from 1, and what is wrong there, as a sentence."""

    line: int
    problem: str


class _FaultError(FolkmootError):
    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.fault = Faulty(line, problem)


def write_pack(pack: Pack) -> str:
    """Return a pack as TOML."""
    lines = [f"name = {_quoted(pack.name)}"]
    lines += [f"about = {_quoted(pack.about)}"] if pack.about else []
    for one in pack.questions:
        lines += ["", "[[question]]", f"text = {_quoted(one.text)}", f"direction = {_quoted(one.direction)}"]
    rhythm = [(name, getattr(pack.rhythm, name)) for name in _KNOWN["rhythm"]]
    said = [f"{name} = {_quoted(value) if isinstance(value, str) else value}" for name, value in rhythm if value]
    return "\n".join([*lines, *(["", "[rhythm]", *said] if said else [])]) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def read_pack(text: str) -> Pack | Faulty:
    """Return the pack that a text is; marks of a chat around it and curly quotes do not matter."""
    plain = _FENCE.sub("", text)
    plain = plain if _can_be_parsed(plain) else plain.translate(_CURLY)
    try:
        return _as_pack(_parse(plain), plain)
    except _FaultError as error:
        return error.fault


def _can_be_parsed(text: str) -> bool:
    """Return whether nothing in a text has to be mended: curly quotes may be a question's own."""
    try:
        _parse(text)
    except _FaultError:
        return False
    return True


def _parse(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except json.JSONDecodeError as error:
        raise _FaultError(error.lineno, "This is no JSON that I can read.") from None
    except tomllib.TOMLDecodeError as error:
        place = _AT_LINE.search(str(error))
        line = int(place[1]) if place and place[1] else text.rstrip().count("\n") + 1
        raise _FaultError(line, f"{_AT_LINE.sub('', str(error)).rstrip('.')}.") from None
    if not isinstance(found, dict):
        raise _FaultError(1, "It has to begin with the set’s name.")
    return found


def _as_pack(given: Mapping[str, Any], text: str) -> Pack:
    _refuse_unknown(given, "", text)
    name = _line_of_text(given, "name", LONGEST_NAME, text, 1)
    rows = given.get("question")
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_QUESTIONS:
        raise _FaultError(1, f"A set has 1 to {MOST_QUESTIONS} questions, each in a table [[question]].")
    asked = [_as_question(row, number, text) for number, row in enumerate(rows, start=1)]
    for number, one in enumerate(asked):
        if any(is_repeated(one.text, other.text) for other in asked[:number]):
            raise _FaultError(_line_of(text, "text", number + 1), "This question stands there twice.")
    about = _line_of_text(given, "about", LONGEST_QUESTION, text, 1) if "about" in given else ""
    return Pack(name=name, about=about, questions=tuple(asked), rhythm=_as_rhythm(given.get("rhythm", {}), text))


def _as_question(row: object, number: int, text: str) -> Question:
    line = _line_of(text, "text", number)
    if not isinstance(row, Mapping) or set(row) - {"text", "direction"}:
        raise _FaultError(line, "A question has a text and a direction, and nothing else.")
    words = _line_of_text(row, "text", LONGEST_QUESTION, text, number)
    direction = row.get("direction", direction_of(words) or DIRECTIONS[-1])
    if direction not in DIRECTIONS:
        raise _FaultError(
            _line_of(text, "direction", number), f"A direction is {', '.join(DIRECTIONS[:-1])} or {DIRECTIONS[-1]}."
        )
    return Question(key="", text=words, direction=direction)


def _as_rhythm(given: object, text: str) -> Rhythm:
    if not isinstance(given, Mapping):
        raise _FaultError(_line_of(text, "rhythm", 1), "The rhythm is a table [rhythm].")
    _refuse_unknown(given, "rhythm", text)
    for name in _DAYS:
        days = given.get(name, 1)
        if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= LONGEST_WINDOW:
            raise _FaultError(_line_of(text, name, 1), f"{name} is a number of working days, 1 to {LONGEST_WINDOW}.")
    close_at = given.get("close_at", "18:00")
    if not isinstance(close_at, str) or not _CLOCK.fullmatch(close_at):
        raise _FaultError(_line_of(text, "close_at", 1), "close_at is a time of day, such as “18:00”.")
    if not isinstance(given.get("schedule", ""), str):
        raise _FaultError(
            _line_of(text, "schedule", 1), "The schedule is said in words, such as “every other Tuesday at 10:00”."
        )
    return Rhythm(**given)


def _refuse_unknown(given: Mapping[str, Any], table: str, text: str) -> None:
    for name in given:
        if name not in _KNOWN[table]:
            raise _FaultError(_line_of(text, str(name), 1), f"I do not know “{str(name)[:LONGEST_NAME]}”.")


def _line_of_text(given: Mapping[str, Any], name: str, most: int, text: str, nth: int) -> str:
    value = given.get(name)
    line = _line_of(text, name, nth)
    words = " ".join(value.split()) if isinstance(value, str) else ""
    if not words:
        raise _FaultError(line, f"The {name} is missing, or no text.")
    if len(words) > most:
        raise _FaultError(line, f"The {name} has {len(words)} characters; {most} fit.")
    return words


def _line_of(text: str, name: str, nth: int) -> int:
    """Return the line in which a name stands for the nth time, or the last before that; 1 where it stands nowhere."""
    found = [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        for _ in re.findall(rf'(?:^|[\s,{{])"?{re.escape(name)}"?\s*[=:]|\[\s*{re.escape(name)}\s*\]', line)
    ]
    return found[min(nth, len(found)) - 1] if found else 1


def line_of_schedule(text: str) -> int:
    """Return the line of a pack's text in which its schedule stands."""
    return _line_of(text.translate(_CURLY), "schedule", 1)
