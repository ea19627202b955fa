"""A form where there are no forms: asked field by field in direct messages, read back, then submitted as if it were one.

Every word that is typed is kept at once behind the confidential door, so that a restart in the middle loses nothing. What was
typed for a field is shown whenever the field is, and goes only when its author takes it off, starts again or cancels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.domain.confidential import ConfidentialText
from bot.domain.model import Dialogue
from bot.domain.outcomes import answering as said
from bot.domain.outcomes.base import Outcome, text_refs
from bot.domain.outcomes.drafts import EditUnseen
from bot.engine import access, parts, refs
from bot.engine.handlers import closed_forms
from bot.engine.work import EventContext
from bot.views import messages
from bot.views.view import Form, mark_of

MOST_FIELDS = 10
"""No form has more."""
Submit = Callable[[EventContext, str, str, Mapping[str, ConfidentialText]], None]

EMPTY = [parts.Part("", "")]
"""The parts of a field that its author wants to be empty, though there is an answer."""


def start_form(turn: EventContext, form: Outcome) -> None:
    """Begin to ask, or go on with the same form; what was half typed for another form is dropped."""
    member = access.require_member(turn)
    old = turn.uow.dialogues.get(turn.person)
    if old:
        before, after = form_of(old), messages.form_of_outcome(form, ())
        if (before.name, before.token) == (after.name, after.token):
            ask_present_field(turn, old)
            return
        _clear_dialogue(turn, old)
    dialogue = Dialogue(id=turn.person, member=member.id, form=form)
    turn.uow.dialogues.save(dialogue)
    ask_present_field(turn, dialogue)


def present_dialogue(turn: EventContext) -> Dialogue | None:
    """The form that the acting person is being asked; one that cannot be read is gone, and they are told so (R13)."""
    if not turn.event.where.direct:
        return None
    found = turn.uow.dialogues.get(turn.person)
    if found is None and turn.uow.dialogues.cannot_be_read(turn.person):
        turn.uow.dialogues.remove(turn.person)
        turn.reply(said.FormLost(refs=_typed_so_far(turn)))
    return found


def _typed_so_far(turn: EventContext) -> tuple[str, ...]:
    """What was typed for a form of which nothing else is known, under refs of the message that gives it back."""
    names = [refs.field_ref(turn.person, index) for index in range(MOST_FIELDS)]
    typed = [parts.joined_parts(turn, name) for name in names]
    turn.uow.texts.remove(names)
    return tuple(turn.quote(words) for words in typed if words)


def press_of(text: str) -> str:
    """The button of a form that typed words stand for; empty for any others."""
    return PLAIN_WORDS.get(" ".join(text.lower().split()).strip(" .!"), "")


def take_typed(turn: EventContext, dialogue: Dialogue, message_id: str, text: str) -> None:
    """Words for the present field."""
    fields = form_of(dialogue).fields
    if dialogue.reading_back or fields[dialogue.index].options:
        ask_present_field(turn, dialogue, problem="choose" if not dialogue.reading_back else "")
        return
    ref = refs.field_ref(dialogue.id, dialogue.index)
    others = [part.text for part in _typed_parts(turn, ref) if part.message != message_id]
    if len("\n".join([*others, text])) > fields[dialogue.index].limit:
        ask_present_field(turn, dialogue, problem="long")
        return
    if not others:
        turn.uow.texts.remove([ref])
    parts.append_part(turn, ref, dialogue.member, message_id, text)
    ask_present_field(turn, dialogue)


def take_edit(turn: EventContext, dialogue: Dialogue, message_id: str, text: str) -> None:
    """An edited message corrects its own part, and the form is shown as it is then."""
    for index in range(len(form_of(dialogue).fields)):
        if parts.correct_part(turn, refs.field_ref(dialogue.id, index), dialogue.member, message_id, text):
            ask_present_field(turn, dialogue)
            return
    turn.reply(EditUnseen(round=""))


def take_out(turn: EventContext, dialogue: Dialogue, tag: str) -> parts.Part | None:
    """Take one message out of what was typed for a form, and return it."""
    names = [refs.field_ref(dialogue.id, index) for index in range(len(form_of(dialogue).fields))]
    taken = (parts.take_out(turn, name, dialogue.member, tag) for name in names)
    return next((part for part in taken if part), None)


def _typed_parts(turn: EventContext, ref: str) -> list[parts.Part]:
    kept = parts.load_parts(turn, ref)
    return [] if kept == EMPTY else kept


def take_press(turn: EventContext, dialogue: Dialogue, what: str, token: str, submit: Submit) -> None:
    """One of the buttons under a question. A button of another question, or of another form, asks the present one again."""
    place, _, value = token.partition(":")
    index, _, mark = place.partition(".")
    strange = mark not in ("", mark_of(form_of(dialogue)))
    stale = index not in ("", str(dialogue.index)) or dialogue.reading_back is (what in ON_A_FIELD)
    if strange:
        ask_present_field(turn, dialogue)
    elif what == "cancel":
        _clear_dialogue(turn, dialogue)
        turn.reply(said.DialogueCancelled(given=closed_forms.questions_that_stay(turn, mark_of(form_of(dialogue)))))
    elif what == "again":
        _clear_texts(turn, dialogue)
        _go_on(turn, replace(dialogue, index=0, reading_back=False))
    elif stale:
        ask_present_field(turn, dialogue)
    elif what == "send":
        _submit_form(turn, dialogue, submit)
    else:
        _field_done(turn, dialogue, what, value)


def _field_done(turn: EventContext, dialogue: Dialogue, what: str, value: str) -> None:
    """Go on to the next field. Skipping keeps what was typed: it is read back before anything is sent."""
    field = form_of(dialogue).fields[dialogue.index]
    ref = refs.field_ref(dialogue.id, dialogue.index)
    if what == "takeoff":
        _take_off(turn, dialogue, ref, value)
        return
    if what == "option" and any(option.value == value for option in field.options):
        parts.save_parts(turn, ref, dialogue.member, [parts.Part("", value)])
    elif what == "empty" and not field.required:
        parts.save_parts(turn, ref, dialogue.member, EMPTY)
    if field.required and not parts.load_parts(turn, ref):
        ask_present_field(turn, dialogue, problem="needed")
        return
    last = dialogue.index + 1 >= len(form_of(dialogue).fields)
    _go_on(turn, replace(dialogue, reading_back=True) if last else replace(dialogue, index=dialogue.index + 1))


def _take_off(turn: EventContext, dialogue: Dialogue, ref: str, last: str) -> None:
    """Take off the last message, if it is still the one whose button was pressed, or if none is named."""
    kept = _typed_parts(turn, ref)
    if kept:
        parts.take_off_last(turn, ref, dialogue.member, last or kept[-1].tag)
    ask_present_field(turn, dialogue)


def _go_on(turn: EventContext, dialogue: Dialogue) -> None:
    turn.uow.dialogues.save(dialogue)
    ask_present_field(turn, dialogue)


def ask_present_field(turn: EventContext, dialogue: Dialogue, problem: str = "") -> None:
    """Show what has been typed for the present field, or ask it, or read everything back."""
    form_refs = text_refs(dialogue.form)
    if dialogue.reading_back:
        typed_refs = tuple(refs.field_ref(dialogue.id, i) for i in range(len(form_of(dialogue).fields)))
        turn.reply(said.ReadBack(form=dialogue.form, refs=typed_refs + form_refs))
        return
    ref = refs.field_ref(dialogue.id, dialogue.index)
    kept = _typed_parts(turn, ref)
    if kept and not form_of(dialogue).fields[dialogue.index].options:
        turn.reply(
            said.PartKept(
                form=dialogue.form,
                index=dialogue.index,
                parts=len(kept),
                refs=(ref,),
                last=kept[-1].tag,
                problem=problem,
            )
        )
        return
    turn.reply(said.FieldAsked(form=dialogue.form, index=dialogue.index, refs=form_refs, problem=problem))


def _submit_form(turn: EventContext, dialogue: Dialogue, submit: Submit) -> None:
    form = form_of(dialogue)
    values = {}
    for index, field in enumerate(form.fields):
        kept = parts.load_parts(turn, refs.field_ref(dialogue.id, index))
        if kept:
            values[field.name] = ConfidentialText("\n".join(part.text for part in kept))
    _clear_dialogue(turn, dialogue)
    submit(turn, form.name, form.token, values)


def form_of(dialogue: Dialogue) -> Form:
    return messages.form_of_outcome(dialogue.form, ())


def _clear_texts(turn: EventContext, dialogue: Dialogue) -> None:
    turn.uow.texts.remove([refs.field_ref(dialogue.id, index) for index in range(len(form_of(dialogue).fields))])


def _clear_dialogue(turn: EventContext, dialogue: Dialogue) -> None:
    _clear_texts(turn, dialogue)
    turn.uow.dialogues.remove(dialogue.id)


PLAIN_WORDS = {"done": "done", "skip": "skip", "cancel": "cancel", "send": "send", "start again": "again"}
ON_A_FIELD = ("done", "skip", "option", "empty", "takeoff")
"""Buttons that stand under one field, and not under what is read back."""
