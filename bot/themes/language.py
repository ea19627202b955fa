"""Detection of a clause's language by its common words and by letters that tell it."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from bot.themes.clauses import clauses_of
from bot.themes.phrases import WORD, words_of
from bot.themes.silence import says_nothing
from bot.themes.wordlist import shipped_list

ENGLISH = "en"
READ = (ENGLISH, "pl", "de")
"""The languages whose answers are read for points."""
UNKNOWN = ""
MOSTLY = 0.5
PROBABLY = 2 / 3
NEARLY_ALL = 0.9
TELLING_LETTERS = 12
TELLING_WORDS = 4
"""So much tells that a text is in another language, where none of its common words does."""


@cache
def _read_lists() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("bot.themes") / "data" / "languages.toml").read_text(encoding="utf-8"))


@cache
def _common_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words_of(words)) for language, words in _read_lists()["words"].items()}


@cache
def _marks() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """By language, what tells it inside a word and at a word's end."""
    lists = {language: marks.split() for language, marks in _read_lists()["marks"].items()}
    return {
        language: (
            tuple(mark for mark in marks if mark[0] != "-"),
            tuple(mark[1:] for mark in marks if mark[0] == "-"),
        )
        for language, marks in lists.items()
    }


def language_of(text: str) -> str:
    """The code of the language, empty where it cannot be told: the one most of whose common words and marks stand in the text.

    Of a tie, or without any such word, it is English if at least half of the words are on the English list; words that
    nearly all are on it are English whatever short words stand among them. Marks count where most words are not English.
    """
    words = words_of(text)
    long = [word for word in words if len(word) > 1]
    known = sum(word in shipped_list("words-en") for word in long)
    foreign = known < len(long) * MOSTLY
    # Single letters are words of other languages, and of "w/o"; names have the letters of other languages.
    telling = words if foreign else long
    counts = {language: sum(word in common for word in telling) for language, common in _common_words().items()}
    if foreign:
        for language, count in _count_marked(text).items():
            counts[language] += count
    best = max(counts.values(), default=0)
    leading = [language for language, count in counts.items() if count == best and best]
    if len(leading) == 1 and (leading[0] == ENGLISH or known < len(long) * NEARLY_ALL):
        return leading[0]
    return ENGLISH if long and known >= len(long) * MOSTLY else UNKNOWN


def _count_marked(text: str) -> dict[str, int]:
    """Return how many words that are not English hold a mark of each language."""
    words = [
        word
        for word in WORD.findall(unicodedata.normalize("NFC", text).lower())
        if not any(part in shipped_list("words-en") for part in words_of(word))
    ]
    return {
        language: sum(word.endswith(ends) or any(mark in word for mark in inside) for word in words)
        for language, (inside, ends) in _marks().items()
    }


def is_read(text: str) -> bool:
    """Return whether an answer, or a clause of it, may be in one of the languages that are read for points."""
    return may_be_in(text, READ)


def may_be_in(text: str, languages: Sequence[str]) -> bool:
    """Return whether an answer, or a clause of it, may be in one of these languages, of which English is one.

    An answer that says nothing is, and so is one that is too short to tell.
    """
    return (
        _is_mostly_known(words_of(text))
        or says_nothing(text)
        or any(_clause_may_be_in(clause, languages) for clause in clauses_of(text))
    )


def _is_mostly_known(words: Sequence[str]) -> bool:
    """Return whether words are plainly English, without a closer look: so are nearly all answers."""
    known = sum(word in shipped_list("words-en") for word in words)
    return known > len(words) * PROBABLY


def _clause_may_be_in(clause: str, languages: Sequence[str]) -> bool:
    words = [word for word in words_of(clause) if len(word) > 1 and word.isalpha()]
    letters = "".join(words)
    if len(letters) < TELLING_LETTERS:
        return True
    if not any("a" <= letter <= "z" for letter in letters.lower()):
        return False
    language = language_of(clause)
    if language == UNKNOWN:
        return len(words) < TELLING_WORDS
    return language in languages or _is_mostly_known(words)
