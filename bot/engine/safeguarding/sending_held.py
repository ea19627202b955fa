"""Sending of held words after all: they go where they would have gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.domain.confidential import ConfidentialText
from bot.domain.outcomes.support import HeldWordsGone
from bot.engine import access
from bot.engine.answers import form_wizard, submitting, unsent_drafts
from bot.engine.checks import challenging, deciding
from bot.engine.context import EventContext
from bot.engine.follow_ups import answering
from bot.engine.lasting_points import deciding as earlier_points
from bot.engine.meetings import note_taking
from bot.engine.proposals import deciding as proposal_decisions
from bot.engine.safeguarding import held_words

FORMS_WITH_WORDS: dict[str, Callable[[EventContext, str, Mapping[str, ConfidentialText]], None]] = {
    "answer": submitting.submit_answers,
    "challenge": challenging.submit_challenge,
    "missing": challenging.submit_missing,
    "accept": deciding.accept_challenge,
    "merge": deciding.merge_points,
    "refuse": deciding.decline_challenge,
    "meet.write": note_taking.submit_notes,
    "follow_up": answering.submit_follow_up,
    "earlier.reword": earlier_points.reword_point,
    "earlier.drop": earlier_points.drop_point,
    "proposal.no": proposal_decisions.decline_proposal,
}
"""Forms in which somebody writes in their own words; the others hold choices and settings."""


def send_held(context: EventContext, tag: str) -> None:
    """Send what this tag names, or what was held last without one. A refusal leaves it held."""
    found = held_words.take_held(context, access.require_member(context).id, tag)
    present = form_wizard.present_dialogue(context)
    if found is None:
        context.reply(HeldWordsGone())
    elif found.form:
        FORMS_WITH_WORDS[found.form](context, found.token, found.confidential_values())
    elif present:
        form_wizard.take_typed(context, present, found.message, found.text)
    else:
        unsent_drafts.keep_words(context, found.message, found.text, *unsent_drafts.present_round(context))
