"""Long answers cut into clauses, so that an answer with two points can feed two."""

import re
from collections.abc import Sequence

LONGEST_WHOLE = 25
SHORTEST = 3
_ENDS = re.compile(r"(?<=[.!?…])\s+|\n+|;\s*|\s[-–—]+\s|[–—]|:\s+")
_WORD = re.compile(r"[^\W_]+")


def clauses_of(text: str) -> list[str]:
    """The clauses of an answer of more than 25 words; a shorter answer is one. Never empty, never a clause without a word.

    What stands between two ends and has fewer than three words belongs to its neighbour.
    """
    whole = " ".join(text.split())
    if _count_words(whole) <= LONGEST_WHOLE:
        return [whole]
    return _join_short_clauses([piece.strip() for piece in _ENDS.split(text) if _count_words(piece)]) or [whole]


def _join_short_clauses(pieces: Sequence[str]) -> list[str]:
    found: list[str] = []
    for piece in pieces:
        if found and (_count_words(piece) < SHORTEST or _count_words(found[-1]) < SHORTEST):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return found


def _count_words(text: str) -> int:
    return len(_WORD.findall(text))
