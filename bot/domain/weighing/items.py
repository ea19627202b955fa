"""Items: what can be weighed in the check window, each under a key of its release (rule 11)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.domain.model.weighing import ItemKind, WeighingItem

CARRIED_KINDS = frozenset({ItemKind.STATEMENT, ItemKind.CANDIDATE})
"""Kinds of items that the check can make points of the final."""
MERGED_KINDS = CARRIED_KINDS | {ItemKind.POINT, ItemKind.TEAM_STATEMENT}
"""Kinds of items that can be the same as another one."""
CHALLENGED_KINDS = MERGED_KINDS
"""Kinds of items of this draft's own: each can be challenged for itself."""


def takes_other_side(one: WeighingItem, other: WeighingItem) -> bool:
    """Return whether two items of a question have opposite stances."""
    return one.question == other.question and one.against is not other.against


def can_be_same(one: WeighingItem, other: WeighingItem) -> bool:
    """Return whether two items may be merged: two of one question, of kinds that are points or can be, and of one stance."""
    kinds = {one.kind, other.kind} <= MERGED_KINDS
    return kinds and one.key != other.key and one.question == other.question and not takes_other_side(one, other)


def listed_items(items: Iterable[WeighingItem], *, quotes: Collection[str]) -> tuple[WeighingItem, ...]:
    """Return the items that are still listed while the draft shows these quotes: a statement leaves with its words.

    Where fewer than three quotes of a question are left, none of them is shown (rule 6), whether or not all of them are items.
    """
    return tuple(each for each in items if each.kind is not ItemKind.STATEMENT or each.source in quotes)
