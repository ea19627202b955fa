"""End of the forms that are asked field by field: each goes with what it is about, so that nobody is kept in one that is over (C9).

What was typed for it is given back to its author once, and is kept no longer. A form for which nothing was typed waits until it is
answered, and then says what is true.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.domain.meetings import MeetingStep, can_take_step
from bot.domain.model import Dialogue, RoundState
from bot.domain.outcomes.dialogue import TypedGivenBack
from bot.domain.outcomes.meetings import NotesTooLate
from bot.domain.rounds import ASKED
from bot.engine.answers import form_steps, form_wizard
from bot.engine.context import WorkContext

NOTES_FORM, SET_UP_FORM = "meet.write", "setup"
SET_UP_KEPT = timedelta(days=7)
"""Time after which a set-up form is over that nobody has sent: it is about nothing that ends, and may name people."""


def close_ended_forms(work: WorkContext, member: str = "") -> None:
    """Keep nothing of a form that cannot be sent any more: of one member's, or of everybody's."""
    for dialogue in form_wizard.dialogues_of(work, member) if member else work.uow.dialogues.where():
        if is_over(work, dialogue):
            _keep_nothing(work, dialogue)


def find_ended(work: WorkContext) -> list[str]:
    """Return the ids of the forms that hold something, and cannot be sent any more. Reads only."""
    return [row.id for row in work.uow.dialogues.where() if is_over(work, row) and _holds_anything(work, row)]


def close_these(work: WorkContext, ids: list[str]) -> None:
    """Keep nothing of those of these forms that are over."""
    for dialogue in filter(None, (work.uow.dialogues.get(id) for id in ids)):
        if is_over(work, dialogue):
            _keep_nothing(work, dialogue)


def _keep_nothing(work: WorkContext, dialogue: Dialogue) -> None:
    """Close a form for which something was typed, and give that back; of others forget what was chosen."""
    form = form_steps.form_of(dialogue)
    typed = form_wizard.typed_words(work, dialogue)
    if not typed and form.name != NOTES_FORM:
        if _holds_anything(work, dialogue):
            form_wizard.start_again(work, dialogue)
        return
    refs = tuple(work.keep_once(dialogue.member, words) for words in form_wizard.give_up(work, dialogue))
    # Of notes told without any words too: what is typed next is meant for the team, and would be taken for something private.
    ended = NotesTooLate(refs=refs) if form.name == NOTES_FORM else TypedGivenBack(refs=refs, form=form.title)
    work.say(dialogue.id, ended)


def _holds_anything(work: WorkContext, dialogue: Dialogue) -> bool:
    return any(work.uow.texts.read(form_wizard.field_refs(dialogue)))


def is_over(work: WorkContext, dialogue: Dialogue) -> bool:
    """Return whether nothing of a form can be sent any more, whatever is typed for it."""
    form = form_steps.form_of(dialogue)
    ends = _ENDS.get(form.name)
    if form.name == SET_UP_FORM and dialogue.begun_at and work.now - dialogue.begun_at >= SET_UP_KEPT:
        return True
    return ends is not None and ends(work, dialogue.member, form.token)


def _answer_over(work: WorkContext, member: str, token: str) -> bool:
    round_ = work.uow.rounds.get(token)
    asked = round_ is not None and round_.state in ASKED
    return not asked or work.uow.interviews.count(round=token, member=member) == 0


def _notes_over(work: WorkContext, member: str, token: str) -> bool:
    id, _, number = token.partition(":")
    meeting = work.uow.meetings.get(id)
    round_ = work.uow.rounds.get(meeting.round) if meeting else None
    if meeting is None or round_ is None or round_.state is not RoundState.OPEN:
        return True
    mine = meeting.note_taker == member and number == str(meeting.number)
    return not mine or not can_take_step(meeting, MeetingStep.WRITE)


def _check_over(work: WorkContext, member: str, token: str) -> bool:
    round_ = work.uow.rounds.get(token.partition(":")[0])
    return round_ is None or round_.state is not RoundState.DRAFT or round_.deciding


def _decision_over(work: WorkContext, member: str, token: str) -> bool:
    check = work.uow.checks.get(token)
    round_ = work.uow.rounds.get(check.round if check else token.partition(":")[0])
    if round_ is None or round_.state is not RoundState.DRAFT or not round_.deciding:
        return True
    return member not in round_.deciders or work.uow.rulings.get(token) is not None


def _set_up_over(work: WorkContext, member: str, token: str) -> bool:
    acting = work.uow.members.get(member)
    return acting is None or not (acting.admin or work.uow.memberships.count(member=member, lead=True))


def _proposal_over(work: WorkContext, member: str, token: str) -> bool:
    return work.uow.proposals.get(token) is None


_ENDS: dict[str, Callable[[WorkContext, str, str], bool]] = {
    "answer": _answer_over,
    NOTES_FORM: _notes_over,
    **dict.fromkeys(("weigh", "same", "challenge", "missing"), _check_over),
    **dict.fromkeys(("accept", "merge", "refuse"), _decision_over),
    **dict.fromkeys((SET_UP_FORM, "question.form"), _set_up_over),
    "proposal.no": _proposal_over,
}
"""For each form: whether its time is over, by the member who is asked and the form's token."""
