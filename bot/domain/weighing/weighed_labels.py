"""Labels that tell how an item was weighed, each from the roster on that leaves three people open (rule 11).

How many people weighed an item is never told. A label tells it roughly all the same: the smallest number that fits it. So a label
is told only where that number leaves at least three of the roster; otherwise the item stands without one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.domain.model.weighing import ItemKind, ItemResult, WeighedLabel, Weighing, WeighingItem, WeighingState
from bot.domain.releases.bands import SEVERAL_TEAMS_FROM
from bot.domain.releases.thresholds import LEFT_OPEN, POINT_FLOOR, enough_members, point_may_be_named
from bot.domain.weighing.items import CARRIED_KINDS

FOUR_DIFFER_OF = 12
"""So many at least weighed what is widely shared and four see differently; of fewer, the addition would tell that three do."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of members who agree and differ; nobody reads them."""

    agree: int
    differ: int

    @property
    def weighed(self) -> int:
        return self.agree + self.differ


def may_be_told(least: int, roster: int) -> bool:
    """Return whether what at least so many people must have weighed may be told in this roster."""
    return least <= roster - LEFT_OPEN


def labels_are_told(roster: int, k: int, groups: int | None = None) -> bool:
    """Return whether any label can be told in this roster, and of so many groups where the draft is the organisation's."""
    return may_be_told(k, roster) and not has_few_groups(groups)


def has_few_groups(groups: int | None) -> bool:
    """Return whether a draft is the organisation's and made of too few groups to tell any label; `groups` is None for others."""
    return groups is not None and not groups_suffice(groups)


def groups_suffice(groups: int) -> bool:
    """Return whether the organisation has so many groups that none can take its own label from the organisation's."""
    return groups >= SEVERAL_TEAMS_FROM


def may_be_added(roster: int) -> bool:
    """Return whether *some see it differently* leaves open how many to a member who did not weigh the item themselves."""
    return roster - 1 >= FOUR_DIFFER_OF


def count_members(weighings: Iterable[Weighing], author: str) -> Tally:
    """Return how the members weighed one item, each counted once; its author, if it has one, agrees whatever they weighed."""
    states = {each.member: each.state for each in weighings}
    agree = {member for member, state in states.items() if state is WeighingState.AGREES} | (
        {author} if author else set()
    )
    differ = {member for member, state in states.items() if state is WeighingState.DIFFERS} - agree
    return Tally(len(agree), len(differ))


def most_call_it_same(same: int, both: int) -> bool:
    """Return whether at least two thirds of those who weighed both of two items call them the same."""
    return 3 * same >= 2 * both


@dataclass(frozen=True, slots=True)
class LabelRules:
    """The defences of the labels, one function each, so that a test can switch off exactly one. The product uses `LABELS`."""

    enough: Callable[[int, int], bool] = enough_members
    side: Callable[[int], bool] = point_may_be_named
    told: Callable[[int, int], bool] = may_be_told
    added: Callable[[int], bool] = may_be_added
    same: Callable[[int, int], bool] = most_call_it_same
    count: Callable[[Iterable[Weighing], str], Tally] = count_members


LABELS = LabelRules()


def is_widely_shared(tally: Tally) -> bool:
    """Return whether at least two thirds of those who weighed agree."""
    return 3 * tally.agree >= 2 * tally.weighed > 0


def label_item(item: WeighingItem, tally: Tally, roster: int, k: int, rules: LabelRules = LABELS) -> ItemResult:
    """Return what may be told of an item that the members of a roster weighed so."""
    if not rules.enough(tally.weighed, k):
        return ItemResult(item.key)
    if item.kind in CARRIED_KINDS:
        carried = is_carried(tally, rules) and rules.told(k, roster)
        return ItemResult(item.key, WeighedLabel.SHARED_IN_CHECK if carried else None)
    label, least = _label_of(tally, k, rules)
    if not rules.told(least, roster):
        return ItemResult(item.key)
    differ = label is WeighedLabel.WIDELY_SHARED and rules.side(tally.differ)
    return ItemResult(item.key, label, differ and rules.added(roster) and rules.told(max(k, 3 * POINT_FLOOR), roster))


def is_carried(tally: Tally, rules: LabelRules = LABELS) -> bool:
    """Return whether enough people agree, and more than differ, for a statement or candidate to be a point."""
    return rules.side(tally.agree) and tally.agree > tally.differ


def _label_of(tally: Tally, k: int, rules: LabelRules) -> tuple[WeighedLabel, int]:
    """Return a label with the smallest number of people who weighed that fits it."""
    if is_widely_shared(tally):
        return WeighedLabel.WIDELY_SHARED, k
    if rules.side(tally.agree) and rules.side(tally.differ):
        return WeighedLabel.PEOPLE_DIFFER, max(k, 2 * POINT_FLOOR)
    return WeighedLabel.NOT_WIDELY_SHARED, k


def reopens_matter(item: WeighingItem, tally: Tally, roster: int, k: int, rules: LabelRules = LABELS) -> bool:
    """Return whether a follow-up ("is this better now?") opens its point again: enough people weighed it, most say no."""
    enough = rules.enough(tally.weighed, k) and rules.told(k, roster)
    return item.kind is ItemKind.FOLLOW_UP and enough and tally.differ > tally.agree
