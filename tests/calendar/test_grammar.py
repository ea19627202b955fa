"""Schedules in plain words: what is accepted, what is refused, and with which sentence."""

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar import EXAMPLES, HolidayPolicy, Rule, UnclearWords, describe_rule, parse_schedule
from bot.calendar.named import keeps_all, read_named
from tests.calendar.strategies import days, rules
from tests.calendar.tables import TODAY, Phrase, phrases

ACCEPTED = phrases("accepted.txt")
REFUSED = phrases("refused.txt")
WORDS = sorted({word for phrase in (*ACCEPTED, *REFUSED) for word in phrase.typed.split()})


def test_the_tables_are_as_large_as_they_should_be() -> None:
    assert len({phrase.typed for phrase in ACCEPTED}) >= 60
    assert len({phrase.typed for phrase in REFUSED}) >= 30


def said_back(phrase: Phrase) -> object:
    """The description of a schedule; what else it was taken for."""
    rule = parse_schedule(phrase.typed, today=TODAY)
    return describe_rule(rule) if isinstance(rule, Rule) else rule


def test_each_phrase_is_understood_and_said_back() -> None:
    assert {phrase.typed: said_back(phrase) for phrase in ACCEPTED} == {
        phrase.typed: phrase.lines["="] for phrase in ACCEPTED
    }


def test_each_phrase_is_refused_with_its_sentence() -> None:
    for phrase in REFUSED:
        refused = parse_schedule(phrase.typed, today=TODAY)
        assert isinstance(refused, UnclearWords), (phrase, refused)
        assert refused.what == phrase.lines[":"], phrase
        assert (refused.where or "-") == phrase.lines["?"], phrase
        assert refused.suggestion == phrase.lines["="], phrase
        assert refused.where in phrase.typed, phrase


def test_what_a_refusal_offers_is_understood() -> None:
    for phrase in REFUSED:
        refused = parse_schedule(phrase.typed, today=TODAY)
        assert isinstance(refused, UnclearWords), phrase
        for offered in filter(None, (refused.suggestion, *refused.examples)):
            assert isinstance(parse_schedule(offered, today=TODAY), Rule), (phrase, offered)


def test_a_refusal_can_be_said_as_one_text() -> None:
    refused = parse_schedule("every Tusday 10:00", today=TODAY)
    assert isinstance(refused, UnclearWords)
    assert refused.sentence == (
        'I do not understand "Tusday" here. Did you mean "Tuesday"? For example: "every Tuesday at 10:00".'
    )
    assert UnclearWords("No.").sentence == "No."


def test_every_other_counts_from_the_day_it_is_said_on() -> None:
    this_week, next_week = date(2026, 11, 24), date(2026, 11, 25)
    first, second = (parse_schedule("every other Tuesday 10:00", today=day) for day in (this_week, next_week))
    assert isinstance(first, Rule)
    assert isinstance(second, Rule)
    assert (first.anchor, second.anchor) == (date(2026, 11, 24), date(2026, 12, 1))


def test_a_long_text_is_refused_without_being_read() -> None:
    refused = parse_schedule("every Tuesday " * 100, today=TODAY)
    assert isinstance(refused, UnclearWords)
    assert refused.what == "That is too long for a schedule."


@given(rule=rules(), today=days)
@settings(max_examples=200)
def test_what_is_said_back_is_understood_as_the_same_rule(rule: Rule, today: date) -> None:
    assert parse_schedule(describe_rule(rule), today=today) == rule


def test_a_description_that_leaves_something_out_is_noticed() -> None:
    """Negative control of the property above: each part of a description is needed."""
    rule = parse_schedule("every other Tuesday 10:00 in Paris except holidays starting 2 March 2027", today=TODAY)
    assert isinstance(rule, Rule)
    said = describe_rule(rule)
    for part in (" other", " in Europe/Paris", ", except bank holidays", ", starting 2 March 2027"):
        assert part in said
        assert parse_schedule(said.replace(part, ""), today=TODAY) != rule
    kept = replace(rule, holiday_policy=HolidayPolicy.KEEP)
    assert describe_rule(kept) != said


@pytest.mark.parametrize("words", ["to", "past", "past 7 to", "quarter", "half past"])
def test_a_sentence_of_which_the_beginning_is_missing_is_refused_with_a_reason(words: str) -> None:
    answer = parse_schedule(words, today=TODAY)
    assert isinstance(answer, UnclearWords) and answer.examples


@given(words=st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join), today=days)
@settings(max_examples=300)
def test_any_words_are_understood_or_refused_with_something_that_is(words: str, today: date) -> None:
    answer = parse_schedule(words, today=today)
    if isinstance(answer, UnclearWords):
        assert answer.what.endswith((".", "?"))
        _assert_suggestion_keeps_what_was_named(answer, words, today)
    else:
        assert parse_schedule(describe_rule(answer), today=today) == answer


@given(words=st.text(max_size=60))
@settings(max_examples=200)
def test_any_text_gets_an_answer(words: str) -> None:
    answer = parse_schedule(words, today=TODAY)
    if isinstance(answer, UnclearWords):
        _assert_suggestion_keeps_what_was_named(answer, words, TODAY)


def _assert_suggestion_keeps_what_was_named(answer: UnclearWords, words: str, today: date) -> None:
    offered = parse_schedule(answer.suggestion, today=today) if answer.suggestion else None
    assert offered is None or isinstance(offered, Rule)
    assert offered is None or keeps_all(offered, read_named(words))


def test_the_examples_are_schedules() -> None:
    assert all(isinstance(parse_schedule(example, today=TODAY), Rule) for example in EXAMPLES)


def test_the_heavy_libraries_wait_until_they_are_needed() -> None:
    look = "import sys, bot.calendar; print([name for name in ('holidays', 'dateutil') if name in sys.modules])"
    seen = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "[]"
    used = look.replace(
        "; print",
        "; bot.calendar.parse_schedule('every other Tuesday 10:00', today=__import__('datetime').date(2026, 1, 1)); print",
    )
    seen = subprocess.run([sys.executable, "-c", used], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "['dateutil']"
