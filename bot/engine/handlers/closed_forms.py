"""A button of a form that is no longer open: what is true of it now."""

from __future__ import annotations

from bot.domain.outcomes.drafts import FormClosed
from bot.engine import access
from bot.engine.handlers import answering
from bot.engine.work import EventContext
from bot.views.view import form_mark

ROUNDS = 10
"""How many of a person's latest rounds a button may be of."""


def tell_form_is_closed(turn: EventContext, token: str) -> None:
    """Say what is saved, when the button was one of the answer form's; of other forms, that they are over."""
    mark = token.partition(":")[0].rpartition(".")[2]
    round_id = _round_of(turn, mark)
    if not round_id:
        turn.reply(FormClosed())
        return
    interview, round_ = access.own_interview(turn, round_id)
    turn.reply(answering.saved_answers_outcome(turn, interview, round_) or FormClosed(round=round_id))


def questions_that_stay(turn: EventContext, mark: str) -> tuple[int, ...]:
    """The questions whose saved answers stay when the form with this mark is given up: those of its round, if it is the answer
    form."""
    round_id = _round_of(turn, mark)
    stands = answering.saved_answers_outcome(turn, *access.own_interview(turn, round_id)) if round_id else None
    return stands.given if stands else ()


def _round_of(turn: EventContext, mark: str) -> str:
    if turn.member is None or not mark:
        return ""
    asked = [row.round for row in turn.uow.interviews.where(member=turn.member.id)]
    return next((id for id in reversed(asked[-ROUNDS:]) if form_mark("answer", id) == mark), "")
