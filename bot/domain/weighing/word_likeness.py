"""Likeness of shown words, from these words alone: for the order of statements and for the point that a quote stands under."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import product
from typing import Final

Likeness = Callable[[str, str], float]
"""A measure of how alike two texts are, from 0 on; the same whichever comes first."""

MOST_OF_A_WORDING: Final = 0.75
LEAST_WORDS: Final = 2
LONGEST_ENDING: Final = 3
"""Two words are one where the longer is the other with at most so many letters more."""
LETTERS_OF_A_STEM: Final = 5
"""So many letters of two words tell that they are of one kind: rota, rotas."""
_EVERY_WORD = re.compile(r"[^\W\d_]{3,}")
_WORD = re.compile(r"[^\W\d_]{4,}")
"""Shorter words are mostly of those that every text has."""


def share_of_words(one: str, other: str) -> float:
    """Return which share of the words of two texts both have, from 0 to 1, by the words' beginnings."""
    return _share_of(_beginnings(one), _beginnings(other))


def share_of_telling_words(one: str, other: str) -> float:
    """Return the same without the words that every text may have: the harbour is not the kitchen, though both are too loud."""
    return _share_of(_beginnings(one) - _fillers(), _beginnings(other) - _fillers())


def _share_of(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / max(len(first | second), 1)


def place_by_words(words: Mapping[str, str], points: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return pairs of a quote and the point whose wording it says most words of; a quote that says none so is in no pair.

    `words` are the shown words of quotes, `points` the wordings of the points that they may stand under, those of their question
    and of their side. In doubt a quote stands under none.
    """
    found = []
    for quote, text in words.items():
        shares = {key: _share_said(wording, text) for key, wording in points.items()}
        best = max(shares, key=lambda key: (shares[key], key), default="")
        if best and shares[best] >= MOST_OF_A_WORDING and list(shares.values()).count(shares[best]) == 1:
            found.append((quote, best))
    return tuple(found)


_FILLERS = """
all also and any are but can comes for from get gets had has have its more most our out some than that the their them there they
this too very was were when will with you your
als auch auf aus bei das dem den der des die ein eine für hat ist mit oder sehr sich sind uns von werden wir wird zum zur
"""


def says_one_of(text: str, wordings: Iterable[str]) -> bool:
    """Return whether a text says most words of one of these wordings of points."""
    return any(_share_said(wording, text) >= MOST_OF_A_WORDING for wording in wordings)


def _share_said(wording: str, text: str) -> float:
    """Return which share of a wording's longer words a text says; none where these are too few to tell."""
    wanted, said = _longer_words(wording), _longer_words(text)
    both = {one for one, other in product(wanted, said) if _is_one_word(one, other)}
    return len(both) / len(wanted) if len(both) >= LEAST_WORDS else 0.0


def _is_one_word(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter) and len(longer) - len(shorter) <= LONGEST_ENDING


def _beginnings(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return frozenset(_singular(word)[:LETTERS_OF_A_STEM] for word in _EVERY_WORD.findall(plain))


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


@cache
def _fillers() -> frozenset[str]:
    return _beginnings(_FILLERS)


def _longer_words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
