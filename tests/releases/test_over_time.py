"""Sets of blocks are held against each other, and against the organisation's, member by member (rules 7 and 15)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.releases import ORGANISATION, LedgerEntry
from bot.domain.releases.over_time import BLOCK, Block, BlockRules, decide_block, leave_out_beside_blocks, next_place
from tests.releases.builders import K, Q, answers, point

BLIND = BlockRules(isolates=lambda new, earlier, k, promised: False)


def block(people: range, week: int = 1, roster: int = 20, k: int = 1) -> Block:
    given_ = answers(people, week=week, k=k)
    return Block(f"b{week}", "a", f"w{week}", roster, given_, (point("p", given_),))


def shown(made: Block, *earlier: LedgerEntry, rules: BlockRules | None = None) -> bool:
    points, _ = decide_block(made, earlier, (), K, *([rules] if rules else []))
    return bool(points)


def entry_of(made: Block) -> LedgerEntry:
    return decide_block(made, (), (), K)[1]


def test_places_count_to_four_and_begin_again() -> None:
    places = [0]
    for _ in range(9):
        places.append(next_place(places[-1]))
    assert places[1:] == [1, 2, 3, 4, 1, 2, 3, 4, 1] and BLOCK == 4


@pytest.mark.parametrize(("count", "told"), [(K, True), (K - 1, False)])
def test_it_takes_k_people(count: int, told: bool) -> None:
    assert shown(block(range(count))) is told


def test_the_largest_k_that_was_promised_counts_and_the_roster_leaves_room() -> None:
    assert not shown(block(range(6), k=7))
    assert shown(block(range(7), k=7))
    assert not shown(block(range(5), roster=6)) and shown(block(range(5), roster=7))


@given(st.integers(5, 9), st.integers(0, 9), st.integers(5, 9))
def test_two_blocks_isolate_nobody(first: int, start: int, second: int) -> None:
    one, other = block(range(first)), block(range(start, start + second), week=5)
    cells = [
        set(range(first)) - set(range(start, start + second)),
        set(range(start, start + second)) - set(range(first)),
        set(range(first)) & set(range(start, start + second)),
    ]
    safe = all(len(cell) == 0 or len(cell) >= K for cell in cells) or not cells[2]
    assert shown(other, entry_of(one)) is safe
    assert shown(other, entry_of(one), rules=BLIND), "the negative control"


def test_the_organisations_summaries_that_used_these_answers_are_held_against_it() -> None:
    made = block(range(8))
    refs = frozenset((each.ref, each.member) for each in answers(range(2, 20)))
    whole = LedgerEntry("o1", ORGANISATION, "cycle", ((Q, refs),))
    assert decide_block(made, (), (whole,), K)[0] == (), "two people are in the block alone"
    everybody = frozenset((each.ref, each.member) for each in answers(range(20)))
    assert decide_block(made, (), (LedgerEntry("o1", ORGANISATION, "cycle", ((Q, everybody),)),), K)[0]


def test_a_later_summary_leaves_out_the_group_of_a_block_that_it_would_narrow_and_no_other() -> None:
    shown_block = entry_of(block(range(6)))
    alpha, beta = answers(range(2, 12), week=4), answers(range(8), group="b", week=4)
    assert leave_out_beside_blocks(alpha | beta, [alpha, beta], Q, [shown_block], K) == beta
    both = answers(range(12), week=4) | beta
    assert leave_out_beside_blocks(both, [both - beta, beta], Q, [shown_block], K) == both
    assert leave_out_beside_blocks(alpha | beta, [alpha, beta], Q, [shown_block], K, BLIND) == alpha | beta
