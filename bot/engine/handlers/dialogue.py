"""A form where there are no forms: asked field by field in direct messages, read back, then submitted as if it were one.

Every word that is typed is kept at once behind the confidential door, so that a restart in the middle loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.domain.confidential import ConfidentialText
from bot.domain.model import Dialogue
from bot.domain.outcomes import answering as said
from bot.domain.outcomes.base import Outcome, text_refs
from bot.engine import access, parts, refs
from bot.engine.work import Turn
from bot.views import messages
from bot.views.view import Form

MOST_FIELDS = 10
"""No form has more."""
Submit = Callable[[Turn, str, str, Mapping[str, ConfidentialText]], None]


def start(turn: Turn, form: Outcome) -> None:
    """Begin to ask, or go on with the same form; what was half typed for another form is dropped."""
    member = access.member(turn)
    old = turn.uow.dialogues.get(turn.person)
    if old:
        before, after = form_of(old), messages.form(form, ())
        if (before.name, before.token) == (after.name, after.token):
            _ask(turn, old)
            return
        _clear(turn, old)
    dialogue = Dialogue(id=turn.person, member=member.id, form=form)
    turn.uow.dialogues.save(dialogue)
    _ask(turn, dialogue)


def present(turn: Turn) -> Dialogue | None:
    """The form that the acting person is being asked; one that cannot be read is gone, and they are told so (R13)."""
    if not turn.event.where.direct:
        return None
    found = turn.uow.dialogues.get(turn.person)
    if found is None and turn.uow.dialogues.cannot_be_read(turn.person):
        turn.uow.dialogues.remove(turn.person)
        turn.reply(said.FormLost(refs=_typed_so_far(turn)))
    return found


def _typed_so_far(turn: Turn) -> tuple[str, ...]:
    """What was typed for a form of which nothing else is known, under refs of the message that gives it back."""
    names = [refs.turn(turn.person, index) for index in range(MOST_FIELDS)]
    typed = [parts.joined(turn, name) for name in names]
    turn.uow.texts.remove(names)
    return tuple(turn.quote(words) for words in typed if words)


def typed(turn: Turn, dialogue: Dialogue, message_id: str, text: str, edits: bool, submit: Submit) -> None:
    """Words for the present field; the words of the buttons count as pressing them."""
    if edits:
        _edited(turn, dialogue, message_id, text)
        return
    press = PLAIN_WORDS.get(text.strip().lower())
    if press:
        pressed(turn, dialogue, press, "", submit)
        return
    fields = form_of(dialogue).fields
    if dialogue.reading_back or fields[dialogue.index].options:
        _ask(turn, dialogue, problem="choose" if not dialogue.reading_back else "")
        return
    ref = refs.turn(dialogue.id, dialogue.index)
    others = [words for known, words in parts.load(turn, ref) if known != message_id]
    if len("\n".join([*others, text])) > fields[dialogue.index].limit:
        _ask(turn, dialogue, problem="long")
        return
    count = parts.append(turn, ref, dialogue.member, message_id, text)
    turn.say(
        dialogue.id,
        said.PartKept(form=dialogue.form, index=dialogue.index, parts=count, refs=(ref,)),
        thread=turn.own_thread,
    )


def _edited(turn: Turn, dialogue: Dialogue, message_id: str, text: str) -> None:
    for index in range(len(form_of(dialogue).fields)):
        if parts.correct(turn, refs.turn(dialogue.id, index), dialogue.member, message_id, text):
            turn.say(dialogue.id, said.DraftCorrected(round=""), thread=turn.own_thread)
            return
    turn.say(dialogue.id, said.EditUnseen(round=""), thread=turn.own_thread)


def pressed(turn: Turn, dialogue: Dialogue, what: str, token: str, submit: Submit) -> None:
    """One of the buttons under a question. A button of an earlier question asks the present one again."""
    index, _, value = token.partition(":")
    stale = index not in ("", str(dialogue.index)) or dialogue.reading_back is (what in ("done", "skip", "option"))
    if what == "cancel":
        _clear(turn, dialogue)
        turn.say(dialogue.id, said.DialogueCancelled(), thread=turn.own_thread)
    elif what == "again":
        _clear_texts(turn, dialogue)
        _go(turn, replace(dialogue, index=0, reading_back=False))
    elif stale:
        _ask(turn, dialogue)
    elif what == "send":
        _send(turn, dialogue, submit)
    else:
        _field_done(turn, dialogue, what, value)


def _field_done(turn: Turn, dialogue: Dialogue, what: str, value: str) -> None:
    field = form_of(dialogue).fields[dialogue.index]
    ref = refs.turn(dialogue.id, dialogue.index)
    if what == "option" and any(option.value == value for option in field.options):
        parts.save(turn, ref, dialogue.member, [("", value)])
    elif what == "skip":
        turn.uow.texts.remove([ref])
    if field.required and not parts.load(turn, ref):
        _ask(turn, dialogue, problem="needed")
        return
    last = dialogue.index + 1 >= len(form_of(dialogue).fields)
    _go(turn, replace(dialogue, reading_back=True) if last else replace(dialogue, index=dialogue.index + 1))


def _go(turn: Turn, dialogue: Dialogue) -> None:
    turn.uow.dialogues.save(dialogue)
    _ask(turn, dialogue)


def _ask(turn: Turn, dialogue: Dialogue, problem: str = "") -> None:
    """Ask the present field, or read everything back."""
    if dialogue.reading_back:
        typed_refs = tuple(refs.turn(dialogue.id, i) for i in range(len(form_of(dialogue).fields)))
        turn.say(
            dialogue.id,
            said.ReadBack(form=dialogue.form, refs=typed_refs + text_refs(dialogue.form)),
            thread=turn.own_thread,
        )
        return
    form_refs = text_refs(dialogue.form)
    turn.say(
        dialogue.id,
        said.FieldAsked(form=dialogue.form, index=dialogue.index, refs=form_refs, problem=problem),
        thread=turn.own_thread,
    )


def _send(turn: Turn, dialogue: Dialogue, submit: Submit) -> None:
    form = form_of(dialogue)
    values = {}
    for index, field in enumerate(form.fields):
        words = parts.joined(turn, refs.turn(dialogue.id, index))
        if words:
            values[field.name] = ConfidentialText(words)
    _clear(turn, dialogue)
    submit(turn, form.name, form.token, values)


def form_of(dialogue: Dialogue) -> Form:
    return messages.form(dialogue.form, ())


def _clear_texts(turn: Turn, dialogue: Dialogue) -> None:
    turn.uow.texts.remove([refs.turn(dialogue.id, index) for index in range(len(form_of(dialogue).fields))])


def _clear(turn: Turn, dialogue: Dialogue) -> None:
    _clear_texts(turn, dialogue)
    turn.uow.dialogues.remove(dialogue.id)


PLAIN_WORDS = {"done": "done", "skip": "skip", "cancel": "cancel", "send": "send", "start again": "again"}
