"""What the release of the whole organisation may contain (rules 2 and 9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.domain.releases.gate import RULES, Rules
from bot.domain.releases.model import (
    ORGANISATION,
    Candidate,
    Contribution,
    LedgerEntry,
    about,
    members,
    questions_of,
)


@dataclass(frozen=True, slots=True)
class GroupPool:
    """One group's frozen answers of the cycle that can still be read: released ones, and held ones that wait.

    Late answers that have not been frozen into a round of their group, and sets whose draft is still to come, are
    not part of it.
    """

    aggregate: str
    roster: int
    contributions: frozenset[Contribution] = field(repr=False)


def whole(
    groups: Iterable[GroupPool],
    ledger: Sequence[LedgerEntry],
    k: int,
    *,
    release_id: str,
    round: str,
    roster: int,
    asked: tuple[str, ...] = (),
    rules: Rules = RULES,
) -> Candidate:
    """The organisation's candidate, still without themes; `round` is the id of the cycle, `roster` all its members.

    Question by question it holds the answers of each group release that reached the present k, and all held answers
    together if those are of at least k members. A group release from which 1..k-1 members have since become
    unreadable stays out of that question: the whole without them, subtracted, would isolate them.
    """
    pools = tuple(groups)
    spent = _refs(entry for entry in ledger if entry.aggregate == ORGANISATION)
    fresh = frozenset(each for pool in pools for each in pool.contributions if each.ref not in spent)
    refs = {each.ref for each in fresh}
    near = [entry for entry in ledger if entry.aggregate != ORGANISATION and not entry.refs.isdisjoint(refs)]
    chosen: set[Contribution] = set()
    for question in questions_of(fresh):
        given = about(fresh, question)
        chosen |= _released(given, question, near, k, rules)
        chosen |= _remainder(given, pools, _refs(near), k, rules)
    return Candidate(release_id, ORGANISATION, round, roster, frozenset(chosen), asked=asked)


def _refs(entries: Iterable[LedgerEntry]) -> frozenset[str]:
    return frozenset().union(*(entry.refs for entry in entries))


def _released(
    given: frozenset[Contribution], question: str, entries: Sequence[LedgerEntry], k: int, rules: Rules
) -> set[Contribution]:
    by_ref = {each.ref: each for each in given}
    chosen: set[Contribution] = set()
    for entry in entries:
        pairs = entry.of(question)
        present = {pair for pair in pairs if pair[0] in by_ref}
        departed = {member for _, member in pairs - present}
        if rules.threshold(len({member for _, member in present}), k) and rules.departed(len(departed), k):
            chosen |= {by_ref[ref] for ref, _ in present}
    return chosen


def _remainder(
    given: frozenset[Contribution],
    pools: Iterable[GroupPool],
    released: frozenset[str],
    k: int,
    rules: Rules,
) -> frozenset[Contribution]:
    held = frozenset(each for each in given if each.ref not in released)
    roster = sum(pool.roster for pool in pools if not held.isdisjoint(pool.contributions))
    return held if rules.remainder(len(members(held)), roster, k) else frozenset()
