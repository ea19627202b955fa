"""What is asked: shown to everybody, changed by admins from the next round on."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain import commands as order
from bot.domain.errors import Refusal
from bot.domain.model import Question, QuestionSet
from bot.domain.outcomes import commands as said
from bot.domain.questions import direction_of, key_of, texts_of
from bot.domain.rounds import RUNNING
from bot.engine import access, lookup
from bot.engine.context import EventContext


def show_questions(context: EventContext, command: order.ShowQuestions) -> None:
    access.require_member(context)
    questions = context.uow.question_sets.get(context.organisation().questions)
    if questions:
        context.reply(_questions_shown(questions))


def _questions_shown(shown: QuestionSet) -> said.QuestionsShown:
    return said.QuestionsShown(
        texts=texts_of(shown.questions),
        version=shown.version,
        directions=tuple(question.direction for question in shown.questions),
    )


def set_question(context: EventContext, command: order.SetQuestion) -> None:
    """Change a question's words, and its direction if the new words plainly say another."""
    access.require_admin(context)
    old = context.uow.question_sets.get(context.organisation().questions)
    if old is None:
        return
    _refuse_repeated(old, command.text, command.number)
    before = old.questions[command.number - 1]
    direction = direction_of(command.text) or before.direction
    new = Question(key=key_of(command.text), text=command.text, direction=direction)
    _ask_from_now_on(context, old, command.number, new, "question changed")


def _refuse_repeated(old: QuestionSet, text: str, number: int) -> None:
    for other, question in enumerate(old.questions, start=1):
        if other != number and _same_question(question.text, text):
            raise Refusal(said.QuestionRepeated(number=other))


def set_direction(context: EventContext, command: order.SetDirection) -> None:
    """Change how the answers to a question are read that do not say it themselves."""
    access.require_admin(context)
    old = context.uow.question_sets.get(context.organisation().questions)
    if old is None:
        return
    before = old.questions[command.number - 1]
    if before.direction == command.direction:
        context.reply(_questions_shown(old))
        return
    _ask_from_now_on(context, old, command.number, replace(before, direction=command.direction), "question read")


def _ask_from_now_on(context: EventContext, old: QuestionSet, number: int, new: Question, action: str) -> None:
    """Save the questions as a version of their own, with `new` in the place of one, and show them."""
    before = old.questions[number - 1]
    asked = (*old.questions[: number - 1], new, *old.questions[number:])
    made = QuestionSet(id=context.token(), version=old.version + 1, questions=asked)
    context.uow.question_sets.save(made)
    context.uow.organisations.save(replace(context.organisation(), questions=made.id))
    earlier = lookup.earlier_change(context, action, str(number))
    lookup.record_audit(context, action, str(number))
    running = context.uow.rounds.count(state=RUNNING) > 0
    turned = new.text != before.text and new.direction != before.direction
    shown = replace(
        _questions_shown(made), changed=True, running=running, earlier=earlier, number=number, turned=turned
    )
    context.reply(shown)


def _same_question(one: str, other: str) -> bool:
    """Return whether two questions differ in nothing but capitals, blanks and punctuation."""
    bare = [re.sub(r"\W+", " ", text).strip().casefold() for text in (one, other)]
    return key_of(bare[0]) == key_of(bare[1]) or key_of(one) == key_of(other)
