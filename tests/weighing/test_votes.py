"""One person's weighing of one item: changed and taken back until the end of the window, counted once, void with its item."""

from __future__ import annotations

import pytest

from bot.domain.weighing import Weighing, WeighingMove, WeighingState, move_weighing, say_same
from bot.domain.weighing.votes import OPEN, TABLE

S, M = WeighingState, WeighingMove
ENDS = set(S) - OPEN


def after(*moves: WeighingMove) -> WeighingState:
    weighing = Weighing(member="m", item="1.1")
    for move in moves:
        weighing = move_weighing(weighing, move)
    return weighing.state


@pytest.mark.parametrize(
    ("moves", "state"),
    [
        ((), S.UNWEIGHED),
        ((M.AGREE,), S.AGREES),
        ((M.AGREE, M.DIFFER), S.DIFFERS),
        ((M.DIFFER, M.AGREE, M.AGREE), S.AGREES),
        ((M.AGREE, M.TAKE_BACK), S.UNWEIGHED),
        ((M.AGREE, M.TAKE_BACK, M.CLOSE), S.PASSED),
        ((M.AGREE, M.FORGET, M.CLOSE), S.PASSED),
        ((M.AGREE, M.CLOSE), S.AGREED),
        ((M.DIFFER, M.CLOSE), S.DIFFERED),
        ((M.AGREE, M.CLOSE, M.FORGET), S.AGREED),
        ((M.AGREE, M.CLOSE, M.CLOSE), S.AGREED),
        ((M.AGREE, M.DROP_ITEM), S.VOID),
        ((M.AGREE, M.CLOSE, M.DROP_ITEM), S.VOID),
    ],
)
def test_the_life_of_a_weighing(moves: tuple[WeighingMove, ...], state: WeighingState) -> None:
    assert after(*moves) is state


@pytest.mark.parametrize("state", sorted(ENDS))
@pytest.mark.parametrize("move", sorted(set(M) - {M.DROP_ITEM}))
def test_nothing_moves_a_weighing_after_the_window(state: WeighingState, move: WeighingMove) -> None:
    counted = Weighing(member="m", item="1.1", state=state, same_as=("1.2",) if state is not S.VOID else ())
    assert move_weighing(counted, move) == counted
    assert say_same(counted, "1.3") == counted


def test_every_state_is_reached_and_every_open_one_closes() -> None:
    assert {after(), *TABLE.values()} == set(S)
    assert all(TABLE[state, M.CLOSE] in ENDS for state in OPEN)


def test_saying_that_it_is_the_same_ends_with_the_weighing() -> None:
    same = say_same(move_weighing(Weighing(member="m", item="1.1"), M.AGREE), "1.2")
    assert same.same_as == ("1.2",)
    assert say_same(same, "1.2").same_as == (), "said again it is taken back"
    assert say_same(same, "1.3").same_as == ("1.2", "1.3")
    assert say_same(same, "1.1") == same, "an item is not the same as itself"
    assert move_weighing(same, M.DIFFER).same_as == ("1.2",)
    assert move_weighing(same, M.CLOSE).same_as == ("1.2",)
    for move in (M.TAKE_BACK, M.FORGET, M.DROP_ITEM):
        assert move_weighing(same, move).same_as == ()
    unweighed = say_same(Weighing(member="m", item="1.1"), "1.2")
    assert move_weighing(unweighed, M.TAKE_BACK) == unweighed, "who skips an item has taken nothing back"
    assert move_weighing(unweighed, M.FORGET).same_as == ()
