"""A button of a form that is no longer open: what is true of it now."""

from __future__ import annotations

from bot.domain.outcomes.drafts import FormClosed
from bot.engine import access
from bot.engine.answers import submitting
from bot.engine.context import EventContext
from bot.views.view import form_mark

ROUNDS = 10
"""Number of a person's latest rounds that a button may belong to."""


def tell_form_is_closed(context: EventContext, token: str) -> None:
    """Send what is saved, when the button was one of the answer form's; of other forms, that they are over."""
    mark = token.partition(":")[0].rpartition(".")[2]
    round_id = _round_of(context, mark)
    if not round_id:
        context.reply(FormClosed())
        return
    interview, round_ = access.own_interview(context, round_id)
    context.reply(submitting.saved_answers_outcome(context, interview, round_) or FormClosed(round=round_id))


def questions_that_stay(context: EventContext, mark: str) -> tuple[int, ...]:
    """The questions whose saved answers stay when the form with this mark is given up: those of its round, if it is the answer
    form."""
    round_id = _round_of(context, mark)
    stands = submitting.saved_answers_outcome(context, *access.own_interview(context, round_id)) if round_id else None
    return stands.given if stands else ()


def _round_of(context: EventContext, mark: str) -> str:
    if context.member is None or not mark:
        return ""
    asked = [row.round for row in context.uow.interviews.where(member=context.member.id)]
    return next((id for id in reversed(asked[-ROUNDS:]) if form_mark("answer", id) == mark), "")
