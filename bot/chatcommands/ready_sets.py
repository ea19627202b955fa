"""The ready-made sets that ship with the product: packs in files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.domain.model import Question
from bot.domain.question_packs import Pack, read_pack
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
    """Every set that ships, by its name; the one that organisations begin with comes first. Raises ValueError for a faulty file."""
    folder = files("bot.chatcommands") / "data" / _FOLDER
    found = [
        _read_ready(entry.name.removesuffix(".toml"), entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda one: (one.key != "story", one.name)))


def _read_ready(key: str, text: str) -> ReadySet:
    pack = read_pack(text)
    if not isinstance(pack, Pack):
        raise ValueError(f"{key}, line {pack.line}: {pack.problem}")
    return ReadySet(key, pack.name, pack.about, pack.questions)


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
