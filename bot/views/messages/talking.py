"""Words for those who ask what this is, say thanks, or say half of what is needed."""

from __future__ import annotations

from bot.domain.outcomes import talking as said
from bot.views.messages.wording import Texts, plain, says
from bot.views.view import Button, View


@says(said.Explained)
def explained(what: said.Explained, texts: Texts) -> View:
    team = f"{what.team}’s" if what.team else "your team’s"
    answer = (Button("Answer privately", "answer", what.round, "primary"),) if what.round else ()
    return plain(
        f"I am Folkmoot, a program. I ask everyone in a team the same three questions, because {team} own people know best what "
        "works and what does not. Answering is up to you.",
        f"Nobody sees who answered, or a single answer. What several people said comes back to the team as a draft, once at least "
        f"{what.k} people answered; you can challenge it before it becomes final.",
        summary="What this is.",
        buttons=(*answer, Button("The whole promise", "order", "privacy"), Button("Help", "order", "help")),
    )


@says(said.Acknowledged)
def acknowledged(nod: said.Acknowledged, texts: Texts) -> View:
    if nod.draft:
        return plain(
            "You are welcome. Your draft is still here, and not sent yet.",
            buttons=(Button("Show my draft", "order", "my draft"),),
        )
    return plain("You are welcome. Say “help” whenever you need me.")


@says(said.AskedUntilWhen)
def asked_until_when(away: said.AskedUntilWhen, texts: Texts) -> View:
    decline = (Button("Not this time", "decline", away.round),) if away.round else ()
    return plain(
        "Until when are you away? Write, for example, “away until 1 September”, and I leave you in peace until then. "
        "You need not say why.",
        buttons=decline,
    )


@says(said.ButtonElsewhere)
def button_elsewhere(elsewhere: said.ButtonElsewhere, texts: Texts) -> View:
    return plain("That choice belongs to a point: please press its button under the point that you mean.")
