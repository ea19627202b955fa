"""Words for the permission to show somebody's words: how they would look, and what was chosen."""

from __future__ import annotations

from datetime import datetime

from bot.domain.outcomes import answering as said
from bot.views.messages import times
from bot.views.messages.wording import Texts, plain, says
from bot.views.view import Block, Button, Buttons, Divider, Heading, Note, Quote, Text, View


@says(said.WordsPreviewed)
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


@says(said.WordsAllowed)
def words_allowed(done: said.WordsAllowed, texts: Texts) -> View:
    return plain(
        f"Allowed for question {done.number}, until the final summary. Thank you.",
        buttons=(Button("Keep them private after all", "private", done.token), _see_words(done.round)),
    )


def leaving(at: datetime | None, zone: str) -> str:
    """When words leave a draft in which they are posted, and why not at once."""
    if at is None:
        return ""
    return (
        f"In the draft your words can be read until {times.moment(at, zone)}. They leave it then and not at once, so that nobody "
        "can tell who took words back."
    )


@says(said.WordsPrivate)
def words_private(done: said.WordsPrivate, texts: Texts) -> View:
    if done.too_late:
        return plain("The final summary is out and shows those words already. They will not be shown again.")
    return plain(
        f"Your words for question {done.number} stay private. They still count towards the themes.",
        leaving(done.leaves_at, done.zone),
        buttons=(_see_words(done.round),),
    )


def _see_words(round_: str) -> Button:
    return Button("See my words again", "words", round_)


@says(said.NothingToShow)
def nothing_to_show(nothing: said.NothingToShow, texts: Texts) -> View:
    return plain(
        "There are no saved words to look at. If you changed an answer since, look at it again first.",
        buttons=(Button("Answer privately", "answer", nothing.round, "primary"),),
    )
