"""In which language a clause is written, by its common words."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from bot.themes.phrases import words_of
from bot.themes.wordlist import shipped_list

READ = "en"
"""The language whose answers are read for points."""
UNKNOWN = ""
MOSTLY = 0.5
NEARLY_ALL = 0.9


@cache
def _common_words() -> dict[str, frozenset[str]]:
    found = tomllib.loads((files("bot.themes") / "data" / "languages.toml").read_text(encoding="utf-8"))
    return {language: frozenset(words_of(words)) for language, words in found.items()}


def language_of(text: str) -> str:
    """The code of the language, empty where it cannot be told: the one most of whose common words stand in the text.

    Of a tie, or without any such word, it is English if at least half of the words are on the English list; words that
    nearly all are on it are English whatever short words stand among them.
    """
    words = words_of(text)
    counts = {language: sum(word in common for word in words) for language, common in _common_words().items()}
    best = max(counts.values(), default=0)
    leading = [language for language, count in counts.items() if count == best and best]
    long = [word for word in words if len(word) > 1]
    known = sum(word in shipped_list("words-en") for word in long)
    if len(leading) == 1 and (leading[0] == READ or known < len(long) * NEARLY_ALL):
        return leading[0]
    return READ if long and known >= len(long) * MOSTLY else UNKNOWN


def is_english(text: str) -> bool:
    """Return whether a clause is written in English."""
    return language_of(text) == READ
