"""Room on a phone's screen, given out line by line, so that a message of many parts stays as long as it may be."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

COLUMNS = 40
"""Letters of a line on a phone."""


def lines_of(text: str) -> int:
    """Return how many lines of a phone a text takes."""
    return sum(len(wrap(line, COLUMNS)) for line in text.splitlines())


class PhoneScreen:
    """So many lines that are left; `takes` gives some of them to a text, if it fits."""

    def __init__(self, lines: int) -> None:
        self.left = lines

    def takes(self, text: str, more: int = 0, keep: int = 0) -> bool:
        """Return whether a text fits, with so many lines `more` for its heading, and so many to `keep` free; then it has them."""
        needed = lines_of(text) + more
        if needed + keep > self.left:
            return False
        self.left -= needed
        return True

    def first_fitting(self, texts: Iterable[str], more: int = 0, keep: int = 0) -> list[str]:
        """Return the texts up to the first that does not fit; so many lines `more` come with the first of them."""
        shown: list[str] = []
        for text in texts:
            if not self.takes(text, 0 if shown else more, keep):
                break
            shown.append(text)
        return shown
