"""Pictures that belong to a message, made when it is sent."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.history import TrendShown
from bot.domain.outcomes.joining import LinkForManyMade, LinksMade
from bot.domain.outcomes.sharing import DigestSent, FinalPosted, OrganisationFinalPosted
from bot.pictures.charts import steps_chart
from bot.pictures.codes import poster_code, qr_code
from bot.pictures.trends import trend_chart
from bot.views.messages.charts import make_chart
from bot.views.messages.history import make_trend
from bot.views.messages.joining import POSTER_CAPTION, SCAN_CAPTION
from bot.views.view import Picture, View

log = logging.getLogger(__name__)


def with_pictures(outcome: Outcome, texts: Sequence[str | None], view: View) -> View:
    """The view under its picture, if it has one that can be drawn: the words say all of it, and never wait for it."""
    try:
        picture = _picture_of(outcome, [text for text in texts if text])
    except Exception as fault:
        log.error("a picture could not be drawn; its words go without it", exc_info=fault)
        return view
    return replace(view, blocks=(picture, *view.blocks)) if picture else view


def _picture_of(outcome: Outcome, texts: Sequence[str]) -> Picture | None:
    match outcome:
        case LinksMade() if len(texts) == 1:
            # Of several links each would need a code of its own.
            return qr_code(texts[0], SCAN_CAPTION)
        case LinkForManyMade(team=team) if texts:
            return poster_code(texts[0], team, POSTER_CAPTION.format(team=team))
        case FinalPosted(summary=summary) | DigestSent(summary=summary) | OrganisationFinalPosted(summary=summary) if (
            summary
        ):
            drawn = make_chart(summary, outcome.name)
            return steps_chart(drawn) if drawn else None
        case TrendShown() if len(outcome.rows) > 1 and len(outcome.days) > 1:
            return trend_chart(make_trend(outcome, texts))
        case _:
            return None
