"""Rounds of one team: claim little. Likeness alone would invent a shared point in nearly every round without one.

Three signals, each strict: answers in nearly the same words; answers much more alike than the round's median pair; or answers
that all vote firmly for the same narrow topic of the codebook and are somewhat alike. The first is needed where everybody says the
same: then no pair is more alike than the median.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bot.themes.codebook import Codebook, shipped
from bot.themes.embed import MODEL, centre
from bot.themes.group import arrange
from bot.themes.nothing import says_nothing

if TYPE_CHECKING:
    from bot.themes.embed import Vectors

FEWEST = 3
SAME_WORDS = 0.7
"""Share of their different words that two answers have in common."""
MUCH_ALIKE = 0.38
SOMEWHAT_ALIKE = 0.15
FIRM_VOTE = 0.45
MOST = 60
_WORD = re.compile(r"\w+")


def claims(texts: Sequence[str], codebook: Codebook | None = None) -> list[list[int]]:
    """The indexes of each point that at least three answers share, largest first; most rounds have none.

    Answers that raise no point are one claim of their own when there are three. Meant for up to 15 answers; beyond
    60 nothing is claimed.
    """
    if not FEWEST <= len(texts) <= MOST:
        return []
    order = arrange(texts)
    arranged = [texts[i] for i in order]
    quiet = [place for place, text in enumerate(arranged) if says_nothing(text, direction="keep")]
    found = [quiet] if len(quiet) >= FEWEST else []
    found += _shared(arranged, set(quiet), codebook or shipped())
    found.sort(key=lambda claim: (-len(claim), claim))
    return [sorted(order[place] for place in claim) for claim in found]


def _shared(texts: list[str], quiet: set[int], codebook: Codebook) -> list[list[int]]:
    import numpy as np

    rows = centre(MODEL.embed(texts))
    likeness = rows @ rows.T
    usual = float(np.median(likeness[np.triu_indices(len(texts), 1)]))
    same = _same_words(texts, [i for i in range(len(texts)) if i not in quiet])
    telling = [i for i in _left(range(len(texts)), same) if i not in quiet and rows[i].any()]
    found = _linked(likeness, telling, usual + MUCH_ALIKE)
    return same + found + _agreed(texts, likeness, _left(telling, found), usual + SOMEWHAT_ALIKE, codebook)


def _left(members: Iterable[int], claimed: list[list[int]]) -> list[int]:
    return [i for i in members if not any(i in claim for claim in claimed)]


def _same_words(texts: list[str], members: list[int]) -> list[list[int]]:
    """Groups of at least three around an answer, in whose words each of the others is nearly put."""
    words = {i: frozenset(_WORD.findall(texts[i].casefold())) for i in members}
    left, found = list(members), []
    while left:
        alike = {i: [j for j in left if _in_common(words[i], words[j]) >= SAME_WORDS] for i in left}
        best = max(left, key=lambda i: (len(alike[i]), -i))
        if len(alike[best]) < FEWEST:
            break
        found.append(alike[best])
        left = _left(left, found)
    return found


def _in_common(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _linked(likeness: Vectors, members: list[int], threshold: float) -> list[list[int]]:
    """Clusters by average linkage: the two most alike are joined while their mean likeness passes the threshold."""
    clusters = [[member] for member in members]
    while True:
        best, pair = threshold, None
        for a, left in enumerate(clusters):
            for b in range(a + 1, len(clusters)):
                mean = sum(float(likeness[i, j]) for i in left for j in clusters[b]) / (len(left) * len(clusters[b]))
                if mean > best + 1e-9:
                    best, pair = mean, (a, b)
        if pair is None:
            return [sorted(cluster) for cluster in clusters if len(cluster) >= FEWEST]
        clusters[pair[0]] += clusters.pop(pair[1])


def _agreed(
    texts: list[str], likeness: Vectors, members: list[int], threshold: float, codebook: Codebook
) -> list[list[int]]:
    votes = codebook.votes(texts)
    found = []
    for number, topic in enumerate(codebook.topics):
        claim = [i for i in members if votes[i].argmax() == number and votes[i, number] >= FIRM_VOTE]
        if topic.broad or len(claim) < FEWEST:
            continue
        pairs = [float(likeness[i, j]) for i in claim for j in claim if i < j]
        if sum(pairs) / len(pairs) >= threshold:
            found.append(claim)
    return found
