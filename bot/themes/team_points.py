"""The points of one team: clauses, their stances kept apart, encoded, linked, pruned. Above one threshold a group is a point;
between two it is a candidate that people may confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.themes.clauses import clauses_of
from bot.themes.language import ENGLISH, READ, language_of
from bot.themes.likeness import SecondOpinion, read_thresholds, shipped_background, shipped_thresholds
from bot.themes.linkage import Core, core_of, find_cores, without_overlaps
from bot.themes.stance import sides_of

if TYPE_CHECKING:
    from bot.themes.embed import Encode


@dataclass(frozen=True)
class Clause:
    """A part of an answer: the answer's number, whose it is, its words, their language, and whether it takes the other side than
    the question.
    """

    answer: int
    who: str
    text: str
    against: bool
    language: str = ENGLISH


@dataclass(frozen=True)
class TeamPoint:
    """Point of at least three people: their clauses, how certain that is, and whether it is sure enough to be stated.

    `proposed`: a language model's statement, not yet known to be fit to be shown. `matter`: that of which this is a side,
    `other_side`: whether it is the other one.
    """

    clauses: tuple[Clause, ...]
    certainty: float
    stated: bool
    proposed: str = ""
    matter: str = ""
    other_side: bool = False

    @property
    def against(self) -> bool:
        """Return whether it is the other side of its matter; what its words are is told by `says_against`."""
        return self.says_against or self.other_side

    @property
    def says_against(self) -> bool:
        """Return whether its people, by their own words, take the other side than the question."""
        return self.clauses[0].against

    @property
    def answers(self) -> frozenset[int]:
        return frozenset(clause.answer for clause in self.clauses)


def read_clauses(answers: Sequence[tuple[str, str]], direction: str) -> list[Clause]:
    """The clauses of a team's answers (who, text) that are in a language that is read.

    The answers must be in an order that does not depend on their arrival.
    """
    found = []
    for number, (who, answer) in enumerate(answers):
        texts = clauses_of(answer)
        languages = [language_of(text) for text in texts]
        sides = sides_of(texts, direction, languages)
        found += [
            Clause(number, who, text, against, language)
            for text, against, language in zip(texts, sides, languages, strict=True)
            if language in READ
        ]
    return found


def find_team_points(clauses: Sequence[Clause], encode: Encode, second: SecondOpinion | None = None) -> list[TeamPoint]:
    """The points and candidates in a team's English clauses, points before candidates, those of most people first."""
    import numpy as np

    if not clauses:
        return []
    limits = read_thresholds("second") if second else shipped_thresholds()
    texts = [clause.text for clause in clauses]
    cosines = second.cosines(texts) if second else None
    likeness = shipped_background().likeness(texts, encode(texts), limits, cosines)
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


def check_groups(clauses: Sequence[Clause], groups: Sequence[Sequence[int]], encode: Encode) -> list[TeamPoint | None]:
    """The points that somebody else's groups of clauses make: each without the clauses that are unlike the others; None where fewer
    than three people are left.
    """
    limits = shipped_thresholds()
    texts, people = [clause.text for clause in clauses], [clause.who for clause in clauses]
    likeness = shipped_background().likeness(texts, encode(texts), limits)
    cores = [core_of(list(group), likeness, people, limits.candidate / 2) for group in groups]
    return [
        core and TeamPoint(tuple(clauses[n] for n in core.clauses), limits.certainty_at(core.likeness), stated=True)
        for core in cores
    ]


def _rank_cores(cores: Sequence[Core], people: Sequence[str]) -> list[Core]:
    return sorted(
        cores, key=lambda core: (-len({people[number] for number in core.clauses}), -core.likeness, core.clauses)
    )
