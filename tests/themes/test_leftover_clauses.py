"""What the finder hands over of answers that found no point: headings and numbers, no word."""

from __future__ import annotations

import pytest

from bot.ports import Item
from bot.themes.codebook import shipped_codebook
from bot.themes.finder import LocalFinder
from bot.themes.fit_words import telling_words, tells_of_a_team
from bot.themes.leftover_clauses import heading_wording

SAID = (
    "The car park is always full",
    "Parking costs more than my lunch",
    "I wait three weeks for training",
    "The computer crashes every morning",
)


def test_answers_without_a_point_are_handed_over_without_a_word() -> None:
    items = [Item(f"r{n}", f"p{n}", text) for n, text in enumerate(SAID)]
    found = LocalFinder().find(items, "stop", True)
    assert found.leftovers and {each.ref for each in found.leftovers} <= found.left_out
    names = [shipped_codebook().topics[each.heading].name for each in found.leftovers]
    assert names.count("Parking and travel") == 2
    sizes = {len(each.vector) for each in found.leftovers}
    assert len(sizes) == 1 and sizes.pop() < 1024
    assert not any(word in repr(found.leftovers) for text in SAID for word in text.split() if len(word) > 3)
    assert LocalFinder().find(list(reversed(items)), "stop", True).leftovers == found.leftovers


def test_every_heading_has_a_wording_and_no_other_number_has_one() -> None:
    for number, topic in enumerate(shipped_codebook().topics):
        assert heading_wording(number, "stop", False) == topic.name
        assert heading_wording(number, "keep", False) == topic.named(praised=True)
        assert heading_wording(number, "stop", True) == f"{topic.named(praised=True)} (praised)"
    assert heading_wording(-1, "stop", False) == heading_wording(1000, "stop", False) == ""


@pytest.mark.parametrize(
    ("wording", "teams", "tells"),
    [
        ("Parking and travel", ("Wards", "Crisis line"), False),
        ("Shifts, rotas and leave", ("Night shift",), True),
        ("Shifts, rotas and leave", ("Crisis line",), False),
        ("Food and drink", ("The people of the kitchen",), False),
        ("The night is long", ("Wards",), True),
        ("The late shift is short of people", ("Wards",), True),
        ("Day staff get the good rooms", ("Wards",), True),
        ("Rotas that change late", ("Wards",), False),
        ("Too many meetings in a day", ("Wards",), False),
        ("Money and resources", ("Money & Resources",), True),
    ],
)
def test_a_wording_tells_of_a_team_by_its_name_or_by_a_place_or_by_hours(
    wording: str, teams: tuple[str, ...], tells: bool
) -> None:
    assert tells_of_a_team(wording, teams) is tells


def test_no_fixed_heading_tells_of_a_place_or_of_hours() -> None:
    assert [name for name in shipped_codebook().wording if tells_of_a_team(name, ())] == []
    telling = telling_words()
    assert all(word == word.lower() for word in telling.alone | telling.before_shift | telling.shift)
