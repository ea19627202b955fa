"""Commands that change single questions: of the organisation by admins, of a team by who leads it, from the next round on."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import question_commands as order
from bot.domain.errors import Refusal
from bot.domain.model import Question, QuestionSet, Team
from bot.domain.model.asking import MOST_QUESTIONS
from bot.domain.outcomes import commands as said
from bot.domain.questions import DIRECTIONS, OPEN, direction_of, is_repeated, number_in, texts_of, with_words
from bot.engine import audit_trail, question_sets, question_versions
from bot.engine.commands import live_corrections
from bot.engine.context import EventContext

Questions = tuple[Question, ...]


def show_questions(context: EventContext, command: order.ShowQuestions) -> None:
    team = question_sets.team_to_show(context, command.team)
    asked = question_sets.asked_now(context, team)
    shown = questions_shown(context, team, asked)
    context.reply(replace(shown, form=question_sets.token_to_change(context, team, asked)))


def questions_shown(context: EventContext, team: Team | None, shown: QuestionSet) -> said.QuestionsShown:
    """Return a set as a message; it names the team where the set is the team's own."""
    acting = context.member
    return said.QuestionsShown(
        texts=texts_of(shown.questions),
        version=shown.version,
        directions=tuple(question.direction for question in shown.questions),
        team=team.name if team and team.questions == shown.id else "",
        set=shown.id,
        others=()
        if team or not (acting and acting.admin)
        else tuple(row.name for row in question_sets.teams_with_own(context)),
    )


def set_question(context: EventContext, command: order.SetQuestion) -> None:
    """Ask another question in the place of one; it keeps the direction unless the new words plainly say another."""
    team = question_sets.team_to_change(context, command.team)
    before, old = _question_to_change(context, team, command.number)
    _refuse_repeated(old, command.text, command.number)
    direction = direction_of(command.text) or before.direction
    id = context.token()
    new = Question(key=id, text=command.text, direction=direction)
    new = replace(new, key=question_versions.key_before(context, team, new, _others(old, command.number)) or id)
    _ask_from_now_on(context, team, old, _replaced(old, command.number, new), command.number, "changed", id)


def correct_question(context: EventContext, command: order.CorrectQuestion) -> None:
    """Mend slips in the words of a question. It stays the same question: answers to it that wait go on waiting."""
    team = question_sets.team_to_change(context, command.team)
    before, old = _question_to_change(context, team, command.number)
    _refuse_repeated(old, command.text, command.number)
    question_versions.refuse_another(context, before, command.text, command.number, len(old.questions))
    asked = with_words(old.questions, command.number, command.text)
    _ask_from_now_on(context, team, old, asked, command.number, "corrected")
    if team is None:
        live_corrections.mend_copies(context, before, command.text)


def add_question(context: EventContext, command: order.AddQuestion) -> None:
    """Ask one more question, after the others."""
    team = question_sets.team_to_change(context, command.team)
    old = question_sets.asked_now(context, team)
    if len(old.questions) >= MOST_QUESTIONS:
        raise Refusal(said.QuestionsLeft(why="most", question_count=len(old.questions)))
    _refuse_repeated(old, command.text, number=0)
    id = context.token()
    new = Question(key=id, text=command.text, direction=direction_of(command.text) or OPEN)
    new = replace(new, key=question_versions.key_before(context, team, new, old.questions) or id)
    asked = (*old.questions, new)
    _ask_from_now_on(context, team, old, asked, len(asked), "added", id)


def remove_question(context: EventContext, command: order.RemoveQuestion) -> None:
    """Ask a question no more; answers to it that wait come back as an addition, once there are enough of them."""
    team = question_sets.team_to_change(context, command.team)
    _, old = _question_to_change(context, team, command.number)
    if len(old.questions) == 1:
        raise Refusal(said.QuestionsLeft(why="last", question_count=1))
    _ask_from_now_on(context, team, old, _others(old, command.number), command.number, "removed")


def set_direction(context: EventContext, command: order.SetDirection) -> None:
    """Change how the answers to a question are read that do not say it themselves."""
    team = question_sets.team_to_change(context, command.team)
    before, old = _question_to_change(context, team, command.number)
    if before.direction == command.direction:
        context.reply(questions_shown(context, team, old))
        return
    id = context.token()
    new = replace(before, direction=command.direction)
    if question_versions.is_read_otherwise(context, team, new):
        new = replace(new, key=question_versions.key_before(context, team, new, _others(old, command.number)) or id)
    _ask_from_now_on(context, team, old, _replaced(old, command.number, new), command.number, "read", id)


def press_direction(context: EventContext, token: str) -> None:
    """The buttons under a changed question of a team: the number, the direction, and the set that was changed."""
    number, direction, id = [*token.split(":"), "", ""][:3]
    found = context.uow.question_sets.get(id)
    team = context.uow.teams.get(found.team) if found and found.team else None
    question_sets.require_right_to_change(context, found, team)
    if direction not in DIRECTIONS:
        raise Refusal(said.QuestionsLeft(why="unknown", question_count=len(found.questions) if found else 0))
    name = team.name if team else ""
    set_direction(context, order.SetDirection(number=number_in(number) or 0, direction=direction, team=name))


def _question_to_change(context: EventContext, team: Team | None, number: int) -> tuple[Question, QuestionSet]:
    """The question of this number, and its set. Refused where there is none."""
    old = question_sets.asked_now(context, team)
    if not 1 <= number <= len(old.questions):
        raise Refusal(said.QuestionsLeft(why="unknown", question_count=len(old.questions), number=number))
    return old.questions[number - 1], old


def _refuse_repeated(old: QuestionSet, text: str, number: int) -> None:
    """`number` is the question that gets this text, or 0 for a new one."""
    for other, question in enumerate(old.questions, start=1):
        if other != number and is_repeated(question.text, text):
            raise Refusal(said.QuestionRepeated(number=other))


def _others(old: QuestionSet, number: int) -> Questions:
    return old.questions[: number - 1] + old.questions[number:]


def _replaced(old: QuestionSet, number: int, new: Question) -> Questions:
    return (*old.questions[: number - 1], new, *old.questions[number:])


def _ask_from_now_on(
    context: EventContext, team: Team | None, old: QuestionSet, asked: Questions, number: int, what: str, id: str = ""
) -> None:
    """Save the questions as a version of their own, and show them; `number` is the one that has changed, or that is gone.

    `id` is the new version's, where it has one already: a question that was never asked before has it as its key.
    """
    action, subject = f"question {what}", f"{team.name}: {number}" if team else str(number)
    undo = question_sets.undo_steps(context, team)
    made = question_sets.save_version(context, team, asked, what, id=id)
    earlier = audit_trail.earlier_change(context, action, subject)
    audit_trail.record_audit(context, action, subject, undo=undo)
    now = replace(team, questions=made.id) if team else None
    shown = replace(
        questions_shown(context, now, made),
        changed=True,
        running=question_sets.is_asked_in_running_round(context, team),
        earlier=earlier,
        number=number if len(asked) >= len(old.questions) else 0,
        turned=_is_turned(old, asked, number),
        words_before=live_corrections.words_still_asked(context, now, asked[number - 1]) if what == "corrected" else "",
    )
    context.reply(shown)


def _is_turned(old: QuestionSet, asked: Questions, number: int) -> bool:
    """Return whether new words of a question gave it another direction."""
    if len(asked) != len(old.questions):
        return False
    before, after = old.questions[number - 1], asked[number - 1]
    return before.text != after.text and before.direction != after.direction
