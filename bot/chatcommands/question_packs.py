"""Question sets as text: the ready-made ones that ship with the product, and packs that people hand on.

A pack is TOML (or JSON with the same names): the set's `name`, what it is `about`, up to five `question` tables with `text` and
`direction`, and where it has a rhythm, a `rhythm` table with the `schedule` in plain words and the lengths of the windows.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.domain.model import Question
from bot.domain.questions import is_repeated

_FOLDER = "question-sets"


@dataclass(frozen=True, slots=True)
class ReadySet:
    """A set that ships with the product. `key` is the name of its file, by which it is chosen; its questions have no keys yet."""

    key: str
    name: str
    about: str
    questions: tuple[Question, ...]


@cache
def ready_sets() -> tuple[ReadySet, ...]:
    """Every set that ships, by its name; the one that organisations begin with comes first."""
    folder = files("bot.chatcommands") / "data" / _FOLDER
    found = [
        _as_ready(entry.name.removesuffix(".toml"), tomllib.loads(entry.read_text(encoding="utf-8")))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda one: (one.key != "story", one.name)))


def _as_ready(key: str, given: dict[str, Any]) -> ReadySet:
    asked = tuple(Question(key="", text=one["text"], direction=one["direction"]) for one in given["question"])
    return ReadySet(key, given["name"], given["about"], asked)


def find_ready_set(words: str) -> ReadySet | None:
    """Return the set that is meant, by its name or key, however it is punctuated; None for any other."""
    wanted = words.replace("-", " ").replace("/", " ")
    return next(
        (
            one
            for one in ready_sets()
            if is_repeated(wanted, one.name) or is_repeated(wanted, one.key.replace("-", " "))
        ),
        None,
    )
