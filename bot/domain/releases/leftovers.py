"""Leftovers: clauses that found no point in their group, reduced to a heading number and a code of signs (rule 9).

A code has one bit for each of 64 planes through the space of vectors, drawn from a secret of the cycle: on which side the clause
lies. Two codes differ in about as many bits as the angle between the vectors is wide. Without the secret a code says nothing, and
with it no more than 64 bits: neither words nor the vector come back from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import shake_256
from itertools import combinations
from operator import mul

from bot.domain.releases.thresholds import TEAMS_AT_LEAST, point_may_be_named

LEFT_OVER = "left:"
"""Beginning of the key of a point that answers without a point make together."""
CODE_BITS = 64
ALIKE_WITHIN = 22
"""Two codes that differ in so many bits at most are alike: their vectors are less than 62 degrees apart."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """One clause: its question's key, the group and the team of its author, their pseudonym of this cycle, heading, side, code."""

    question: str
    group: str
    team: str
    member: str = field(repr=False)
    heading: int
    against: bool
    code: int


@dataclass(frozen=True, slots=True)
class LeftoverPoint:
    """A point that the leftovers of several groups make: worded by its heading alone."""

    question: str
    heading: int
    against: bool
    groups: frozenset[str]


def planes_of(secret: str, size: int) -> tuple[tuple[int, ...], ...]:
    """Return the planes of a cycle for vectors of so many numbers, each by the signs of its normal."""
    found = []
    for number in range(CODE_BITS):
        drawn = int.from_bytes(shake_256(f"{secret}\0{number}".encode()).digest(-(-size // 8)), "big")
        found.append(tuple(1 if drawn >> place & 1 else -1 for place in range(size)))
    return tuple(found)


def sign_code(vector: bytes, planes: Sequence[Sequence[int]]) -> int:
    """Return the code of a vector of signed bytes."""
    numbers = memoryview(vector).cast("b").tolist()
    return sum(1 << place for place, plane in enumerate(planes) if sum(map(mul, numbers, plane)) > 0)


def bits_apart(one: int, other: int) -> int:
    return (one ^ other).bit_count()


def find_leftover_points(leftovers: Iterable[Leftover]) -> tuple[LeftoverPoint, ...]:
    """Return the points of at least three people of at least two teams, whose clauses are alike and stand under one heading."""
    under: dict[tuple[str, int, bool], list[Leftover]] = defaultdict(list)
    for each in leftovers:
        under[each.question, each.heading, each.against].append(each)
    points = []
    for (question, heading, against), rows in sorted(under.items()):
        parts = [part for part in _alike_parts(rows) if _is_a_point(part)]
        if parts:
            groups = frozenset(each.group for part in parts for each in part)
            points.append(LeftoverPoint(question, heading, against, groups))
    return tuple(points)


def _is_a_point(part: Sequence[Leftover]) -> bool:
    teams = {each.team for each in part}
    return point_may_be_named(len({each.member for each in part})) and len(teams) >= TEAMS_AT_LEAST


def _alike_parts(rows: Iterable[Leftover]) -> Iterator[list[Leftover]]:
    """Yield parts of these clauses of enough people for a point, each around one clause to which all are alike, the largest first.

    Every two clauses are compared once: a heading may hold a thousand.
    """
    ordered = sorted(rows, key=lambda each: (each.code, each.member, each.team))
    near: list[set[int]] = [{place} for place in range(len(ordered))]
    for one, other in combinations(range(len(ordered)), 2):
        if bits_apart(ordered[one].code, ordered[other].code) <= ALIKE_WITHIN:
            near[one].add(other)
            near[other].add(one)
    left = list(range(len(ordered)))
    while left:
        people = {place: len({ordered[one].member for one in near[place]}) for place in left}
        middle = max(left, key=people.__getitem__)
        if not point_may_be_named(people[middle]):
            return
        part = set(near[middle])
        yield [ordered[place] for place in sorted(part)]
        left = [place for place in left if place not in part]
        for place in left:
            near[place] -= part
