"""Words for asking back about a point."""

from __future__ import annotations

from bot.domain.follow_ups import AskBack
from bot.domain.outcomes import ask_back as said
from bot.views.messages.weighing import shortened_words
from bot.views.messages.wording import Texts, plain_view, words_form, words_message
from bot.views.view import Button, Form, FormField, Option, View

QUESTIONS = {
    AskBack.EXAMPLE: "Can you give an example?",
    AskBack.BETTER: "What would be better?",
    AskBack.SINCE: "Since when?",
}
LONGEST_LABEL = 120
OWN_WORDS = (
    "Points in somebody’s own words are left out: the question would repeat them, and people would look at who wrote them. "
    "You can speak of such a point in your next meeting."
)
_REFUSED = {
    "point": "Please choose a point.",
    "question": "Please choose a question.",
    "most": "Two questions wait for the next round already: more would be too many to answer.",
    "none": "There is no point that you can ask back about: each once, while it has no end yet.",
    "words": f"There is no other point that you can ask back about. {OWN_WORDS}",
    "gone": "That is for those who lead the team, or it is there no more. Nothing was changed.",
}


def question_about(question: AskBack, label: str) -> str:
    """Return the question as everybody is asked it."""
    words = label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"
    return f"You said: “{words}”. {QUESTIONS[question]}"


def ask_back_button(follow_up: str) -> Button:
    """Button that opens the choice of a point and a question, for the group of one point."""
    return Button("Ask back", "ask_back", follow_up)


@words_form(said.AskBackForm)
def ask_back_form(form: said.AskBackForm, texts: Texts) -> Form:
    left_out = f" {OWN_WORDS}" if form.words_left_out else ""
    return Form(
        name="ask_back",
        token=form.token,
        title="Ask back",
        fields=(
            FormField(
                name="point",
                label="About which point?",
                options=tuple(Option(id, shortened_words(label)) for id, label in form.points),
                required=True,
            ),
            FormField(
                name="question",
                label="What do you ask?",
                options=tuple(Option(question.value, text) for question, text in QUESTIONS.items()),
                required=True,
            ),
        ),
        submit="Ask",
        note=f"I ask everybody in the team, with the next questions. Nobody sees who said what.{left_out}",
    )


@words_message(said.AskBackOffered)
def ask_back_offered(offered: said.AskBackOffered, texts: Texts) -> View:
    return plain_view(
        "About each point you can ask back once: everybody in the team is asked, with the next questions.",
        buttons=(ask_back_button(offered.token),),
    )


@words_message(said.AskBackNoted)
def ask_back_noted(noted: said.AskBackNoted, texts: Texts) -> View:
    return plain_view(f"Noted. With the next questions I ask everybody in the team: {noted.question}")


@words_message(said.AskBackRefused)
def ask_back_refused(refused: said.AskBackRefused, texts: Texts) -> View:
    return plain_view(_REFUSED[refused.why])
