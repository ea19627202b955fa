"""The first messages that somebody gets are short, as every platform shows them: 60 words at most, its own first line included."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.slack import render as slack
from adapters.telegram import markup
from adapters.telegram.render import render_view
from bot.domain.outcomes.answering import EveryoneReminded, QuestionsAsked
from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.membership import YouJoined
from bot.domain.outcomes.talking import Greeted
from bot.views import messages
from bot.views.messages.questions import QUESTIONS
from bot.views.view import Buttons, View

MOST_WORDS = 60
AT = datetime(2026, 3, 6, 18, tzinfo=UTC)
ASKED = {
    "round": "r",
    "team": "Crisis line",
    "questions": QUESTIONS,
    "closes_at": AT,
    "zone": "UTC",
    "k": 5,
}
FIRST: tuple[Outcome, ...] = (
    QuestionsAsked(**ASKED),  # type: ignore[arg-type]
    YouJoined(team="Crisis line", k=5),
    YouJoined(team="Crisis line", k=5, by="Ida"),
    Greeted(team="Crisis line", round="r", until=AT),
)


def said_on_telegram(view: View) -> str:
    return " ".join(markup.visible_text(each.html) for each in render_view(view, lambda button: "x"))


def said_on_slack(view: View) -> str:
    """All texts of the blocks but those of buttons."""
    shown = slack.render_blocks(View(tuple(b for b in view.blocks if not isinstance(b, Buttons)), view.summary))
    found: list[str] = []

    def walk(part: object) -> None:
        if isinstance(part, dict):
            found.extend([part["text"]] if isinstance(part.get("text"), str) else [])
            for each in part.values():
                walk(each)
        elif isinstance(part, list):
            for each in part:
                walk(each)

    walk(shown)
    return " ".join(found)


@pytest.mark.parametrize("outcome", FIRST, ids=lambda outcome: type(outcome).__name__)
@pytest.mark.parametrize("said", [said_on_telegram, said_on_slack])
def test_a_first_message_has_few_words(outcome: Outcome, said: object) -> None:
    text = said(messages.word_outcome(outcome, ()))  # type: ignore[operator]
    assert 20 < len(text.split()) <= MOST_WORDS, text


def test_confidentiality_is_explained_once_and_then_in_one_line_with_details() -> None:
    joined, asked = (messages.word_outcome(outcome, ()) for outcome in (FIRST[1], FIRST[0]))
    reminded = messages.word_outcome(EveryoneReminded(**ASKED), ())  # type: ignore[arg-type]
    assert "A point needs at least 5 people" in said_on_telegram(joined)
    for later in (asked, reminded):
        assert said_on_telegram(later).count("Confidential: nobody sees who answered, or a single answer.") == 1
        assert "A point needs" not in said_on_telegram(later)
        assert [button.token for button in later.buttons() if button.label == "Details"] == ["privacy"]


def test_a_hello_has_three_lines_and_three_buttons() -> None:
    for hello in (Greeted(team="Crisis line"), Greeted(team="", round="r", until=AT)):
        view = messages.word_outcome(hello, ())
        assert len([block for block in view.blocks if not isinstance(block, Buttons)]) == 3
        assert len(view.buttons()) == 3
