"""Words for what became of a final's points, and for which of them were one's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.model.follow_ups import FollowUpState
from bot.domain.outcomes import own_points as said
from bot.domain.own_point_notes import read_note
from bot.domain.releases.leftovers import LEFT_OVER
from bot.views.messages.follow_ups import item_of, with_words
from bot.views.messages.weighing import GONE, shortened_words
from bot.views.messages.wording import Texts, count_of, plain_view, words_message
from bot.views.view import Block, Button, Buttons, Heading, Items, Note, Text, View

MINE, NOT_MINE = "from your answer too", "not from your answer"
NOBODYS = "made of answers that stood alone in their teams; whose they were, I do not keep"
PARTLY_NOBODYS = f"not from a point of yours, but also {NOBODYS}"
NO_NOTE = "I have no note of whether it is from your answer"
_TEAM = "I ask those who lead to answer each point. “promises” shows at any time what they said."
_WHOLE = "I ask the admins to answer each point. What they say, I post in every team’s channel."
_UNKNOWN = {
    "none": "You have been part of no final summary yet. Once there is one, I can show you which of its points were yours.",
    "ended": "I keep that no longer than the words of the points. “privacy” says for how long that is.",
    "not asked": "That summary is made of summaries for which you were not asked.",
    "then": "You had that switched off at the time, so I have no note of it.",
}
_FINAL = "The final summary"
_AGAIN = (Button("Note it again", "mine.on"),)
_OFF = "You have that switched off: I keep no note of which points your answers are part of."


@words_message(said.WhatBecame)
def what_became(told: said.WhatBecame, texts: Texts) -> View:
    return View(tuple(_blocks_of_final(told, texts)), "What became of it.")


def _blocks_of_final(told: said.WhatBecame, texts: Texts) -> Iterator[Block]:
    lines = with_words([*told.lines, *told.earlier], texts)
    own, earlier = lines[: len(told.lines)], lines[len(told.lines) :]
    yield Heading(f"What became of it: {told.name}")
    if own and all(line.state is FollowUpState.OPEN and not line.reopened for line in lines):
        # A list would repeat the final, with “no answer yet” behind each of its points.
        waiting = f", and {count_of(len(earlier), 'earlier point')} {_wait(len(earlier))}" if earlier else ""
        yield Text(f"The final summary is there. None of its points has an answer yet{waiting}.", opens=_FINAL)
        own, earlier = [], []
    elif own:
        yield Text("The final summary is there. These are its points, each with its answer so far:", opens=_FINAL)
        yield Items(tuple(item_of(line) for line in own))
    if earlier:
        yield Text(
            "And earlier ones:" if own else "These are points of earlier summaries, each with its answer so far:"
        )
        yield Items(tuple(item_of(line) for line in earlier))
    yield Text(_WHOLE if told.whole else _TEAM)
    if told.round:
        yield Buttons((Button("Which were mine", "mine", told.round),))


def _wait(count: int) -> str:
    return "waits too" if count == 1 else "wait too"


@words_message(said.OwnPointsShown)
def own_points_shown(shown: said.OwnPointsShown, texts: Texts) -> View:
    words, note = iter(texts[:-1]), texts[-1] if texts else None
    own = read_note(note or "") or frozenset()
    labels = [label or next(words, None) or GONE for label in shown.labels]
    items = [
        f"“{shortened_words(label)}”: {MINE if key in own else NOT_MINE}."
        for key, label in zip(shown.keys, labels, strict=True)
    ]
    return _shown(shown.name, items, shown.message)


@words_message(said.OwnPointsOfWholeShown)
def own_points_of_whole_shown(shown: said.OwnPointsOfWholeShown, texts: Texts) -> View:
    notes = zip(shown.releases, texts, strict=True)
    own = {f"{release}:{key}" for release, note in notes for key in read_note(note or "") or ()}
    items = []
    for key, label in zip(shown.keys, shown.labels, strict=True):
        parts = [part for point, part in shown.made_of if point == key]
        whose = MINE if own.intersection(parts) else _not_known_as_own(parts, shown.unknown)
        items.append(f"“{shortened_words(label)}”: {whose}.")
    return _shown(shown.name, items, shown.message)


def _not_known_as_own(parts: Sequence[str], unknown: Sequence[str]) -> str:
    """Return what is said of a point that no note calls the reader's own: that it is not theirs only where that is known."""
    left = [part.startswith(LEFT_OVER) for part in parts]
    if any(part.rpartition(":")[0] in unknown for part in parts):
        return NO_NOTE
    if any(left):
        return NOBODYS if all(left) else PARTLY_NOBODYS
    return NOT_MINE


def _shown(name: str, items: Sequence[str], message: str) -> View:
    buttons = (Button("Close", "mine.close", message), Button("Keep no such note", "mine.off"))
    return View(
        (
            Heading(f"Which were mine: {name}"),
            Items(tuple(items)) if items else Text("It has no points."),
            Buttons(buttons),
            Note("For you alone. It looks like this for everybody, and nobody is told that you asked."),
        ),
        "For you alone.",
    )


@words_message(said.OwnPointsUnknown)
def own_points_unknown(unknown: said.OwnPointsUnknown, texts: Texts) -> View:
    if unknown.why != "off":
        return plain_view(_UNKNOWN[unknown.why])
    return plain_view(_OFF, buttons=_AGAIN)


@words_message(said.OwnPointsClosed)
def own_points_closed(closed: said.OwnPointsClosed, texts: Texts) -> View:
    return plain_view("Closed. “which were mine” shows it again.")


@words_message(said.OwnPointsSet)
def own_points_set(chosen: said.OwnPointsSet, texts: Texts) -> View:
    if chosen.keep:
        return plain_view("From the next draft on I note for you alone which points your answers are part of.")
    text = "I keep no note any more of which points your answers are part of, and what I had noted is destroyed."
    return plain_view(text, buttons=_AGAIN)
