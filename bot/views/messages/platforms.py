"""What an adapter has to say by itself, when its platform lets it down."""

from __future__ import annotations

from bot.views.messages.wording import plain
from bot.views.view import View


def form_did_not_open() -> View:
    return plain(
        "The form could not be opened in time. Nothing is lost: please press the button again.",
        summary="Please press the button again.",
    )
