"""C6: words are shown only by permission, from three people on, one each, in an order that tells nothing."""

import itertools

import pytest

from bot.themes import quotes
from bot.themes.quotes import Quote, shown_words

FOUR = (Quote("a", "more light"), Quote("b", "less noise"), Quote("c", "later start"), Quote("d", "warm lunch"))


def test_two_people_are_too_few() -> None:
    assert shown_words(FOUR[:2], "s") == ()
    assert shown_words((*FOUR[:2], Quote("a", "again"), Quote("b", "again")), "s") == ()


def test_without_the_threshold_two_would_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotes, "FEWEST", 1)
    assert len(shown_words(FOUR[:2], "s")) == 2


def test_one_text_each() -> None:
    shown = shown_words((*FOUR, Quote("a", "second wish"), Quote("a", "third wish")), "s")
    assert len(shown) == 4
    assert len({"more light", "second wish", "third wish"} & set(shown)) == 1


def test_order_depends_on_the_seed_and_not_on_arrival() -> None:
    shown = {shown_words(order, "release-1") for order in itertools.permutations(FOUR)}
    assert len(shown) == 1
    assert len({shown_words(FOUR, f"release-{number}") for number in range(30)}) > 5


def test_order_does_not_depend_on_the_author() -> None:
    swapped = tuple(Quote(f"x{number}", quote.text) for number, quote in enumerate(reversed(FOUR)))
    assert shown_words(swapped, "s") == shown_words(FOUR, "s")


def test_same_words_of_three_people_stand_three_times() -> None:
    assert shown_words([Quote(who, "more staff") for who in "abc"], "s") == ("more staff",) * 3
