"""Earlier points: when one is weighed again, what that says of it, and when it is under challenge (rule 11).

Two weighings of one point by almost the same people would tell how the few weighed who joined or left between them. So a point is
weighed again after four rounds at the soonest, and only while nobody, or at least k people, joined since, and left likewise.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.domain.model.weighing import ItemKind, Verdict, WeighingItem
from bot.domain.releases.thresholds import nobody_or_enough
from bot.domain.weighing.selection import MOST_EARLIER_POINTS
from bot.domain.weighing.weighed_labels import LABELS, LabelRules, Tally, is_widely_shared

ROUNDS_BETWEEN: Final = 4
"""A point is weighed at most once in so many rounds, and this many of its last weighings decide."""


@dataclass(frozen=True, slots=True)
class EarlierPoint:
    """An earlier final point as an item, with the verdicts of its weighings (the last at the end).

    `rounds_since` counts the rounds since it was last weighed, or since its own final, this one included; `roster_then` are the
    members of that round's roster.
    """

    item: WeighingItem
    rounds_since: int
    roster_then: frozenset[str] = field(repr=False)
    verdicts: tuple[Verdict, ...] = ()


def few_moved(then: Collection[str], now: Collection[str], k: int) -> bool:
    """Return whether 1 to k-1 people joined between two rosters, or left."""
    joined, left = set(now) - set(then), set(then) - set(now)
    return not (nobody_or_enough(len(joined), k) and nobody_or_enough(len(left), k))


@dataclass(frozen=True, slots=True)
class RepeatRules:
    """The defences against repeated weighing, so that a test can switch off exactly one. The product uses `REPEATS`."""

    between: int = ROUNDS_BETWEEN
    few_moved: Callable[[Collection[str], Collection[str], int], bool] = few_moved


REPEATS = RepeatRules()


def due_earlier_points(
    earlier: Iterable[EarlierPoint], roster: Collection[str], k: int, rules: RepeatRules = REPEATS
) -> tuple[WeighingItem, ...]:
    """Return the earlier points to weigh: those under challenge first, then the longest unweighed; at most two."""
    due = [
        each
        for each in earlier
        if each.rounds_since >= rules.between and not rules.few_moved(each.roster_then, roster, k)
    ]
    due.sort(key=lambda each: (not is_under_challenge(each.verdicts), -each.rounds_since, each.item.key))
    return tuple(each.item for each in due[:MOST_EARLIER_POINTS])


def verdict_of(item: WeighingItem, tally: Tally, roster: int, k: int, rules: LabelRules = LABELS) -> Verdict:
    """Return the verdict of a weighing of an earlier point; none where no label may be told of it."""
    told = rules.enough(tally.weighed, k) and rules.told(k, roster)
    if item.kind is not ItemKind.EARLIER_POINT or not told:
        return Verdict.NONE
    if rules.enough(tally.differ, k):
        return Verdict.CHALLENGED
    return Verdict.CONFIRMED if is_widely_shared(tally) else Verdict.NONE


def is_under_challenge(verdicts: Sequence[Verdict]) -> bool:
    """Return whether a point is challenged more often than confirmed in its last weighings, in whatever order."""
    last = verdicts[-ROUNDS_BETWEEN:]
    return last.count(Verdict.CHALLENGED) > last.count(Verdict.CONFIRMED)
