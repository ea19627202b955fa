"""What a button carries cannot be made up, nor pressed elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.callbacks import Callbacks

TOKEN = "9000:AAE-test"
LONGEST = ("accept", f"{'a' * 26}:3.12:wrong cause")


def test_a_button_comes_back_as_it_was_sent_even_after_a_restart() -> None:
    for action, token in (LONGEST, ("turn.cancel", ""), ("check.show", "b" * 26), ("turn.option", "0:3.12")):
        data = Callbacks(TOKEN).pack("501", action, token)
        assert len(data.encode()) <= 64
        assert Callbacks(TOKEN).open("501", data) == (action, token)


def test_a_button_of_another_chat_or_bot_or_none_is_not_opened() -> None:
    data = Callbacks(TOKEN).pack("501", *LONGEST)
    assert Callbacks(TOKEN).open("502", data) is None
    assert Callbacks("9000:other").open("501", data) is None
    assert Callbacks(TOKEN).open("501", data[:11] + "forget.yes") is None
    assert Callbacks(TOKEN).open("501", "") is None


class Trusting(Callbacks):
    def _signature(self, chat: str, said: str) -> str:
        return "x" * 11


def test_an_unsigned_button_would_be_opened() -> None:
    """Negative control."""
    data = Trusting(TOKEN).pack("501", *LONGEST)
    assert Trusting(TOKEN).open("502", data) == LONGEST


@given(st.text(max_size=64), st.text(max_size=64))
def test_made_up_data_is_never_opened(chat: str, data: str) -> None:
    assert Callbacks(TOKEN).open(chat, data) is None


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="more than a button can"):
        Callbacks(TOKEN).pack("501", "accept", "x" * 60)
