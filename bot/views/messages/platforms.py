"""Messages that an adapter sends by itself, when its platform or the store fails."""

from __future__ import annotations

from bot.views.messages.wording import plain_view
from bot.views.view import View


def form_did_not_open() -> View:
    return plain_view(
        "The form could not be opened in time. Nothing is lost: please press the button again.",
        summary="Please press the button again.",
    )


def not_saved() -> View:
    """Word it for a platform that does not bring again what could not be stored."""
    return plain_view(
        "Sorry, I could not save that just now: something is wrong on my side. Please try again in a few minutes. What I saved "
        "before is safe.",
        summary="I could not save that just now.",
    )


def not_saved_yet() -> View:
    """Word it for a platform that brings it again by itself for a while."""
    return plain_view(
        "Sorry, I cannot save anything just now: something is wrong on my side. I keep trying. If you hear nothing from me in "
        "ten minutes, please send it again.",
        summary="I cannot save anything just now.",
    )
