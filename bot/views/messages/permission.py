"""Words for the permission to show somebody's words: how they would look, and what was chosen."""

from __future__ import annotations

from datetime import datetime

from bot.domain.outcomes import answering as said
from bot.views.messages import times
from bot.views.messages.wording import Texts, plain_view, words_message
from bot.views.view import Block, Button, Buttons, Divider, Heading, Note, Quote, Text, View


@words_message(said.WordsPreviewed)
def words_previewed(shown: said.WordsPreviewed, texts: Texts) -> View:
    blocks: list[Block] = [
        Text("This is exactly how your words would appear to others: unnamed, without a time, among those of others.")
    ]
    for answer, words in zip(shown.answers, texts, strict=True):
        blocks += [Divider(), Heading(f"{answer.number}. {answer.question}"), Quote(words or "")]
        blocks += _may_be_shown(answer)
    blocks += [
        Divider(),
        Text("Words are shown only if at least 3 people allow theirs. Until the final you can take this back."),
        Note("People who know you well may recognise your way of writing. No tool can prevent that."),
    ]
    return View(tuple(blocks), "How your words would appear.")


def _may_be_shown(answer: said.Previewed) -> tuple[Block, ...]:
    keep = Button("Keep them private", "private", answer.token)
    if answer.allowed:
        return (Text("You have allowed these words."), Buttons((keep,)))
    return (Buttons((Button("Allow these words", "allow", answer.token, "primary"), keep)),)


@words_message(said.WordsAllowed)
def words_allowed(done: said.WordsAllowed, texts: Texts) -> View:
    return plain_view(
        f"Allowed for question {done.number}, until the final summary. Thank you.",
        buttons=(Button("Keep them private after all", "private", done.token), _see_words(done.round)),
    )


def words_leave_later(at: datetime | None, zone: str) -> str:
    """Return when words leave a draft in which they are posted, and why not at once."""
    if at is None:
        return ""
    return (
        f"In the draft your words can be read until {times.day_and_time(at, zone)}. They leave it then and not at once, "
        "so that nobody can tell who took words back."
    )


@words_message(said.WordsPrivate)
def words_private(done: said.WordsPrivate, texts: Texts) -> View:
    if done.too_late:
        return plain_view("The final summary is out and shows those words already. They will not be shown again.")
    return plain_view(
        f"Your words for question {done.number} stay private. They still count towards the themes.",
        words_leave_later(done.leaves_at, done.zone),
        buttons=(_see_words(done.round),),
    )


def _see_words(round_: str) -> Button:
    return Button("See my words again", "words", round_)


@words_message(said.NothingToShow)
def nothing_to_show(nothing: said.NothingToShow, texts: Texts) -> View:
    return plain_view(
        "There are no saved words to look at. If you changed an answer since, look at it again first.",
        buttons=(Button("Answer privately", "answer", nothing.round, "primary"),),
    )
