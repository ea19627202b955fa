"""Merges of items, by those who weighed both and by who decides challenges; nobody is lost and no opposites meet (rule 11)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

from bot.domain.model.weighing import Weighing, WeighingItem, WeighingState
from bot.domain.weighing.items import can_be_same, takes_other_side
from bot.domain.weighing.weighed_labels import LABELS, LabelRules

SamePair = tuple[str, str]
"""Two items that are the same, by their keys: the earlier one first."""


def find_same_items(
    items: Sequence[WeighingItem],
    weighings: Iterable[Weighing],
    roster: int,
    k: int,
    rules: LabelRules = LABELS,
) -> tuple[SamePair, ...]:
    """Return the pairs of items that at least k people weighed both and two thirds of those called the same.

    A merge tells that so many weighed both, as a label does, and needs the same roster.
    """
    if not rules.told(k, roster):
        return ()
    keys = {each.key for each in items}
    listed = [each for each in weighings if each.item in keys]
    counted = [each for each in listed if each.state is not WeighingState.UNWEIGHED]
    weighed_by = {key: {each.member for each in counted if each.item == key} for key in keys}
    # Also what was said of an item that its member did not weigh: A like C and B like C make A like B, whichever was weighed.
    said_by = {member: [each for each in listed if each.member == member] for member in _members(counted)}
    alike = {member: _called_same(mine, keys) for member, mine in said_by.items()}
    found = []
    for one, other in combinations(items, 2):
        both = weighed_by[one.key] & weighed_by[other.key]
        same = {member for member in both if any({one.key, other.key} <= group for group in alike[member])}
        if rules.enough(len(both), k) and rules.same(len(same), len(both)) and can_be_same(one, other):
            found.append((one.key, other.key))
    return tuple(found)


def _members(weighings: Iterable[Weighing]) -> frozenset[str]:
    return frozenset(each.member for each in weighings)


def _called_same(weighings: Iterable[Weighing], listed: Collection[str]) -> list[set[str]]:
    """Return the groups of listed items that one member calls the same: A like C and B like C make one group of three.

    What was said of an item that is no longer listed makes nothing, so that its leaving leaves nothing of it.
    """
    groups: list[set[str]] = []
    for each in weighings:
        joined = {each.item, *each.same_as} & set(listed)
        apart = [group for group in groups if group.isdisjoint(joined)]
        groups = [*apart, joined.union(*(group for group in groups if group not in apart))]
    return groups


def resolve_merges(
    items: Sequence[WeighingItem], same: Iterable[SamePair], decided: Mapping[str, str], standing: Collection[str]
) -> dict[str, str]:
    """Return, for every item that was merged away, the item in which it ends; `items` come in the draft's order.

    `same` are the pairs that were weighed as the same, `decided` the merges of who decides, `standing` the keys of items that are
    in the final. The wording that stays is the one that who decides chose, else the earliest that stands. What would join two
    opposites is not merged, along whatever chain.
    """
    by_key = {each.key: each for each in items}
    groups = {each.key: [each.key] for each in items}
    kept = {one: other for one, other in decided.items() if _join_groups(by_key, groups, one, other)}
    for one, other in same:
        _join_groups(by_key, groups, one, other)
    order = {key: place for place, key in enumerate(by_key)}
    ends: dict[str, str] = {}
    for group in {id(group): group for group in groups.values()}.values():
        left = [key for key in sorted(group, key=order.__getitem__) if key in standing]
        unmoved = [key for key in left if key not in kept]
        chosen = [key for key in unmoved if key in kept.values()]
        stays = next(iter(chosen or unmoved or left), "")
        ends |= {key: stays for key in group if stays and key != stays}
    return ends


def may_be_merged(items: Sequence[WeighingItem], decided: Mapping[str, str], one: str, into: str) -> bool:
    """Return whether who decides may merge one item into another: opposites would not meet, nor along earlier decisions."""
    by_key = {each.key: each for each in items}
    if one not in by_key or into not in by_key:
        return True
    groups = {each.key: [each.key] for each in items}
    for earlier, stays in decided.items():
        _join_groups(by_key, groups, earlier, stays)
    return _join_groups(by_key, groups, one, into)


def _join_groups(by_key: Mapping[str, WeighingItem], groups: dict[str, list[str]], one: str, other: str) -> bool:
    """Put two items and what they are the same as into one group, unless opposites would meet; return whether they are in one."""
    if one not in groups or other not in groups:
        return False
    joined = list(dict.fromkeys(groups[one] + groups[other]))
    if any(takes_other_side(by_key[a], by_key[b]) for a, b in combinations(joined, 2)):
        return False
    groups.update(dict.fromkeys(joined, joined))
    return True
