"""Rule 11 against a reader who knows the rules, the roster and how they weighed themselves; and each defence is needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from bot.domain.weighing import EarlierPoint, ItemKind, ItemResult, WeighedLabel, due_earlier_points
from bot.domain.weighing.counting import COUNTS, CountRules
from bot.domain.weighing.verdicts import REPEATS
from bot.domain.weighing.weighed_labels import LABELS
from tests.support.further import further, part_of
from tests.weighing.builders import K, count, everyone, item, told, weighed
from tests.weighing.reader import certainties

pytestmark = further

KINDS = (ItemKind.POINT, ItemKind.STATEMENT, ItemKind.CANDIDATE)
WIDELY, DIFFER = WeighedLabel.WIDELY_SHARED, WeighedLabel.PEOPLE_DIFFER


def without(**labels: object) -> CountRules:
    return replace(COUNTS, labels=replace(LABELS, **labels))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("k", part_of([5, 6, 8, 10], 2))
def test_no_reader_is_certain_of_a_number_or_of_nearly_everybody(kind: ItemKind, k: int) -> None:
    assert [each for roster in part_of(range(k + 2, 22), 3) for each in certainties(kind, roster, k)] == []


@pytest.mark.parametrize("roster", [12, 13])
def test_nor_where_the_addition_begins(roster: int) -> None:
    assert certainties(ItemKind.POINT, roster, K) == []


ANY_ROSTER = {"told": lambda least, roster: True, "added": lambda roster: True}


def test_roster_7_people_differ_would_tell_that_nearly_everybody_weighed() -> None:
    assert told(ItemKind.POINT, 3, 3, 7, rules=without(**ANY_ROSTER)).label is DIFFER
    found = certainties(ItemKind.POINT, 7, K, without(**ANY_ROSTER))
    assert any("nearly everybody" in each and "PEOPLE_DIFFER" in each for each in found)
    assert told(ItemKind.POINT, 3, 3, 7) == ItemResult("1.1")


def test_roster_9_with_the_addition_would_tell_that_everybody_weighed() -> None:
    assert told(ItemKind.POINT, 6, 3, 9, rules=without(**ANY_ROSTER)) == ItemResult("1.1", WIDELY, some_differ=True)
    found = certainties(ItemKind.POINT, 9, K, without(**ANY_ROSTER))
    assert any("exactly 9 others weighed" in each and "some_differ=True" in each for each in found)
    assert told(ItemKind.POINT, 6, 3, 9) == ItemResult("1.1", WIDELY)


def test_roster_12_with_the_addition_would_tell_who_did_not_weigh_that_three_differ() -> None:
    (found,) = certainties(ItemKind.POINT, 12, K, without(added=lambda roster: True))
    assert "did not weigh: exactly 3 others differ" in found


def test_a_statement_carried_in_a_roster_of_7_would_tell_that_nearly_everybody_weighed() -> None:
    found = certainties(ItemKind.STATEMENT, 7, K, without(**ANY_ROSTER))
    assert any("nearly everybody" in each and "SHARED_IN_CHECK" in each for each in found)


def test_with_sides_of_fewer_than_three_a_reader_who_differs_is_certain_how_many_do() -> None:
    """Two who agree and three who differ would be told as people who differ, and with one less as not."""
    lax = without(side=lambda people: people >= 1)
    assert told(ItemKind.POINT, 4, 3, 9, rules=lax).label is DIFFER
    assert any("exactly" in each for each in certainties(ItemKind.POINT, 9, K, lax))


def test_with_labels_below_k_a_reader_is_certain_of_numbers() -> None:
    assert any(
        "exactly" in each for each in certainties(ItemKind.POINT, 9, K, without(enough=lambda people, k: people > 0))
    )


# -- two teams and the whole, if everybody weighs a point of the whole as they weighed it in their team


def votes(roster: int) -> Iterator[tuple[int, int]]:
    return ((agree, differ) for agree in range(roster + 1) for differ in range(roster - agree + 1))


def told_of_the_seven(rules: CountRules) -> list[str]:
    """What the labels of a team of eight and of the whole of fifteen tell of the other team, of seven, which has none."""
    of_team = {pair: told(ItemKind.POINT, *pair, 8, rules=rules) for pair in votes(8)}
    of_whole = {pair: told(ItemKind.POINT, *pair, 15, rules=rules, groups=2) for pair in votes(15)}
    by_seen: defaultdict[tuple[ItemResult, ItemResult], set[tuple[int, int]]] = defaultdict(set)
    for seven, eight in product(votes(7), votes(8)):
        both = seven[0] + eight[0], seven[1] + eight[1]
        by_seen[of_team[eight], of_whole[both]].add(seven)
    return [
        f"exactly {sorted({each[side] for each in fitting})} from {seen}"
        for seen, fitting in by_seen.items()
        for side in (0, 1)
        if len({each[side] for each in fitting}) == 1
    ]


def test_two_teams_of_seven_and_eight_and_the_whole() -> None:
    assert told_of_the_seven(COUNTS) == []


def test_with_labels_of_a_whole_of_two_teams_one_would_learn_that_nobody_of_the_other_differs() -> None:
    (found,) = told_of_the_seven(replace(COUNTS, groups=lambda draft: True))
    assert "exactly [0]" in found and "NOT_WIDELY" in found


def test_a_whole_of_three_teams_has_labels() -> None:
    assert told(ItemKind.POINT, 9, 1, 21, groups=3).label is WIDELY
    assert told(ItemKind.POINT, 9, 1, 21, groups=2).label is None


# -- the same point, weighed again


def labels_told_of_newcomers(stayed: int, joined: int, left: int) -> list[str]:
    """What two weighings tell of those who joined or left between them, if whoever stayed weighs as before."""
    by_seen: defaultdict[tuple[ItemResult, ItemResult], set[tuple[tuple[int, int], tuple[int, int]]]] = defaultdict(set)
    for stay, new, gone in product(votes(stayed), votes(joined), votes(left)):
        before = told(ItemKind.EARLIER_POINT, stay[0] + gone[0], stay[1] + gone[1], stayed + left)
        after = told(ItemKind.EARLIER_POINT, stay[0] + new[0], stay[1] + new[1], stayed + joined)
        by_seen[before, after].add((new, gone))
    found = []
    for seen, fitting in by_seen.items():
        for name, place, people in (("joined", 0, joined), ("left", 1, left)):
            weighed_at_least = min(sum(each[place]) for each in fitting)
            if 0 < people < K and weighed_at_least == people:
                found.append(f"all who {name} weighed: {seen}")
    return found


def due(stayed: int, joined: int, left: int) -> bool:
    """Whether a point is weighed again after so many joined and left."""
    then = everyone(stayed + left)
    now = frozenset(sorted(then)[left:]) | {f"new{n}" for n in range(joined)}
    return bool(due_earlier_points([EarlierPoint(item("e", ItemKind.EARLIER_POINT), 4, then)], now, K))


@pytest.mark.parametrize(("joined", "left"), [(1, 0), (0, 1), (1, 1), (2, 0)])
def test_two_weighings_would_tell_how_the_few_weighed_who_joined_or_left(joined: int, left: int) -> None:
    assert labels_told_of_newcomers(9, joined, left)
    assert not due(9, joined, left)
    lax = replace(REPEATS, few_moved=lambda then, now, k: False)
    assert due_earlier_points(
        [EarlierPoint(item("e", ItemKind.EARLIER_POINT), 4, everyone(9))], everyone(9 + joined), K, lax
    )


@pytest.mark.parametrize(("joined", "left"), [(0, 0), (K, 0), (0, K), (K, K)])
def test_so_a_point_is_weighed_again_when_nobody_or_enough_came_and_went(joined: int, left: int) -> None:
    assert due(9, joined, left)


# -- counted once


def test_the_same_weighings_are_counted_once() -> None:
    """A second count, after one more person weighed or took it back, would be told beside the first."""
    mine = weighed("1.1", 4, 2)
    first, entry = count([item()], mine, 12)
    assert first.results[0].label is WIDELY
    again, _ = count([item()], mine[:-1] + weighed("1.1", 0, 1, first=7), 12, ledger=[entry])
    assert again.results == (ItemResult("1.1"),) and again.same == ()
    lax = replace(COUNTS, ledger=lambda new, ledger, k: None)
    more = mine + weighed("1.1", 0, 2, first=7)
    assert count([item()], more, 12, ledger=[entry], rules=lax)[0].results[0].label is DIFFER


def test_the_ledger_holds_whom_labels_stand_on_and_nobody_of_the_others() -> None:
    mine = weighed("1.1", 4, 2) + weighed("1.2", 3, 0)
    statement = item("1.q1", ItemKind.STATEMENT)
    _, entry = count([item(), item("1.2"), statement], mine + weighed("1.q1", 2, 2), 12, authors={"1.q1": "m9"})
    people = {question: {member for _, member in pairs} for question, pairs in entry.questions}
    assert people == {
        "weighed:r:1.1": {f"m{n}" for n in range(6)},
        "weighed:r:1.q1": {"m0", "m1", "m2", "m3", "m9"},
    }
    assert not any(member in ref for _, pairs in entry.questions for ref, member in pairs)
