"""The points of one team: clauses, their stances kept apart, encoded, linked, pruned. Above one threshold a group is a point;
between two it is a candidate that people may confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.themes.clauses import clauses_of
from bot.themes.language import is_english
from bot.themes.likeness import shipped_background, shipped_thresholds
from bot.themes.linkage import Core, find_cores, without_overlaps
from bot.themes.stance import sides_of

if TYPE_CHECKING:
    from bot.themes.encoding import Encode


@dataclass(frozen=True)
class Clause:
    """A part of an answer: the answer's number, whose it is, its words, and whether it takes the other side than the question."""

    answer: int
    who: str
    text: str
    against: bool


@dataclass(frozen=True)
class TeamPoint:
    """Point of at least three people: their clauses, how certain that is, and whether it is sure enough to be stated."""

    clauses: tuple[Clause, ...]
    certainty: float
    stated: bool

    @property
    def against(self) -> bool:
        return self.clauses[0].against

    @property
    def answers(self) -> frozenset[int]:
        return frozenset(clause.answer for clause in self.clauses)


def find_team_points(answers: Sequence[tuple[str, str]], direction: str, encode: Encode) -> list[TeamPoint]:
    """The points and candidates in a team's answers (who, text), the most certain first, points before candidates.

    The answers must be in an order that does not depend on their arrival.
    """
    import numpy as np

    clauses = [
        Clause(number, who, text, against)
        for number, (who, answer) in enumerate(answers)
        for text, against in _with_sides(answer, direction)
    ]
    if not clauses:
        return []
    limits = shipped_thresholds()
    texts = [clause.text for clause in clauses]
    likeness = shipped_background().likeness(texts, encode(texts), limits.rare_words)
    side = np.array([clause.against for clause in clauses])
    apart = side[:, None] != side[None, :]
    people = [clause.who for clause in clauses]
    points = _rank_cores(find_cores(likeness, people, apart, join=limits.join, least=limits.point), people)
    taken = {number for core in points for number in core.clauses}
    left = [number for number in range(len(clauses)) if number not in taken]
    square = np.ix_(left, left)
    others = find_cores(
        likeness[square], [people[n] for n in left], apart[square], join=limits.join, least=limits.candidate
    )
    candidates = _rank_cores([Core(tuple(left[n] for n in core.clauses), core.likeness) for core in others], people)
    kept = without_overlaps([*points, *candidates], people)
    return [
        TeamPoint(
            tuple(clauses[n] for n in core.clauses), limits.certainty_at(core.likeness), core.likeness >= limits.point
        )
        for core in kept
    ]


def _with_sides(answer: str, direction: str) -> list[tuple[str, bool]]:
    """The clauses of one answer that are in a language that is read, and which side each takes."""
    texts = clauses_of(answer)
    return [(text, side) for text, side in zip(texts, sides_of(texts, direction), strict=True) if is_english(text)]


def _rank_cores(cores: Sequence[Core], people: Sequence[str]) -> list[Core]:
    return sorted(
        cores, key=lambda core: (-len({people[number] for number in core.clauses}), -core.likeness, core.clauses)
    )
