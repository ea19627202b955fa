"""Selection of the contributions that the release of the whole organisation may contain (rules 2 and 9)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.domain.releases.model import (
    ORGANISATION,
    Candidate,
    Contribution,
    LedgerEntry,
    contributions_to,
    questions_of,
)
from bot.domain.releases.rules import RULES, Rules, k_of


@dataclass(frozen=True, slots=True)
class GroupPool:
    """The frozen answers of one group's released round that can still be read; `roster` is that round's."""

    aggregate: str
    roster: int
    contributions: frozenset[Contribution] = field(repr=False)


def pool_organisation(
    pools: Iterable[GroupPool],
    ledger: Sequence[LedgerEntry],
    k: int,
    *,
    release_id: str,
    cycle: str,
    asked: tuple[str, ...] = (),
    blocks: Sequence[LedgerEntry] = (),
    rules: Rules = RULES,
) -> Candidate:
    """Return the organisation's candidate, still without points; `cycle` is its id, by which it is known as a round is.

    Question by question it holds the answers of each group release that is large enough for the present k, and nothing else:
    what is withheld is not in it, whatever it is. A group release from which 1..k-1 members have since become unreadable stays
    out of that question: the whole without them, subtracted, would isolate them. So does a group of which `blocks`
    have shown, of some of these answers, a set that the whole would narrow.
    """
    groups = tuple(pools)
    spent = _refs_of(entry for entry in ledger if entry.aggregate == ORGANISATION)
    fresh = frozenset(each for pool in groups for each in pool.contributions if each.ref not in spent)
    refs = {each.ref for each in fresh}
    near = [entry for entry in ledger if entry.aggregate != ORGANISATION and not entry.refs.isdisjoint(refs)]
    chosen: set[Contribution] = set()
    for question in questions_of(fresh):
        found = frozenset(_released_contributions(contributions_to(fresh, question), question, near, k, rules))
        pooled = [pool.contributions for pool in groups]
        chosen |= rules.beside_blocks(found, pooled, question, blocks, k_of(found, k, rules))
    drawn = {each.ref for each in chosen}
    by_group: defaultdict[str, set[str]] = defaultdict(set)
    rosters: defaultdict[str, int] = defaultdict(int)
    for pool in groups:
        mine = {each.ref for each in pool.contributions} & drawn
        if mine:
            by_group[pool.aggregate] |= mine
            rosters[pool.aggregate] = max(rosters[pool.aggregate], pool.roster)
    return Candidate(
        release_id,
        ORGANISATION,
        cycle,
        sum(rosters.values()),
        frozenset(chosen),
        asked=asked,
        groups=tuple(frozenset(by_group[group]) for group in sorted(by_group)),
    )


def _refs_of(entries: Iterable[LedgerEntry]) -> frozenset[str]:
    return frozenset().union(*(entry.refs for entry in entries))


def _released_contributions(
    given: frozenset[Contribution], question: str, entries: Sequence[LedgerEntry], k: int, rules: Rules
) -> set[Contribution]:
    by_ref = {each.ref: each for each in given}
    chosen: set[Contribution] = set()
    for entry in entries:
        pairs = entry.of(question)
        present = {by_ref[pair[0]] for pair in pairs if pair[0] in by_ref}
        departed = {member for ref, member in pairs if ref not in by_ref}
        needed = k_of(present, k, rules)
        if rules.threshold(len({each.member for each in present}), needed) and rules.departed(len(departed), needed):
            chosen |= present
    return chosen
