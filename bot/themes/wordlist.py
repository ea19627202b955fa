"""Long lists of words, kept as one block of bytes: 120,000 words take 1.2 MB, a tenth of a set of strings."""

import gzip
from functools import cache
from importlib.resources import files

OPENING = 3


class WordList:
    """Sorted lower-case words without accents, looked up among those that begin with the same three letters.

    `words`: one a line, in the order of their bytes.
    """

    def __init__(self, words: bytes) -> None:
        self._block = b"\n" + words.strip(b"\n") + b"\n"
        self._starts: dict[bytes, int] = {}
        self._ends: dict[bytes, int] = {}
        at = 0
        for line in self._block[1:-1].split(b"\n"):
            opening = line[:OPENING]
            self._starts.setdefault(opening, at)
            at += len(line) + 1
            self._ends[opening] = at + 1

    def __contains__(self, word: str) -> bool:
        wanted = word.encode("utf-8", "replace")
        start = self._starts.get(wanted[:OPENING])
        return start is not None and self._block.find(b"\n" + wanted + b"\n", start, self._ends[wanted[:OPENING]]) >= 0

    def __len__(self) -> int:
        return self._block.count(b"\n") - 1


@cache
def shipped_list(name: str) -> WordList:
    """A list that comes with the product: "words-en" or "given-names". Raises FileNotFoundError for another."""
    packed = (files("bot.themes") / "data" / f"{name}.txt.gz").read_bytes()
    return WordList(gzip.decompress(packed))
