"""C13: words that would notify, link, format or turn direction do nothing once neutralised."""

import itertools
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.themes import neutralise as room
from bot.themes.neutralise import neutralise_text

ATTACKS = (
    "<!channel>", "<!here|here>", "<@U012AB3CD>", "<@W1|anna>", "<#C024BE7LR|general>", "<!subteam^S1|@leads>", "@here",
    "@channel", "@everyone", "@anna_m", "＠here", "<https://evil.example/x|click me>", "https://evil.example/x?y=1",
    "[click](https://evil.example)", "![img](http://evil.example/a.png)", "tg://user?id=1",
    "slack://open", "msteams://1/chat", "x+zoommtg：//7.example/join", "www.evil.example",
    "<b>bold</b>", "<script>alert(1)</script>", "<a href='x'>y</a>", "&lt;!channel&gt;", "&#60;!here&#62;", "*bold*", "_it_",
    "~gone~", "`code`", "```block```", "||spoiler||", "> quote", "# heading", "/start", "/remind @here", "#general",
    "\u202eevil\u202c", "\u2066x\u2069", "a\u200bb", "\ufeffstart", "z\u0335\u0336\u0337\u0338\u0321\u0322a", "\x00\x07\x1b[31m",
    "line\u2028break", "\r\nforged: yes", "\U000e0041\U000e0042", "\ue000", "javascript:alert(1)",
)  # fmt: skip
AROUND = (
    "{}",
    "please {} now",
    "a{}",
    "{}{}",
    "\n{}",
    "«{}»",
    "({})",
    "ok {}.",
    "*{}*",
    "<{}>",
    "{} \u202e{}",
    "x\n\n\n\n{}",
)
HARMFUL = re.compile(
    r"<[!@#a-z/]|(?<!\w)[@＠]\w|(?<!\w)/[a-z]|https?:|\w[:：]//|tg:|javascript:\S|www\.|\]\(|[`]|&\w+;|^\s*>|[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]",
    re.IGNORECASE | re.MULTILINE,
)


def _hostile() -> list[str]:
    return [around.replace("{}", attack) for around, attack in itertools.product(AROUND, ATTACKS)]


def test_there_are_five_hundred_hostile_answers() -> None:
    assert len(set(_hostile())) >= 500


def test_hostile_answers_are_harmless() -> None:
    left = [(text, neutralise_text(text)) for text in _hostile() if HARMFUL.search(neutralise_text(text))]
    assert not left


def test_without_neutralising_they_would_act(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_without_markup", lambda text: text)
    assert sum(bool(HARMFUL.search(neutralise_text(text))) for text in _hostile()) > 300


def test_ordinary_words_stay_as_they_are() -> None:
    for text in (
        "The rota comes too late; we'd like it by Monday.",
        "Más café, por favor – and 5 * 3 chairs",
        "staff/patient ratio is 1:8, and/or worse",
        "It costs £4.50 & takes 2 hours",
        "First line\nSecond line",
        "snake_case stays 👍🏽",
        "第一 重要",
    ):
        assert neutralise_text(text) == text


@given(st.text(max_size=120))
def test_neutralised_text_is_stable_and_has_no_control_characters(text: str) -> None:
    plain = neutralise_text(text)
    assert neutralise_text(plain) == plain
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c != "\n" for c in plain)
