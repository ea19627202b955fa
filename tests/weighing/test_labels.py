"""Rule 11: labels with their limits of the roster, what is carried, and what is never told."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import product

import pytest

from bot.domain.weighing import ItemKind, ItemResult, WeighedItems, WeighedLabel, Weighing, members_who_weighed
from bot.domain.weighing.counting import COUNTS, CountRules
from bot.domain.weighing.weighed_labels import LABELS, Tally, label_item
from tests.weighing.builders import AGREES, DIFFERS, K, count, item, told, weighed

POINT, STATEMENT, CANDIDATE = ItemKind.POINT, ItemKind.STATEMENT, ItemKind.CANDIDATE
WIDELY, DIFFER, NOT_WIDELY, CARRIED = (
    WeighedLabel.WIDELY_SHARED,
    WeighedLabel.PEOPLE_DIFFER,
    WeighedLabel.NOT_WIDELY_SHARED,
    WeighedLabel.SHARED_IN_CHECK,
)


@pytest.mark.parametrize(
    ("agree", "differ", "label"),
    [
        (4, 0, None),
        (5, 0, WIDELY),
        (4, 1, WIDELY),
        (3, 2, NOT_WIDELY),
        (0, 5, NOT_WIDELY),
        (2, 9, NOT_WIDELY),
        (3, 3, DIFFER),
        (6, 3, WIDELY),
        (6, 4, DIFFER),
        (3, 9, DIFFER),
    ],
)
def test_the_labels_of_a_point_in_a_large_roster(agree: int, differ: int, label: WeighedLabel | None) -> None:
    assert told(POINT, agree, differ, 30).label is label


@pytest.mark.parametrize(
    ("agree", "differ", "label", "some_differ", "least"),
    [
        (5, 0, WIDELY, False, K + 3),
        (1, 4, NOT_WIDELY, False, K + 3),
        (3, 3, DIFFER, False, 6 + 3),
        (6, 3, WIDELY, True, 12 + 1),
    ],
)
def test_a_label_is_told_from_the_roster_on_that_leaves_three_open(
    agree: int, differ: int, label: WeighedLabel, some_differ: bool, least: int
) -> None:
    assert told(POINT, agree, differ, least) == ItemResult("1.1", label, some_differ)
    below = told(POINT, agree, differ, least - 1)
    assert below == (ItemResult("1.1", WIDELY) if some_differ else ItemResult("1.1"))


@pytest.mark.parametrize("k", [5, 6, 8, 10])
def test_the_limits_follow_k(k: int) -> None:
    assert told(POINT, k, 0, k + 3, k).label is WIDELY and told(POINT, k, 0, k + 2, k).label is None
    six, nine, least = max(k, 6), max(k, 9), max(k + 3, 13)
    halves = six - six // 2, six // 2
    assert told(POINT, *halves, six + 3, k).label is DIFFER and told(POINT, *halves, six + 2, k).label is None
    assert told(POINT, nine - 3, 3, least, k).some_differ and not told(POINT, nine - 3, 3, least - 1, k).some_differ


def test_roster_7_has_no_label_at_all() -> None:
    for agree, differ, kind in product(range(8), range(8), ItemKind):
        if agree + differ <= 7:
            assert told(kind, agree, differ, 7) == ItemResult("1.1"), (agree, differ, kind)


def test_roster_9_three_agree_and_three_differ() -> None:
    assert told(POINT, 3, 3, 9) == ItemResult("1.1", DIFFER)


def test_roster_9_six_agree_and_three_differ() -> None:
    assert told(POINT, 6, 3, 9) == ItemResult("1.1", WIDELY)


@pytest.mark.parametrize("kind", [STATEMENT, CANDIDATE])
@pytest.mark.parametrize(
    ("agree", "differ", "carried"),
    [(5, 0, True), (3, 2, True), (4, 3, True), (2, 0, False), (3, 3, False), (2, 3, False)],
)
def test_what_is_carried(kind: ItemKind, agree: int, differ: int, carried: bool) -> None:
    result = told(kind, agree, differ, 12)
    assert result.carried is carried
    assert result == ItemResult("1.1", CARRIED if carried else None), "and nothing else is told of it"


def test_carried_is_told_from_k_plus_3_on_like_a_label() -> None:
    assert told(STATEMENT, 5, 0, K + 3).carried
    assert not told(STATEMENT, 5, 0, K + 2).carried


def carried(author: str, agree: int, differ: int, first: int = 0, rules: CountRules = COUNTS) -> bool:
    one = item(kind=STATEMENT)
    outcome, _ = count([one], weighed(one.key, agree, differ, first), 12, authors={one.key: author}, rules=rules)
    return outcome.results[0].carried


def test_the_author_of_a_statement_agrees_whether_or_not_they_weigh() -> None:
    assert carried("m9", 2, 2), "two others and the author agree, two differ"
    assert not carried("", 2, 2)
    assert not carried("m9", 1, 3)


def test_the_author_counts_once_even_if_they_weigh() -> None:
    assert not carried("m0", 2, 2), "the author and one other agree"
    assert carried("m3", 2, 3), "an author who differs with themselves agrees: 3 to 2"


def test_without_that_an_author_and_one_other_would_carry_a_statement() -> None:
    twice = replace(
        LABELS,
        count=lambda mine, author: Tally(
            sum(each.state is AGREES for each in mine) + bool(author), sum(each.state is DIFFERS for each in mine)
        ),
    )
    assert carried("m0", 2, 2, rules=replace(COUNTS, labels=twice))


def test_somebody_who_weighs_twice_counts_once_and_who_is_not_on_the_roster_does_not() -> None:
    one = item()
    again = weighed(one.key, 4, 0) + weighed(one.key, 4, 0)
    assert count([one], again, 12)[0].results == (ItemResult("1.1"),)
    strangers = weighed(one.key, 5, 0, first=12)
    assert count([one], strangers, 12)[0].results == (ItemResult("1.1"),)
    lax = replace(COUNTS, valid=lambda weighings, items, roster: tuple(weighings))
    assert count([one], strangers, 12, rules=lax)[0].results == (ItemResult("1.1", WIDELY),)


def test_nothing_that_is_told_holds_a_number_or_a_member() -> None:
    outcome, entry = count([item()], weighed("1.1", 6, 3), 12)
    assert {each.name for each in fields(WeighedItems)} == {"results", "same", "verdicts", "reopened"}
    assert not [each for each in (outcome, entry) if "m0" in repr(each)]


def test_who_weighed_one_item_at_least_has_checked() -> None:
    passed = [Weighing(member="m7", item="1.1")]
    assert members_who_weighed(weighed("1.1", 1, 1) + weighed("1.2", 1, 0) + passed) == {"m0", "m1"}


@pytest.mark.parametrize(("agree", "differ", "opens"), [(2, 3, True), (3, 3, False), (0, 4, False), (5, 1, False)])
def test_a_follow_up_opens_its_point_when_more_say_no(agree: int, differ: int, opens: bool) -> None:
    one = item(kind=ItemKind.FOLLOW_UP)
    reopened = count([one], weighed(one.key, agree, differ), 9)[0].reopened
    assert reopened == ((one.key,) if opens else ())
    assert count([one], weighed(one.key, 2, 5), 7)[0].reopened == ()


def test_a_label_does_not_depend_on_who_or_in_which_order() -> None:
    forwards = count([item()], weighed("1.1", 4, 3), 12)[0]
    assert forwards == count([item()], reversed(weighed("1.1", 4, 3, first=5)), 12)[0]
    assert label_item(item(), Tally(4, 3), 12, K) == forwards.results[0]
