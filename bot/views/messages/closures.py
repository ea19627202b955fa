"""Words about the days on which the organisation is closed."""

from __future__ import annotations

from datetime import date

from bot.domain.model.closures import Closure
from bot.domain.outcomes import closures as told
from bot.views.messages import times
from bot.views.messages.wording import Texts, plain_view, words_message
from bot.views.view import Items, Text, View

_WHAT = {
    "": "Nobody is asked on these days, and they count as no working days:",
    "added": "Noted. Nobody is asked on these days, and they count as no working days:",
    "removed": "Noted. The days that are left:",
}


@words_message(told.ClosuresShown)
def closures_shown(shown: told.ClosuresShown, texts: Texts) -> View:
    keeps = (
        "A round that is running keeps the times that its people were told." if shown.running and shown.change else ""
    )
    if not shown.closures:
        none = "No days off of your own are noted. “closed add 24 December to 2 January: Christmas” notes some."
        return plain_view(none, keeps)
    left = (
        f"{shown.left_out} of the calendar’s events I left out: they have a time of day, are repeated by a rule, or have passed. "
        "“closed add” notes their days."
    ) * bool(shown.left_out)
    rows = tuple(_row(closure, shown.today) for closure in shown.closures)
    return View((Text(_WHAT[shown.change]), Items(rows), *(Text(text) for text in (left, keeps) if text)), "Days off.")


def _row(closure: Closure, today: date) -> str:
    days = times.day_of(closure.first, today)
    if closure.last != closure.first:
        days = f"{days} to {times.day_of(closure.last, today)}"
    return f"{days}: {closure.name}" if closure.name else days


_REFUSED = {
    "none": "No day off of your own is noted then. “closed list” shows them.",
    "long": "A year at most can be closed at once.",
    "many": "There are as many days off as I can keep. “closed remove” takes some away.",
    "past": "Those days have passed.",
    "calendar": "I found no whole days to come in that calendar.",
}


@words_message(told.ClosuresRefused)
def closures_refused(refused: told.ClosuresRefused, texts: Texts) -> View:
    return plain_view(f"{_REFUSED[refused.why]} Nothing was changed.")
