"""Points of the organisation, made of the points of the groups' finals (rules 9 and 13)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.releases import FinalPoint, OrganisationPoint, choose_points, join_groups, merge_final_points
from bot.domain.releases.organisation_points import say_the_same

Q = "q"


def point(key: str, group: str = "a", wording: str = "Rotas that change late", **more: object) -> FinalPoint:
    return FinalPoint(key, group, Q, wording, **more)  # type: ignore[arg-type]


def heard(points: tuple[OrganisationPoint, ...]) -> dict[str, frozenset[str]]:
    return {each.worded.wording: each.groups for each in points}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({}, {}, True),
        ({}, {"wording": "rotas that change LATE."}, True),
        ({}, {"wording": "Rotas that never change"}, False),
        ({}, {"against": True}, False),
        ({"matter": "rota"}, {"matter": "rota", "wording": "Rotas that change too late"}, True),
        ({"matter": "rota"}, {"matter": "rota", "wording": "Shifts nobody can plan"}, False),
        ({"matter": "rota"}, {"matter": "other", "wording": "Rotas that change too late"}, False),
        ({"matter": "rota"}, {"wording": "Rotas that change too late"}, False),
        ({"wording": "…"}, {"wording": "!"}, False),
    ],
)
def test_two_points_are_one(one: dict[str, object], other: dict[str, object], same: bool) -> None:
    """What people worded themselves, without a matter, is the same only where the wording is."""
    first, second = point("1", **one), point("2", "b", **other)  # type: ignore[arg-type]
    assert say_the_same(first, second) is same is say_the_same(second, first)
    assert not say_the_same(first, replace(second, question="other"))


def test_a_point_names_the_groups_that_have_it_each_once() -> None:
    points = [point("1", "a"), point("2", "a"), point("3", "b"), point("4", "c", "A quiet room")]
    assert heard(merge_final_points(points, "o")) == {
        "Rotas that change late": frozenset("ab"),
        "A quiet room": frozenset("c"),
    }


def test_the_wording_that_most_groups_have_stays() -> None:
    points = [
        point("1", "a", "Rotas: late changes", matter="rota"),
        point("2", "b", "Rotas: late changes", matter="rota"),
        point("3", "c", "Rotas: late, changes", matter="rota"),
        point("4", "d", "Rotas: changes", matter="rota"),
    ]
    for release in "opqr":
        (only,) = merge_final_points(points, release)
        assert only.worded.key in "123", "these three have the same words"
        assert only.groups == frozenset("abcd")


@pytest.mark.parametrize(("groups", "told"), [("aab", False), ("abc", True)])
def test_what_was_added_after_the_checks_is_told_from_three_teams_on(groups: str, told: bool) -> None:
    points = [point(f"{n}", group, added=True) for n, group in enumerate(groups)]
    assert bool(merge_final_points(points, "o")) is told
    assert merge_final_points([*points, point("9", "a")], "o"), "it is a drafted point in one of them"


@pytest.mark.parametrize(
    ("aggregates", "groups"),
    [
        (["a", "b"], {"a": "a", "b": "b"}),
        (["a", "a+b", "c"], {"a": "a+b", "a+b": "a+b", "c": "c"}),
        (["a+b", "b+c", "d", "c"], {"a+b": "a+b+c", "b+c": "a+b+c", "c": "a+b+c", "d": "d"}),
    ],
)
def test_groups_that_share_a_team_in_one_cycle_are_one(aggregates: list[str], groups: dict[str, str]) -> None:
    assert join_groups(aggregates) == groups


def test_of_many_points_those_heard_in_most_teams_are_chosen_then_those_most_widely_shared() -> None:
    common = [point(f"c{n}", group) for n, group in enumerate("abc")]
    single = [point(f"s{n}", "a", f"Matter {n}", rank=n % 4) for n in range(40)]
    chosen = choose_points(merge_final_points([*single, *common], "o"), {Q: 3}, "o", 12)
    assert chosen[0].worded.wording == "Rotas that change late"
    assert [each.worded.rank for each in chosen[1:]] == [0] * 10 + [1]


POINTS = st.lists(
    st.builds(
        FinalPoint,
        key=st.uuids().map(str),
        group=st.sampled_from("abcd"),
        question=st.sampled_from("pq"),
        wording=st.sampled_from(("Rotas late", "Rotas late again", "A quiet room", "Handover")),
        added=st.booleans(),
        matter=st.sampled_from(("", "m", "n")),
        against=st.booleans(),
        rank=st.integers(0, 3),
    ),
    max_size=9,
    unique_by=lambda each: each.key,
)


@given(POINTS, st.randoms(use_true_random=False))
def test_nobody_knows_in_which_order_the_finals_came(points: list[FinalPoint], random: object) -> None:
    shuffled = list(points)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    merged = merge_final_points(points, "o")
    assert merge_final_points(shuffled, "o") == merged
    assert choose_points(merged, {}, "o", 5) == choose_points(tuple(reversed(merged)), {}, "o", 5)


@given(POINTS)
def test_no_point_is_lost_or_counted_twice_and_no_two_sides_are_one(points: list[FinalPoint]) -> None:
    merged = merge_final_points(points, "o")
    kept = [one.key for each in merged for one in each.made_of]
    assert len(kept) == len(set(kept))
    assert {one.key for one in points if not one.added} <= set(kept)
    for each in merged:
        assert each.worded in each.made_of
        assert len({(one.question, one.against) for one in each.made_of}) == 1


def test_three_wordings_in_a_chain_are_one() -> None:
    """Whichever of them comes first in the release's own order."""
    chain = [
        point("1", "a", "late rotas", matter="m"),
        point("2", "b", "late rotas change", matter="m"),
        point("3", "c", "rotas change", matter="m"),
    ]
    for release in range(20):
        assert [len(each.made_of) for each in merge_final_points(chain, f"o{release}")] == [3]
