"""The questions that an organisation starts with, and what is said of questions."""

from __future__ import annotations

from bot.domain.model import Question
from bot.domain.outcomes import commands as said
from bot.domain.questions import KEEP, MISSING, STOP, key_of
from bot.views.messages import times
from bot.views.messages.wording import Texts, plain_view, question_count, words_message
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
_CHANGED = ("The questions are changed.", "The questions that are asked:")
_CHANGED_ALONE = ("The question is changed.", "The question that is asked:")
_ASKS = {
    KEEP: "asks what should stay",
    STOP: "asks what should stop or change",
    MISSING: "asks what is missing or should start",
}


@words_message(said.QuestionsShown)
def questions_shown(shown: said.QuestionsShown, texts: Texts) -> View:
    count = len(shown.texts)
    changed, asked = _CHANGED if count > 1 else _CHANGED_ALONE
    directions = shown.directions or ("",) * len(shown.texts)
    items = tuple(_question_item(*one) for one in zip(shown.texts, directions, strict=True))
    blocks: list[Block] = [Text(changed if shown.changed else asked), Items(items, numbered=True)]
    if shown.changed:
        they_are = "They are" if count > 1 else "It is"
        kept = " A round that is running keeps the ones it asked." if shown.running else ""
        blocks.append(
            Text(f"{they_are} asked from the next round on.{kept} {times.earlier_change(shown.earlier)}".strip())
        )
    if shown.number and shown.directions:
        blocks += _reading_line(shown, shown.directions[shown.number - 1])
    reading = ""
    example = min(2, count)
    if shown.directions and not shown.number:
        reading = f" In brackets is how I read the answers; “questions read {example} as keep” changes that."
    change = f"Change {'one' if count > 1 else 'it'} with “questions set {example} What should we stop?”."
    blocks.append(Note(f"Version {shown.version}. {change}{reading}"))
    return View(tuple(blocks), f"The {question_count(count)}." if count > 1 else "The question.")


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


@words_message(said.QuestionRepeated)
def question_repeated(refused: said.QuestionRepeated, texts: Texts) -> View:
    return plain_view(
        f"That is question {refused.number} already, so nothing was changed: asked twice, nobody would know where an answer "
        "belongs. Word one of them differently."
    )


@words_message(said.QuestionsLeft)
def questions_left(refused: said.QuestionsLeft, texts: Texts) -> View:
    number, asked = refused.number, refused.question_count
    if not asked:
        return plain_view(
            "I cannot read the questions at the moment; the log of whoever runs me says why. Nothing was changed."
        )
    there_is = "there is one question" if asked == 1 else f"there are {question_count(asked)}"
    why = {
        "unknown": f"There is no question {number}: {there_is}. Say “questions show” to see {'it' if asked == 1 else 'them'}.",
        "most": f"There are {question_count(asked)} already, and more are not answered in a few minutes. "
        "Change one with “questions set 2” and its new text, or take one off with “questions remove 2”.",
        "last": "It is the only question there is, and a round needs one. Change it with “questions set 1” and its new text, or "
        "add another with “questions add” first.",
        "another": f"That reads like another question than question {number}, and answers that wait were given to the present one. "
        f"To ask the new one instead, say “questions set {number}” and its text; a correction mends slips alone.",
    }[refused.why]
    return plain_view(f"{why} Nothing was changed.")
