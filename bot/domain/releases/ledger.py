"""The check that no release can be taken apart with earlier ones (rule 7).

Theory: the earlier releases that touch a question cut its contributions into cells; two contributions lie in the
same cell if exactly the same releases drew on them. Whatever a reader forms by unions, differences and
intersections, from three releases, from any number, or as the organisation's remainder, is a union of cells. So it
is enough that no cell holds 1..k-1 members. A new release changes only the cells it cuts; both sides of each cut
are counted. The work is linear in the contributions of the releases that share some.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.domain.releases.model import HeldReason, LedgerEntry, Pair
from bot.domain.releases.thresholds import nobody_or_enough


def objection(new: LedgerEntry, ledger: Sequence[LedgerEntry], k: int) -> HeldReason | None:
    """Why `new` may not be released after the entries of `ledger`, or None if it may."""
    if any(_repeats(new, earlier) for earlier in ledger):
        return HeldReason.ALREADY_RELEASED
    for question, pairs in new.questions:
        if isolates(pairs, [earlier.of(question) for earlier in ledger], k):
            return HeldReason.WOULD_ISOLATE
    return None


def isolates(new: frozenset[Pair], earlier: Sequence[frozenset[Pair]], k: int) -> bool:
    """Whether showing `new` lets a reader form a set of 1..k-1 members of one question.

    Cells that `new` does not cut are not judged again: what was published under a lower k stays published.
    """
    near = [pairs for pairs in earlier if not pairs.isdisjoint(new)]
    scope = new.union(*near)
    # Releases that share nothing with the new one still cut the cells of those that do.
    cells = _cells(scope, [pairs for pairs in earlier if not pairs.isdisjoint(scope)])
    cut = ((cell & new, cell - new) for cell in cells if not cell.isdisjoint(new))
    return any(not nobody_or_enough(_people(side), k) for sides in cut for side in sides)


def _repeats(new: LedgerEntry, earlier: LedgerEntry) -> bool:
    """Nothing is released twice by the same aggregate, and two releases of the whole share no contribution."""
    if new.release_id == earlier.release_id:
        return True
    return new.aggregate == earlier.aggregate and not new.refs.isdisjoint(earlier.refs)


def _cells(scope: Iterable[Pair], releases: Sequence[frozenset[Pair]]) -> list[set[Pair]]:
    drawn_by: dict[Pair, list[int]] = {pair: [] for pair in scope}
    for number, pairs in enumerate(releases):
        for pair in pairs:
            if pair in drawn_by:
                drawn_by[pair].append(number)
    cells: defaultdict[tuple[int, ...], set[Pair]] = defaultdict(set)
    for pair, numbers in drawn_by.items():
        cells[tuple(numbers)].add(pair)
    return list(cells.values())


def _people(pairs: Iterable[Pair]) -> int:
    return len({member for _, member in pairs})
