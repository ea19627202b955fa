"""Answers that make the same point, found by the likeness of their words; the number of groups is not given.

Vectors, centred on the round -> graph of nearest neighbours -> Louvain -> refined by centroids until stable. Texts are
sorted first and numbered afterwards, so neither the order of arrival nor the hash seed can show (promise C5).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.themes.embed import MODEL, centre, unit
from bot.themes.louvain import Graph, communities
from bot.themes.wordpiece import split

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bot.themes.embed import Vectors

FEWEST = 4
NEIGHBOURS = (4, 15)
NEIGHBOUR_DIVISOR = 1.35
REFINEMENTS = 10
BLOCK = 512


def group(texts: Sequence[str]) -> list[int]:
    """The number of each text's group, 0 for the largest; -1 where a text stands alone.

    Under four texts nothing is split. Never raises for any text; 10,000 texts take seconds.
    """
    if len(texts) < FEWEST:
        return [0 if len(texts) > 1 else -1] * len(texts)
    order = arrange(texts)
    labels = _partition([texts[i] for i in order])
    result = [-1] * len(texts)
    for place, label in zip(order, _number(labels), strict=True):
        result[place] = label
    return result


def arrange(texts: Sequence[str]) -> list[int]:
    """The order in which the texts are looked at: by content alone."""
    keys = [" ".join(split(text)) for text in texts]
    return sorted(range(len(texts)), key=lambda i: (keys[i], texts[i]))


def _partition(texts: list[str]) -> list[int]:
    rows = centre(MODEL.embed(texts))
    return _refine(rows, communities(neighbour_graph(rows)))


def neighbour_graph(rows: Vectors) -> Graph:
    """Each row's nearest rows by cosine, weighed by its square; an edge wanted by both ends counts twice."""
    graph: Graph = [{} for _ in range(len(rows))]
    for start in range(0, len(rows), BLOCK):
        found, cosines = _nearest(rows, start, min(start + BLOCK, len(rows)))
        for node, (others, values) in enumerate(zip(found.tolist(), cosines.tolist(), strict=True), start):
            for other, cosine in zip(others, values, strict=True):
                if cosine > 0 and other != node:
                    weight = cosine * cosine
                    graph[node][other] = graph[node].get(other, 0.0) + weight
                    graph[other][node] = graph[other].get(node, 0.0) + weight
    return graph


def _nearest(rows: Vectors, start: int, end: int) -> tuple[NDArray[np.intp], Vectors]:
    import numpy as np

    least, most = NEIGHBOURS
    count = min(max(round(math.sqrt(len(rows)) / NEIGHBOUR_DIVISOR), least), most, len(rows) - 1)
    cosines = rows[start:end] @ rows.T
    cosines[np.arange(end - start), np.arange(start, end)] = -2
    found = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
    found.sort(axis=1)
    return found, np.take_along_axis(cosines, found, 1)


def _refine(rows: Vectors, labels: list[int]) -> list[int]:
    import numpy as np

    now = np.array(labels)
    lone = np.abs(rows).sum(1) == 0
    for _ in range(REFINEMENTS):
        _, inverse = np.unique(now, return_inverse=True)
        sums = np.zeros((int(inverse.max()) + 1, rows.shape[1]), dtype=np.float32)
        np.add.at(sums, inverse, rows)
        nearest = (rows @ unit(sums).T).argmax(1)
        nearest[lone] = inverse[lone]
        if (nearest == inverse).all():
            break
        now = nearest
    now[lone] = -1
    return [int(label) for label in now]


def _number(labels: list[int]) -> list[int]:
    """Groups by size, then by their first text; groups of one are -1."""
    sizes = Counter(label for label in labels if label >= 0)
    first: dict[int, int] = {}
    for place, label in enumerate(labels):
        first.setdefault(label, place)
    ranked = sorted(
        (label for label in sizes if sizes[label] > 1), key=lambda label: (-sizes[label], first[label])
    )
    numbers = {label: number for number, label in enumerate(ranked)}
    return [numbers.get(label, -1) for label in labels]
