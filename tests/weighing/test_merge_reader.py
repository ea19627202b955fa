"""Rule 11's *the same as* against a reader who knows the rules, the roster and their own part; and each defence is needed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.weighing import ItemKind
from bot.domain.weighing.counting import COUNTS, CountRules
from bot.domain.weighing.weighed_labels import LABELS
from tests.support.further import GOES_FURTHER, further, part_of
from tests.weighing.builders import K
from tests.weighing.merge_reader import WAYS, certainties, every_total, seen_of

pytestmark = further

KINDS = (ItemKind.POINT, ItemKind.STATEMENT, ItemKind.CANDIDATE)
CASES = [*((kind, roster, K) for roster in (8, 9) for kind in KINDS), (ItemKind.POINT, 10, K), (ItemKind.POINT, 9, 6)]


def without(**labels: object) -> CountRules:
    return replace(COUNTS, labels=replace(LABELS, **labels))  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "roster", "k"), part_of(CASES, 99))
def test_no_reader_of_a_merge_is_certain_of_a_number_or_of_nearly_everybody(
    kind: ItemKind, roster: int, k: int
) -> None:
    assert certainties(kind, roster, k) == []


@pytest.mark.parametrize("roster", [7, 8] if GOES_FURTHER else [7])
def test_what_is_told_depends_on_how_many_and_on_nobody(roster: int) -> None:
    """So one world for each number of people is enough."""
    forwards, backwards = every_total(roster), every_total(roster, WAYS[::-1])
    assert forwards.keys() == backwards.keys()
    differing = [totals for totals in forwards if forwards[totals] != backwards[totals]]
    assert len(differing) > len(forwards) / 2
    for totals in differing[:: 1 if GOES_FURTHER else 7]:
        one, other = (seen_of(world[totals], ItemKind.STATEMENT, K) for world in (forwards, backwards))
        assert one == other


def test_in_a_roster_of_7_a_merge_would_tell_that_nearly_everybody_weighed() -> None:
    found = certainties(ItemKind.POINT, 7, K, without(told=lambda least, roster: True))
    assert any("nearly everybody weighed both" in each for each in found)
    assert certainties(ItemKind.POINT, 7, K) == []


def test_if_a_merge_took_all_who_weighed_both_it_would_tell_that_nobody_calls_them_two() -> None:
    found = certainties(ItemKind.POINT, 8, K, without(same=lambda same, both: same == both))
    assert any("exactly 0 others call them two" in each for each in found)


def test_if_fewer_than_k_could_merge_a_reader_would_be_certain_that_no_other_weighed_both() -> None:
    """Who alone says it would make it so."""
    found = certainties(ItemKind.POINT, 8, K, without(enough=lambda people, k: people == 1))
    assert any("exactly 0 others weighed both" in each for each in found)
