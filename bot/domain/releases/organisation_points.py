"""The points of the organisation's draft, made of the points of the groups' finals as people left them (rule 9).

Two points of two groups are one where they say the same of one question, on the same side. What people worded themselves is the
same only where the wording is; what the finder worded also where it found it under the same heading, in mostly the same words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.releases.bands import SEVERAL_TEAMS_FROM, TeamBand, band_of_teams
from bot.domain.releases.groups import aggregate_of
from bot.domain.releases.quotes import seeded_key

MOSTLY = 0.5
"""Share of the words of two wordings that both have, from which on they say mostly the same."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class FinalPoint:
    """One point of a group's final: its key among all of the cycle, its group, the question's key, the wording.

    `matter` and `against` are as in a point; without a matter the wording is people's own. `rank` is the place of its label in the
    group's final, 0 for what was widely shared. `own_words` says that the wording is a quote.
    """

    key: str
    group: str
    question: str
    wording: str
    added: bool = False
    matter: str = ""
    own_words: bool = False
    against: bool = False
    rank: int = 1


@dataclass(frozen=True, slots=True)
class OrganisationPoint:
    """A point of the organisation's draft: the final points that it is made of, and the one whose wording it has."""

    worded: FinalPoint
    made_of: tuple[FinalPoint, ...]

    @property
    def key(self) -> str:
        return self.worded.key

    @property
    def question(self) -> str:
        return self.worded.question

    @property
    def added(self) -> bool:
        """Return whether it was added after the check in every group that has it."""
        return all(point.added for point in self.made_of)

    @property
    def groups(self) -> frozenset[str]:
        return frozenset(point.group for point in self.made_of)


def join_groups(aggregates: Iterable[str]) -> dict[str, str]:
    """Return for the aggregate of each final the group that it counts as: two that share a team, in one cycle, are one."""
    apart: list[set[str]] = []
    for aggregate in (names := sorted(set(aggregates))):
        teams = set(aggregate.split("+"))
        touching = [one for one in apart if not one.isdisjoint(teams)]
        apart = [one for one in apart if one not in touching] + [teams.union(*touching)]
    whole = {team: aggregate_of(teams) for teams in apart for team in teams}
    return {aggregate: whole[aggregate.split("+")[0]] for aggregate in names}


def merge_final_points(points: Iterable[FinalPoint], release_id: str) -> tuple[OrganisationPoint, ...]:
    """Return the points of the organisation, those heard in most teams first, else in the release's own order.

    A point that groups added after their checks is left out until three teams have it.
    """
    groups: list[list[FinalPoint]] = []
    for point in sorted(points, key=lambda each: seeded_key(release_id, each.key)):
        fitting = [group for group in groups if any(say_the_same(one, point) for one in group)]
        together = [one for group in fitting for one in group]
        groups = [group for group in groups if group not in fitting] + [[*together, point]]
    merged = [OrganisationPoint(_best_worded(group), tuple(group)) for group in groups]
    return tuple(each for each in merged if not each.added or len(each.groups) >= SEVERAL_TEAMS_FROM)


def choose_points(
    points: Sequence[OrganisationPoint], released: Mapping[str, int], release_id: str, limit: int
) -> tuple[OrganisationPoint, ...]:
    """Return as many points as can be weighed: those heard in most teams, then those that their groups shared most widely.

    `released` says of each question how many groups have released something about it.
    """
    size = {TeamBand.MORE_THAN_HALF: 0, TeamBand.SEVERAL: 1, None: 2}

    def place(point: OrganisationPoint) -> tuple[int, int, str]:
        band = band_of_teams(len(point.groups), released.get(point.question, 0))
        return size[band], min(one.rank for one in point.made_of), seeded_key(release_id, point.key)

    return tuple(sorted(points, key=place)[:limit])


def say_the_same(one: FinalPoint, other: FinalPoint) -> bool:
    """Return whether two final points are one point of the organisation."""
    if one.question != other.question or one.against is not other.against:
        return False
    first, second = _words(one.wording), _words(other.wording)
    if first == second:
        return bool(first)
    alike = len(set(first) & set(second)) >= MOSTLY * len(set(first) | set(second))
    return bool(one.matter) and one.matter == other.matter and alike


def _words(wording: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", wording).casefold()))


def _best_worded(group: Sequence[FinalPoint]) -> FinalPoint:
    """Return the point whose wording stays: the one that most have, of these the first in the release's own order."""
    often = Counter(_words(point.wording) for point in group)
    return max(group, key=lambda point: (often[_words(point.wording)], -group.index(point)))
