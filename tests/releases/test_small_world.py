"""C1 and C2, exhaustively: three small teams, every roster from 0 to 4, every number of answers, k = 2.

Each world groups its teams, releases what it may, releases the whole, and then meets a careless engine that offers
the gate two releases it should never have made: everything at once, and one parent's teams on their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice, product

import pytest

from bot.domain.releases import (
    RULES,
    Band,
    Candidate,
    CandidatePoint,
    Contribution,
    GroupPool,
    LedgerEntry,
    MergeGroup,
    Released,
    Rules,
    TeamSize,
    decide_release,
    partition_teams,
    pool_organisation,
)
from tests.releases.attacker import Shown, leaks, shown
from tests.releases.world import LEDGER_REASONS
from tests.support.further import GOES_FURTHER, further

pytestmark = further

EVERY = 1 if GOES_FURTHER else 5
"""Every how many worlds one is lived: an odd number, since the worlds alternate between nobody withdrawing and one who does."""
K = 2
Q = "v1#1"
PARENTS = {"a": "p", "b": "p", "c": "q"}
LARGEST = 4


@dataclass
class SmallWorld:
    """One roster and one number of answers per team; `gone` are people who withdraw after the groups' finals."""

    rosters: tuple[int, ...]
    answered: tuple[int, ...]
    gone: int
    rules: Rules
    ledger: list[LedgerEntry] = field(default_factory=list)
    history: list[Shown] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def run(self) -> list[str]:
        pools = [self.group(each) for each in groups_of(self.rosters)]
        self.organisation([self.after_withdrawal(pool) for pool in pools])
        self.carelessly("everyone", "abc")
        self.carelessly("parent", "ab")
        return self.problems

    def group(self, group: MergeGroup) -> GroupPool:
        given = self.answers(group.teams)
        self.offer(self.candidate(group.aggregate, group.size, given))
        return GroupPool(group.aggregate, group.size, given)

    def after_withdrawal(self, pool: GroupPool) -> GroupPool:
        kept = sorted(pool.contributions, key=lambda each: each.ref)[self.gone :]
        return replace(pool, contributions=frozenset(kept))

    def organisation(self, pools: list[GroupPool]) -> None:
        offered = pool_organisation(pools, self.ledger, K, release_id="o", cycle="c", rules=self.rules)
        decision = self.offer(replace(offered, points=points(offered.contributions)))
        if decision in LEDGER_REASONS:
            self.problems.append("an honest release was refused")

    def carelessly(self, name: str, teams: str) -> None:
        size = sum(count for team, count in zip(PARENTS, self.rosters, strict=True) if team in teams)
        self.offer(self.candidate(name, size, self.answers(teams)))

    def answers(self, teams: tuple[str, ...] | str) -> frozenset[Contribution]:
        counts = dict(zip(PARENTS, self.answered, strict=True))
        return frozenset().union(*(given(team, counts[team]) for team in teams))

    def candidate(self, name: str, roster: int, answers: frozenset[Contribution]) -> Candidate:
        return Candidate(name, name, "r1", roster, answers, points(answers))

    def offer(self, candidate: Candidate) -> object:
        decision = decide_release(candidate, self.ledger, K, self.rules)
        if not isinstance(decision, Released):
            return decision.reason
        self.ledger.append(decision.entry)
        self.history.append(shown(candidate, decision, K))
        self.problems += leaks(self.history)
        return None


@cache
def groups_of(sizes: tuple[int, ...]) -> tuple[MergeGroup, ...]:
    rows = zip(PARENTS.items(), sizes, strict=True)
    return partition_teams([TeamSize(team, parent, size) for (team, parent), size in rows], K)


@cache
def given(team: str, count: int) -> frozenset[Contribution]:
    return frozenset(Contribution(f"{team}{n}", f"m-{team}{n}", Q) for n in range(count))


def points(answers: frozenset[Contribution]) -> tuple[CandidatePoint, ...]:
    """Points of two and of three people, and of all."""
    refs = sorted(each.ref for each in answers)
    return tuple(
        CandidatePoint(str(size), Q, frozenset(refs[:size])) for size in sorted({2, 3, len(refs)}) if size <= len(refs)
    )


def worlds(rules: Rules) -> Iterator[SmallWorld]:
    for rosters in product(range(LARGEST + 1), repeat=len(PARENTS)):
        for answered in product(*(range(size + 1) for size in rosters)):
            for gone in (0, 1):
                yield SmallWorld(rosters, answered, gone, rules)


def test_no_small_world_gives_anyone_away() -> None:
    seen = groups = organisations = refused = 0
    for world in islice(worlds(RULES), 0, None, EVERY):
        problems = world.run()
        assert not problems, (world.rosters, world.answered, world.gone, problems)
        names = {entry.aggregate for entry in world.ledger}
        seen += 1
        groups += any(name.startswith("group-") for name in names)
        organisations += "organisation" in names
        refused += "everyone" not in names and sum(world.answered) >= K
    assert seen == 2 * 15**3 // EVERY
    assert min(groups, organisations, refused) > (500 if GOES_FURTHER else 60)


SWITCHED_OFF = {
    "threshold": (replace(RULES, threshold=lambda count, k: count > 0), "below k"),
    "roster k+2": (replace(RULES, roster=lambda roster, k: True), "although the roster"),
    "point of three": (replace(RULES, point=lambda count: True, band=lambda count, roster: Band.SEVERAL), "point 2"),
    "ledger": (replace(RULES, ledger=lambda new, ledger, k, promised: None), "isolated"),
    "departed": (replace(RULES, departed=lambda count, k: True), "refused"),
}


@pytest.mark.parametrize("defence", SWITCHED_OFF)
def test_without_a_defence_some_small_world_does(defence: str) -> None:
    rules, finding = SWITCHED_OFF[defence]
    assert any(finding in problem for world in worlds(rules) for problem in world.run())
