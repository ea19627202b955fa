"""Words for the permission to show somebody's words: the offer of a receipt, how they would look, and what was chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.outcomes import answering as said
from bot.domain.outcomes.quote_offers import QuoteOffer
from bot.domain.outcomes.sharing import WordsAsked
from bot.domain.releases import POINT_FLOOR
from bot.views.messages import times
from bot.views.messages.personal_data import point_out
from bot.views.messages.wording import Texts, numbered_list, plain_view, words_message
from bot.views.view import Block, Button, Buttons, Divider, Heading, Note, Quote, Text, View

SHOW = "Show them, unnamed"
_RULE = (
    f"They appear only if at least {POINT_FLOOR} people show theirs, and you can take it back until the final summary."
)


def offer_blocks(offer: QuoteOffer, round_: str, texts: Texts) -> Iterator[Block]:
    """A receipt's offer to show words: the words as they would appear, and one press for all of them."""
    if offer.answers:
        asked = (
            f"{_asks_again(offer)} If you like, others can read your words just like this, without your name:".strip()
        )
        # One block: the longest receipt has no room for another.
        yield Text(f"{_pointed_out(offer.taken_out)}\n\n{asked}".strip())
    several = len(offer.answers) + len(offer.too_long) > 1
    for answer, words in zip(offer.answers, texts, strict=True):
        if several:
            yield Text(f"Question {answer.number}")
        yield Quote(words or "")
    yield Text(
        f"{_RULE} {_too_long(offer)}".strip() if offer.answers else f"{_asks_again(offer)} {_too_long(offer)}".strip()
    )
    yield from _offer_buttons(offer, round_)


def _pointed_out(kinds: Sequence[str]) -> str:
    """Of personal data in words: what others would read, and that the words can be changed, or not shown."""
    found = point_out(kinds, "Others")
    return f"{found} You can change your words, or not show them: they count all the same." if found else ""


def _asks_again(offer: QuoteOffer) -> str:
    if not offer.again:
        return ""
    return f"You had let others see your earlier words for {numbered_list(offer.again)}. These are new, so I ask again."


def _too_long(offer: QuoteOffer) -> str:
    if not offer.too_long:
        return ""
    if offer.answers:
        return f"Your answer to {numbered_list(offer.too_long)} is too long to show here: look at it first."
    return "You wrote a lot, thank you. If others may read it, look first at how it would appear."


def _offer_buttons(offer: QuoteOffer, round_: str) -> Iterator[Buttons]:
    if offer.answers:
        yield Buttons((Button(SHOW, *_allowing(offer), "primary"),))
    if len(offer.answers) > 1:
        yield Buttons(tuple(Button(f"Show {answer.number}", "allow", answer.seen) for answer in offer.answers))
    if offer.too_long:
        yield Buttons((Button("See how it would appear", "words", round_),))


def _allowing(offer: QuoteOffer) -> tuple[str, str]:
    return ("allow.all", offer.seen_all) if offer.seen_all else ("allow", offer.answers[0].seen)


def asks_for_words(until: datetime, zone: str) -> str:
    """The request that a draft without anything to weigh makes."""
    return (
        f"May some of your words be shown, without your name? If at least {POINT_FLOOR} people say yes for the same question, I "
        f"post the draft again with these words on {times.day_and_time(until, zone)}, for all of you to weigh."
    )


def words_button(round_: str) -> Buttons:
    """The one button of that request."""
    return Buttons((Button("See how mine would appear", "words", round_, "primary"),))


@words_message(WordsAsked)
def words_asked(asked: WordsAsked, texts: Texts) -> View:
    return View(
        (
            Text(f"The draft of {asked.name} is there, and there is nothing in it yet that you could weigh."),
            Text(asks_for_words(asked.until, asked.zone)),
            words_button(asked.round),
            Note(
                "I ask this whether somebody answered or not. If you did not, or would rather keep your words private, there is "
                "nothing to do. Nobody sees who says yes."
            ),
        ),
        "May some of your words be shown?",
    )


def default_button(offers: bool) -> Button:
    """The button that changes a person's default."""
    return Button("Don’t ask again", "offer.no") if offers else Button("Ask me each time", "offer.yes")


def offers_in_words(offers: bool) -> str:
    """A person's default, as their own page says it."""
    if offers:
        return "When you save an answer, I show you how your words would appear to others, and ask."
    return "When you save an answer, I do not ask whether others may read your words. They stay private."


@words_message(said.QuoteOffersSet)
def quote_offers_set(done: said.QuoteOffersSet, texts: Texts) -> View:
    if done.offers:
        return plain_view(
            "Good: each time you save an answer, I show you how your words would appear, and ask.",
            buttons=(default_button(True),),
        )
    return plain_view(
        "As you like: your words stay private, and I do not ask again. What you have let others see stays as it is. "
        "Say “my words” whenever you want to look at them.",
        buttons=(default_button(False),),
    )


@words_message(said.WordsPreviewed)
def words_previewed(shown: said.WordsPreviewed, texts: Texts) -> View:
    changed = (
        "Something has changed since that message, so I have allowed nothing. Please have another look." * shown.changed
    )
    found = _pointed_out(shown.taken_out)
    blocks: list[Block] = [
        *(Text(text) for text in (changed, found) if text),
        Text("This is exactly how your words would appear to others: unnamed, without a time, among those of others."),
    ]
    for answer, words in zip(shown.answers, texts, strict=True):
        blocks += [Divider(), Heading(f"{answer.number}. {answer.question}"), Quote(words or "")]
        blocks += _may_be_shown(answer)
    change = (Button("Change", "answer", shown.round),) if found and shown.round else ()
    together = (Button("Show them all, unnamed", "allow.all", shown.seen_all, "primary"),) if shown.seen_all else ()
    blocks += [
        Divider(),
        Text(
            f"Words are shown only if at least {POINT_FLOOR} people allow theirs. Until the final you can take this back."
        ),
        Note("People who know you well may recognise your way of writing. No tool can prevent that."),
        Buttons((*together, *change, default_button(shown.offers))),
    ]
    return View(tuple(blocks), "How your words would appear.")


def _may_be_shown(answer: said.Previewed) -> tuple[Block, ...]:
    keep = Button("Keep them private", "private", answer.token)
    if answer.allowed:
        return (Text("You have allowed these words."), Buttons((keep,)))
    return (Buttons((Button(SHOW, "allow", answer.seen, "primary"), keep)),)


@words_message(said.WordsAllowed)
def words_allowed(done: said.WordsAllowed, texts: Texts) -> View:
    about = f"your words for {numbered_list([answer.number for answer in done.answers])}"
    condition = f"If at least {POINT_FLOOR} people show theirs for the same question"
    said_of_it = (
        f"Thank you. That round’s draft is out and stays as it is, without {about}. Next time I can show them if you say so "
        "before the round closes."
        if done.drafted
        else f"Thank you. {condition}, others will read {about}, unnamed."
    )
    return plain_view(said_of_it, buttons=(*_keep_buttons(done), _see_words(done.round)))


def _keep_buttons(done: said.WordsAllowed) -> tuple[Button, ...]:
    if len(done.answers) == 1:
        return (Button("Keep them private after all", "private", done.answers[0].token),)
    return tuple(Button(f"Keep {answer.number} private", "private", answer.token) for answer in done.answers)


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
        f"Your words for question {done.number} stay private. They still count towards the points.",
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
