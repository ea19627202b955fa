"""Problems of the settings, collected. Never a value, which may be a secret."""

from __future__ import annotations

from collections.abc import Iterable

from bot.declarations.setting_rules import Problem
from bot.domain.root_error import FolkmootError


class ConfigError(FolkmootError):
    """All problems of the settings, at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def nearest_word(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known word that is most like `word`; empty if none is near."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=cutoff)), "")
