"""Points of two rounds: which are one point, and which only look alike."""

from __future__ import annotations

import pytest

from bot.domain import lasting_points
from bot.domain.lasting_points import LastingWording, likeness_of, match_points
from bot.domain.releases import FinalPoint


def said(wording: str, matter: str = "", against: bool = False) -> FinalPoint:
    return FinalPoint(key=wording, group="a", question="q", wording=wording, matter=matter, against=against)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rota changes late", "The rotas change late"),
        ("Rota late", "Rotas late"),
        ("Interpreters for visits", "More interpreters for visits"),
        ("Too few staff at night", "Few staff at night"),
        ("Wieder zu wenig Zeit für Übergaben", "Zu wenig Zeit für Übergaben"),
        ("Managers don't listen to us", "Managers dont listen to us"),
        ("Managers never listen to us", "Managers don`t listen to us"),
        ("Mae'r rota'n hwyr", "Mae’r rota yn hwyr"),
        ("Za mało ludzi na nocnej zmianie", "Mało ludzi na nocnej zmianie"),
    ],
)
def test_other_forms_of_the_same_words_are_one_point(one: str, other: str) -> None:
    assert likeness_of(said(one), said(other)) and likeness_of(said(other), said(one))


OPPOSITES = [
    ("More team meetings on Monday", "Fewer team meetings on Monday"),
    ("There are too many meetings", "There are too few meetings"),
    ("The night shift is too long", "The night shift is too short"),
    ("Pay for the night shift", "Pay for the day shift"),
    ("Keep the Friday meeting", "Drop the Friday meeting"),
    ("The rota is clear", "The rota is unclear"),
    ("Mehr Zeit für Übergaben", "Weniger Zeit für Übergaben"),
    ("Więcej ludzi na nocnej zmianie", "Mniej ludzi na nocnej zmianie"),
    ("Przekazanie zmiany jest dobre", "Przekazanie zmiany jest złe"),
    ("Mwy o staff yn y nos", "Llai o staff yn y nos"),
    ("Mae'r rota yn dda", "Nid yw'r rota yn dda"),
    ("Handover is good 👍", "Handover is good 👎"),
    ("Managers listen to us", "Managers dont listen to us"),
    ("Managers listen to us", "Managers donʼt listen to us"),
    ("Managers listen to us", "Managers don´t listen to us"),
    ("Managers listen to us", "Managers rarely listen to us"),
]


@pytest.mark.parametrize(("one", "other"), OPPOSITES)
@pytest.mark.parametrize("matter", ["", "meetings"])
def test_the_contrary_in_the_same_words_is_another_point(one: str, other: str, matter: str) -> None:
    assert match_points([said(one, matter)], [LastingWording("1", said(other, matter))]) == {}
    assert match_points([said(other, matter)], [LastingWording("1", said(one, matter))]) == {}


def test_control_without_that_look_they_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lasting_points, "says_contrary", lambda one, other: False)
    assert [pair for pair in OPPOSITES if likeness_of(said(pair[0], "m"), said(pair[1], "m"))] == OPPOSITES


def test_what_is_said_of_two_matters_in_the_same_small_words_is_two_points() -> None:
    assert likeness_of(said("The harbour is too loud"), said("The kitchen is too loud")) == 0
    assert likeness_of(said("There are more of them"), said("They are not there")) == 0
    assert likeness_of(said("Rota", against=True), said("Rota")) == 0
