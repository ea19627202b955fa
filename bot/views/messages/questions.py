"""The three questions that an organisation starts with, and what is said of questions."""

from __future__ import annotations

from bot.domain.model import Question
from bot.domain.outcomes import commands as said
from bot.domain.questions import KEEP, MISSING, STOP, key_of
from bot.views.messages import times
from bot.views.messages.wording import Texts, words_message
from bot.views.view import Block, Button, Buttons, Items, Note, Text, View

QUESTIONS = (
    "What works well here and should stay as it is?",
    "What should we stop doing, or do differently?",
    "What is missing: what would help you and the people you work for?",
)
DIRECTIONS = (KEEP, STOP, MISSING)
DEFAULT_QUESTIONS = tuple(
    Question(key=key_of(text), text=text, direction=direction)
    for text, direction in zip(QUESTIONS, DIRECTIONS, strict=True)
)
_ASKS = {
    KEEP: "asks what should stay",
    STOP: "asks what should stop or change",
    MISSING: "asks what is missing or should start",
}


@words_message(said.QuestionsShown)
def questions_shown(shown: said.QuestionsShown, texts: Texts) -> View:
    opening = "The questions are changed." if shown.changed else "The questions that are asked:"
    directions = shown.directions or ("",) * len(shown.texts)
    items = tuple(_question_item(*one) for one in zip(shown.texts, directions, strict=True))
    blocks: list[Block] = [Text(opening), Items(items, numbered=True)]
    if shown.changed:
        kept = " A round that is running keeps the ones it asked." if shown.running else ""
        blocks.append(
            Text(f"They are asked from the next round on.{kept} {times.earlier_change(shown.earlier)}".strip())
        )
    if shown.number and shown.directions:
        blocks += _reading_line(shown, shown.directions[shown.number - 1])
    reading = ""
    if shown.directions and not shown.number:
        reading = " In brackets is how I read the answers; “questions read 2 as keep” changes that."
    blocks.append(Note(f"Version {shown.version}. Change one with “questions set 2 What should we stop?”.{reading}"))
    return View(tuple(blocks), "The three questions.")


def _question_item(text: str, direction: str) -> str:
    return f"{text} ({_ASKS[direction]})" if direction in _ASKS else text


def _reading_line(shown: said.QuestionsShown, direction: str) -> list[Block]:
    """Return how the changed question is read now, and the other ways to read it."""
    asks = f"{_ASKS[direction]}, going by its new words" if shown.turned else _ASKS[direction]
    others = [one for one in _ASKS if one != direction]
    return [
        Text(
            f"Question {shown.number} now {asks}: so I read the answers to it. If that is not what you mean, tell me:"
        ),
        Buttons(
            tuple(Button(f"It {_ASKS[one]}", "order", f"questions read {shown.number} as {one}") for one in others)
        ),
    ]
