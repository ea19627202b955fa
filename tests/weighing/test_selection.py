"""The items of a draft: at most twelve, the same for everybody, statements from the questions in turn and unlike each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.weighing import ItemKind, WeighingItem, choose_items, items_limit, listed_items
from tests.weighing.builders import item

ORDER = list(ItemKind)


def keys(items: tuple[WeighingItem, ...]) -> list[str]:
    return [each.key for each in items]


def several(kind: ItemKind, number: int, question: str = "q1") -> list[WeighingItem]:
    return [item(f"{question}{kind.value}{n}", kind, question) for n in range(number)]


@pytest.mark.parametrize(("setting", "limit"), [(None, 12), (1, 6), (6, 6), (9, 9), (20, 20), (99, 20)])
def test_the_limit_is_a_setting_within_bounds(setting: int | None, limit: int) -> None:
    assert items_limit(setting) == limit


def test_items_come_in_the_order_of_their_kinds() -> None:
    offered = [each for kind in reversed(ORDER) for each in several(kind, 2)]
    chosen = choose_items("r", offered, {}, 20)
    assert [each.kind for each in chosen] == [kind for kind in ORDER for _ in range(2)]


def test_at_most_two_candidates_of_a_question_two_earlier_points_and_three_proposals() -> None:
    """Three people’s proposals are what it takes, and all three are weighed: none waits on for two others."""
    offered = [
        *several(ItemKind.CANDIDATE, 4),
        *several(ItemKind.CANDIDATE, 3, "q2"),
        *several(ItemKind.EARLIER_POINT, 3),
        *several(ItemKind.PROPOSED_QUESTION, 4),
    ]
    assert keys(choose_items("r", offered, {})) == [
        "q1candidate0", "q1candidate1", "q2candidate0", "q2candidate1", "q1earlier point0", "q1earlier point1",
        "q1proposed question0", "q1proposed question1", "q1proposed question2",
    ]  # fmt: skip


def test_statements_give_way_to_points_and_to_what_would_never_be_weighed() -> None:
    offered = [*several(ItemKind.POINT, 9), *several(ItemKind.STATEMENT, 9), *several(ItemKind.EARLIER_POINT, 2)]
    kinds = [each.kind for each in choose_items("r", offered, {})]
    assert [kinds.count(kind) for kind in (ItemKind.POINT, ItemKind.STATEMENT, ItemKind.EARLIER_POINT)] == [9, 1, 2]
    assert len(choose_items("r", [*several(ItemKind.POINT, 14), *offered], {})) == 12


def test_no_question_goes_without_points_for_another() -> None:
    offered = [*several(ItemKind.POINT, 7), *several(ItemKind.POINT, 2, "q2"), *several(ItemKind.POINT, 1, "q3")]
    assert keys(choose_items("r", offered, {}, 6)) == [
        "q1point0", "q1point1", "q1point2", "q2point0", "q2point1", "q3point0",
    ]  # fmt: skip


def test_no_question_goes_without_a_team_statement_for_another() -> None:
    offered = [each for question in ("q1", "q2", "q3") for each in several(ItemKind.TEAM_STATEMENT, 5, question)]
    chosen = choose_items("r", offered, {}, 6)
    assert [each.question for each in chosen] == ["q1", "q1", "q2", "q2", "q3", "q3"]


def test_candidates_have_the_places_that_statements_leave() -> None:
    offered = [*several(ItemKind.CANDIDATE, 2), *several(ItemKind.STATEMENT, 11)]
    chosen = keys(choose_items("r", offered, {}))
    assert chosen[0] == "q1candidate0"
    assert "q1candidate1" not in chosen
    assert len(chosen) == 12


def test_a_question_without_words_keeps_its_candidates() -> None:
    offered = [
        *several(ItemKind.CANDIDATE, 2),
        *several(ItemKind.STATEMENT, 12, "q2"),
        *several(ItemKind.CANDIDATE, 1, "q2"),
    ]
    kinds = [(each.kind, each.question) for each in choose_items("r", offered, {})]
    assert kinds[:2] == [(ItemKind.CANDIDATE, "q1")] * 2
    assert kinds[2:] == [(ItemKind.STATEMENT, "q2")] * 10


WORDS = {
    "a1": "the rota comes too late every month",
    "a2": "our rota comes late every single month",
    "a3": "nobody speaks Kurdish here",
    "b1": "telephone interpreting never works",
    "b2": "interpreting over the telephone never works",
}


def statements() -> list[WeighingItem]:
    return [item(key, ItemKind.STATEMENT, f"q{key[0]}") for key in WORDS]


def test_statements_are_taken_from_the_questions_in_turn_the_most_shared_first() -> None:
    words = {**WORDS, "a4": "the rota is made by nobody who works here"}
    offered = [*statements(), item("a4", ItemKind.STATEMENT, "qa")]
    for seed in range(20):
        chosen = keys(choose_items(f"r{seed}", offered, words))
        assert [key[0] for key in chosen[:4]] == ["a", "b", "a", "a"]
        assert chosen[0] in {"a1", "a2"}, "what two wrote of comes before what one wrote"
        assert chosen[2:4] == ["a4", "a3"]


def test_what_nearly_repeats_a_statement_comes_last() -> None:
    for seed in range(20):
        chosen = keys(choose_items(f"r{seed}", statements(), WORDS))
        assert {*chosen[-2:]} in [{a, b} for a in ("a1", "a2") for b in ("b1", "b2")]


def test_a_statement_that_repeats_a_drafted_point_comes_last() -> None:
    point = item("p", question="qa")
    words = {**WORDS, "p": "The rota comes too late"}
    for seed in range(20):
        chosen = keys(choose_items(f"r{seed}", [point, *statements()[:3]], words))
        assert chosen[1] == "a3"


def test_what_is_alike_is_ordered_by_the_release_alone() -> None:
    same = several(ItemKind.STATEMENT, 6)
    orders = {tuple(keys(choose_items(f"r{n}", same, {}))) for n in range(20)}
    assert len(orders) > 10
    assert all(choose_items("r", same, {}) == choose_items("r", list(reversed(same)), {}) for _ in range(2))


@given(st.permutations(statements()[:3]), st.text(max_size=5))
def test_the_order_in_which_statements_are_offered_changes_nothing(offered: list[WeighingItem], release: str) -> None:
    assert choose_items(release, offered, WORDS) == choose_items(release, statements()[:3], WORDS)


@given(st.lists(st.sampled_from(ORDER), max_size=40), st.integers(6, 20))
def test_nothing_is_listed_twice_and_no_place_stays_empty(kinds: list[ItemKind], limit: int) -> None:
    offered = [item(str(n), kind) for n, kind in enumerate(kinds)]
    chosen = choose_items("r", offered, {}, limit)
    assert len(set(keys(chosen))) == len(chosen) <= limit
    few = {kind: 2 for kind in ORDER if kind not in (ItemKind.POINT, ItemKind.STATEMENT, ItemKind.TEAM_STATEMENT)}
    few[ItemKind.PROPOSED_QUESTION] = 3
    assert len(chosen) == min(limit, sum(min(kinds.count(kind), few.get(kind, 99)) for kind in ORDER))


def test_a_statement_leaves_with_its_words() -> None:
    offered = [item("p"), *several(ItemKind.STATEMENT, 3), item("e", ItemKind.EARLIER_POINT)]
    assert listed_items(offered, quotes={each.source for each in offered}) == tuple(offered)
    assert keys(listed_items(offered, quotes={"q1statement0", "q1statement2"})) == [
        "p",
        "q1statement0",
        "q1statement2",
        "e",
    ]
