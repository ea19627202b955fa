"""Words for what somebody typed and has not sent."""

from __future__ import annotations

from bot.domain.outcomes import drafts as said
from bot.views.messages import times
from bot.views.messages.answering import after_saving
from bot.views.messages.warm_words import warm_words
from bot.views.messages.wording import VIEWS, Texts, numbered_list, plain_view, words_message
from bot.views.view import Block, Button, Buttons, Items, Note, Quote, Text, View

_CHANGED = {"": "", "corrected": "Corrected as you edited it. ", "shortened": "Taken off. "}


def _take_off(round_: str, number: int, last: str) -> tuple[Button, ...]:
    return (Button("Take off the last message", "takeoff", f"{round_}:{number}:{last}"),) if last else ()


@words_message(said.DraftKept)
def draft_kept(draft: said.DraftKept, texts: Texts) -> View:
    opening = "I have kept this as a draft. Nothing is sent yet:"
    if draft.change:
        opening = f"{_CHANGED[draft.change]}This is in your draft now, and nothing is sent yet:"
    placing = tuple(
        Button(f"Question {number}", "place", f"{draft.round}:{number}")
        for number in range(1, len(draft.questions) + 1)
    )
    discard = Button("Throw away", "discard", draft.round, "danger")
    return View(
        (
            *warm_words(texts),
            Text(opening),
            Quote(texts[0] or ""),
            Text("Which question does it answer?"),
            Items(draft.questions, numbered=True),
            Buttons((*placing, *_take_off(draft.round, 0, draft.last), discard)),
            Note("You can send more messages: I add them to the draft."),
        ),
        "Your words are kept as a draft.",
    )


@words_message(said.DraftPlaced)
def draft_placed(draft: said.DraftPlaced, texts: Texts) -> View:
    changed = _CHANGED[draft.change]
    blocks: list[Block] = []
    for number, question, words in zip(draft.numbers, draft.questions, texts, strict=True):
        blocks += [Text(f"{changed}A draft for question {number}, not sent yet: {question}"), Quote(words or "")]
        changed = ""
    blocks.append(
        Buttons(
            (
                Button("Send it" if len(draft.numbers) == 1 else "Send them", "senddraft", draft.round, "primary"),
                Button("Open the form", "answer", draft.round),
                *_take_off(draft.round, draft.number, draft.last),
                Button("Throw away", "discard", draft.round, "danger"),
            )
        )
    )
    return View(tuple(blocks), "Your draft is ready.")


@words_message(said.DraftDiscarded)
def draft_discarded(gone: said.DraftDiscarded, texts: Texts) -> View:
    return plain_view("Thrown away. Nothing was sent.")


@words_message(said.DraftEmptied)
def draft_emptied(gone: said.DraftEmptied, texts: Texts) -> View:
    return plain_view("Taken off. Nothing is left in your draft, and nothing was sent.")


@words_message(said.NoDraft)
def no_draft(none: said.NoDraft, texts: Texts) -> View:
    if none.given:
        return plain_view(
            f"There is no unsent draft. What is saved: your answer to {numbered_list(none.given)}.",
            buttons=after_saving(none.round),
        )
    return plain_view(
        "There is no unsent draft, and no answer of yours is saved in this round.",
        buttons=(Button("Answer privately", "answer", none.round, "primary"),),
    )


@words_message(said.AnswersStand)
def answers_stand(standing: said.AnswersStand, texts: Texts) -> View:
    until = times.day_and_time(standing.until, standing.zone)
    when = (
        "This round has closed: what you change now waits for the next summary and counts the same."
        if standing.late
        else f"You can change or withdraw it until {until}."
    )
    why = "There is nothing left to remind you of. " if standing.why == "reminder" else ""
    return plain_view(
        f"{why}Your answer to {numbered_list(standing.given)} is saved. {when}",
        summary="Your answer is saved.",
        buttons=after_saving(standing.round),
    )


@words_message(said.EditUnseen)
def edit_unseen(unseen: said.EditUnseen, texts: Texts) -> View:
    buttons = (Button("Change my answers", "answer", unseen.round),) if unseen.round else ()
    return plain_view(
        "You edited a message that is not part of a draft. What I have saved stays as it was.", buttons=buttons
    )


@words_message(said.DraftTooLong)
def draft_too_long(long: said.DraftTooLong, texts: Texts) -> View:
    return plain_view(
        f"Together that is {long.length:,} characters for question {long.number}; {long.limit:,} fit. Your words are kept as "
        "a draft and nothing is sent. You can shorten a message by editing it, or throw the draft away.",
        buttons=(Button("Throw away", "discard", long.round, "danger"),),
    )


@words_message(said.MaybeAnAnswer)
def maybe_an_answer(either: said.MaybeAnAnswer, texts: Texts) -> View:
    """The message as it is, and a way to say that it was meant otherwise."""
    view = VIEWS[type(either.said)](either.said, texts)
    return view.plus(Buttons((Button("It is an answer", "isanswer", either.part),)))


_REQUESTS = {
    "privacy": "Who can see this?",
    "who answered": "Who has answered?",
    "withdraw": "Withdraw my answers",
    "forget me": "Forget me",
    "answer": "Show me the questions",
    "not this time": "Not this time",
    "stop": "Stop writing to me",
    "away without a date": "I am away",
    "away": "I am away",
    "what is this": "What happens here?",
    "draft": "Show my draft",
    "send": "Send my draft",
    "remind": "Remind me tomorrow",
}
"""Labels of buttons for offered requests, where these differ from the command's own name."""


@words_message(said.MaybeARequest)
def maybe_a_request(either: said.MaybeARequest, texts: Texts) -> View:
    """The draft as it is, and a way to say that its last words were meant otherwise."""
    view = VIEWS[type(either.said)](either.said, texts)
    label = _REQUESTS.get(either.request, either.request.capitalize())
    button = Button(label, "request", f"{either.part}:{either.request}")
    return view.plus(Note("Or did you mean this? Then I take your last message out of the draft:"), Buttons((button,)))


@words_message(said.FormClosed)
def form_closed(closed: said.FormClosed, texts: Texts) -> View:
    if closed.round:
        return plain_view(
            "That form is no longer open, and no answer of yours is saved in this round.",
            buttons=(Button("Answer privately", "answer", closed.round, "primary"),),
        )
    return plain_view(
        "That form is no longer open: it was sent or cancelled, or its time is over. Nothing more was sent now.",
        buttons=(Button("What is saved", "order", "my data"),),
    )
