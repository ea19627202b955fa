"""Rule 15, exhaustively: all ways in which up to nine people can be in two blocks and one summary of the organisation.

Who they are changes nothing, so that a world is how many people lie in each of the eight parts of three sets. A reader knows the
sets of what was shown, and forms every union, difference and intersection of them: each is a sum of their cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, pairwise

import pytest

from bot.domain.releases import ORGANISATION, LedgerEntry
from bot.domain.releases.model import members_of
from bot.domain.releases.over_time import BLOCKS, Block, BlockRules, decide_block, leave_out_beside_blocks
from tests.releases.builders import Q, answers, point
from tests.support.further import further, part_of

pytestmark = further

PEOPLE, PARTS = 9, 8
FIRST, SECOND, WHOLE = 1, 2, 4
"""A part is the sum of the sets that it lies in; the part 0 lies in none."""
BLIND = BlockRules(isolates=lambda new, earlier, k, promised: False)
World = tuple[int, ...]


def worlds() -> list[World]:
    """Return how many people are in each part, in all ways."""
    places = PEOPLE + PARTS - 1
    found = []
    for bars in combinations(range(places), PARTS - 1):
        ends = (-1, *bars, places)
        found.append(tuple(after - before - 1 for before, after in pairwise(ends)))
    return found


def people_in(world: World, which: int) -> list[int]:
    """Return the numbers of the people in one of the three sets."""
    parts = [part for part, count in enumerate(world) for _ in range(count)]
    return [person for person, part in enumerate(parts) if part & which]


WHOLE_COMES = ("before", "between", "after")
"""When the organisation's summary comes: before both blocks with answers of both, else with those of the block before it alone."""


def lived(world: World, k: int, comes: str, rules: BlockRules = BLOCKS, blind_beside: bool = False) -> Life:
    life = Life(world, k, rules, blind_beside)
    if comes == "before":
        life.show_whole()
    life.show_block(FIRST)
    if comes == "between":
        life.show_whole()
    life.show_block(SECOND)
    if comes == "after":
        life.show_whole()
    return life


@dataclass
class Life:
    """One world, release after release, with the ledger that the product would hold against each."""

    world: World
    k: int
    rules: BlockRules
    blind_beside: bool = False
    blocks: list[LedgerEntry] = field(default_factory=list)
    wholes: list[LedgerEntry] = field(default_factory=list)
    shown: dict[int, frozenset[int]] = field(default_factory=dict)
    """The sets that a reader sees: the organisation's, where it is shown, and those of the blocks that show a point."""

    @property
    def put_together(self) -> list[list[frozenset[int]]]:
        """The sets that say something about the same people or answers, and that a reader therefore can put beside each other."""
        sets = list(self.shown.values())
        if self.comes_between and self.shown.get(FIRST, frozenset()).isdisjoint(self.shown.get(SECOND, ())):
            return [[each for which, each in self.shown.items() if which != SECOND], [*self.shown.values()][2:]]
        return [sets]

    def show_block(self, which: int) -> None:
        people = people_in(self.world, which)
        given = answers(people, week=1 if which == FIRST else 5)
        block = Block(f"b{which}", "a", f"w{which}", 20, given, (point("p", given),))
        # One that came between the blocks drew on none of the second's answers.
        same, beside = ([], self.wholes) if self.comes_between else (self.wholes, [])
        points, entry = decide_block(block, self.blocks, same, self.k, self.rules, () if self.blind_beside else beside)
        if points:
            self.blocks.append(entry)
            self.shown[which] = frozenset(people)

    @property
    def comes_between(self) -> bool:
        return bool(self.wholes) and self.wholes[0].release_id == "after a block"

    def show_whole(self) -> None:
        people = people_in(self.world, WHOLE)
        given = answers(people, week=4)
        chosen = leave_out_beside_blocks(given, [given], Q, self.blocks, self.k, self.rules)
        if len(members_of(chosen)) >= self.k:
            pairs = frozenset((each.ref, each.member) for each in chosen)
            name = "after a block" if self.blocks else "before"
            self.wholes.append(LedgerEntry(name, ORGANISATION, "cycle", ((Q, pairs),)))
            self.shown[WHOLE] = frozenset(people)


def isolated(life: Life) -> Iterator[int]:
    """Yield the sizes of cells that are too small, of sets that a reader puts beside each other."""
    for sets in life.put_together:
        cells = Counter(tuple(person in each for each in sets) for person in range(PEOPLE))
        yield from (count for cell, count in cells.items() if any(cell) and count < life.k)


@pytest.mark.parametrize("comes", WHOLE_COMES)
@pytest.mark.parametrize("k", [3, 5])
def test_no_reader_finds_a_set_of_too_few(k: int, comes: str) -> None:
    shown = Counter[int]()
    for world in part_of(worlds(), 23, first=k):
        life = lived(world, k, comes)
        assert list(isolated(life)) == [], world
        shown[len(life.shown)] += 1
    assert all(shown[count] for count in range(3)), "blocks are shown beside another set, and held back"


@pytest.mark.parametrize("comes", WHOLE_COMES)
@pytest.mark.parametrize("k", [3, 5])
def test_control_a_blind_gate_shows_them(k: int, comes: str) -> None:
    found = {size for world in part_of(worlds(), 37) for size in isolated(lived(world, k, comes, BLIND))}
    assert found == set(range(1, k))


def test_control_a_summary_between_two_blocks_that_nobody_holds_beside_them_narrows_what_they_share() -> None:
    """Each two of the three are far enough apart; the three together tell of one or two people."""
    found = {size for world in part_of(worlds(), 5) for size in isolated(lived(world, 3, "between", blind_beside=True))}
    assert found == {1, 2}


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_point_of_two_is_not_shown_whatever_the_block(count: int) -> None:
    given = answers(range(PEOPLE))
    few = sorted(given, key=lambda each: each.ref)[:count]
    block = Block("b1", "a", "w1", 20, given, (point("p", few),))
    assert bool(decide_block(block, (), (), 5)[0]) is (count >= 3)
    anything = BlockRules(point=lambda people: True)
    assert decide_block(block, (), (), 5, anything)[0], "the negative control"
