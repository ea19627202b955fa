"""The defences of the gate, one function each, so that a test can switch off exactly one."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.releases import thresholds
from bot.domain.releases.bands import Band, Participation, band_of
from bot.domain.releases.ledger import find_objection
from bot.domain.releases.model import Contribution, LedgerEntry, WithholdingReason
from bot.domain.releases.over_time import leave_out_beside_blocks
from bot.domain.releases.quotes import choose_quotes, seeded_key
from bot.domain.releases.sums import Shown, leave_out


def promised_k(contribution: Contribution) -> int:
    """Return the threshold that the round promised which asked for this contribution."""
    return contribution.k


@dataclass(frozen=True, slots=True)
class Rules:
    """Production uses `RULES`."""

    threshold: Callable[[int, int], bool] = thresholds.enough_members
    roster: Callable[[int, int], bool] = thresholds.roster_suffices
    promise: Callable[[Contribution], int] = promised_k
    point: Callable[[int], bool] = thresholds.point_may_be_named
    teams: Callable[[int, int], bool] = thresholds.teams_suffice
    band: Callable[[int, int], Band | None] = band_of
    sums: Callable[[Shown, int, Participation], Shown] = leave_out
    quotes: Callable[[str, Iterable[Contribution], Collection[str], int, int], tuple[str, ...]] = choose_quotes
    ledger: Callable[[LedgerEntry, Sequence[LedgerEntry], int, Mapping[str, int]], WithholdingReason | None] = (
        find_objection
    )
    departed: Callable[[int, int], bool] = thresholds.nobody_or_enough
    beside_blocks: Callable[
        [frozenset[Contribution], Iterable[frozenset[Contribution]], str, Iterable[LedgerEntry], int],
        frozenset[Contribution],
    ] = leave_out_beside_blocks
    order: Callable[[str, str], str] = seeded_key


RULES = Rules()


def k_of(contributions: Iterable[Contribution], k: int, rules: Rules) -> int:
    """Return the largest of the threshold `k` and those that were promised for these contributions."""
    return max((k, *(rules.promise(each) for each in contributions)))
