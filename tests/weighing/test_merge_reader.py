"""Rule 11's *the same as* against a reader who knows the rules, the roster and their own part.

What hides people in these worlds is the limit of the roster alone, which its control shows. That k people weighed both and two
thirds of them call them the same is the design's (release rule 11): it says when two are one, and `test_merges.py` holds it.
Without either, no reader here is certain of more: not who weighed one alone, not the author of a statement, and not where nothing
was merged. Releases of several rounds are not read together here.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.weighing import ItemKind
from bot.domain.weighing.counting import COUNTS, CountRules
from bot.domain.weighing.weighed_labels import LABELS
from tests.support.further import GOES_FURTHER, further, only_further, part_of
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


@only_further
@pytest.mark.parametrize(("roster", "merged"), [(8, True), (8, False), (9, True)])
def test_nor_of_a_statement_with_an_author_who_may_read_it_too(roster: int, merged: bool) -> None:
    assert certainties(ItemKind.STATEMENT, roster, K, authored=True, merged=merged) == []


@only_further
@pytest.mark.parametrize("kind", KINDS)
def test_nor_where_nothing_was_merged(kind: ItemKind) -> None:
    assert certainties(kind, 8, K, merged=False) == []


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


@only_further
@pytest.mark.parametrize(("kind", "authored"), part_of([(ItemKind.POINT, False), (ItemKind.STATEMENT, True)], 2))
def test_in_a_roster_of_7_a_merge_would_tell_that_nearly_everybody_weighed(kind: ItemKind, authored: bool) -> None:
    """The negative control of the roster's limit."""
    found = certainties(kind, 7, K, without(told=lambda least, roster: True), authored)
    assert any("nearly everybody weighed both" in each for each in found)
    assert certainties(kind, 7, K, authored=authored) == []


OFF = {"k": without(enough=lambda people, k: True), "two thirds": without(same=lambda same, both: True)}


@only_further
@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("rule", OFF)
def test_neither_k_nor_two_thirds_is_what_hides_people(rule: str, merged: bool) -> None:
    """No negative control of a defence: it shows that these two are none against this reader."""
    assert certainties(ItemKind.POINT, 8, K, OFF[rule], merged=merged) == []


@only_further
@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("rule", OFF)
def test_nor_with_an_author(rule: str, merged: bool) -> None:
    assert certainties(ItemKind.STATEMENT, 8, K, OFF[rule], authored=True, merged=merged) == []


INVENTED = {
    "call them two": without(same=lambda same, both: same == both),
    "weighed both": without(enough=lambda people, k: people == 1),
}
"""Rules that nobody proposes: where all must say so, and where one alone can."""


@only_further
@pytest.mark.parametrize("told", part_of(list(INVENTED), 2))
def test_the_reader_finds_what_a_rule_does_tell(told: str) -> None:
    """A control of the reader, not of the product: under a rule that tells that it is nobody, it is certain of that."""
    found = certainties(ItemKind.POINT, 8, K, INVENTED[told])
    assert any(f"exactly 0 others {told}" in each for each in found)
