"""Detection of a clause's language by its common words."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from bot.themes.clauses import clauses_of
from bot.themes.phrases import words_of
from bot.themes.silence import says_nothing
from bot.themes.wordlist import shipped_list

READ = "en"
"""The language whose answers are read for points."""
UNKNOWN = ""
MOSTLY = 0.5
PROBABLY = 2 / 3
NEARLY_ALL = 0.9
TELLING_LETTERS = 12
TELLING_WORDS = 4
"""So much tells that a text is in another language, where none of its common words does."""


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


def is_read(text: str) -> bool:
    """Return whether an answer, or a clause of it, may be in the language that is read for points.

    An answer that says nothing is, and so is one that is too short to tell.
    """
    return (
        _is_mostly_known(words_of(text))
        or says_nothing(text)
        or any(_may_be_english(clause) for clause in clauses_of(text))
    )


def _is_mostly_known(words: Sequence[str]) -> bool:
    """Return whether words are plainly English, without a closer look: so are nearly all answers."""
    known = sum(word in shipped_list("words-en") for word in words)
    return known > len(words) * PROBABLY


def _may_be_english(clause: str) -> bool:
    words = [word for word in words_of(clause) if len(word) > 1 and word.isalpha()]
    letters = "".join(words)
    if len(letters) < TELLING_LETTERS:
        return True
    if not any("a" <= letter <= "z" for letter in letters.lower()):
        return False
    language = language_of(clause)
    if language == UNKNOWN:
        return len(words) < TELLING_WORDS
    return language == READ or _is_mostly_known(words)
