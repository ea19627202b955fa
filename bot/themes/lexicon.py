"""The word lists of a language, read once from the package's data."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_SUFFIX = re.compile(r"(?:ations?|nesses|ness|ings?|ies|ers?|e[ds]|ly|[yse])$")
SHORTEST_STEM = 3


@dataclass(frozen=True)
class Lexicon:
    """Sets of lower-case words.

    `function` words carry no topic; `general` words are too broad to name a point; `praise`, `complaint` and `wish`
    tell which way an answer leans; `firm_wish` finds fault whatever was asked; `negation` turns the words after it;
    `contrast` takes back what went before.
    """

    function: frozenset[str]
    general: frozenset[str]
    praise: frozenset[str]
    complaint: frozenset[str]
    wish: frozenset[str]
    negation: frozenset[str]
    contrast: frozenset[str]
    firm_wish: frozenset[str]


@cache
def english_lexicon() -> Lexicon:
    """The shipped English lists."""
    lists = tomllib.loads((files("bot.themes") / "data" / "words-en.toml").read_text(encoding="utf-8"))
    return Lexicon(**{name: frozenset(words.split()) for name, words in lists.items()})


def stem_word(word: str) -> str:
    """A rough stem, so that "waiting" and "waits" count as one word; it is never shown."""
    base = word.removesuffix("'s")
    found = _SUFFIX.search(base, SHORTEST_STEM)
    return base[: found.start()] if found else base


def content_words(words: Iterable[str], lexicon: Lexicon) -> list[str]:
    """The words that carry a topic, in order."""
    return [word for word in words if word not in lexicon.function]
