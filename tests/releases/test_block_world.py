"""Rule 15, exhaustively: all ways in which up to nine people can be in two blocks and one summary of the organisation.

Who they are changes nothing, so that a world is how many people lie in each of the eight parts of three sets. A reader knows the
sets of what was shown, and forms every union, difference and intersection of them: each is a sum of their cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest

from bot.domain.releases import ORGANISATION, LedgerEntry
from bot.domain.releases.over_time import BLOCKS, Block, BlockRules, decide_block
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


def shown_sets(world: World, k: int, rules: BlockRules) -> list[frozenset[int]]:
    """Return the sets that a reader sees: the organisation's, where it has enough, and those of the blocks that show a point."""
    whole = people_in(world, WHOLE)
    ledger: list[LedgerEntry] = []
    organisations = []
    shown = []
    if len(whole) >= k:
        pairs = frozenset((each.ref, each.member) for each in answers(whole))
        organisations.append(LedgerEntry("o1", ORGANISATION, "cycle", ((Q, pairs),)))
        shown.append(frozenset(whole))
    for week, which in ((1, FIRST), (5, SECOND)):
        given = answers(people_in(world, which), week=week)
        block = Block(f"b{week}", "a", f"w{week}", 20, given, (point("p", given),))
        points, entry = decide_block(block, ledger, organisations, k, rules)
        if points:
            ledger.append(entry)
            shown.append(frozenset(people_in(world, which)))
    return shown


def isolated(sets: list[frozenset[int]], k: int) -> Iterator[int]:
    """Yield the sizes of cells that are too small, of the sets that were shown."""
    cells = Counter(tuple(person in each for each in sets) for person in range(PEOPLE))
    yield from (count for cell, count in cells.items() if any(cell) and count < k)


@pytest.mark.parametrize("k", [3, 5])
def test_no_reader_finds_a_set_of_too_few(k: int) -> None:
    shown = Counter[int]()
    for world in part_of(worlds(), 7, first=k):
        sets = shown_sets(world, k, BLOCKS)
        assert list(isolated(sets, k)) == [], world
        shown[len(sets)] += 1
    assert all(shown[count] for count in range(3)), "blocks are shown beside another set, and held back"


@pytest.mark.parametrize("k", [3, 5])
def test_control_a_blind_gate_shows_them(k: int) -> None:
    found = {size for world in part_of(worlds(), 37) for size in isolated(shown_sets(world, k, BLIND), k)}
    assert found == set(range(1, k))


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_point_of_two_is_not_shown_whatever_the_block(count: int) -> None:
    given = answers(range(PEOPLE))
    few = sorted(given, key=lambda each: each.ref)[:count]
    block = Block("b1", "a", "w1", 20, given, (point("p", few),))
    assert bool(decide_block(block, (), (), 5)[0]) is (count >= 3)
    anything = BlockRules(point=lambda people: True)
    assert decide_block(block, (), (), 5, anything)[0], "the negative control"
