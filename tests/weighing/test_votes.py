"""One person's weighing of one item: changed, taken back and forgotten, in the window alone."""

from __future__ import annotations

import pytest

from bot.domain.weighing import Weighing, WeighingMove, WeighingState, move_weighing, say_same
from bot.domain.weighing.votes import TABLE

S, M = WeighingState, WeighingMove


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
        ((M.AGREE, M.TAKE_BACK, M.DIFFER), S.DIFFERS),
        ((M.DIFFER, M.TAKE_BACK), S.UNWEIGHED),
        ((M.AGREE, M.FORGET), S.UNWEIGHED),
        ((M.DIFFER, M.FORGET), S.UNWEIGHED),
        ((M.TAKE_BACK, M.FORGET), S.UNWEIGHED),
    ],
)
def test_the_life_of_a_weighing(moves: tuple[WeighingMove, ...], state: WeighingState) -> None:
    assert after(*moves) is state


def test_every_state_is_reached_and_each_can_be_left_as_if_nothing_was_said() -> None:
    assert {after(), *TABLE.values()} == set(S)
    assert all(TABLE[state, M.FORGET] is S.UNWEIGHED for state in set(S) - {S.UNWEIGHED})


def test_saying_that_it_is_the_same_ends_with_the_weighing() -> None:
    same = say_same(move_weighing(Weighing(member="m", item="1.1"), M.AGREE), "1.2")
    assert same.same_as == ("1.2",)
    assert say_same(same, "1.2").same_as == (), "said again it is taken back"
    assert say_same(same, "1.3").same_as == ("1.2", "1.3")
    assert say_same(same, "1.1") == same, "an item is not the same as itself"
    assert move_weighing(same, M.DIFFER).same_as == ("1.2",)
    for move in (M.TAKE_BACK, M.FORGET):
        assert move_weighing(same, move).same_as == ()
    unweighed = say_same(Weighing(member="m", item="1.1"), "1.2")
    assert move_weighing(unweighed, M.TAKE_BACK) == unweighed, "who skips an item has taken nothing back"
    assert move_weighing(unweighed, M.FORGET).same_as == ()
