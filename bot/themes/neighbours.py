"""Each answer's nearest neighbours as a graph, exactly and with ties to the lower number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.themes.louvain import Graph

if TYPE_CHECKING:
    from bot.themes.embed import Vectors

LEAST, MOST = 4, 15
DIVISOR = 1.35
BLOCK = 512
STRIPE = 32
ALL_AT_ONCE = 1024


def neighbour_graph(rows: Vectors) -> Graph:
    """The nearest rows by cosine, weighed by its square; an edge wanted by both ends counts twice.

    `rows`: shape (n, d), each of length 1 or zero; n at least 2. A row of zeros has no edges.
    """
    graph: Graph = [{} for _ in range(len(rows))]
    count = min(max(round(math.sqrt(len(rows)) / DIVISOR), LEAST), MOST, len(rows) - 1)
    for start in range(0, len(rows), BLOCK):
        for node, other, cosine in _nearest_in_block(rows, start, count):
            weight = cosine * cosine
            graph[node][other] = graph[node].get(other, 0.0) + weight
            graph[other][node] = graph[other].get(node, 0.0) + weight
    return graph


def _nearest_in_block(rows: Vectors, start: int, count: int) -> list[tuple[int, int, float]]:
    import numpy as np

    some = rows[start : start + BLOCK]
    cosines = some @ rows.T
    cosines[np.arange(len(some)), np.arange(start, start + len(some))] = -1
    bound = np.maximum(_lower_bound(cosines, count), 1e-6)
    near, far = np.nonzero(cosines >= bound[:, None])
    values = cosines[near, far]
    ranked = np.lexsort((far, -values, near))
    near, far, values = near[ranked], far[ranked], values[ranked]
    rank = np.arange(len(near)) - np.searchsorted(near, near)
    kept = rank < count
    return list(zip((near[kept] + start).tolist(), far[kept].tolist(), values[kept].tolist(), strict=True))


def _lower_bound(cosines: Vectors, count: int) -> Vectors:
    """A value that at least `count` entries of each row reach: the count-th best of the maxima of stripes of columns.

    Partitioning the short row of maxima instead of the long one makes 10,000 answers twice as fast.
    """
    import numpy as np

    if cosines.shape[1] < ALL_AT_ONCE:
        whole_row: Vectors = np.partition(cosines, -count, axis=1)[:, -count]
        return whole_row
    stripes = cosines.shape[1] // STRIPE
    whole = cosines[:, : stripes * STRIPE].reshape(len(cosines), STRIPE, stripes)
    maxima = whole.max(axis=1)
    bound: Vectors = np.partition(maxima, stripes - count, axis=1)[:, stripes - count]
    return bound
