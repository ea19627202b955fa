"""Dispatch of events to their handlers: commands, presses, forms, words. No input ends without a reply.

What typed words mean is decided in `bot/chatcommands/intents.py`; here it is done. Words are drafted only when they mean nothing
else, and what may have been taken wrongly is kept aside, so that its author can say that it was an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chatcommands.intents import Meant, Nearly, read_command, read_message, to_be_pressed
from bot.chatcommands.offers import request_of
from bot.chatcommands.several import split_commands
from bot.domain import commands as order
from bot.domain import events
from bot.domain.errors import Refusal
from bot.domain.model import Dialogue
from bot.domain.outcomes import answering as told
from bot.domain.outcomes import commands as said
from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.drafts import FormClosed
from bot.domain.outcomes.joining import SaidAnonymously
from bot.domain.outcomes.repairs import SeveralRefused
from bot.engine import access, deletable_messages
from bot.engine.answers import asides, closed_forms, form_ends, form_steps, form_wizard, unsent_drafts
from bot.engine.commands import sent_files
from bot.engine.commands.running import run_command, take_as_typed
from bot.engine.context import EventContext
from bot.engine.meant_words import offer_request, read_meaning, undo_request
from bot.engine.people import introductions, lifecycle_events
from bot.engine.routes import CHOICES, FORMS, PRESSES, SUBMISSIONS, Values
from bot.engine.safeguarding import sending_held
from bot.engine.safeguarding.support_first import hold_rest, show_support_first
from bot.engine.set_up import creating, typing
from bot.engine.situations import situation_of

IN_A_FORM: dict[type[order.Command], str] = {
    order.ShowDraft: "done",
    order.TakeOffLast: "takeoff",
    order.DiscardDraft: "cancel",
    order.SendDraft: "send",
}
"""Buttons by the command that somebody means who is being asked a form field by field."""
ENDS_IT = (order.StopWriting, order.ForgetMe, order.SkipRound, order.RemindMe, order.GoAway)
"""After these the field is not asked again: their author wants to be left alone for now."""
A_COMMAND = "order"
"""A button that stands for a command."""
AN_ANSWER = "isanswer"
"""The button under a reply to words that could have been an answer."""
SEND_HELD = "held.send"
"""The button that sends words after all that were held."""
IN_TURN = "turn."
"""How actions of buttons begin that belong to a form asked field by field."""
A_REQUEST = "request"
"""The button under a reply to words of an answer that could have been a request."""
FEW_WORDS = 3
"""A command of so many words that is not known is a slip; a longer one is somebody's words."""


def handle_event(context: EventContext) -> None:
    """Do what the event asks for; whatever is said goes out after the commit."""
    event = context.event
    if event.sender.anonymous and isinstance(event, events.MessageReceived | events.ChatCommandTyped):
        context.reply_openly(SaidAnonymously())
        return
    if context.member:
        context.member = introductions.note_reachable(context, context.member)
    left = show_support_first(context)
    if context.member:
        introductions.note_joined(context, context.member)
    if left is None:
        return
    if isinstance(left, events.FormSubmitted) and left is not event:
        _handle_rest(context, left)
    elif isinstance(event, events.MessageReceived):
        handle_message(context, event)
    elif isinstance(event, events.ButtonPressed):
        handle_press(context, event.action, event.token)
    elif isinstance(event, events.FormSubmitted):
        handle_submission(context, event.form, event.token, event.values)
    elif isinstance(event, events.ChoiceMade):
        _count_choice(context, event)
    elif isinstance(event, events.ChatCommandTyped):
        handle_command(context, event.text)
        introductions.remember_handle(context)
    else:
        lifecycle_events.handle_lifecycle_event(context, event)


def _handle_rest(context: EventContext, left: events.FormSubmitted) -> None:
    """Submit the rest of a form of which some words are held. Its refusal would undo that, so it is told here."""
    try:
        handle_submission(context, left.form, left.token, left.values)
    except Refusal as refusal:
        hold_rest(context, left, refusal)


