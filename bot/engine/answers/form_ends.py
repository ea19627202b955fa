"""End of the forms that are asked field by field: each goes with what it is about, so that nobody is kept in one that is over (C9).

What was typed for it is given back to its author once, and is kept no longer.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.meetings import MeetingStep, can_take_step
from bot.domain.model import Dialogue, RoundState
from bot.domain.outcomes.answering import TypedGivenBack
from bot.domain.outcomes.meetings import NotesTooLate
from bot.domain.rounds import ASKED
from bot.engine.answers import form_wizard
from bot.engine.context import WorkContext

NOTES_FORM = "meet.write"


def close_ended_forms(work: WorkContext, member: str = "") -> None:
    """Close each form of which nothing can be sent any more: of one member, or of everybody."""
    for dialogue in form_wizard.dialogues_of(work, member) if member else work.uow.dialogues.where():
        if is_over(work, dialogue):
            close_form(work, dialogue)


def find_ended(work: WorkContext) -> list[str]:
    """Return the ids of the forms that keep words of which nothing can be sent any more. Reads only."""
    return [row.id for row in work.uow.dialogues.where() if is_over(work, row) and _is_to_be_closed(work, row)]


def close_these(work: WorkContext, ids: list[str]) -> None:
    """Close those of these forms that are over."""
    for dialogue in filter(None, (work.uow.dialogues.get(id) for id in ids)):
        if is_over(work, dialogue):
            close_form(work, dialogue)


def close_form(work: WorkContext, dialogue: Dialogue) -> None:
    """Ask nothing of a form any more, and give back what was typed for it."""
    if not _is_to_be_closed(work, dialogue):
        return
    form = form_wizard.form_of(dialogue)
    typed = form_wizard.typed_words(work, dialogue)
    form_wizard.clear_dialogue(work, dialogue)
    refs = tuple(work.keep_once(dialogue.member, words) for words in typed)
    if form.name == NOTES_FORM:
        # Told without any words too: what is typed next would otherwise be meant for the team, and be taken for something private.
        work.say(dialogue.id, NotesTooLate(refs=refs))
    elif refs:
        work.say(dialogue.id, TypedGivenBack(refs=refs, form=form.title))


def _is_to_be_closed(work: WorkContext, dialogue: Dialogue) -> bool:
    """Return whether a form holds anything: where each choice counts at once, its next button says what is true then."""
    return not form_wizard.form_of(dialogue).each_counts or bool(form_wizard.typed_words(work, dialogue))


def is_over(work: WorkContext, dialogue: Dialogue) -> bool:
    """Return whether nothing of a form can be sent any more, whatever is typed for it."""
    form = form_wizard.form_of(dialogue)
    ends = _ENDS.get(form.name)
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


_ENDS: dict[str, Callable[[WorkContext, str, str], bool]] = {
    "answer": _answer_over,
    NOTES_FORM: _notes_over,
    **dict.fromkeys(("weigh", "same", "challenge", "missing"), _check_over),
    **dict.fromkeys(("accept", "merge", "refuse"), _decision_over),
    "setup": _set_up_over,
}
"""For each form: whether its time is over, by the member who is asked and the form's token."""
