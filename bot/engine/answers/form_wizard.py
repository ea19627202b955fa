"""A form where there are no forms: asked field by field in direct messages, read back, then submitted as if it were one.

Every word that is typed is kept at once behind the confidential door, so that a restart in the middle loses nothing. What was
typed for a field is shown whenever the field is, and goes only when its author takes it off, starts again or cancels. Where it
cannot be sent any more, because its author stops or opens another form, it is given back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.confidential import ConfidentialText
from bot.domain.errors import Refusal
from bot.domain.events import ButtonPressed
from bot.domain.model import Dialogue
from bot.domain.outcomes.base import Outcome, text_refs
from bot.domain.outcomes.dialogue import DialogueCancelled, FormLost, TypedGivenBack
from bot.domain.outcomes.drafts import EditUnseen
from bot.engine import access, ref_names
from bot.engine.answers import closed_forms, draft_parts
from bot.engine.answers.form_steps import EMPTY, ask_present_field, form_of, typed_parts, typed_under
from bot.engine.context import EventContext, WorkContext
from bot.engine.quoting import quoted_texts
from bot.views import messages
from bot.views.view import mark_of

MOST_FIELDS = 32
"""No form has more: that of a draft with as many items as can be has 21."""


@dataclass(frozen=True, slots=True)
class FormHandlers:
    """Handlers of forms, each called with the context, the form's name and token, and values by field.

    `submit` takes a form that is filled in. `choose` takes one choice of a form whose choices count one by one, and returns the
    form as it is then; `submit` ends such a form, and gets no choices.
    """

    submit: Callable[[EventContext, str, str, Mapping[str, ConfidentialText]], None]
    choose: Callable[[EventContext, str, str, Mapping[str, ConfidentialText]], Outcome]


def start_form(context: EventContext, form: Outcome) -> None:
    """Begin to ask, or go on with the same form; what was half typed for another form is given back."""
    member = access.require_member(context)
    old = context.uow.dialogues.get(context.person)
    after = messages.form_of_outcome(form, ())
    if old:
        before = form_of(old)
        if (before.name, before.token) == (after.name, after.token):
            ask_present_field(context, _with_form(context, old, form) if after.each_counts else old)
            return
        give_back(context, give_up(context, old))
    dialogue = Dialogue(id=context.person, member=member.id, form=form, index=after.begin, begun_at=context.now)
    context.uow.dialogues.save(dialogue)
    ask_present_field(context, dialogue)


def _with_form(context: EventContext, dialogue: Dialogue, form: Outcome) -> Dialogue:
    """Return the dialogue with its form as it is now, at the same field, or the next that is left. What was typed stays with its
    field.
    """
    names = [field.name for field in form_of(dialogue).fields]
    places = {field.name: place for place, field in enumerate(messages.form_of_outcome(form, ()).fields)}
    for place, name in enumerate(names):
        if name in places:
            context.uow.texts.move(
                ref_names.field_ref(dialogue.id, place), ref_names.field_ref(dialogue.id, places[name])
            )
    left = [places[name] for name in names[dialogue.index :] if name in places]
    moved = replace(dialogue, form=form, index=left[0] if left else len(places) - 1)
    context.uow.dialogues.save(moved)
    return moved


def present_dialogue(context: EventContext) -> Dialogue | None:
    """The form that the acting person is being asked; one that cannot be read is gone, and they are told so (R13)."""
    if not context.event.where.direct:
        return None
    found = context.uow.dialogues.get(context.person)
    if found is None and context.uow.dialogues.cannot_be_read(context.person):
        context.uow.dialogues.remove(context.person)
        context.reply(FormLost(refs=_typed_so_far(context)))
    return found


def _typed_so_far(context: EventContext) -> tuple[str, ...]:
    """Return what was typed for a form of which nothing else is known, under refs of the message that gives it back."""
    names = [ref_names.field_ref(context.person, index) for index in range(MOST_FIELDS)]
    typed = [draft_parts.joined_parts(context, name) for name in names]
    context.uow.texts.remove(names)
    return tuple(context.echo_words(words) for words in typed if words)


def press_of(text: str) -> str:
    """The button of a form that typed words stand for; empty for any others."""
    return PLAIN_WORDS.get(" ".join(text.lower().split()).strip(" .!"), "")


def take_typed(context: EventContext, dialogue: Dialogue, message_id: str, text: str) -> None:
    """Words for the present field."""
    fields = form_of(dialogue).fields
    dialogue = typed_under(context, dialogue, text)
    if dialogue.reading_back and len(fields) == 1 and not fields[0].options:
        dialogue = replace(dialogue, index=0, reading_back=False)
        context.uow.dialogues.save(dialogue)
    if dialogue.reading_back or fields[dialogue.index].options:
        ask_present_field(context, dialogue, problem="unkept" if dialogue.reading_back else "choose")
        return
    ref = ref_names.field_ref(dialogue.id, dialogue.index)
    kept = typed_parts(context, ref)
    again = any(part.message == message_id for part in kept) if message_id else False
    if draft_parts.are_refused(kept):
        parts = draft_parts.with_correction(context, kept, message_id, text)
    elif again:
        parts = [part._replace(text=text) if part.message == message_id else part for part in kept]
    else:
        parts = [*kept, draft_parts.make_part(context, message_id, text)]
    if len("\n".join(part.text for part in parts)) > fields[dialogue.index].limit:
        ask_present_field(context, dialogue, problem="long")
        return
    draft_parts.save_parts(context, ref, dialogue.member, parts)
    ask_present_field(context, dialogue)


def take_edit(context: EventContext, dialogue: Dialogue, message_id: str, text: str) -> None:
    """An edited message corrects its own part, and the form is shown as it is then: read back, if that part had been refused."""
    for index in range(len(form_of(dialogue).fields)):
        ref = ref_names.field_ref(dialogue.id, index)
        refused = draft_parts.are_refused(typed_parts(context, ref))
        if draft_parts.correct_part(context, ref, dialogue.member, message_id, text):
            draft_parts.unmark_refused(context, ref, dialogue.member)
            _go_on(context, replace(dialogue, reading_back=dialogue.reading_back or refused))
            return
    context.reply(EditUnseen(round=""))


def take_out(context: EventContext, dialogue: Dialogue, tag: str) -> draft_parts.Part | None:
    """Take one message out of what was typed for a form, and return it."""
    names = [ref_names.field_ref(dialogue.id, index) for index in range(len(form_of(dialogue).fields))]
    taken = (draft_parts.take_out(context, name, dialogue.member, tag) for name in names)
    return next((part for part in taken if part), None)


def typed_words(context: WorkContext, dialogue: Dialogue) -> list[str]:
    """Return what was typed for a form, field by field, without what was chosen."""
    fields = zip(form_of(dialogue).fields, field_refs(dialogue), strict=True)
    typed = [draft_parts.joined_parts(context, ref) for field, ref in fields if not field.options]
    return [words for words in typed if words]


def give_up(context: WorkContext, dialogue: Dialogue) -> list[str]:
    """Ask nothing of a form any more; return what was typed for it."""
    typed = typed_words(context, dialogue)
    clear_dialogue(context, dialogue)
    return typed


def give_back(context: EventContext, typed: Sequence[str]) -> None:
    if typed:
        context.reply_directly(TypedGivenBack(refs=tuple(context.echo_words(words) for words in typed)))


def take_press(context: EventContext, dialogue: Dialogue, what: str, token: str, handlers: FormHandlers) -> None:
    """One of the buttons under a question. A button of another question, or of another form, asks the present one again.

    A form whose choices count one by one has nothing to be corrected when it is refused: it ends, so that nobody is kept in it.
    """
    typed = typed_words(context, dialogue)
    try:
        _press(context, dialogue, what, token, handlers)
    except Refusal as refusal:
        if not form_of(dialogue).each_counts:
            raise
        clear_dialogue(context, dialogue)
        context.reply(refusal.outcome)
        give_back(context, typed)


def _press(context: EventContext, dialogue: Dialogue, what: str, token: str, handlers: FormHandlers) -> None:
    place, _, value = token.partition(":")
    index, _, mark = place.partition(".")
    strange = mark not in ("", mark_of(form_of(dialogue)))
    stale = index not in ("", str(dialogue.index)) or dialogue.reading_back is (what in ON_A_FIELD)
    pressed_here = isinstance(context.event, ButtonPressed) and not (strange or stale)
    if pressed_here or form_of(dialogue).each_counts:
        context.in_place_of = dialogue.message
    if strange:
        ask_present_field(context, dialogue)
    elif what == "cancel" and form_of(dialogue).each_counts:
        _stop_form(context, dialogue, handlers)
    elif what == "cancel":
        clear_dialogue(context, dialogue)
        context.reply(DialogueCancelled(given=closed_forms.questions_that_stay(context, mark_of(form_of(dialogue)))))
    elif what == "again":
        ask_present_field(context, start_again(context, dialogue))
    elif stale:
        ask_present_field(context, dialogue)
    elif what == "send":
        _submit_form(context, dialogue, handlers)
    else:
        _field_done(context, dialogue, what, value, handlers)


def _field_done(context: EventContext, dialogue: Dialogue, what: str, value: str, handlers: FormHandlers) -> None:
    """Go on to the next field. Skipping keeps what was typed: it is read back before anything is sent.

    Where nothing is read back, skipping the last field leaves it out.
    """
    form = form_of(dialogue)
    field = form.fields[dialogue.index]
    ref = ref_names.field_ref(dialogue.id, dialogue.index)
    if what == "takeoff":
        _take_off(context, dialogue, ref, value)
        return
    if what == "back":
        _go_on(context, replace(dialogue, index=max(0, dialogue.index - 1)))
        return
    chosen = what == "option" and any(option.value == value for option in field.options)
    if chosen and form.each_counts:
        chosen_now = {field.name: ConfidentialText(value)}
        after = handlers.choose(context, form.name, form.token, chosen_now)
        dialogue = _with_form(context, dialogue, after)
        form = form_of(dialogue)
        if form.fields[dialogue.index].name != field.name:
            ask_present_field(context, dialogue)
            return
    elif chosen:
        draft_parts.save_parts(context, ref, dialogue.member, [draft_parts.Part("", value)])
    elif what == "empty" and not field.required:
        draft_parts.save_parts(context, ref, dialogue.member, EMPTY)
    if field.required and not (draft_parts.load_parts(context, ref) or _saved_value(context, dialogue, field.name)):
        ask_present_field(context, dialogue, problem="needed")
        return
    last = dialogue.index + 1 >= len(form.fields)
    if last and form.each_counts:
        end_form = _stop_form if what == "skip" else _submit_form
        end_form(context, dialogue, handlers)
    else:
        _go_on(context, replace(dialogue, reading_back=True) if last else replace(dialogue, index=dialogue.index + 1))


def _take_off(context: EventContext, dialogue: Dialogue, ref: str, last: str) -> None:
    """Take off the last message, if it is still the one whose button was pressed, or if none is named."""
    kept = typed_parts(context, ref)
    if kept:
        draft_parts.take_off_last(context, ref, dialogue.member, last or kept[-1].tag)
        draft_parts.unmark_refused(context, ref, dialogue.member)
    ask_present_field(context, dialogue)


def _go_on(context: EventContext, dialogue: Dialogue) -> None:
    context.uow.dialogues.save(dialogue)
    ask_present_field(context, dialogue)


def _submit_form(context: EventContext, dialogue: Dialogue, handlers: FormHandlers) -> None:
    form = form_of(dialogue)
    values = {}
    for index, field in enumerate(form.fields):
        kept = draft_parts.load_parts(context, ref_names.field_ref(dialogue.id, index))
        saved = "" if form.each_counts else _saved_value(context, dialogue, field.name)
        if kept:
            values[field.name] = ConfidentialText("\n".join(part.text for part in kept))
        elif saved:
            values[field.name] = ConfidentialText(saved)
    clear_dialogue(context, dialogue)
    try:
        handlers.submit(context, form.name, form.token, values)
    except Refusal as refusal:
        refusal.in_turn = True
        raise


def _saved_value(context: EventContext, dialogue: Dialogue, name: str) -> str:
    """Return the words that were saved before for a field of a form, which stay where its author types no others."""
    words = quoted_texts(context.uow, text_refs(dialogue.form), dialogue.member)
    return next(field.value for field in messages.form_of_outcome(dialogue.form, words).fields if field.name == name)


def after_refusal(context: EventContext, refusal: Refusal) -> None:
    """Ask again for what a form was refused for. Where no field is at fault it cannot be mended: it ends, and what was typed
    for it is given back.
    """
    dialogue = context.uow.dialogues.get(context.person)
    if dialogue is None:
        return
    names = [field.name for field in form_of(dialogue).fields]
    if refusal.field not in names:
        typed = give_up(context, dialogue)
        give_back(context, () if refusal.quotes else typed)
        return
    index = names.index(refusal.field)
    ref = ref_names.field_ref(dialogue.id, index)
    draft_parts.mark_refused(context, ref, dialogue.member, refusal.fault.reveal())
    _go_on(context, replace(dialogue, index=index, reading_back=False))


def _stop_form(context: EventContext, dialogue: Dialogue, handlers: FormHandlers) -> None:
    """End a form whose choices count one by one: what was chosen counts, and what was typed is given back."""
    form, typed = form_of(dialogue), give_up(context, dialogue)
    handlers.submit(context, form.name, form.token, {})
    give_back(context, typed)


def forget_choices(work: WorkContext, round_id: str, member: str = "") -> None:
    """Forget what was chosen in a round's open forms, of one member or of everybody: it was taken back, or counted."""
    for dialogue in dialogues_of(work, member) if member else work.uow.dialogues.where():
        form = form_of(dialogue)
        if form.each_counts and form.token == round_id:
            work.uow.dialogues.save(replace(dialogue, form=dialogue.form.without_choices()))