def handle_message(context: EventContext, event: events.MessageReceived) -> None:
    if not event.where.direct:
        _in_public(context, event)
        return
    if event.kind == "file" and sent_files.take_file(context, event):
        return
    if event.kind != "text":
        context.reply(told.NotReadable(kind="other" if event.kind == "file" else event.kind))
        return
    deletable_messages.note_message(context, event.message_id)
    if event.edits and asides.drop_aside(context, event.message_id):
        # What was said to it is past; its words are looked at as if they had just been typed.
        event = replace(event, edits=False)
    present = form_wizard.present_dialogue(context)
    text = event.text.reveal()
    if not event.edits and _choose_from_menu(context, text):
        return
    if present and not event.edits and form_wizard.press_of(text):
        _press_in_form(context, present, form_wizard.press_of(text))
        return
    if present is None and not event.edits and typing.take_typed(context, text, creating.create_everything):
        return
    over = present if present and form_ends.is_over(context, present) else None
    typed = form_wizard.give_up(context, over) if over else []
    present = None if over else present
    lines = () if event.edits else split_commands(text, access.role_of(context))
    if lines and not situation_of(context).asked:
        _run_several(context, lines)
        return
    meant = read_meaning(context, event)
    if over and meant is None:
        _tell_over(context, over, typed if event.edits else [*typed, text])
    elif meant is None:
        offer_request(context, event)
        _take_words(context, event, present)
    elif present:
        _in_a_form(context, present, meant)
    else:
        _run_meant(context, meant)
        form_wizard.give_back(context, typed)


def _press_in_form(context: EventContext, present: Dialogue, what: str, token: str = "") -> None:
    """A button of the form that is being asked. One that is over says so, and can be cancelled all the same."""
    if what == "cancel" or not form_ends.is_over(context, present):
        form_wizard.take_press(context, present, what, token, FORM_HANDLERS)
    else:
        _tell_over(context, present, form_wizard.give_up(context, present))


def _tell_over(context: EventContext, over: Dialogue, typed: Sequence[str]) -> None:
    """Say why a form is over, as is said to whoever opens it now, and give back what was typed for it."""
    form = form_steps.form_of(over)
    if isinstance(context.event, events.ButtonPressed):
        context.in_place_of = over.message
    try:
        FORMS[form.name](context, form.token)
    except Refusal as refusal:
        context.reply(refusal.outcome)
    else:
        context.reply(FormClosed())
    form_wizard.give_back(context, typed)


def _in_a_form(context: EventContext, present: Dialogue, meant: Meant | Nearly) -> None:
    """A request of somebody who is being asked field by field: done, and then the field is asked again."""
    wanted = meant.command if isinstance(meant, Meant) else None
    if isinstance(wanted, order.Command) and type(wanted) in IN_A_FORM:
        _press_in_form(context, present, IN_A_FORM[type(wanted)])
    elif isinstance(wanted, order.AnswerNow | order.PlaceDraft):
        form_steps.ask_present_field(context, present)
    else:
        _run_meant(context, meant)
        if not isinstance(wanted, ENDS_IT):
            form_steps.ask_present_field(context, present)


def _take_as_request(context: EventContext, token: str) -> None:
    """The button that says so: the words leave the draft, stay at hand as those of any request do, and it is done."""
    member = access.require_member(context)
    tag, _, name = token.rpartition(":")
    request = request_of(name)
    if request is None:
        context.reply(said.CommandNotUnderstood())
        return
    present = form_wizard.present_dialogue(context)
    part = form_wizard.take_out(context, present, tag) if present else unsent_drafts.take_out(context, tag)
    if part:
        asides.keep_part(context, member, part)
    if present:
        _in_a_form(context, present, request)
    else:
        _run_meant(context, request)


def _take_words(context: EventContext, event: events.MessageReceived, present: Dialogue | None) -> None:
    if present and event.edits:
        form_wizard.take_edit(context, present, event.message_id, event.text.reveal())
    elif present:
        form_wizard.take_typed(context, present, event.message_id, event.text.reveal())
    elif context.member is None:
        raise Refusal(access.welcome(context))
    else:
        unsent_drafts.keep_as_draft(context, event)


def _take_as_answer(context: EventContext, tag: str) -> None:
    """The button that says so: the words go where they would have gone."""
    member = access.require_member(context)
    found = asides.take_back(context, member, tag)
    present = form_wizard.present_dialogue(context)
    if found is None and present:
        form_steps.ask_present_field(context, present)
    elif found is None:
        unsent_drafts.show_draft(context)
    else:
        undo_request(context, member, found.text)
        if present:
            form_wizard.take_typed(context, present, found.message, found.text)
        else:
            unsent_drafts.keep_words(context, found.message, found.text, *unsent_drafts.present_round(context))


