"""Words for those who ask what this is, say thanks, or say half of what is needed."""

from __future__ import annotations

from bot.domain.outcomes import talking as said
from bot.views.messages import times
from bot.views.messages.answering import DETAILS, nobody_sees
from bot.views.messages.wording import Texts, plain_view, question_count, words_message
from bot.views.view import Button, View


@words_message(said.Explained)
def bot_explained(what: said.Explained, texts: Texts) -> View:
    team = f"{what.team}’s" if what.team else "your team’s"
    answer = (Button("Answer privately", "answer", what.round, "primary"),) if what.round else ()
    return plain_view(
        f"I am Folkmoot, a program. I ask everyone in a team the same {question_count(what.question_count)}, because {team} own "
        "people know best what works and what does not. Answering is up to you.",
        f"{nobody_sees(what.language_model)} What several people said comes back to the team as a draft, once at least "
        f"{what.k} people answered; you can challenge it before it becomes final.",
        summary="What this is.",
        buttons=(*answer, Button("The whole promise", "order", "privacy"), Button("Help", "order", "help")),
    )


@words_message(said.Greeted)
def person_greeted(hello: said.Greeted, texts: Texts) -> View:
    """Three lines and three buttons."""
    team = f"{hello.team}’s" if hello.team else "your team’s"
    now = (
        f"You can answer {team} questions until {times.day_and_time(hello.until, hello.zone)}."
        if hello.until
        else "There is nothing to answer now; I write to you when there is."
    )
    first = (
        Button("Answer privately", "answer", hello.round, "primary")
        if hello.until
        else Button("Who is in my team", "order", "team people")
    )
    return plain_view(
        "Hello. I am Folkmoot: I ask teams what works and what does not.",
        now,
        nobody_sees(hello.language_model),
        summary="Hello.",
        buttons=(first, DETAILS, Button("Help", "order", "help")),
    )


@words_message(said.Acknowledged)
def thanks_acknowledged(nod: said.Acknowledged, texts: Texts) -> View:
    if nod.draft:
        return plain_view(
            "You are welcome. Your draft is still here, and not sent yet.",
            buttons=(Button("Show my draft", "order", "my draft"),),
        )
    return plain_view("You are welcome. Say “help” whenever you need me.")


@words_message(said.AskedUntilWhen)
def asked_until_when(away: said.AskedUntilWhen, texts: Texts) -> View:
    decline = (Button("Not this time", "decline", away.round),) if away.round else ()
    return plain_view(
        "Until when are you away? Write, for example, “away until 1 September”, and I leave you in peace until then. "
        "You need not say why.",
        buttons=decline,
    )


@words_message(said.ButtonElsewhere)
def button_elsewhere(elsewhere: said.ButtonElsewhere, texts: Texts) -> View:
    return plain_view("That choice belongs to a point: please press its button under the point that you mean.")
