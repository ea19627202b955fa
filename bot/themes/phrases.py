"""Phrases as data, and where they stand in a row of words.

`{name}` stands for any word of a class and `_` for any word at all; `?` marks what may be left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.themes.wordpiece import normalise_text

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Element:
    """One place in a phrase: the words that fit there, any word if there are none."""

    words: frozenset[str]
    optional: bool

    def fits(self, word: str) -> bool:
        return not self.words or word in self.words


Phrase = tuple[Element, ...]


def read_phrases(lines: str, classes: Mapping[str, str]) -> tuple[Phrase, ...]:
    """The phrases of a block of lines, one a line. Raises KeyError for a class that is not given."""
    sets = {name: frozenset(words_of(words)) for name, words in classes.items()}
    return tuple(_parse_phrases(lines, sets))


def _parse_phrases(lines: str, classes: Mapping[str, frozenset[str]]) -> Iterator[Phrase]:
    for line in lines.splitlines():
        if line.strip():
            yield tuple(_parse_element(part, classes) for part in line.split())


def _parse_element(part: str, classes: Mapping[str, frozenset[str]]) -> Element:
    word = part.removesuffix("?")
    if word == "_":
        return Element(frozenset(), word != part)
    words = classes[word[1:-1]] if word.startswith("{") else frozenset(words_of(word))
    return Element(words, word != part)


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case and without accents; an apostrophe inside a word stays."""
    return WORD.findall(normalise_text(text))


def ends_of(phrase: Phrase, words: Sequence[str], start: int) -> set[int]:
    """Return where the phrase can end when it begins at `start`."""
    ends = {start}
    for element in phrase:
        further = {end + 1 for end in ends if end < len(words) and element.fits(words[end])}
        ends = ends | further if element.optional else further
        if not ends:
            return ends
    return ends - {start}


def stands_in(phrases: Sequence[Phrase], words: Sequence[str]) -> bool:
    """Return whether one of the phrases stands anywhere among the words."""
    return any(ends_of(phrase, words, start) for phrase in phrases for start in range(len(words)))
