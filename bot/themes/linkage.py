"""Groups of clauses by average linkage, each pruned to its core. The same result for every order of equal input."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bot.themes.embed import Vectors

PEOPLE = 3
ROUNDS = 4
OVERLAP = 0.5


class Core(NamedTuple):
    """Clauses by their numbers, and how like the others the least like of them is."""

    clauses: tuple[int, ...]
    likeness: float


def link_clauses(likeness: Vectors, apart: Vectors, join: float) -> list[list[int]]:
    """Join the two clusters that are most alike while their mean likeness is more than `join`.

    `apart[i, j]`: these two never stand in one cluster.
    """
    import numpy as np

    count = len(likeness)
    clusters = [[place] for place in range(count)]
    sums = np.where(apart, -1e6, likeness.astype(np.float64))
    sizes = np.ones(count)
    means = np.where(np.eye(count, dtype=bool), -np.inf, sums)
    while count:
        one, other = divmod(int(np.round(means, 9).argmax()), count)
        if not means[one, other] > join:
            break
        one, other = min(one, other), max(one, other)
        clusters[one] += clusters[other]
        sums[one] += sums[other]
        sums[:, one] += sums[:, other]
        sizes[one] += sizes[other]
        clusters[other], sizes[other] = [], np.inf
        means[other] = means[:, other] = -np.inf
        gone = np.isinf(sizes)
        row = np.where(gone, -np.inf, sums[one] / (sizes[one] * np.where(gone, 1, sizes)))
        row[one] = -np.inf
        means[one] = means[:, one] = row
    return [sorted(cluster) for cluster in clusters if cluster]


def find_cores(likeness: Vectors, people: Sequence[str], apart: Vectors, *, join: float, least: float) -> list[Core]:
    """Groups of at least three people whose clauses are each at least so like those of the others.

    What one round leaves is looked at again, a few times.
    """
    import numpy as np

    left = list(range(len(people)))
    found: list[Core] = []
    for _ in range(ROUNDS):
        square = np.ix_(left, left)
        clusters = [
            [left[place] for place in cluster] for cluster in link_clauses(likeness[square], apart[square], join)
        ]
        cores = [core for core in (core_of(cluster, likeness, people, least) for cluster in clusters) if core]
        if not cores:
            break
        found += cores
        taken = {clause for core in cores for clause in core.clauses}
        left = [clause for clause in left if clause not in taken]
    return found


def core_of(cluster: list[int], likeness: Vectors, people: Sequence[str], least: float) -> Core | None:
    """The cluster without the clauses that are too little like what other people in it said; None for fewer than three people."""
    import numpy as np

    clauses = list(cluster)
    while len({people[clause] for clause in clauses}) >= PEOPLE:
        own = np.array([[people[one] == people[other] for other in clauses] for one in clauses])
        square = likeness[np.ix_(clauses, clauses)].astype(np.float64)
        means = np.round(np.where(own, 0, square).sum(1) / (~own).sum(1), 9)
        worst = int(means.argmin())
        if means[worst] >= least:
            return Core(tuple(clauses), float(means[worst]))
        clauses.pop(worst)
    return None


def without_overlaps(cores: Sequence[Core], people: Sequence[str]) -> list[Core]:
    """The cores in the given order, without those that share more than half of the smaller one's people with an earlier one."""
    kept: list[tuple[Core, set[str]]] = []
    for core in cores:
        mine = {people[clause] for clause in core.clauses}
        if all(len(mine & theirs) <= OVERLAP * min(len(mine), len(theirs)) for _, theirs in kept):
            kept.append((core, mine))
    return [core for core, _ in kept]
