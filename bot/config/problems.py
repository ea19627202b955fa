"""A mistake in the settings: where it is, what is wrong, and what to do about it. Never the value, which may be a secret."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.root_error import FolkmootError


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """`key` is "section.key", a file or an environment variable; `what` and `remedy` are full sentences."""

    key: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.key}: {self.what} {self.remedy}"


class ConfigError(FolkmootError):
    """Everything that is wrong with the settings, at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class Mistake(FolkmootError, ValueError):
    """Raised by a check of one value; becomes a Problem of that value's key."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


def nearest_word(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known word that is most like `word`; empty if none is near."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=cutoff)), "")
