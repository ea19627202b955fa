"""One rule for what is the same wording, wherever wordings are compared."""

from __future__ import annotations

import pytest

from bot.domain.lasting_points import likeness_of
from bot.domain.wordings import bare_wording, same_wording
from bot.engine.meetings.note_taking import read_statements
from tests.weighing.test_points_alike import said

WORDING = "The rota isn't “fair”"


@pytest.mark.parametrize(
    "other",
    [
        'The rota isn\'t "fair"',
        "The rota isn’t ‘fair’",
        "“The rota isn’t fair”",
        "«The rota isn't fair».",
        "the ROTA  isn't\u00a0fair!",
        "The rota isn't “fair.” ",
        "The rota isn't fair…",
        "The rota isn't fair?!",
        "\u200fThe rota isn't fair‽\u200f",
        "The ro\u00adta isn't fair。",
        "The rota isn't\u200b fair",
    ],
)
def test_marks_capitals_blanks_and_the_sign_at_the_end_make_no_other_wording(other: str) -> None:
    assert same_wording(WORDING, other) and same_wording(other, WORDING)
    assert likeness_of(said(WORDING), said(other)) == 1.0
    assert read_statements(f"{WORDING}\n{other}") == [WORDING]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("הסידור מאוחר", "\u200fהסידור מאוחר."),
        ("الجدول متأخر", "الجدول متأخر؟"),
        ("The rota – late again", "The rota—late again"),
        ("The rota - late again", "The rota – late again"),
        ("A re-signed form", "A re\u2011signed form"),
        ("Thank you ❤️", "Thank you ❤"),
        ("Mae'r rota'n hwyr", "MAE’R ROTA’N HWYR"),
        ("", "\u200b"),
    ],
)
def test_nor_does_what_nobody_sees_or_which_dash_it_is(one: str, other: str) -> None:
    assert same_wording(one, other) and same_wording(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wir trinken in Maßen", "Wir trinken in Massen"),
        ("It is −5 degrees", "It is 5 degrees"),
        ("“”", ""),
        ("“”", "…"),
        (WORDING, "The rota is “fair”"),
        ("We're late", "Were late"),
        ("No, more meetings", "No more meetings"),
        ("A re-signed form", "A resigned form"),
        ("1.5 days", "15 days"),
        ("👍", "👎"),
        ("!", "?"),
        ("", "Late"),
    ],
)
def test_anything_else_does(one: str, other: str) -> None:
    assert not same_wording(one, other)
    assert bare_wording(one) != bare_wording(other)
