"""No label holds a swear word, an insult or a name, on the roster or not (promise C6)."""

import re

import pytest

from bot.ports import Item
from bot.themes import fit_words, labels
from bot.themes.finder import LocalFinder
from bot.themes.fit_words import may_be_shown, names_barred, unfit_words
from bot.themes.wordlist import shipped_list

ROSTER = ("Brenda Whitlow", "Rose Quill", "Dorrit Haskew")
HOSTILE = (
    "brenda",
    "whitlow",
    "brendas",
    "rose",
    "dorrit",
    "dorritt",
    "debbie",
    "wojtek",
    "bloody",
    "idiot",
    "shitty",
    "muppet",
    "witch",
    "zxqwv",
)


def labels_of(texts: list[str], names: tuple[str, ...] = ROSTER) -> list[str]:
    items = [Item(str(n), str(n), text) for n, text in enumerate(texts)]
    return [point.label for point in LocalFinder().find(items, "stop", small=False, names=names).points]


def said(word: str) -> list[str]:
    """Twenty answers about one subject, in which the word is the one that all share."""
    whats = ("the rota", "our rota", "this rota", "that rota")
    hows = ("comes out too late", "is never right", "changes every week", "is made without us", "leaves no time")
    return [f"{word} and {what} {how}" for what in whats for how in hows]


def shown(word: str) -> bool:
    return any(re.search(rf"\b{word}\b", label.lower()) for label in labels_of(said(word)))


def test_a_harmless_word_that_all_share_stands_in_the_label() -> None:
    assert shown("spreadsheet")


@pytest.mark.parametrize("word", HOSTILE)
def test_no_label_holds_a_name_or_an_insult(word: str) -> None:
    assert not shown(word)


def test_without_the_check_labels_would_hold_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "may_be_shown", lambda word, barred: True)
    assert sum(shown(word) for word in HOSTILE) >= 8


def test_a_roster_name_that_is_a_word_is_barred_by_the_roster_alone() -> None:
    assert may_be_shown("quill") is True
    assert may_be_shown("quill", names_barred(ROSTER)) is False
    assert may_be_shown("quills", names_barred(ROSTER)) is False


def test_swear_words_are_known_by_their_beginning() -> None:
    assert all(
        unfit_words().holds(word)
        for word in ("fucking", "shitshow", "bollocks", "buggered", "wankers", "arse", "ass", "bastards")
    )
    assert not any(
        unfit_words().holds(word)
        for word in ("cocktail", "arsenal", "poor", "pool", "assess", "class", "shift", "title", "piston")
    )


def test_the_word_list_is_large_and_exact() -> None:
    words = shipped_list("words-en")
    assert len(words) > 100_000
    assert all(word in words for word in ("aardvark", "handover", "rota", "zoos", "laptop", "colour", "color"))
    assert not any(word in words for word in ("brenda", "wojtek", "", "aardvar", "handov", "zz zz", "rota\nrotas"))
    assert fit_words.may_be_shown("wifi")
