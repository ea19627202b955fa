"""Short ways to say who weighed what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.releases import ORGANISATION, LedgerEntry
from bot.domain.weighing import (
    ItemKind,
    ItemResult,
    WeighedDraft,
    WeighedItems,
    Weighing,
    WeighingItem,
    WeighingState,
    count_weighings,
)
from bot.domain.weighing.counting import COUNTS, CountRules

K = 5
Q = "v1#1"
AGREES, DIFFERS = WeighingState.AGREES, WeighingState.DIFFERS


def item(key: str = "1.1", kind: ItemKind = ItemKind.POINT, question: str = Q, **more: object) -> WeighingItem:
    return WeighingItem(key=key, kind=kind, question=question, **{"source": key, **more})  # type: ignore[arg-type]


def everyone(count: int) -> frozenset[str]:
    """A roster of so many people."""
    return frozenset(f"m{n}" for n in range(count))


def weighed(key: str, agree: int, differ: int, first: int = 0, same_as: str = "") -> list[Weighing]:
    """The weighings of so many people, from the `first` of the roster on: those who agree come first."""
    states = [AGREES] * agree + [DIFFERS] * differ
    return [
        Weighing(member=f"m{n}", item=key, state=state, same_as=(same_as,) if same_as else ())
        for n, state in enumerate(states, start=first)
    ]


def count(
    items: Sequence[WeighingItem],
    weighings: Iterable[Weighing],
    roster: int,
    k: int = K,
    ledger: Sequence[LedgerEntry] = (),
    rules: CountRules = COUNTS,
    groups: int = 1,
    **more: Mapping[str, object],
) -> tuple[WeighedItems, LedgerEntry]:
    """The count of a draft's weighings, of several `groups` the organisation's; `authors` and `verdicts` are by the items' keys."""
    aggregate = ORGANISATION if groups > 1 else "a"
    draft = WeighedDraft("r", aggregate, "w1", tuple(items), everyone(roster), k, groups=groups, **more)  # type: ignore[arg-type]
    return count_weighings(draft, weighings, ledger, rules)


def told(
    kind: ItemKind, agree: int, differ: int, roster: int, k: int = K, rules: CountRules = COUNTS, groups: int = 1
) -> ItemResult:
    """What is told of one item that so many others than its author weighed."""
    one = item(kind=kind)
    (result,) = count([one], weighed(one.key, agree, differ), roster, k, rules=rules, groups=groups)[0].results
    return result
