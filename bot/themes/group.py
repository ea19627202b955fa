"""Answers that make the same point, found by the likeness of their words; the number of groups is not given.

Vectors, centred on the round -> graph of nearest neighbours -> Louvain -> refined by centroids until stable. Texts
are sorted first and numbered afterwards, so neither the order of arrival nor the hash seed can show (promise C5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.themes.embed import MODEL, centre_rows, unit_rows
from bot.themes.louvain import find_communities
from bot.themes.neighbours import neighbour_graph
from bot.themes.silence import says_nothing
from bot.themes.wordpiece import split_words

if TYPE_CHECKING:
    from bot.themes.embed import Vectors

FEWEST = 4
REFINEMENTS = 10


def group(texts: Sequence[str]) -> list[int]:
    """The number of each text's group, 0 for the largest; -1 where a text stands alone.

    Under four texts nothing is split. Never raises for any text; 10,000 texts take seconds.
    """
    if len(texts) < FEWEST:
        return [0 if len(texts) > 1 else -1] * len(texts)
    order = arrange_texts(texts)
    labels = _partition_texts([texts[i] for i in order])
    result = [-1] * len(texts)
    for place, label in zip(order, _number_groups(labels), strict=True):
        result[place] = label
    return result


def arrange_texts(texts: Sequence[str]) -> list[int]:
    """The order in which the texts are looked at: by content alone."""
    keys = [" ".join(split_words(text)) for text in texts]
    return sorted(range(len(texts)), key=lambda i: (keys[i], texts[i]))


def _partition_texts(texts: list[str]) -> list[int]:
    """Answers that raise no point are one group; likeness of words would scatter them."""
    quiet = [says_nothing(text, direction="keep") for text in texts]
    telling = [text for text, silent in zip(texts, quiet, strict=True) if not silent]
    found = iter(by_likeness(telling))
    return [len(texts) if silent else next(found) for silent in quiet]


def by_likeness(texts: Sequence[str]) -> list[int]:
    """As `group`, for texts that `arrange_texts` has put in order and that all raise a point."""
    if len(texts) < FEWEST:
        return [0] * len(texts)
    rows = centre_rows(MODEL.embed(texts))
    return _number_groups(_refine_labels(rows, find_communities(neighbour_graph(rows))))


def _refine_labels(rows: Vectors, labels: list[int]) -> list[int]:
    import numpy as np

    now = np.array(labels)
    lone = np.abs(rows).sum(1) == 0
    for _ in range(REFINEMENTS):
        _, inverse = np.unique(now, return_inverse=True)
        by_label = np.argsort(inverse, kind="stable")
        starts = np.searchsorted(inverse[by_label], np.arange(int(inverse.max()) + 1))
        sums = np.add.reduceat(rows[by_label], starts, axis=0)
        nearest = (rows @ unit_rows(sums).T).argmax(1)
        nearest[lone] = inverse[lone]
        if (nearest == inverse).all():
            break
        now = nearest
    now[lone] = -1
    return [int(label) for label in now]


def _number_groups(labels: list[int]) -> list[int]:
    """Groups by size, then by their first text; groups of one are -1."""
    sizes = Counter(label for label in labels if label >= 0)
    first: dict[int, int] = {}
    for place, label in enumerate(labels):
        first.setdefault(label, place)
    ranked = sorted((label for label in sizes if sizes[label] > 1), key=lambda label: (-sizes[label], first[label]))
    numbers = {label: number for number, label in enumerate(ranked)}
    return [numbers.get(label, -1) for label in labels]
