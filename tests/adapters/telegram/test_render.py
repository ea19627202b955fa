"""Views become messages within Telegram's limits, with nothing lost and nothing that can be pressed by mistake."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram import markup
from adapters.telegram.capabilities import CAPABILITIES, CAPTION_LIMIT, TEXT_LIMIT
from adapters.telegram.render import Outgoing, notice_text, render_view
from bot.views.degrade import degrade_view
from bot.views.split import text_length
from bot.views.text import block_as_text
from bot.views.view import (
    Block,
    Button,
    Buttons,
    Divider,
    Fields,
    Heading,
    Items,
    Note,
    Picture,
    Quote,
    Text,
    View,
)

HOSTILE = "<b>@amira</b> /start see https://evil.example/x?a=1&b=2 or mail a@b.co, call +44 20 7946 0958 #tag \u202eabc"


def pack(button: Button) -> str:
    return f"{button.action}:{button.token}"


def sent(*blocks: Block, summary: str = "A message") -> tuple[Outgoing, ...]:
    return render_view(View(blocks, summary), pack)


class Tags(HTMLParser):
    """Telegram's rules for HTML: known tags, closed in order."""

    KNOWN = frozenset({"b", "i", "blockquote", "pre"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.KNOWN
        assert not attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def check(message: Outgoing) -> None:
    tags = Tags()
    tags.feed(message.html)
    tags.close()
    assert not tags.open
    visible = markup.visible_text(message.html)
    assert visible.strip()
    assert text_length(visible, "utf-16") <= (CAPTION_LIMIT if message.picture else TEXT_LIMIT)
    assert len([key for row in message.keys for key in row]) <= 100


def test_each_message_begins_with_its_neutral_line() -> None:
    (one,) = sent(Heading("Three questions"), Text("What should stay?"), summary="A question for you.")
    assert one.html == "<b>A question for you.</b>\n\n<b>Three questions</b>\nWhat should stay?"
    (same,) = sent(Text("Help. This is it."), summary="Help.")
    assert same.html == "Help. This is it."


def test_blocks_look_as_they_are_meant() -> None:
    (one,) = sent(
        Quote("I <said> so"),
        Items(("one", "two")),
        Items(("one",), numbered=True),
        Fields((("Closes", "18:00"),)),
        Fields((("a", "b", "c"),), ("A", "B", "C")),
        Note("Only you."),
        summary="",
    )
    assert one.html == (
        "<blockquote>“I &lt;said&gt; so”</blockquote>\n\n• one\n• two\n\n1. one\n\nCloses: 18:00\n\n"
        "<pre>A   B   C\na   b   c</pre>\n\n<i>Only you.</i>"
    )


def test_buttons_stand_under_the_message_in_rows() -> None:
    buttons = tuple(Button(label, "do", str(n)) for n, label in enumerate(("Yes", "No", "Later", "Never", "x" * 40)))
    (one,) = sent(Text("Well?"), Buttons(buttons))
    assert [[key.label for key in row] for row in one.keys] == [["Yes", "No", "Later"], ["Never"], ["x" * 40]]
    assert one.keys[0][1].data == "do:1"
    many = sent(Text("Well?"), Buttons(tuple(Button(str(n), "do", str(n)) for n in range(250))))
    assert [sum(map(len, each.keys)) for each in many] == [90, 90, 70]
    for each in many:
        check(each)


def test_a_picture_carries_the_text_as_its_caption_where_it_fits() -> None:
    picture = Picture(b"png", "Two bars.")
    (one,) = sent(picture, Text("More."), Buttons((Button("Yes", "do"),)))
    assert (one.picture, one.html) == (b"png", "<b>A message</b>\n\nTwo bars.\n\nMore.")
    assert one.keys
    shown, text = sent(picture, Text("word " * 400), Buttons((Button("Yes", "do"),)))
    assert (shown.picture, shown.html, shown.keys) == (b"png", "<b>A message</b>\n\nTwo bars.", ())
    assert text.keys
    before, after = sent(Text("Before."), picture)
    assert (before.picture, after.picture) == (None, b"png")
    shown, text = sent(Picture(b"png", "a long description " * 100))
    assert markup.visible_text(text.html).count("description") == 100


def test_words_of_others_cannot_be_pressed() -> None:
    (one,) = sent(Quote(HOSTILE))
    visible = markup.visible_text(one.html)
    for alive in ("@amira", "/start", "https:/", "evil.example", "b.co", "#tag", "\u202e", "7946"):
        assert alive not in visible
        assert alive in HOSTILE
    assert visible.replace(markup.JOINER, "").endswith("abc”")
    (label,) = sent(Text("1.1 see @amira or /start https://t.me/x"))
    assert "@amira" not in label.html
    assert "https://t.me/x" in label.html


def test_an_empty_view_still_says_its_line() -> None:
    assert sent(Buttons(()), summary="Hello.")[0].html == "<b>Hello.</b>"
    assert sent(summary="") == (Outgoing("…"),)
    assert notice_text(View((Text("One."), Note("Two.")), "x")) == "One.\n\nTwo."


WORDS = st.text(max_size=60).map(lambda s: s * 100) | st.sampled_from(
    [HOSTILE * 60, "@a " * 1500, "1" * 5000, "👍🏽" * 2000]
)
BLOCKS = st.one_of(
    WORDS.map(Text),
    WORDS.map(Quote),
    WORDS.map(Heading),
    st.lists(WORDS, max_size=4).map(lambda items: Items(tuple(items))),
    st.just(Divider()),
    st.lists(st.sampled_from("abc"), max_size=200).map(lambda ls: Buttons(tuple(Button(label, "do") for label in ls))),
    WORDS.map(lambda alt: Picture(b"png", alt)),
)


@given(st.lists(BLOCKS, max_size=5))
def test_every_view_fits_once_degraded(blocks: list[Block]) -> None:
    view = View(tuple(blocks), "A message")
    made = [message for part in degrade_view(view, CAPABILITIES).views for message in render_view(part, pack)]
    assert made
    for message in made:
        check(message)
    shown = "".join(markup.visible_text(message.html) for message in made)
    for block in blocks:
        if isinstance(block, Text | Quote):
            # What steers or turns writing is taken out, and nothing else.
            kept = markup.strip_controls(block_as_text(block))
            assert [c for c in kept if c.isalnum()] == [c for c in kept if c.isalnum() and c in shown]


def test_too_long_a_message_would_be_noticed() -> None:
    """Negative control of the check above."""
    for wrong in (Outgoing("x" * 4097), Outgoing("<b>x"), Outgoing("<a>x</a>"), Outgoing(" ")):
        with pytest.raises(AssertionError):
            check(wrong)


def test_buttons_of_a_block_of_their_own_begin_a_row_of_their_own() -> None:
    yes, no = Button("Yes", "yes"), Button("No", "no")
    (message,) = sent(Text("a"), Buttons((yes,)), Buttons((no, yes)))
    assert [[key.label for key in row] for row in message.keys] == [["Yes"], ["No", "Yes"]]
