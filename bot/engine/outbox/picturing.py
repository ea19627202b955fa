"""Pictures that belong to a message, made when it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.joining import LinksMade
from bot.pictures.codes import qr_code
from bot.views.messages.joining import SCAN
from bot.views.view import View


def with_pictures(outcome: Outcome, texts: Sequence[str | None], view: View) -> View:
    """A single link comes as a QR code as well; of several each would need one of its own."""
    links = [text for text in texts if text] if isinstance(outcome, LinksMade) else []
    if len(links) != 1:
        return view
    return replace(view, blocks=(qr_code(links[0], SCAN), *view.blocks))
