"""Rounds of one team: claim little. Likeness alone would invent a shared point in nearly every round without one.

Two signals, each strict: answers much more alike than the round's median pair, or answers that all vote firmly for
the same narrow topic of the codebook and are somewhat alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.themes.codebook import Codebook, shipped
from bot.themes.embed import MODEL, centre
from bot.themes.group import arrange
from bot.themes.nothing import says_nothing

if TYPE_CHECKING:
    from bot.themes.embed import Vectors

FEWEST = 3
MUCH_ALIKE = 0.38
SOMEWHAT_ALIKE = 0.15
FIRM_VOTE = 0.45
MOST = 60


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
    telling = [i for i in range(len(texts)) if i not in quiet and rows[i].any()]
    found = _linked(likeness, telling, usual + MUCH_ALIKE)
    left = [i for i in telling if not any(i in claim for claim in found)]
    return found + _agreed(texts, likeness, left, usual + SOMEWHAT_ALIKE, codebook)


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
