"""Likeness of shown words, from these words alone: for the order of statements and for the point that a quote stands under."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

Likeness = Callable[[str, str], float]
"""A measure of how alike two texts are, from 0 on; the same whichever comes first."""

_WORD = re.compile(r"[^\W\d_]{4,}")
"""Shorter words are mostly of those that every text has."""


def share_of_words(one: str, other: str) -> float:
    """Return which share of the longer words of two texts both have, from 0 to 1."""
    first, second = _longer_words(one), _longer_words(other)
    return len(first & second) / max(len(first | second), 1)


def _longer_words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
