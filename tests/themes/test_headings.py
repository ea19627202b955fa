"""Statements of fixed wording: made where three people's own words bear them out, and not where one clause carries the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest

from bot.themes import headings
from bot.themes.headings import PointHeading, shipped_headings, shipped_statements
from bot.themes.model_files import read_packed
from bot.themes.transformer import Transformer
from tests.support.further import only_further

LATE_ROTA = (
    "The rota comes out far too late",
    "We never see the rota until the week before",
    "Publish the rota earlier than the day before",
)
ONE_OF_THREE = (
    "We finish early on Fridays",
    "Children always go first so that they are not hungry",
    "My four long days",
)
# Nearly the words of a statement of other meaning.
SAME_WORDS = ("There are too many people in the office",) * 5


@cache
def model() -> Transformer:
    return read_packed()


def heading_of(clauses: Sequence[str], direction: str = "stop", people: Sequence[str] = ()) -> PointHeading:
    rows = model().encode(list(clauses))
    return shipped_headings().heading_for(rows, list(people) or [str(n) for n in range(len(clauses))], direction)


def test_what_three_people_say_in_their_own_words_is_stated() -> None:
    assert heading_of(LATE_ROTA).statement == "The rota comes out too late"


def test_a_statement_that_one_of_three_makes_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert heading_of(ONE_OF_THREE, "keep").statement == ""
    # The control: with the middle alone it would be.
    monkeypatch.setattr(headings, "BACKERS", 1)
    assert heading_of(ONE_OF_THREE, "keep").statement != ""


LIFTING = ("A second lifter for heavy bins", "Lighter trolleys", "somebody to lift with")
OVERTIME = ("Overtime is shared fairly", "overtime goes round fairly now", "fair overtime list")
INTERPRETERS = ("Interpreters", "an interpreter for the Somali families", "Interpreting that turns up")


def made_of(clauses: Sequence[str], direction: str) -> str:
    rows = model().encode(list(clauses))
    return shipped_headings().heading_for(rows, list("abc"), direction, clauses).statement


def test_three_people_each_bear_a_statement_out_by_its_words_or_by_near_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [made_of(LIFTING, "missing"), made_of(OVERTIME, "keep")] == ["", ""]
    assert heading_of(LIFTING, "missing").perhaps is not None
    assert made_of(INTERPRETERS, "missing") == "Interpreters"
    monkeypatch.setattr(headings, "_is_borne_out", lambda *_: True)
    assert [made_of(LIFTING, "missing"), made_of(OVERTIME, "keep")] == ["Lighter equipment", "Choice of overtime"]


def test_three_clauses_of_one_person_back_nothing_for_the_others() -> None:
    said = (*LATE_ROTA, "The soup is cold", "The lift is slow")
    assert heading_of(said, people=["a", "a", "a", "b", "c"]).statement == ""


def test_the_same_words_of_many_must_be_nearly_the_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    assert heading_of(SAME_WORDS).statement == ""
    assert heading_of(["The rota comes out too late"] * 5).statement == "The rota comes out too late"
    monkeypatch.setattr(headings, "STATES_SAME_WORDS", headings.STATES)
    assert heading_of(SAME_WORDS).statement != ""


def test_of_two_statements_that_are_nearly_as_like_the_one_that_says_less_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = [
        "More staff on nights",
        "We need more staff",
        "Enough staff for every shift",
        "more people on the late shift",
    ]
    assert heading_of(said, "missing").statement == "More staff"
    monkeypatch.setattr(headings, "NEARLY", -1.0)
    assert heading_of(said, "missing").statement not in ("", "More staff")


UPWARDS = ("Somewhere to move up to", "Chances of promotion for us", "A ladder that we can climb", "My own career here")


@only_further
def test_other_ways_to_put_a_statement_bear_it_out_and_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert heading_of(UPWARDS, "missing").statement == "Chances of promotion"
    plain = [replace(each, phrases=(each.text,)) for each in shipped_statements()]
    monkeypatch.setattr(headings, "shipped_statements", lambda: plain)
    rows = model().encode(headings.fixed_wording())
    alone = headings.Headings(rows).heading_for(model().encode(list(UPWARDS)), list("abcd"), "missing")
    assert alone.statement != "Chances of promotion"


TIMED = (
    "average handling time as the only number that counts",
    "Quit rewarding whoever closes fastest, those customers just come back",
    "we should not race the clock on the phone",
    "Six minutes per call and then people are cut off",
)


def test_what_is_not_plainly_meant_may_be_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    heading = heading_of(TIMED)
    assert heading.statement == "" and heading.likely
    assert heading.perhaps is not None and heading.perhaps.text == "Being timed"
    monkeypatch.setattr(headings, "ASKS_BACKED", 0.9)
    assert heading_of(TIMED).perhaps is None
    monkeypatch.setattr(headings, "STATES_BACKED", 0.0)
    assert heading_of(TIMED).statement == "Being timed"


def test_a_statement_stands_once_for_each_direction_and_names_no_person_or_number() -> None:
    said = [(each.direction, each.text.lower()) for each in shipped_statements()]
    assert len(said) == len(set(said))
    assert not [text for _, text in said if any(character.isdigit() for character in text)]
    assert not [text for _, text in said if len(text) > 60]
