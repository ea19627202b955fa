"""The questions in a form: whoever may change them sees all, and saves them as one change."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.confidential import ConfidentialText
from bot.domain.errors import Refusal
from bot.domain.model import Question, QuestionSet, Team
from bot.domain.outcomes import questions as said
from bot.domain.outcomes.commands import NotForYou
from bot.domain.questions import (
    LONGEST_QUESTION,
    NUMBERS,
    OPEN,
    answer_field,
    direction_of,
    is_repeated,
    text_of_number,
    texts_of,
    with_words,
)
from bot.engine import access, question_sets, question_versions
from bot.engine.commands.question_choice import put_in_place
from bot.engine.commands.questions import questions_shown
from bot.engine.context import EventContext

Values = Mapping[str, ConfidentialText]


def questions_form(context: EventContext, token: str) -> said.QuestionsForm:
    """Return the form. Refused for whoever may not change these questions."""
    team, asked = _changeable(context, token)
    return said.QuestionsForm(
        token=question_sets.form_token(team, asked), texts=texts_of(asked.questions), team=team.name if team else ""
    )


def submit_questions(context: EventContext, token: str, values: Values) -> None:
    """Take all questions as they stand in the form; a field that is left empty is asked no more."""
    team, old = _changeable(context, token)
    if token != question_sets.form_token(team, old):
        raise Refusal(said.QuestionsFormRefused(why="changed"))
    asked: list[Question] = []
    for number in NUMBERS:
        given = values.get(answer_field(number))
        before = text_of_number(old.questions, number)
        text = before if given is None else " ".join(given.reveal().split())
        if not text:
            continue
        if len(text) > LONGEST_QUESTION:
            raise Refusal(said.QuestionsFormRefused(why="long"), field=answer_field(number))
        if any(is_repeated(one.text, text) for one in asked):
            raise Refusal(said.QuestionsFormRefused(why="repeated"), field=answer_field(number))
        asked.append(_as_asked(context, old, number, text))
    if not asked:
        raise Refusal(said.QuestionsFormRefused(why="none"), field=answer_field(1))
    if tuple(asked) == old.questions:
        context.reply(questions_shown(context, team, old))
        return
    put_in_place(context, team, asked, "changed")


def _as_asked(context: EventContext, old: QuestionSet, number: int, text: str) -> Question:
    """Return the question of a field: the same one where its slips alone were mended, and else another."""
    if number > len(old.questions):
        return Question(key="", text=text, direction=direction_of(text) or OPEN)
    before = old.questions[number - 1]
    if text == before.text:
        return before
    if question_versions.mends_slips(context, before, text):
        return with_words([before], 1, text)[0]
    return Question(key="", text=text, direction=direction_of(text) or before.direction)


def _changeable(context: EventContext, token: str) -> tuple[Team | None, QuestionSet]:
    id = token.partition(":")[0]
    if id == question_sets.OF_ALL:
        access.require_admin(context)
        return None, question_sets.asked_now(context, None)
    team = context.uow.teams.get(id)
    if team is None or team.archived:
        raise Refusal(NotForYou(who="the team's leads and admins"))
    access.lead_or_admin(context, team.id)
    return team, question_sets.asked_now(context, team)
