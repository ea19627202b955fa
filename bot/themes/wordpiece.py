"""Text to token numbers, as the vector table was trained: BERT's normalisation, then WordPiece.

Greedy longest match is the method of Devlin et al. 2019 (BERT). Pieces that the vocabulary lacks are dropped, so
an answer of emoji alone has no tokens.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

LONGEST_WORD = 100
# Curly quotation marks are the commonest reason why English text is not plain ASCII.
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_PLAIN_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def normalise_text(text: str) -> str:
    """Lower case, accents off (NFD), quotation marks straight, format characters out."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    lowered = lowered.translate(_STRAIGHT)
    if lowered.isascii():
        return lowered
    kept = (c for c in unicodedata.normalize("NFD", lowered) if unicodedata.category(c) not in {"Mn", "Cf", "Cs"})
    return "".join(kept)


def split_words(text: str) -> list[str]:
    """The words and punctuation marks of a text, normalised."""
    return _WORD.findall(normalise_text(text))


def plain_words(text: str) -> list[str]:
    """The words alone, normalised; an apostrophe inside a word stays."""
    return _PLAIN_WORD.findall(normalise_text(text))


class WordPiece:
    """A vocabulary of word pieces.

    `vocabulary` maps a piece to its number; pieces inside a word begin with "##".
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._numbers = vocabulary

    def tokens(self, texts: Iterable[str]) -> list[list[int]]:
        """The numbers of the pieces of each text, in order."""
        # Known words are remembered for this call alone: a cache that outlived it would keep people's words.
        known: dict[str, list[int]] = {}
        result = []
        for text in texts:
            numbers: list[int] = []
            for word in split_words(text):
                pieces = known.get(word)
                if pieces is None:
                    pieces = known[word] = self._pieces(word)
                numbers += pieces
            result.append(numbers)
        return result

    def _pieces(self, word: str) -> list[int]:
        whole = self._numbers.get(word)
        if whole is not None:
            return [whole]
        if len(word) > LONGEST_WORD:
            return []
        found: list[int] = []
        start = 0
        while start < len(word):
            end = self._longest(word, start)
            if end == start:
                return []
            found.append(self._numbers[("##" if start else "") + word[start:end]])
            start = end
        return found

    def _longest(self, word: str, start: int) -> int:
        prefix = "##" if start else ""
        for end in range(len(word), start, -1):
            if prefix + word[start:end] in self._numbers:
                return end
        return start
