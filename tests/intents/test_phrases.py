"""The notation of phrases, and slips of the finger."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chatcommands import BY_NAME, phrases, topics, typos
from bot.chatcommands.language import english_language


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("I’m  on LEAVE!", "i am on leave "),
        ("Who hasn't replied?", "who has not replied "),
        ("they'd see, we'll see; you've seen", "they would see we will see you have seen "),
        ("ＨＥＬＰ", "help "),
        ("…", ""),
        ("/stauts", "stauts "),
    ],
)
def test_a_message_is_compared_by_its_words_alone(typed: str, folded: str) -> None:
    assert phrases.fold_words(typed, english_language().contractions) == folded


@pytest.mark.parametrize(
    ("pattern", "fits", "others"),
    [
        ("a (b|c d) e", ["a b e", "a c d e"], ["a e", "a b c d e"]),
        ("a [b|c] d", ["a d", "a b d", "a c d"], ["a b c d"]),
        ("{who} can see", ["my boss can see", "hr can see"], ["who can see"]),
        ("has * answered", ["has ben answered"], ["has i answered", "has ben okri answered"]),
    ],
)
def test_what_a_pattern_fits(pattern: str, fits: list[str], others: list[str]) -> None:
    names = phrases.expressions_by_name({"boss": "[my] (boss|manager)", "who": "{boss}\nhr"})
    found = re.compile(phrases.any_of(pattern, names))
    assert all(found.fullmatch(f"{text} ") for text in fits)
    assert not any(found.fullmatch(f"{text} ") for text in others)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("stauts", "status"),
        ("sotp", "stop"),
        ("satus", "status"),
        ("shedule", "schedule"),
        ("privcy", "privacy"),
        ("hlep", "help"),
    ],
)
def test_a_slip_is_mended(typed: str, meant: str) -> None:
    assert typos.mend_words(f"{typed} ", english_language().known, english_language().real) == f"{meant} "


@pytest.mark.parametrize(
    "word", ["stats", "staff", "hope", "held", "shop", "changes", "challenge", "chance", "leaver", "tears"]
)
def test_a_word_of_its_own_is_no_slip(word: str) -> None:
    assert typos.mend_words(f"{word} ", english_language().known, english_language().real) == f"{word} "


@given(st.text("abcdefg", min_size=1, max_size=9), st.text("abcdefg", min_size=1, max_size=9))
def test_a_slip_is_one_slip(typed: str, meant: str) -> None:
    if typos.is_slip_of(typed, meant):
        assert typed != meant and typed[0] in meant[:2] and abs(len(typed) - len(meant)) <= 1
        assert sorted(typed) == sorted(meant) or len(meant) >= typos.SHORTEST_MISTYPED_WORD


@given(st.text("withdraw answ ", max_size=40))
def test_mending_changes_no_word_that_is_known(words: str) -> None:
    language = english_language()
    folded = phrases.fold_words(words, language.contractions)
    for before, after in zip(
        folded.split(), typos.mend_words(folded, language.known, language.real).split(), strict=True
    ):
        assert before == after or (before not in language.known.get(before[0], ()) and typos.is_slip_of(before, after))


def test_help_shows_every_command_under_one_topic() -> None:
    shown = [name for names in topics.TOPICS.values() for name in names]
    assert sorted(shown) == sorted(set(BY_NAME) - {"help"})
    assert len(shown) == len(set(shown))