def drop_answer_form(work: WorkContext, member: str, round_id: str) -> None:
    """Forget what a member has typed into the form of a round, and ask them none of it any more."""
    for dialogue in dialogues_of(work, member):
        if (form_of(dialogue).name, form_of(dialogue).token) == ("answer", round_id):
            clear_dialogue(work, dialogue)


def dialogues_of(work: WorkContext, member: str) -> list[Dialogue]:
    """Return the forms that a member is being asked, one in each of their chats at most."""
    found = (work.uow.dialogues.get(identity.id) for identity in work.uow.identities.where(member=member))
    return [dialogue for dialogue in found if dialogue]


def field_refs(dialogue: Dialogue) -> list[str]:
    """Return under which names the words and choices of a form are kept, field by field."""
    return [ref_names.field_ref(dialogue.id, index) for index in range(len(form_of(dialogue).fields))]


def start_again(context: WorkContext, dialogue: Dialogue) -> Dialogue:
    """Forget what was typed and chosen in a form, and return it at its first field."""
    context.uow.texts.remove(field_refs(dialogue))
    fresh = replace(dialogue, index=0, reading_back=False)
    context.uow.dialogues.save(fresh)
    return fresh


def clear_dialogue(context: WorkContext, dialogue: Dialogue) -> None:
    """Ask nothing of a form any more, and forget what was typed and chosen in it."""
    context.uow.texts.remove(field_refs(dialogue))
    context.uow.dialogues.remove(dialogue.id)


PLAIN_WORDS = {
    "done": "done", "skip": "skip", "cancel": "cancel", "stop here": "cancel", "send": "send",
    "start again": "again",
}  # fmt: skip
"""What somebody types who means a button of the form."""
ON_A_FIELD = ("done", "skip", "option", "empty", "takeoff", "back")
"""Buttons that stand under one field, and not under what is read back."""
