"""C1 threshold, C4 no author, C5 order: what the gate shows of one release."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.releases import (
    RULES,
    Band,
    Candidate,
    CandidatePoint,
    Contribution,
    GroupPool,
    LedgerEntry,
    PointShown,
    QuestionShown,
    Released,
    Rules,
    WithholdingReason,
    decide_release,
    effective_k,
)
from tests.releases.builders import K, Q, answers, candidate, only, point, reason, released

OTHER = "v1#2"
PERMISSIVE = replace(RULES, point=lambda count: True, band=lambda count, roster: Band.SEVERAL)


def test_k_has_a_floor_of_five() -> None:
    assert [effective_k(setting) for setting in (None, -1, 0, 4, 5, 9)] == [5, 5, 5, 5, 5, 9]


def test_k_members_of_k_plus_2_are_enough_and_one_less_is_not() -> None:
    assert released(decide_release(candidate(answers(range(5)), 7), (), K))
    assert reason(decide_release(candidate(answers(range(4)), 7), (), K)) is WithholdingReason.TOO_FEW_MEMBERS
    assert reason(decide_release(candidate(answers(range(5)), 6), (), K)) is WithholdingReason.ROSTER_TOO_SMALL


def test_negative_control_threshold_and_roster() -> None:
    assert released(
        decide_release(candidate(answers(range(1)), 7), (), K, replace(RULES, threshold=lambda count, k: True))
    )
    assert released(
        decide_release(candidate(answers(range(5)), 5), (), K, replace(RULES, roster=lambda roster, k: True))
    )


def test_a_question_below_k_shows_nothing() -> None:
    few = answers(range(4), question=OTHER)
    offered = candidate(answers(range(6)) | few, 9, points=[point("secret", few, OTHER)], asked=(Q, OTHER, "v1#3"))
    decision = released(decide_release(offered, (), K))
    nothing = [QuestionShown(name, shown=False) for name in (OTHER, "v1#3")]
    assert list(decision.questions[1:]) == nothing
    assert decision.entry.of(OTHER) == frozenset()


def test_many_members_but_no_question_with_k() -> None:
    scattered = answers(range(3)) | answers(range(3, 6), question=OTHER)
    assert reason(decide_release(candidate(scattered, 9), (), K)) is WithholdingReason.NO_QUESTION_REACHED_K


def test_a_point_is_named_from_three_members_not_three_answers() -> None:
    again = frozenset({Contribution("late", "a0", Q)})
    pair, trio = answers([0, 1]) | again, answers([0, 1, 2])
    offered = candidate(answers(range(6)) | again, 9, points=[point("pair", pair), point("trio", trio)])
    assert [each.key for each in only(released(decide_release(offered, (), K))).points] == ["trio"]
    assert len(only(released(decide_release(offered, (), K, PERMISSIVE))).points) == 2


def test_a_point_found_before_the_set_was_frozen_again_is_refused() -> None:
    with pytest.raises(ValueError, match="frozen set"):
        decide_release(candidate(answers(range(5)), 9, points=[point("stale", answers(range(6)))]), (), K)


def test_two_points_with_one_key_and_two_answers_with_one_ref_are_refused() -> None:
    twice = [point("t", answers(range(3))), point("t", answers(range(4)))]
    with pytest.raises(ValueError, match="same key"):
        decide_release(candidate(answers(range(6)), 9, points=twice), (), K)
    with pytest.raises(ValueError, match="same ref"):
        candidate([Contribution("r", "a", Q), Contribution("r", "b", Q)], 9)


def test_points_are_ordered_by_band_and_then_by_the_release() -> None:
    large, half = point("large", answers(range(10))), point("half", answers(range(6)))
    small = [point(f"small{n}", answers(range(n, n + 3))) for n in range(6)]
    offered = candidate(answers(range(10)), 15, points=[half, *small, large])
    orders = set()
    for number in range(20):
        shown = only(released(decide_release(replace(offered, release_id=f"r{number}"), (), K)))
        assert shown.points[:2] == (PointShown("large", Band.MOST), PointShown("half", Band.ABOUT_HALF))
        assert {each.band for each in shown.points[2:]} == {Band.SOME}
        orders.add(tuple(each.key for each in shown.points))
    assert len(orders) > 1


@given(st.sets(st.integers(0, 11)), st.integers(0, 14), st.integers(2, 6), st.data())
def test_c1_nothing_is_shown_below_the_threshold(people: set[int], roster: int, k: int, data: st.DataObject) -> None:
    given_answers = answers(people)
    groups = data.draw(st.lists(st.sets(st.sampled_from(sorted(people))) if people else st.just(set()), max_size=4))
    points = [point(f"t{n}", answers(group)) for n, group in enumerate(groups)]
    decision = decide_release(candidate(given_answers, roster, points=points), (), k)
    assert isinstance(decision, Released) == (len(people) >= k and roster >= k + 2)
    if isinstance(decision, Released):
        named = {each.key for each in only(decision).points}
        assert named == {f"t{n}" for n, group in enumerate(groups) if len(group) >= 3}


POINTS = [point(f"t{n}", answers(range(n, n + 3))) for n in range(4)]


@given(st.permutations(range(8)), st.permutations(POINTS))
def test_c5_order_tells_nothing(order: list[int], points: list[CandidatePoint]) -> None:
    straight = decide_release(candidate(answers(range(8)), 10, points=POINTS), _ledger(range(5)), K)
    mixed = decide_release(candidate(answers(order), 10, points=points), _ledger(order[:5]), K)
    assert straight == mixed and repr(straight) == repr(mixed)


def test_negative_control_without_the_seeded_order_arrival_shows() -> None:
    by_arrival = replace(RULES, order=lambda release_id, key: "")
    one, other = (
        decide_release(candidate(answers(range(8)), 10, points=points), (), K, by_arrival)
        for points in (POINTS, POINTS[::-1])
    )
    assert one != other


def _ledger(weeks: range | list[int]) -> list[LedgerEntry]:
    return [
        released(decide_release(candidate(answers(range(6), week=10 + week), 9, week=10 + week), (), K)).entry
        for week in weeks
    ]


def twins(author: int, other: int, rules: Rules = RULES) -> list[Released]:
    """Two worlds that differ in what one point of at most two members is about."""
    shared = point("shared", answers(range(8)))
    worlds = []
    for key in ("x", "y"):
        points = [shared, point(key, answers({author, other}))]
        worlds.append(released(decide_release(candidate(answers(range(8)), 12, points=points), (), K, rules)))
    return worlds


@given(st.integers(0, 7), st.integers(0, 1))
def test_c4_twin_worlds_that_differ_below_the_threshold_look_alike(author: int, other: int) -> None:
    one, two = twins(author, other)
    assert one.questions == two.questions


def test_negative_control_with_points_of_two_the_twins_differ() -> None:
    one, two = twins(0, 1, PERMISSIVE)
    assert one.questions != two.questions


def test_c4_what_reaches_a_reader_or_a_log_holds_no_ref_and_no_member() -> None:
    offered = candidate(answers(range(6)), 9, points=[point("t", answers(range(3)))])
    decision = released(decide_release(offered, (), K))
    pool = GroupPool("a", 9, offered.contributions)
    for text in (repr(decision.questions), repr(decision), repr(offered), repr(decision.entry), repr(pool)):
        assert "a1" not in text and "/w1/v1" not in text


def test_values_are_hashable() -> None:
    offered = Candidate("r", "a", "w", 9, answers(range(6)), (CandidatePoint("t", Q, frozenset()),))
    decision = released(decide_release(offered, (), K))
    assert len({offered, decision, decision.entry}) == 3
