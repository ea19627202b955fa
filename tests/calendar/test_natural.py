"""Schedules as people write them: understood or answered with the nearest right form, and none misread."""

from collections import Counter
from functools import cache

import pytest

from bot.calendar import Rule, UnclearWords, grammar, parse_schedule
from bot.calendar.named import Named, keeps_all, read_named
from tests.calendar.meanings import TODAY, judge, means_the_same, read_meaning
from tests.calendar.tables import lines_of
from tests.support.further import only_further

NATURAL = lines_of("natural.txt")
# The second part of the table was held out; the third was written after the grammar.
PARTS = {"worked with": NATURAL[:175], "held out": NATURAL[175:351], "afterwards": NATURAL[351:]}


@cache
def judged(typed: str, means: str) -> str:
    """As `judge`, once for all tests that change nothing."""
    return judge(typed, means)


@pytest.mark.parametrize("part", PARTS)
def test_nearly_every_phrase_is_understood_or_answered_with_the_nearest_form(part: str) -> None:
    found = Counter(judged(typed, means) for typed, means in PARTS[part])
    right = found["understood"] + found["nearest"] + found["asked"]
    assert right >= 0.95 * len(PARTS[part]), found


@only_further
def test_no_phrase_is_misread() -> None:
    found = [(typed, means, judged(typed, means)) for typed, means in NATURAL]
    assert [one for one in found if one[2] in ("misread", "misleading")] == []


def test_two_thirds_are_understood_at_once() -> None:
    found = Counter(judged(typed, means) for typed, means in NATURAL)
    assert found["understood"] >= 0.65 * len(NATURAL), found


def test_a_meaning_is_more_than_its_words() -> None:
    """Negative control: another day, time, zone, interval or month is another meaning."""
    rule = parse_schedule("every other Tuesday at 10:00 in Berlin", today=TODAY)
    assert isinstance(rule, Rule)
    assert means_the_same(rule, read_meaning("every 2 weeks tue 10:00 in Europe/Berlin"))
    for other in (
        "weekly tue 10:00 in Europe/Berlin",
        "every 2 weeks wed 10:00 in Europe/Berlin",
        "every 2 weeks tue 10:30 in Europe/Berlin",
        "every 2 weeks tue 10:00",
    ):
        assert not means_the_same(rule, read_meaning(other))


def test_a_suggestion_that_drops_what_was_named_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """And its negative control: without the look at what was named, it would be."""
    phrase = "every Tuesday at 10:00 and 14:00"
    refused = parse_schedule(phrase, today=TODAY)
    assert isinstance(refused, UnclearWords)
    assert refused.suggestion == ""
    monkeypatch.setattr(grammar, "keeps_all", lambda rule, named: True)
    careless = parse_schedule(phrase, today=TODAY)
    assert isinstance(careless, UnclearWords)
    assert careless.suggestion == "every Tuesday at 10:00"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("every Tuesday to Thursday 9am", Named(weekdays={1, 2, 3}, times={(9, 0, "am")})),
        ("weekdays but not Fri at 14:00", Named(weekdays={0, 1, 2, 3, 4}, left_out={4}, times={(14, 0, "")})),
        ("first Monday of March and May, noon", Named(weekdays={0}, months={3, 5}, times={(12, 0, "")})),
        ("Mondays at 9 in Munich", Named(weekdays={0}, times={(9, 0, "")}, zones={"Europe/Berlin"})),
        ("Mondays at 9 Atlantis time", Named(weekdays={0}, times={(9, 0, "")}, zones={""})),
        ("Mondays starting Monday 1 February", Named(weekdays={0}, months={2})),
        ("Fridays at quarter to 3 pm", Named(weekdays={4})),
        ("whenever people like", Named()),
    ],
)
def test_what_a_sentence_names_is_found_without_the_grammar(text: str, named: Named) -> None:
    assert read_named(text) == named


def test_everything_that_was_named_is_looked_at() -> None:
    rule = parse_schedule("every Tuesday and Thursday at 10:00 in Berlin", today=TODAY)
    assert isinstance(rule, Rule)
    assert keeps_all(rule, Named(weekdays={1}, times={(10, 0, "")}, zones={"Europe/Berlin"}, left_out={0}))
    for dropped in (
        Named(weekdays={0}),
        Named(left_out={1}),
        Named(times={(11, 0, "")}),
        Named(times={(10, 0, "pm")}),
        Named(months={3}),
        Named(zones={"Europe/London"}),
    ):
        assert not keeps_all(rule, dropped)
