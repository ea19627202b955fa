"""One step of a form that is asked field by field: what it shows, and in which message.

It is changed in place where its reader sees that; else it comes anew, and the older message has no buttons any more.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.model import Dialogue
from bot.domain.outcomes.base import Outcome, text_refs
from bot.domain.outcomes.dialogue import FieldAsked, PartKept, ReadBack
from bot.engine import ref_names
from bot.engine.answers import draft_parts
from bot.engine.context import EventContext, WorkContext
from bot.views import messages
from bot.views.view import Form

LONGEST_SEEN_OVER = 280
"""Characters of typed words over which its author still sees a message that is changed in place."""

EMPTY = [draft_parts.Part("", "")]
"""The parts of a field that its author wants to be empty, though there is an answer."""


def form_of(dialogue: Dialogue) -> Form:
    return messages.form_of_outcome(dialogue.form, ())


def typed_parts(context: WorkContext, ref: str) -> list[draft_parts.Part]:
    kept = draft_parts.load_parts(context, ref)
    return [] if kept == EMPTY else kept


def ask_present_field(context: EventContext, dialogue: Dialogue, problem: str = "") -> None:
    """Show what has been typed for the present field, or ask it, or read everything back."""
    form_refs = text_refs(dialogue.form)
    if dialogue.reading_back:
        typed_refs = tuple(ref_names.field_ref(dialogue.id, i) for i in range(len(form_of(dialogue).fields)))
        _show(context, dialogue, ReadBack(form=dialogue.form, refs=typed_refs + form_refs, problem=problem))
        return
    ref = ref_names.field_ref(dialogue.id, dialogue.index)
    kept = typed_parts(context, ref)
    if kept and not form_of(dialogue).fields[dialogue.index].options:
        _show(
            context,
            dialogue,
            PartKept(
                form=dialogue.form,
                index=dialogue.index,
                parts=len(kept),
                refs=(ref, context.echo_words(fault)) if (fault := draft_parts.line_at_fault(kept)) else (ref,),
                last=kept[-1].tag,
                problem=problem,
                refused=draft_parts.are_refused(kept),
            ),
        )
        return
    _show(context, dialogue, FieldAsked(form=dialogue.form, index=dialogue.index, refs=form_refs, problem=problem))


def _show(context: EventContext, dialogue: Dialogue, outcome: Outcome) -> None:
    """Show a form as it is now: in place of its newest message, where that was named; else anew, and that one has no buttons
    any more.
    """
    in_place = bool(context.in_place_of)
    message = context.reply_directly(outcome)
    if not in_place and message and dialogue.message:
        context.say_over(
            dialogue.message,
            FieldAsked(form=dialogue.form, index=dialogue.index, refs=text_refs(dialogue.form), past=True),
        )
    context.uow.dialogues.save(replace(dialogue, message=message, typed=dialogue.typed if in_place else 0))


def typed_under(context: EventContext, dialogue: Dialogue, text: str) -> Dialogue:
    """Note that something was typed. The newest message of the form is changed in place while nothing else stands between."""
    dialogue = replace(dialogue, typed=dialogue.typed + 1)
    if dialogue.typed == 1 and len(text) <= LONGEST_SEEN_OVER:
        context.in_place_of = dialogue.message
    return dialogue
