"""Records of weighing: what can be weighed, what one person said of it, and what may be told of all that together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.stored import Fields, stored_as


class ItemKind(StrEnum):
    """Kinds of items, in the order in which they are listed."""

    POINT = "point"
    CANDIDATE = "candidate"
    STATEMENT = "statement"
    TEAM_STATEMENT = "team statement"
    EARLIER_POINT = "earlier point"
    FOLLOW_UP = "follow-up"
    PROPOSED_QUESTION = "proposed question"


@stored_as("weighing-item")
@dataclass(frozen=True, slots=True, kw_only=True)
class WeighingItem:
    """An item as everybody sees it. It holds no author and no words.

    `question` is the key of the question that it stands under, empty for a follow-up and a proposed question. `source` names what
    it shows: the quote of a statement, the earlier point, the proposal; a drafted point is named by its key. `against` says that it
    takes the other side than its question asks for; two items of one `matter` (if it is not empty) that differ in it are opposite.
    """

    key: str
    kind: ItemKind
    question: str = ""
    source: str = ""
    matter: str = ""
    against: bool = False


class WeighingState(StrEnum):
    """State of one member's weighing of one item, in the check window; at its end it is counted and erased."""

    UNWEIGHED = "unweighed"
    AGREES = "agrees"
    DIFFERS = "differs"


def _same_as_several(fields: Fields) -> Fields:
    """Before, an item could be called the same as one other."""
    return fields | {"same_as": [fields["same_as"]] if fields.get("same_as") else []}


@stored_as("weighing", upgrades=(_same_as_several,))
@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """One member's weighing of one item of a round's draft; `same_as` are the keys of the items that it says the same as."""

    id: str = ""
    round: str = ""
    member: str
    item: str
    state: WeighingState = WeighingState.UNWEIGHED
    same_as: tuple[str, ...] = ()


class WeighedLabel(StrEnum):
    """Account of how an item was weighed, as the final gives it."""

    WIDELY_SHARED = "widely shared"
    PEOPLE_DIFFER = "people differ"
    NOT_WIDELY_SHARED = "not widely shared"
    SHARED_IN_CHECK = "shared in the check"
    UNDER_CHALLENGE = "under challenge"


@stored_as("item-result")
@dataclass(frozen=True, slots=True)
class ItemResult:
    """All that may be told of one item: nothing, or its label; `some_differ` is told beside *widely shared* alone."""

    key: str
    label: WeighedLabel | None = None
    some_differ: bool = False

    @property
    def carried(self) -> bool:
        """Return whether the check made a statement or candidate a point of the final."""
        return self.label is WeighedLabel.SHARED_IN_CHECK


class Verdict(StrEnum):
    """Verdict of one weighing on an earlier point."""

    CONFIRMED = "confirmed"
    CHALLENGED = "challenged"
    NONE = "none"


@stored_as("weighed-items")
@dataclass(frozen=True, slots=True)
class WeighedItems:
    """All that may be told of how a draft's items were weighed. It holds no number and no member, and is stored until the final.

    `results` come in the order of the items, `same` are the pairs that were weighed as the same (the earlier one first), `verdicts`
    those of the earlier points by their keys, `reopened` the follow-ups that open their point again.
    """

    results: tuple[ItemResult, ...] = ()
    same: tuple[tuple[str, str], ...] = ()
    verdicts: tuple[tuple[str, Verdict], ...] = ()
    reopened: tuple[str, ...] = ()
