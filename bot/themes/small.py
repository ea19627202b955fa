"""Rounds of one team: claim little. Likeness alone would invent a shared point in nearly every round without one.

Three signals, each strict: answers in nearly the same words; answers much more alike than the round's median pair; or answers
that all vote firmly for the same narrow topic of the codebook and are somewhat alike. The first is needed where everybody says the
same: then no pair is more alike than the median.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bot.themes.codebook import Codebook, shipped_codebook
from bot.themes.embed import MODEL, centre_rows
from bot.themes.group import arrange_texts
from bot.themes.silence import says_nothing

if TYPE_CHECKING:
    from bot.themes.embed import Vectors

FEWEST = 3
SAME_WORDS = 0.7
"""Share of their different words that two answers have in common."""
MUCH_ALIKE = 0.38
SOMEWHAT_ALIKE = 0.15
FIRM_VOTE = 0.45
_WORD = re.compile(r"\w+")


def find_claims(texts: Sequence[str], codebook: Codebook | None = None) -> list[list[int]]:
    """The indexes of each point that at least three answers share, largest first; most rounds have none.

    Answers that raise no point are one claim of their own when there are three. Meant for one team; its time grows with
    the square of their number.
    """
    if len(texts) < FEWEST:
        return []
    order = arrange_texts(texts)
    arranged = [texts[i] for i in order]
    quiet = [place for place, text in enumerate(arranged) if says_nothing(text, direction="keep")]
    found = [quiet] if len(quiet) >= FEWEST else []
    found += _shared_points(arranged, set(quiet), codebook or shipped_codebook())
    found.sort(key=lambda claim: (-len(claim), claim))
    return [sorted(order[place] for place in claim) for claim in found]


def _shared_points(texts: list[str], quiet: set[int], codebook: Codebook) -> list[list[int]]:
    import numpy as np

    same = _same_words(texts, [i for i in range(len(texts)) if i not in quiet])
    telling = _unclaimed_answers([i for i in range(len(texts)) if i not in quiet], same)
    if len(telling) < FEWEST:
        return same
    left = [texts[i] for i in telling]
    rows = centre_rows(MODEL.embed(left))
    likeness = rows @ rows.T
    usual = float(np.median(likeness[np.triu_indices(len(left), 1)]))
    found = _link_clusters(likeness, [i for i in range(len(left)) if rows[i].any()], usual + MUCH_ALIKE)
    rest = _left_over([i for i in range(len(left)) if rows[i].any()], found)
    found += _agreed_topics(left, likeness, rest, usual + SOMEWHAT_ALIKE, codebook)
    return same + [[telling[i] for i in claim] for claim in found]


def _unclaimed_answers(members: list[int], claimed: list[list[int]]) -> list[int]:
    """The answers from which mean and median are taken.

    What is claimed already has no part in them: an answer given by many would move both, and make any two of the others
    alike.
    """
    return _left_over(members, claimed)


def _left_over(members: Iterable[int], claimed: list[list[int]]) -> list[int]:
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
        left = _left_over(left, found)
    return found


def _in_common(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _link_clusters(likeness: Vectors, members: list[int], threshold: float) -> list[list[int]]:
    """Clusters by average linkage: the two most alike are joined while their mean likeness passes the threshold."""
    import numpy as np

    if not members:
        return []
    clusters = [[member] for member in members]
    # Sums of likeness between clusters, in float64 so that the order of joining cannot tip a tie.
    sums = likeness[np.ix_(members, members)].astype(np.float64)
    sizes = np.ones(len(members))
    alive = np.ones(len(members), dtype=bool)
    while True:
        means = np.where(np.outer(alive, alive), sums / np.outer(sizes, sizes), -np.inf)
        means[np.tril_indices(len(members))] = -np.inf
        one, other = divmod(int(np.round(means, 9).argmax()), len(members))
        if not means[one, other] > threshold:
            return [
                sorted(cluster)
                for cluster, here in zip(clusters, alive, strict=True)
                if here and len(cluster) >= FEWEST
            ]
        clusters[one] += clusters[other]
        sums[one] += sums[other]
        sums[:, one] += sums[:, other]
        sizes[one] += sizes[other]
        alive[other] = False


def _agreed_topics(
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
