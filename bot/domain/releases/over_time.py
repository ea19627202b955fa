"""Points over several rounds: what too few said in any one round can surface after each fourth (rule 15).

The set of a block is every member with an answer in it that found no point, at least k of them, by the largest k that was promised.
A point needs three. The rounds are not named, so that the set is compared with what else could be set against it: member by
member with the sets of earlier blocks, and with summaries of the organisation that used these answers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.domain.releases.ledger import isolates_members
from bot.domain.releases.model import (
    CandidatePoint,
    Contribution,
    LedgerEntry,
    Pair,
    contributions_to,
    members_of,
    questions_of,
)
from bot.domain.releases.thresholds import enough_members, point_may_be_named, roster_suffices, teams_suffice

BLOCK: Final = 4
"""Rounds of a block."""
OVER_TIME: Final = "/over time"
"""Stands behind the aggregate of what a group's block released."""


@dataclass(frozen=True, slots=True)
class Block:
    """Input: the answers of a group's block that found no point, and the points that they make together.

    `contributions` are those of members who are on the roster now, several of one member among them; `roster` is its size,
    `teams` are how many were asked as one.
    """

    release_id: str
    aggregate: str
    round: str
    roster: int
    contributions: frozenset[Contribution] = field(repr=False)
    points: tuple[CandidatePoint, ...] = ()
    teams: int = 1


@dataclass(frozen=True, slots=True)
class BlockRules:
    """The defences of a block, so that a test can switch off exactly one. The product uses `BLOCKS`."""

    threshold: Callable[[int, int], bool] = enough_members
    roster: Callable[[int, int], bool] = roster_suffices
    point: Callable[[int], bool] = point_may_be_named
    teams: Callable[[int, int], bool] = teams_suffice
    isolates: Callable[[frozenset[Pair], Sequence[frozenset[Pair]], int, Mapping[str, int]], bool] = isolates_members


BLOCKS = BlockRules()


def next_place(before: int) -> int:
    """Return the place of a round in its block, from 1, after one that had the place `before`; 0 for none."""
    return before % BLOCK + 1


def decide_block(
    block: Block,
    earlier: Iterable[LedgerEntry],
    organisations: Iterable[LedgerEntry],
    k: int,
    rules: BlockRules = BLOCKS,
    beside: Iterable[LedgerEntry] = (),
) -> tuple[tuple[CandidatePoint, ...], LedgerEntry]:
    """Return the points that may be shown, and the entry for the ledger, of the questions of which something is.

    `earlier` are the entries of the same group's earlier blocks, `organisations` those of the organisation's releases that drew on
    some of these answers, `beside` others that drew on answers of these earlier blocks. Nothing is shown of a question that the
    defences hold back, and its set is spent all the same.
    """
    shown: list[CandidatePoint] = []
    questions: list[tuple[str, frozenset[Pair]]] = []
    before, wholes, others = list(earlier), list(organisations), list(beside)
    for question in questions_of(block.contributions):
        given = contributions_to(block.contributions, question)
        points = _standing_points(block, given, question, rules)
        pairs = _by_member(question, members_of(given))
        around = _Around(question, before, wholes, others)
        if points and _may_show(block, given, pairs, around, k, rules):
            shown += points
            questions.append((question, pairs))
    entry = LedgerEntry(block.release_id, f"{block.aggregate}{OVER_TIME}", block.round, tuple(questions))
    return tuple(shown), entry


@dataclass(frozen=True, slots=True)
class _Around:
    """The releases that the set of a block is held against, for one question."""

    question: str
    blocks: Sequence[LedgerEntry]
    organisations: Sequence[LedgerEntry]
    beside: Sequence[LedgerEntry]

    def groups_of_sets(self, pairs: frozenset[Pair]) -> Iterator[list[frozenset[Pair]]]:
        """Yield the sets that a reader could put beside the new one: what shares answers with it, and, with an earlier block that
        shares people with it, each summary of the organisation that shares answers with that block.
        """
        blocks = _sets_of(self.question, self.blocks)
        yield [*blocks, *_sets_of(self.question, self.organisations)]
        if any(not each.isdisjoint(pairs) for each in blocks):
            yield from ([*blocks, each] for each in _sets_of(self.question, self.beside))


def _may_show(
    block: Block, given: frozenset[Contribution], pairs: frozenset[Pair], around: _Around, k: int, rules: BlockRules
) -> bool:
    needed = max((k, *(each.k for each in given)))
    if not rules.threshold(len(members_of(given)), needed) or not rules.roster(block.roster, needed):
        return False
    return not any(rules.isolates(pairs, sets, needed, {}) for sets in around.groups_of_sets(pairs))


def _sets_of(question: str, entries: Iterable[LedgerEntry]) -> list[frozenset[Pair]]:
    """Return the people of each entry behind a question, as pairs; entries without any are passed over."""
    sets = (_by_member(question, {member for _, member in entry.of(question)}) for entry in entries)
    return [each for each in sets if each]


def leave_out_beside_blocks(
    chosen: frozenset[Contribution],
    pools: Iterable[frozenset[Contribution]],
    question: str,
    blocks: Iterable[LedgerEntry],
    k: int,
    rules: BlockRules = BLOCKS,
) -> frozenset[Contribution]:
    """Return what the whole may draw on of a question beside what blocks have shown of the same answers.

    `pools` are the groups' contributions. A group somebody of which is in a block that the whole would narrow is left out whole.
    """
    sets = _sets_of(question, blocks)
    groups = [frozenset(pool) for pool in pools]
    for together in (*([each] for each in sets), sets):
        if rules.isolates(_by_member(question, members_of(chosen)), together, k, {}):
            people = {member for each in together for _, member in each}
            chosen = chosen.difference(*(pool for pool in groups if members_of(pool) & people))
    return chosen


def _standing_points(
    block: Block, given: frozenset[Contribution], question: str, rules: BlockRules
) -> list[CandidatePoint]:
    said = {each.ref: each for each in given}
    found = []
    for point in block.points:
        if point.question == question and not point.unsure:
            people = {said[ref].member for ref in point.refs}
            heard = {said[ref].team for ref in point.refs}
            if rules.point(len(people)) and rules.teams(len(heard), block.teams):
                found.append(point)
    return found


def _by_member(question: str, members: Collection[str]) -> frozenset[Pair]:
    """Return a set of people as pairs of the ledger, under names that no answer has."""
    return frozenset((f"{question}:{member}", member) for member in members)
