"""Groups are disjoint, sufficient, deterministic, near and no larger than they must be (C1)."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.releases import MergeGroup, ReasonKind, TeamSize, explain_decision, partition_teams, rosters_by_team

K = 5


def teams(*rows: tuple[str, str | None, int]) -> list[TeamSize]:
    return [TeamSize(*row) for row in rows]


def together(*rows: tuple[str, str | None, int]) -> set[tuple[str, ...]]:
    return {group.teams for group in partition_teams(teams(*rows), K)}


def test_a_sufficient_team_stays_alone() -> None:
    assert together(("a", "p", 7), ("b", "p", 12)) == {("a",), ("b",)}


def test_small_siblings_are_put_together_before_a_large_one_is_touched() -> None:
    assert together(("a", "p", 4), ("b", "p", 3), ("big", "p", 9)) == {("a", "b"), ("big",)}


def test_many_small_siblings_make_many_groups() -> None:
    rows = [(name, "p", 4) for name in "abcdef"]
    assert sorted(len(group) for group in together(*rows)) == [2, 2, 2]


def test_a_group_is_completed_by_the_smallest_team_that_suffices() -> None:
    assert together(("a", "p", 6), ("b", "p", 6), ("c", "p", 1), ("d", "p", 1)) == {("a", "d"), ("b", "c")}
    rows = [(name, "p", size) for name, size in zip("abcdef", (3, 3, 3, 3, 1, 1), strict=True)]
    assert sorted(group.size for group in partition_teams(teams(*rows), K)) == [7, 7]


def test_the_last_small_one_joins_the_smallest_sufficient_sibling() -> None:
    assert together(("a", "p", 3), ("big", "p", 9), ("bigger", "p", 11)) == {("a", "big"), ("bigger",)}


def test_a_sibling_comes_before_a_smaller_stranger() -> None:
    assert together(("a", "p", 3), ("near", "p", 20), ("far", "q", 7)) == {("a", "near"), ("far",)}


def test_without_a_sufficient_sibling_it_goes_wider_step_by_step() -> None:
    rows = [("unit", "division", 0), ("a", "unit", 3), ("cousin", "division", 15), ("far", None, 7)]
    assert together(*rows) == {("a", "cousin"), ("far",)}


def test_a_team_that_is_a_unit_is_near_to_its_own_teams() -> None:
    assert together(("office", None, 3), ("desk", "office", 9), ("other", None, 7)) == {
        ("desk", "office"),
        ("other",),
    }


def test_everyone_together_may_still_be_too_small() -> None:
    (group,) = partition_teams(teams(("a", "p", 3), ("b", "q", 3)), K)
    assert group == MergeGroup(("a", "b"), 6, "a", too_small=True)
    assert explain_decision(group).kind is ReasonKind.GROUP_TOO_SMALL


def test_empty_and_busy_teams_are_left_out() -> None:
    listed = [TeamSize("a", "p", 3), TeamSize("b", "p", 0), TeamSize("c", "p", 9, busy=True)]
    assert partition_teams([*listed, TeamSize("d", "q", 8)], K) == (MergeGroup(("a", "d"), 11, "d"),)
    assert partition_teams([], K) == ()


def test_parents_in_a_ring_do_no_harm() -> None:
    assert together(("a", "b", 4), ("b", "a", 4), ("c", None, 9)) == {("a", "b"), ("c",)}


def test_mistakes_are_refused() -> None:
    for wrong in (teams(("a", None, 1), ("a", None, 2)), teams(("a", None, -1)), teams(("", None, 9))):
        with pytest.raises(ValueError, match="team"):
            partition_teams(wrong, K)


def test_a_member_counts_in_their_primary_team_alone() -> None:
    lists = {"m": {"a", "b"}, "n": {"b"}, "o": ()}
    assert rosters_by_team(lists, {"m": "b", "n": "b"}) == {"a": frozenset(), "b": frozenset({"m", "n"})}


def test_who_was_taken_off_their_primary_team_counts_nowhere() -> None:
    """Put on another list they are not moved into it: only they themselves choose."""
    assert rosters_by_team({"m": {"b", "c"}, "n": {"c"}}, {"m": "a"}) == {"b": frozenset(), "c": frozenset()}


UNITS = [None, "p", "q", "t0", "t1"]
LISTS = st.lists(st.tuples(st.sampled_from(UNITS), st.integers(0, 12), st.booleans()), max_size=12).map(
    lambda rows: [TeamSize(f"t{n}", parent, size, busy) for n, (parent, size, busy) in enumerate(rows)]
)


@given(LISTS, st.integers(2, 9), st.randoms(use_true_random=False))
def test_every_partition_is_sound(listed: list[TeamSize], k: int, chance: random.Random) -> None:
    groups = partition_teams(listed, k)
    idle = {team.team: team.size for team in listed if team.size and not team.busy}
    assert sorted(name for group in groups for name in group.teams) == sorted(idle)
    for group in groups:
        assert group.size == sum(idle[name] for name in group.teams)
        assert idle[group.anchor] == max(idle[name] for name in group.teams)
        assert group.too_small == (group.size < k + 2)
        assert not group.too_small or len(groups) == 1
    mixed = listed.copy()
    chance.shuffle(mixed)
    assert partition_teams(mixed, k) == groups
    assert len({group.aggregate for group in groups}) == len(groups)


@given(LISTS, st.integers(2, 9))
def test_no_merge_without_a_small_team(listed: list[TeamSize], k: int) -> None:
    sizes = {team.team: team.size for team in listed}
    for group in partition_teams(listed, k):
        small = [name for name in group.teams if sizes[name] < k + 2]
        assert len(group.teams) - len(small) <= 1
        assert len(group.teams) == 1 or small
