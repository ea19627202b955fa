"""Lasting points: which point of a final is one that earlier finals had, and what becomes of one that is challenged.

Two points are one where they belong to the same question in the same version, take the same side, and say mostly the same: half of
their telling words, or a quarter where the finder also found them under one heading. Words are compared by their beginnings, so
that “rota” and “rotas” are one; “more” and “fewer” of the same make two points. Each point is one earlier point at most, the most
alike first; what is as alike goes by its id, so that the order of points and of rounds' rows changes nothing.

A point STANDS. Who decides may give one that is under challenge another wording, which makes it CHANGED and begins a point of its
own, or let go of it (DROPPED). Neither comes back: where people raise it again, that is a new point.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.model.lasting_points import Appearance, LastingPoint, PointState
from bot.domain.model.weighing import Verdict
from bot.domain.releases import FinalPoint
from bot.domain.weighing.contraries import says_contrary
from bot.domain.weighing.verdicts import ROUNDS_BETWEEN, is_under_challenge
from bot.domain.weighing.word_likeness import share_of_telling_words
from bot.domain.wordings import same_wording

EARLIER: Final = "e"
"""Mark of the keys under which a draft asks about earlier points."""
SAME_WORDS: Final = 0.5
"""From this share of common words on two points say the same."""
SAME_MATTER: Final = 0.25
"""The same, where the finder found both under one heading."""


@dataclass(frozen=True, slots=True)
class LastingWording:
    """A point that earlier finals had, as its id and what it says."""

    id: str
    point: FinalPoint


def likeness_of(one: FinalPoint, other: FinalPoint) -> float:
    """Return how alike two points of two rounds are, from 0 to 1; 0 where they are not one point."""
    if one.question != other.question or one.against is not other.against:
        return 0.0
    if same_wording(one.wording, other.wording):
        return 1.0
    if says_contrary(one.wording, other.wording):
        return 0.0
    share = share_of_telling_words(one.wording, other.wording)
    least = SAME_MATTER if one.matter and one.matter == other.matter else SAME_WORDS
    return share if share >= least else 0.0


def match_points(points: Sequence[FinalPoint], known: Iterable[LastingWording]) -> dict[str, str]:
    """Return the ids of the earlier points that these are, by the points' keys; those that are new are left out."""
    pairs = sorted(
        (-likeness, point.key, earlier.id)
        for earlier in known
        for point in points
        if (likeness := likeness_of(point, earlier.point))
    )
    found: dict[str, str] = {}
    for _, key, id in pairs:
        if key not in found and id not in found.values():
            found[key] = id
    return found


def seen_again(lasting: LastingPoint, point: FinalPoint, appearance: Appearance) -> LastingPoint:
    """Return it as a further final has it, in the wording of that."""
    return replace(
        lasting,
        label="" if point.own_words else point.wording,
        own_words=point.own_words,
        matter=point.matter,
        appearances=(*lasting.appearances, appearance),
        weighed_in=appearance.round,
    )


def weighed_again(lasting: LastingPoint, round_: str, verdict: Verdict) -> LastingPoint:
    """Return it after it was weighed as an earlier point. More verdicts than decide are not kept."""
    return replace(lasting, weighed_in=round_, verdicts=(*lasting.verdicts, verdict)[-ROUNDS_BETWEEN:])


def is_challenged(lasting: LastingPoint) -> bool:
    """Return whether it stands, and is under challenge."""
    return lasting.state is PointState.STANDS and is_under_challenge(lasting.verdicts)


def without_release(lasting: LastingPoint, release: str) -> LastingPoint | None:
    """Return it without the finals of a release that is past its time; None where no other had it."""
    left = tuple(each for each in lasting.appearances if each.release != release)
    return replace(lasting, appearances=left) if left else None


def no_longer_weighed(rosters: Iterable[str], lasting: Sequence[LastingPoint]) -> list[str]:
    """Return those rounds of which nobody needs to know any more who was asked."""
    needed = {each.weighed_in for each in lasting if each.state is PointState.STANDS}
    return [each for each in rosters if each not in needed]