def _in_public(context: EventContext, event: events.MessageReceived) -> None:
    """In a channel the bot hears only what is said to it: a number, a request, or words that belong elsewhere.

    Whoever speaks there may be answering: when in doubt it is taken so, and pointed out.
    """
    if not event.addressed:
        return
    text = event.text.reveal()
    if event.kind == "text" and _choose_from_menu(context, text):
        return
    meant = read_message(text, replace(situation_of(context), asked=True)) if event.kind == "text" else None
    if meant:
        _run_meant(context, meant)
    else:
        context.reply(told.TypedInPublic(kind="other" if event.kind == "file" else event.kind))


def _choose_from_menu(context: EventContext, text: str) -> bool:
    """Return whether a typed number chose from the menu last offered in this conversation."""
    digits = text.strip().rstrip(".)")
    if not digits.isdecimal() or len(digits) > 3:
        return False
    address = context.person if context.event.where.direct else context.uow.addresses.id_of(context.event.where)
    menu = context.uow.menus.get(address)
    if menu is None or not 1 <= int(digits) <= len(menu.choices):
        return False
    choice = menu.choices[int(digits) - 1]
    handle_press(context, choice.action, choice.token)
    return True


def handle_press(context: EventContext, action: str, token: str) -> None:
    """A button; one that opens a form starts to ask question by question where there are no forms."""
    if action.startswith(IN_TURN):
        present = form_wizard.present_dialogue(context)
        if present:
            _press_in_form(context, present, action.removeprefix(IN_TURN), token)
        elif not context.said:
            closed_forms.tell_form_is_closed(context, token)
    elif action == AN_ANSWER:
        _take_as_answer(context, token)
    elif action == SEND_HELD:
        sending_held.send_held(context, token)
    elif action == A_REQUEST:
        _take_as_request(context, token)
    elif action == A_COMMAND:
        # Its token is what could have been typed.
        take_as_typed(context, token, context.event.where)
        handle_command(context, token)
    elif action in FORMS:
        form = FORMS[action](context, token)
        if context.cannot_be_told():
            context.ask_to_write_first()
        else:
            form_wizard.start_form(context, form)
    elif action in PRESSES:
        PRESSES[action](context, token)
    else:
        context.reply(said.CommandNotUnderstood())


def handle_submission(context: EventContext, form: str, token: str, values: Values) -> None:
    handler = SUBMISSIONS.get(form)
    if handler is None:
        context.reply(said.CommandNotUnderstood())
        return
    handler(context, token, values)


def _count_choice(context: EventContext, event: events.ChoiceMade) -> None:
    """Count a choice in a form that stays open. It is shown there already, so nothing is said; other forms are sent as a whole.

    A form that can count nothing any more says so once, and not at every choice.
    """
    if event.form not in CHOICES or context.member is None:
        return
    try:
        handle_choice(context, event.form, event.token, {event.field: event.value})
    except Refusal as refusal:
        key = context.uow.fingerprint("choice refused", event.form, event.token, context.member.id)
        context.tell(context.member.id, refusal.outcome, key=key)


def handle_choice(context: EventContext, form: str, token: str, values: Values) -> Outcome:
    return CHOICES[form](context, token, values)


FORM_HANDLERS = form_wizard.FormHandlers(submit=handle_submission, choose=handle_choice)


def handle_command(context: EventContext, text: str) -> None:
    """A command typed behind a prefix. A whole sentence of somebody who can answer is no command: it becomes a draft."""
    lines = split_commands(text, access.role_of(context))
    if lines:
        _run_several(context, lines)
        return
    situation = situation_of(context)
    meant = read_command(text if text.strip() else "help", situation)
    if meant == Nearly() and situation.asked and len(text.split()) > FEW_WORDS:
        unsent_drafts.keep_words(context, context.event.event_id, text, *unsent_drafts.present_round(context))
        return
    _run_meant(context, meant)


def _run_several(context: EventContext, lines: Sequence[str]) -> None:
    """Do one command after the other. Where one is refused, so is the whole: the unit of work is rolled back."""
    for number, line in enumerate(lines, start=1):
        try:
            _run_meant(context, read_command(line, situation_of(context)))
        except Refusal as refusal:
            quotes = [words.reveal() for words in refusal.quotes]
            refused = SeveralRefused(said=refusal.outcome, number=number, of=len(lines))
            raise Refusal(refused, quotes=quotes) from None


def _run_meant(context: EventContext, meant: Meant | Nearly) -> None:
    if isinstance(meant, Meant):
        run_command(context, meant.command, meant.role, meant.spec)
    elif context.member is None:
        raise Refusal(access.welcome(context))
    else:
        raise Refusal(said.CommandNotUnderstood(nearest=meant.names, orders=tuple(map(to_be_pressed, meant.names))))
