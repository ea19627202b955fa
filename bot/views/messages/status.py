"""Words for how the teams stand: rounds, times, and what needs attention."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.outcomes import status as said
from bot.views.messages import times
from bot.views.messages.troubles import trouble_in_words
from bot.views.messages.wording import Texts, join_and, people_count, words_message
from bot.views.view import Block, Fields, Heading, Items, Note, Text, View

_STATES = {
    "open": "open for answers until {until}",
    "closed": "closed, points are being found",
    "draft": "draft being checked until {until}",
    "": "no round running",
}


@words_message(said.StatusShown)
def status_shown(shown: said.StatusShown, texts: Texts) -> View:
    rows = []
    for row in shown.rows:
        until = times.day_and_time(row.until, row.zone) if row.until else ""
        state = _STATES[row.state].format(until=until)
        if row.cancels_at:
            state = f"will be cancelled on {times.day_and_time(row.cancels_at, row.zone)}, unless “round keep”"
        after = times.day_and_time(row.next_at, row.zone) if row.next_at else "no schedule"
        team = f"{row.team} (with {join_and(row.asked_with)})" if row.asked_with else row.team
        rows.append((team, people_count(row.people), state, after))
    blocks: list[Block] = (
        [Fields(tuple(rows), ("Team", "People", "Now", "Next round"))] if rows else [Text("No team yet.")]
    )
    if shown.troubles:
        blocks += [
            Heading("What needs attention"),
            Items(tuple(trouble_in_words(each) for each in shown.troubles)),
        ]
    blocks += [Text(line) for line in _delivery_lines(shown)]
    if shown.uncertain:
        blocks.append(
            Text("A post or digest may or may not have arrived: the connection broke while it was being sent.")
        )
    if shown.looked_for:
        blocks.append(Text("I do not know yet whether a post or digest has arrived, and go on looking for it."))
    if shown.set_aside:
        blocks.append(Text(_set_aside(shown.set_aside)))
    if shown.not_joined:
        blocks.append(Text(f"Added but not reachable yet: {join_and(shown.not_joined)}."))
    waiting = "A post or digest is waiting to be sent." if shown.waiting else "No post or digest is waiting to be sent."
    blocks += [Text(waiting), Note("I never say how many have answered while a round is open, or who.")]
    return View(tuple(blocks), "Status.")


def _delivery_lines(shown: said.StatusShown) -> Iterator[str]:
    """Return whether the last questions reached people, in words that count nobody."""
    some = [row.team for row in shown.rows if row.undelivered]
    none = [row.team for row in shown.rows if row.undelivered is False]
    if some:
        yield (
            f"In the last round of {join_and(some)} some of the questions could not be delivered. Whoever has blocked me "
            "or left is asked again when they write to me."
        )
    if none:
        yield f"In the last round of {join_and(none)} nothing remained undelivered."


def _set_aside(count: int) -> str:
    records = "1 stored record" if count == 1 else f"{count} stored records"
    are = "is" if count == 1 else "are"
    return f"{records} cannot be read and {are} passed over; everything else goes on. “folkmoot check” tells your operator more."
