"""Characters that no database can keep are taken out of what is heard, and nothing else is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.events import BotAdded, ButtonPressed, ChatCommandTyped, FormSubmitted, MessageReceived, Sender
from bot.engine.sanitize import sanitize_event, storable_text

ME = ConversationRef(platform="fake", workspace="w", person="amira")
ABOUT = {"event_id": "e", "sender": Sender(ref=ME, name="Amira"), "where": ME, "at": datetime(2026, 3, 3, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("heard", "kept"),
    [
        ("the rota", "the rota"),
        ("café 🙂 e\u0301", "café 🙂 e\u0301"),
        ("a\x00b", "ab"),
        ("half \ud800 a character", "half \ufffd a character"),
        ("\ud83d\ude42", "🙂"),
    ],
)
def test_what_cannot_be_kept_is_taken_out(heard: str, kept: str) -> None:
    assert storable_text(heard) == kept


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
def test_everything_else_stays(text: str) -> None:
    assert storable_text(text) == text


@given(st.text(st.characters()))
def test_what_is_left_can_be_kept(text: str) -> None:
    assert "\x00" not in storable_text(text)
    storable_text(text).encode()


def test_every_kind_of_words_is_cleaned() -> None:
    bad = "x\x00\ud800"
    form = sanitize_event(FormSubmitted(**ABOUT, form="answer", token=bad, values={"q1": ConfidentialText(bad)}))
    press = sanitize_event(ButtonPressed(**ABOUT, action="answer", token=bad))
    message = sanitize_event(MessageReceived(**ABOUT, text=ConfidentialText(bad)))
    order = sanitize_event(ChatCommandTyped(**ABOUT, text=bad))
    named = sanitize_event(ButtonPressed(**{**ABOUT, "sender": Sender(ref=ME, name=bad, handle=bad)}, action="answer"))
    about = sanitize_event(ChatCommandTyped(**ABOUT, text="x", names={bad: bad}))
    added = sanitize_event(BotAdded(**ABOUT, title=bad))
    assert isinstance(form, FormSubmitted) and isinstance(press, ButtonPressed)
    assert isinstance(message, MessageReceived) and isinstance(order, ChatCommandTyped)
    assert (form.token, form.values["q1"].reveal()) == ("x\ufffd", "x\ufffd")
    assert (press.token, message.text.reveal(), order.text, named.sender.name) == ("x\ufffd",) * 4
    assert isinstance(about, ChatCommandTyped) and isinstance(added, BotAdded)
    assert (named.sender.handle, added.title, dict(about.names)) == ("x\ufffd", "x\ufffd", {"x\ufffd": "x\ufffd"})


def test_an_event_without_anything_to_take_out_is_the_same_event() -> None:
    event = ChatCommandTyped(**ABOUT, text="x", names={"ben": "Ben"})
    assert sanitize_event(event) is event
