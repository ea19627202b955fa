"""Under which point a quote stands: by its shown words alone, and in doubt under none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.weighing import place_by_words
from bot.domain.weighing.word_likeness import share_of_words

POINTS = {"rota": "Rotas that change late", "wait": "People wait too long", "talk": "Talking to each other"}


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("the rota changes so late that nobody can plan", "rota"),
        ("ROTAS, that change LATE!", "rota"),
        ("people in the corridor wait for long", "wait"),
        ("the rota is fine", ""),
        ("late again", ""),
        ("nobody speaks Kurdish", ""),
        ("rotas that change late make people wait long", ""),
        ("", ""),
    ],
)
def test_a_quote_stands_under_the_point_whose_words_it_says(text: str, point: str) -> None:
    assert place_by_words({"s": text}, POINTS) == ((("s", point),) if point else ())


def test_where_there_is_no_point_there_is_no_place() -> None:
    assert place_by_words({"s": "rotas that change late"}, {}) == ()


@given(st.text(), st.text())
def test_likeness_is_the_same_both_ways_and_at_most_one(one: str, other: str) -> None:
    assert share_of_words(one, other) == share_of_words(other, one) <= 1
    assert share_of_words(one, one) in (0, 1)
