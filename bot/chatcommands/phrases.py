"""Sentences written once for all the ways in which people say them, and whether a message is one of them as a whole.

A pattern is made of words. `(a|b c)` is one of these, `[a|b]` one of these or nothing, `{name}` one of the alternatives of that
name, `*` any one word but for "I" and the like. A message is compared without case, punctuation and short forms ("I'm" is
"i am"). Only a whole message is ever a match: what a sentence merely begins with or holds means nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´＇", "'"))
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_SHORT_ENDS = {"'ll": "will", "'ve": "have", "'re": "are", "'d": "would"}
_TOKEN = re.compile(r"\{(\w+)\}|([()\[\]|*])|([^\s()\[\]|*{}]+)")
_MARKS = {"(": "(?:", ")": ")", "[": "(?:", "]": ")?", "|": "|", "*": r"(?!(?:i|you|we|it|this|that) )\w+ "}


def fold_words(text: str, contractions: Mapping[str, str]) -> str:
    """The words of a message in lower case, short forms written out, with one space after each."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    return "".join(f"{_written_out(word, contractions)} " for word in _WORD.findall(plain))


def _written_out(word: str, contractions: Mapping[str, str]) -> str:
    bare = word.replace("'", "")
    if bare in contractions:
        return contractions[bare]
    for end, full in _SHORT_ENDS.items():
        if word.endswith(end):
            return f"{word.removesuffix(end)} {full}"
    return bare


def without_fillers(words: str, leading: re.Pattern[str], trailing: re.Pattern[str]) -> Iterable[str]:
    """Yield folded words, and then again and again without small ones at either end, as long as something is left."""
    yield words
    shorter = words
    while (found := leading.match(shorter)) and found.end() < len(shorter):
        shorter = shorter[found.end() :]
        yield shorter
    for start in dict.fromkeys((words, shorter)):
        while (found := trailing.search(start)) and found.start() > 0:
            start = start[: found.start()]
            yield start


def pattern_expression(pattern: str, names: Mapping[str, str]) -> str:
    """The regular expression of a pattern, which matches folded words; `names` holds the expressions that `{name}` stands for."""
    made = []
    for name, mark, word in _TOKEN.findall(pattern):
        made.append(names[name] if name else _MARKS[mark] if mark else re.escape(word) + " ")
    return "(?:" + "".join(made) + ")"


def expressions_by_name(alternatives: Mapping[str, str]) -> dict[str, str]:
    """The expressions of named alternatives, one a line; each may use those that stand before it."""
    made: dict[str, str] = {}
    for name, patterns in alternatives.items():
        made[name] = (
            "(?:" + "|".join(pattern_expression(pattern, made) for pattern in patterns.split("\n") if pattern) + ")"
        )
    return made


def any_of(patterns: str, names: Mapping[str, str]) -> str:
    """One expression for several patterns, one a line."""
    made = [pattern_expression(pattern, names) for pattern in patterns.split("\n") if pattern]
    return "(?:" + "|".join(made) + ")" if made else r"(?!)"


def words_in_patterns(patterns: str) -> frozenset[str]:
    """Every word that stands in these patterns."""
    return frozenset(word for _, _, word in _TOKEN.findall(patterns) if word.isalpha())
