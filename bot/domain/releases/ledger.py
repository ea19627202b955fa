"""The check that no release can be taken apart with earlier ones (rule 7).

Theory: the earlier releases that touch a question cut its contributions into cells; two contributions lie in the
same cell if exactly the same releases drew on them. Whatever a reader forms by unions, differences and
intersections, from three releases, from any number, or as the organisation's remainder, is a union of cells. So it
is enough that no cell holds 1..k-1 members. The work is linear in the contributions of the releases that share some.

A cell's k is the present one, or the largest that was promised for a contribution of the new release in it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.domain.releases.model import LedgerEntry, Pair, WithholdingReason
from bot.domain.releases.thresholds import nobody_or_enough

NOTHING_PROMISED: Mapping[str, int] = {}


def find_objection(
    new: LedgerEntry, ledger: Sequence[LedgerEntry], k: int, promised: Mapping[str, int] = NOTHING_PROMISED
) -> WithholdingReason | None:
    """Return why `new` may not be released after the entries of `ledger`, or None if it may. `promised` is by ref."""
    if any(_repeats_release(new, earlier) for earlier in ledger):
        return WithholdingReason.ALREADY_RELEASED
    for question, pairs in new.questions:
        if isolates_members(pairs, [earlier.of(question) for earlier in ledger], k, promised):
            return WithholdingReason.WOULD_ISOLATE
    return None


def isolates_members(
    new: frozenset[Pair],
    earlier: Sequence[frozenset[Pair]],
    k: int,
    promised: Mapping[str, int] = NOTHING_PROMISED,
) -> bool:
    """Return whether `new`, with the releases it shares contributions with, lets a reader form a set of 1..k-1 members.

    All cells of those releases are judged by the present k, also where an earlier, lower k had let them pass. What
    `new` shows on its own is the threshold's matter.
    """
    near = [pairs for pairs in earlier if not pairs.isdisjoint(new)]
    if not near:
        return False
    scope = new.union(*near)
    # Releases that share nothing with the new one still cut the cells of those that do.
    around = [pairs for pairs in earlier if not pairs.isdisjoint(scope)]
    for cell in _cells_of(scope, [new, *around]):
        people = {member for _, member in cell}
        if not nobody_or_enough(len(people), max(k, *(promised.get(ref, 0) for ref, _ in cell))):
            return True
    return False


def _repeats_release(new: LedgerEntry, earlier: LedgerEntry) -> bool:
    """Nothing is released twice by the same aggregate, and two releases of the whole share no contribution."""
    if new.release_id == earlier.release_id:
        return True
    return new.aggregate == earlier.aggregate and not new.refs.isdisjoint(earlier.refs)


def _cells_of(scope: Iterable[Pair], releases: Sequence[frozenset[Pair]]) -> Iterator[list[Pair]]:
    drawn_by: dict[Pair, list[int]] = {pair: [] for pair in scope}
    for number, pairs in enumerate(releases):
        for pair in pairs:
            if pair in drawn_by:
                drawn_by[pair].append(number)
    cells: defaultdict[tuple[int, ...], list[Pair]] = defaultdict(list)
    for pair, numbers in drawn_by.items():
        cells[tuple(numbers)].append(pair)
    yield from cells.values()
