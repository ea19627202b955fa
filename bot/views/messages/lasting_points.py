"""Words for lasting points: what is under challenge, the forms to decide on it, and what was decided."""

from __future__ import annotations

from bot.domain.outcomes import lasting_points as said
from bot.domain.outcomes.sharing import RaisedOverTime
from bot.domain.releases.challenges import LONGEST_REASON, LONGEST_WORDING
from bot.views.messages.follow_ups import answer_buttons
from bot.views.messages.weighing import GONE, shortened_words
from bot.views.messages.wording import Texts, first_text, plain_view, words_form, words_message
from bot.views.view import Block, Button, Buttons, Form, FormField, Heading, Items, Note, Text, View


def _label(label: str, texts: Texts) -> str:
    return shortened_words(label or first_text(texts) or GONE)


def _decision_buttons(id: str) -> Buttons:
    return Buttons((Button("Word it anew", "earlier.reword", id), Button("Let it go", "earlier.drop", id)))


@words_message(said.PointChallenged)
def point_challenged(challenged: said.PointChallenged, texts: Texts) -> View:
    label = _label(challenged.label, texts)
    return View(
        (
            Text(
                f"An earlier point of {challenged.name} is under challenge: “{label}”. Several people see it differently now."
            ),
            Text(
                "You can word it anew, and people weigh that with the next draft, or let it go and say why. If you do neither, "
                "people are asked again some rounds later."
            ),
            _decision_buttons(challenged.token),
        ),
        "An earlier point is under challenge.",
    )


@words_message(said.ChallengeTold)
def challenge_told(told: said.ChallengeTold, texts: Texts) -> View:
    label = _label(told.label, texts)
    return plain_view(
        f"An earlier point of {told.name} is under challenge: “{label}”. Several people see it differently now.",
        summary="An earlier point is under challenge.",
    )


@words_message(said.ChallengedShown)
def challenged_shown(shown: said.ChallengedShown, texts: Texts) -> View:
    if not shown.points:
        return plain_view("No point that you can decide on is under challenge.")
    words = iter(texts)
    blocks: list[Block] = []
    for id, label in shown.points:
        blocks += [
            Text(f"Under challenge: “{shortened_words(label or next(words, None) or GONE)}”"),
            _decision_buttons(id),
        ]
    return View(tuple(blocks), "Points under challenge.")


@words_form(said.EarlierPointForm)
def earlier_point_form(form: said.EarlierPointForm, texts: Texts) -> Form:
    label = _label(form.label, texts)
    if form.drop:
        return Form(
            name="earlier.drop",
            token=form.token,
            title="Let a point go",
            fields=(
                FormField(
                    name="reason", label=f"Why can “{label}” go? In a sentence", limit=LONGEST_REASON, required=True
                ),
            ),
            submit="Let it go",
            note="I post it where the point was posted, for all to read. Earlier summaries stay as they are.",
            public=True,
        )
    return Form(
        name="earlier.reword",
        token=form.token,
        title="Word a point anew",
        fields=(FormField(name="wording", label=f"How should “{label}” read?", limit=LONGEST_WORDING, required=True),),
        submit="Word it so",
        note="I post it where the point was posted. People weigh it with the next draft. Earlier summaries stay as they are.",
        public=True,
    )


_REFUSED = {
    "gone": "That is not for you to decide, or it is under challenge no more. Nothing was changed.",
    "words": "Please write it in a few words of your own.",
    "long": f"Please say it shorter: {LONGEST_WORDING} characters for a wording, {LONGEST_REASON} for a reason.",
    "same": "That is how it reads already.",
    "taken": "These are the words of another point that stands. Please word this one otherwise, or let it go: the other one stays.",
}


@words_message(said.EarlierPointRefused)
def earlier_point_refused(refused: said.EarlierPointRefused, texts: Texts) -> View:
    return plain_view(_REFUSED[refused.why])


@words_message(said.EarlierPointDecided)
def earlier_point_decided(decided: said.EarlierPointDecided, texts: Texts) -> View:
    label = _label(decided.label, texts)
    if decided.wording:
        text = f"An earlier point of {decided.name} was challenged: “{label}”. It now reads “{decided.wording}”."
        return View((Text(text), Text("You can weigh that with the next draft.")), "A point was worded anew.")
    return plain_view(
        f"An earlier point of {decided.name} was challenged, and is let go: “{label}”. {decided.reason}",
        summary="A point was let go.",
    )


@words_message(said.EarlierPointNoted)
def earlier_point_noted(noted: said.EarlierPointNoted, texts: Texts) -> View:
    return plain_view(
        "Thank you. It is posted, with your reason."
        if noted.dropped
        else "Thank you. It is posted, and comes with the next draft."
    )


@words_message(RaisedOverTime)
def raised_over_time(raised: RaisedOverTime, texts: Texts) -> View:
    blocks: list[Block] = [
        Text(f"Raised over time: {raised.name}"),
        Text("In no single round did enough of you say this to show it. Over several rounds, several of you did:"),
    ]
    for question in raised.summary.questions:
        blocks += [Heading(question.text), Items(tuple(point.label for point in question.points))]
    return View(
        (
            *blocks,
            *answer_buttons((id, raised.summary.labels.get(key, "")) for id, key in raised.open_points),
            Note("I do not tell in which rounds. Each of these points gets an answer too: “promises” shows them."),
        ),
        "What was raised over time.",
    )
