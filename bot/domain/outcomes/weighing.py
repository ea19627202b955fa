"""Outcomes of weighing a draft in its check window: all of them for one person alone, but the invitation is the same for all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.model.weighing import ItemKind
from bot.domain.outcomes.base import Outcome
from bot.domain.stored import rename_fields, stored_as


@stored_as("weighing-asked", (rename_fields(whole="of_organisation"),))
@dataclass(frozen=True, kw_only=True)
class WeighingAsked(Outcome):
    """Invitation to weigh a draft, in private: one and the same for everybody whom the reminder would reach, at the draft.

    `count` is how many items the draft has, `k` from how many people on it is told how they were weighed. With `of_organisation`
    it is the organisation's. `told` says whether the final can tell how anything was weighed: not in the smallest rounds, and not
    where the organisation's draft is made of too `few_teams`.
    """

    round: str
    name: str
    count: int
    until: datetime
    zone: str
    k: int
    of_organisation: bool = False
    told: bool = True
    few_teams: bool = False


@stored_as("item-to-weigh")
@dataclass(frozen=True, kw_only=True)
class ItemToWeigh:
    """One item as it is weighed. `label` is its wording, empty for words that are quoted; `chosen` is agree, differ or empty.

    `pairs` says whether another item could be the same.
    """

    key: str
    kind: ItemKind
    label: str = ""
    chosen: str = ""
    pairs: bool = False


@stored_as("weigh-form")
@dataclass(frozen=True, kw_only=True)
class WeighForm(Outcome):
    """Everything that can be weighed of a round's draft; `refs` are the words of the items without a label, in their order.

    `begin` is the place of the item with which somebody goes on who has weighed others.
    """

    round: str
    items: tuple[ItemToWeigh, ...]
    k: int
    refs: tuple[str, ...] = ()
    begin: int = 0
    told: bool = True
    few_teams: bool = False

    def without_choices(self) -> Outcome:
        return replace(self, items=tuple(replace(item, chosen="") for item in self.items), begin=0)


@stored_as("same-form")
@dataclass(frozen=True, kw_only=True)
class SameForm(Outcome):
    """Two items that say the same: `item` and one of `others`, or with an empty `item` any two. `refs` are as in WeighForm."""

    round: str
    item: str
    others: tuple[ItemToWeigh, ...]
    refs: tuple[str, ...] = ()


@stored_as("same-noted")
@dataclass(frozen=True, kw_only=True)
class SameNoted(Outcome):
    """Somebody says that two items are the same, or no longer (`undone`), which can be changed `until` then."""

    round: str
    until: datetime
    zone: str
    undone: bool = False


@stored_as("cannot-be-same")
@dataclass(frozen=True, kw_only=True)
class CannotBeSame(Outcome):
    """The two items are not of one question, or one and the same item."""


@stored_as("opposites-not-same")
@dataclass(frozen=True, kw_only=True)
class OppositesNotSame(Outcome):
    """The two items are of one question and take opposite sides of it."""


@stored_as("no-other-same")
@dataclass(frozen=True, kw_only=True)
class NoOtherSame(Outcome):
    """There is no other item that could be the same, or there are no two that could be."""


@stored_as("weighing-saved", (rename_fields(points="challengeable"),))
@dataclass(frozen=True, kw_only=True)
class WeighingSaved(Outcome):
    """Account of what somebody has weighed so far: `weighed` of `count` items, which can be changed `until` then.

    `pairs` says whether two of the items could be the same, `challengeable` whether any of the draft can be challenged.
    """

    round: str
    weighed: int
    count: int
    until: datetime
    zone: str
    pairs: bool = False
    challengeable: bool = True


@stored_as("weighing-taken-back")
@dataclass(frozen=True, kw_only=True)
class WeighingTakenBack(Outcome):
    """All that somebody had said of a draft is as if it had never been; `weigh` says that its items can be weighed."""

    round: str
    weigh: bool = True


@stored_as("nothing-to-weigh")
@dataclass(frozen=True, kw_only=True)
class NothingToWeigh(Outcome):
    """The draft has no item, or none any more."""
