"""Commands about the question set: shown to everybody, changed by admins from the next round on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.domain import commands as order
from bot.domain.errors import Refusal
from bot.domain.model import Question, QuestionSet
from bot.domain.model.asking import MOST_QUESTIONS
from bot.domain.outcomes import commands as said
from bot.domain.questions import MISSING, direction_of, is_correction, is_repeated, keys_of, texts_of
from bot.domain.rounds import RUNNING, is_of_organisation
from bot.engine import access, audit_trail
from bot.engine.context import EventContext

Questions = tuple[Question, ...]


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
    """Ask another question in the place of one; it keeps the direction unless the new words plainly say another."""
    before, old = _question_to_change(context, command.number)
    _refuse_repeated(old, command.text, command.number)
    direction = direction_of(command.text) or before.direction
    id = context.token()
    key = _key_before(context, command.text, _others(old, command.number)) or id
    new = Question(key=key, text=command.text, direction=direction)
    _ask_from_now_on(context, old, _replaced(old, command.number, new), command.number, "question changed", id)


def correct_question(context: EventContext, command: order.CorrectQuestion) -> None:
    """Mend slips in the words of a question. It stays the same question: answers to it that wait go on waiting."""
    before, old = _question_to_change(context, command.number)
    _refuse_repeated(old, command.text, command.number)
    if not is_correction(before.text, command.text):
        raise Refusal(said.QuestionsLeft(why="another", question_count=len(old.questions), number=command.number))
    new = replace(before, text=command.text)
    _ask_from_now_on(context, old, _replaced(old, command.number, new), command.number, "question corrected")


def add_question(context: EventContext, command: order.AddQuestion) -> None:
    """Ask one more question, after the others."""
    old = _questions_to_change(context)
    if len(old.questions) >= MOST_QUESTIONS:
        raise Refusal(said.QuestionsLeft(why="most", question_count=len(old.questions)))
    _refuse_repeated(old, command.text, number=0)
    id = context.token()
    key = _key_before(context, command.text, old.questions) or id
    new = Question(key=key, text=command.text, direction=direction_of(command.text) or MISSING)
    asked = (*old.questions, new)
    _ask_from_now_on(context, old, asked, len(asked), "question added", id)


def remove_question(context: EventContext, command: order.RemoveQuestion) -> None:
    """Ask a question no more; answers to it that wait come back as an addition, once there are enough of them."""
    _, old = _question_to_change(context, command.number)
    if len(old.questions) == 1:
        raise Refusal(said.QuestionsLeft(why="last", question_count=1))
    _ask_from_now_on(context, old, _others(old, command.number), command.number, "question removed")


def set_direction(context: EventContext, command: order.SetDirection) -> None:
    """Change how the answers to a question are read that do not say it themselves."""
    before, old = _question_to_change(context, command.number)
    if before.direction == command.direction:
        context.reply(_questions_shown(old))
        return
    new = replace(before, direction=command.direction)
    _ask_from_now_on(context, old, _replaced(old, command.number, new), command.number, "question read")


def _questions_to_change(context: EventContext) -> QuestionSet:
    found = context.uow.question_sets.get(context.organisation().questions)
    if found is None:
        raise Refusal(said.QuestionsLeft(why="unknown", question_count=0))
    return found


def _question_to_change(context: EventContext, number: int) -> tuple[Question, QuestionSet]:
    """The question of this number, and its set. Refused where there is none."""
    old = _questions_to_change(context)
    if not 1 <= number <= len(old.questions):
        raise Refusal(said.QuestionsLeft(why="unknown", question_count=len(old.questions), number=number))
    return old.questions[number - 1], old


def _refuse_repeated(old: QuestionSet, text: str, number: int) -> None:
    """`number` is the question that gets this text, or 0 for a new one."""
    for other, question in enumerate(old.questions, start=1):
        if other != number and is_repeated(question.text, text):
            raise Refusal(said.QuestionRepeated(number=other))


def _key_before(context: EventContext, text: str, beside: Iterable[Question]) -> str:
    """The key under which these very words were asked before; empty where they were not."""
    taken = keys_of(beside)
    sets = sorted(context.uow.question_sets.where(), key=lambda row: row.version, reverse=True)
    known = (question for row in sets for question in row.questions if question.text.split() == text.split())
    return next((question.key for question in known if question.key not in taken), "")


def _others(old: QuestionSet, number: int) -> Questions:
    return old.questions[: number - 1] + old.questions[number:]


def _replaced(old: QuestionSet, number: int, new: Question) -> Questions:
    return (*old.questions[: number - 1], new, *old.questions[number:])


def _ask_from_now_on(
    context: EventContext, old: QuestionSet, asked: Questions, number: int, action: str, id: str = ""
) -> None:
    """Save the questions as a version of their own, and show them; `number` is the one that has changed, or that is gone.

    `id` is the new version's, where it has one already: a question that was never asked before has it as its key.
    """
    made = QuestionSet(id=id or context.token(), version=old.version + 1, questions=asked)
    context.uow.question_sets.save(made)
    context.uow.organisations.save(replace(context.organisation(), questions=made.id))
    earlier = audit_trail.earlier_change(context, action, str(number))
    audit_trail.record_audit(context, action, str(number), undo=("questions", old.id))
    running = any(not is_of_organisation(row) for row in context.uow.rounds.where(state=RUNNING))
    shown = replace(
        _questions_shown(made),
        changed=True,
        running=running,
        earlier=earlier,
        number=number if len(asked) >= len(old.questions) else 0,
        turned=_is_turned(old, asked, number),
    )
    context.reply(shown)


def _is_turned(old: QuestionSet, asked: Questions, number: int) -> bool:
    """Return whether new words of a question gave it another direction."""
    if len(asked) != len(old.questions):
        return False
    before, after = old.questions[number - 1], asked[number - 1]
    return before.text != after.text and before.direction != after.direction
