"""What an event asks for: commands, presses, forms, words. No input ends without a reply.

What typed words mean is decided in `bot/chatcommands/intents.py`; here it is done. Words are drafted only when they mean nothing
else, and what may have been taken wrongly is kept aside, so that its author can say that it was an answer.
"""

from __future__ import annotations

from dataclasses import replace

from bot.chatcommands import Role, Wrong
from bot.chatcommands.intents import Meant, Nearly, read_command, read_message, to_be_pressed
from bot.chatcommands.offers import offered_request, request_of
from bot.domain import commands as order
from bot.domain import events
from bot.domain.errors import Refusal
from bot.domain.model import Dialogue, Member
from bot.domain.outcomes import answering as told
from bot.domain.outcomes import commands as said
from bot.domain.outcomes.joining import SaidAnonymously
from bot.engine import access, arrivals, traces
from bot.engine.handlers import asides, closed_forms, dialogue, drafting
from bot.engine.handlers.ordered import finding, selves
from bot.engine.router import FORMS, ORDERS, PRESSES, SUBMISSIONS, Values
from bot.engine.situations import situation_of
from bot.engine.work import EventContext

IN_A_FORM: dict[type[order.Command], str] = {
    order.ShowDraft: "done",
    order.TakeOffLast: "takeoff",
    order.DiscardDraft: "cancel",
    order.SendDraft: "send",
}
"""What is meant by somebody who is being asked a form field by field: its buttons."""
ENDS_IT = (order.StopWriting, order.ForgetMe, order.SkipRound, order.RemindMe, order.GoAway)
"""After these the field is not asked again: their author wants to be left alone for now."""
AN_ANSWER = "isanswer"
"""The button under a reply to words that could have been an answer."""
A_REQUEST = "request"
"""The button under a reply to words of an answer that could have been a request."""
FEW_WORDS = 3
"""A command of so many words that is not known is a slip; a longer one is somebody's words."""


def handle_event(turn: EventContext) -> None:
    """Do what the event asks for; whatever is said goes out after the commit."""
    event = turn.event
    if event.sender.anonymous and isinstance(event, events.MessageReceived | events.ChatCommandTyped):
        turn.reply_openly(SaidAnonymously())
        return
    if turn.member:
        turn.member = finding.welcome_back(turn, turn.member)
        finding.has_joined(turn, turn.member)
    if isinstance(event, events.MessageReceived):
        handle_message(turn, event)
    elif isinstance(event, events.ButtonPressed):
        handle_press(turn, event.action, event.token)
    elif isinstance(event, events.FormSubmitted):
        handle_submission(turn, event.form, event.token, event.values)
    elif isinstance(event, events.ChatCommandTyped):
        handle_command(turn, event.text)
        finding.remember_handle(turn)
    else:
        arrivals.handle_lifecycle_event(turn, event)


def handle_message(turn: EventContext, event: events.MessageReceived) -> None:
    if not event.where.direct:
        _in_public(turn, event)
        return
    if event.kind != "text":
        turn.reply(told.NotReadable(kind=event.kind))
        return
    traces.note_message(turn, event.message_id)
    if event.edits and asides.drop_aside(turn, event.message_id):
        # What was said to it is past; its words are looked at as if they had just been typed.
        event = replace(event, edits=False)
    present = dialogue.present_dialogue(turn)
    text = event.text.reveal()
    if not event.edits and _choose_from_menu(turn, text):
        return
    if present and not event.edits and dialogue.press_of(text):
        dialogue.take_press(turn, present, dialogue.press_of(text), "", handle_submission)
        return
    meant = _read_meaning(turn, event)
    if meant is None:
        _offer_request(turn, event)
        _take_words(turn, event, present)
    elif present:
        _in_a_form(turn, present, meant)
    else:
        _run_meant(turn, meant)


def _in_a_form(turn: EventContext, present: Dialogue, meant: Meant | Nearly) -> None:
    """A request of somebody who is being asked field by field: done, and then the field is asked again."""
    wanted = meant.command if isinstance(meant, Meant) else None
    if isinstance(wanted, order.Command) and type(wanted) in IN_A_FORM:
        dialogue.take_press(turn, present, IN_A_FORM[type(wanted)], "", handle_submission)
    elif isinstance(wanted, order.AnswerNow | order.PlaceDraft):
        dialogue.ask_present_field(turn, present)
    else:
        _run_meant(turn, meant)
        if not isinstance(wanted, ENDS_IT):
            dialogue.ask_present_field(turn, present)


def note_words(turn: EventContext) -> None:
    """Before a refusal is told in a unit of work of its own: note again what the refused one had noted of typed words."""
    event = turn.event
    if isinstance(event, events.MessageReceived) and event.where.direct and event.kind == "text":
        traces.note_message(turn, event.message_id)
        _read_meaning(turn, event)


def _read_meaning(turn: EventContext, event: events.MessageReceived) -> Meant | Nearly | None:
    """What a direct message asks for. When it could be an answer as well, its words are kept, and the reply offers to use them."""
    if event.edits:
        return None
    situation = situation_of(turn)
    text = event.text.reveal()
    meant = read_message(text, situation)
    if turn.member and meant and situation.asked and _could_be_answer(turn.member, meant):
        asides.keep_aside(turn, turn.member, event.message_id, text)
    return meant


def _could_be_answer(member: Member, meant: Meant | Nearly) -> bool:
    """Whether the words may have been meant otherwise. Who was stopped or away and comes back is not answering."""
    if isinstance(meant, Nearly):
        return True
    returns = member.stopped and isinstance(meant.command, order.StartWriting)
    returns = returns or (member.away_until is not None and isinstance(meant.command, order.ComeBack))
    return not meant.sure and not returns


def _offer_request(turn: EventContext, event: events.MessageReceived) -> None:
    """Let the reply to words of an answer offer what they could have asked for instead."""
    situation = situation_of(turn)
    if turn.member and situation.asked and not event.edits:
        name = offered_request(event.text.reveal(), situation)
        if name:
            asides.offer_request(turn, name, event.message_id)


def _was_request(turn: EventContext, token: str) -> None:
    """The button that says so: the words leave the draft, stay at hand as those of any request do, and it is done."""
    member = access.require_member(turn)
    tag, _, name = token.rpartition(":")
    request = request_of(name)
    if request is None:
        turn.reply(said.CommandNotUnderstood())
        return
    present = dialogue.present_dialogue(turn)
    part = dialogue.take_out(turn, present, tag) if present else drafting.take_out(turn, tag)
    if part:
        asides.keep_part(turn, member, part)
    if present:
        _in_a_form(turn, present, request)
    else:
        _run_meant(turn, request)


def _take_words(turn: EventContext, event: events.MessageReceived, present: Dialogue | None) -> None:
    if present and event.edits:
        dialogue.take_edit(turn, present, event.message_id, event.text.reveal())
    elif present:
        dialogue.take_typed(turn, present, event.message_id, event.text.reveal())
    elif turn.member is None:
        raise Refusal(said.Welcome(claimed=turn.uow.members.count(admin=True) > 0))
    else:
        drafting.keep_as_draft(turn, event)


def _was_answer(turn: EventContext, tag: str) -> None:
    """The button that says so: the words go where they would have gone."""
    member = access.require_member(turn)
    found = asides.take_back(turn, member, tag)
    present = dialogue.present_dialogue(turn)
    if found is None and present:
        dialogue.ask_present_field(turn, present)
    elif found is None:
        drafting.show_draft(turn)
    else:
        _undo_request(turn, member, found.text)
        if present:
            dialogue.take_typed(turn, present, found.message, found.text)
        else:
            drafting.keep_words(turn, found.message, found.text, *drafting.present_round(turn))


def _undo_request(turn: EventContext, member: Member, text: str) -> None:
    """Take back what words led to that were an answer: they may have stopped all messages, or noted leave."""
    meant = read_message(text, situation_of(turn))
    if isinstance(meant, Meant) and isinstance(meant.command, order.GoAway):
        member = member.on_leave(None)
    turn.member = replace(member, stopped=False)
    turn.uow.members.save(turn.member)


def _in_public(turn: EventContext, event: events.MessageReceived) -> None:
    """In a channel the bot hears only what is said to it: a number, a request, or words that belong elsewhere.

    Whoever speaks there may be answering: when in doubt it is taken so, and pointed out.
    """
    if not event.addressed:
        return
    text = event.text.reveal()
    if event.kind == "text" and _choose_from_menu(turn, text):
        return
    meant = read_message(text, replace(situation_of(turn), asked=True)) if event.kind == "text" else None
    if meant:
        _run_meant(turn, meant)
    else:
        turn.reply(told.TypedInPublic(kind=event.kind))


def _choose_from_menu(turn: EventContext, text: str) -> bool:
    """Whether a typed number chose from the menu last offered in this conversation."""
    digits = text.strip().rstrip(".)")
    if not digits.isdecimal() or len(digits) > 3:
        return False
    address = turn.person if turn.event.where.direct else turn.uow.addresses.id_of(turn.event.where)
    menu = turn.uow.menus.get(address)
    if menu is None or not 1 <= int(digits) <= len(menu.choices):
        return False
    choice = menu.choices[int(digits) - 1]
    handle_press(turn, choice.action, choice.token)
    return True


def handle_press(turn: EventContext, action: str, token: str) -> None:
    """A button; one that opens a form starts to ask question by question where there are no forms."""
    if action.startswith("turn."):
        present = dialogue.present_dialogue(turn)
        if present:
            dialogue.take_press(turn, present, action.removeprefix("turn."), token, handle_submission)
        elif not turn.said:
            closed_forms.tell_form_is_closed(turn, token)
    elif action == AN_ANSWER:
        _was_answer(turn, token)
    elif action == A_REQUEST:
        _was_request(turn, token)
    elif action in FORMS:
        form = FORMS[action](turn, token)
        if turn.cannot_be_told():
            turn.ask_to_write_first()
        else:
            dialogue.start_form(turn, form)
    elif action in PRESSES:
        PRESSES[action](turn, token)
    else:
        turn.reply(said.CommandNotUnderstood())


def handle_submission(turn: EventContext, form: str, token: str, values: Values) -> None:
    handler = SUBMISSIONS.get(form)
    if handler is None:
        turn.reply(said.CommandNotUnderstood())
        return
    handler(turn, token, values)


def handle_command(turn: EventContext, text: str) -> None:
    """A command typed behind a prefix. A whole sentence of somebody who can answer is no command: it becomes a draft."""
    situation = situation_of(turn)
    meant = read_command(text if text.strip() else "help", situation)
    if meant == Nearly() and situation.asked and len(text.split()) > FEW_WORDS:
        drafting.keep_words(turn, turn.event.event_id, text, *drafting.present_round(turn))
        return
    _run_meant(turn, meant)


def _run_meant(turn: EventContext, meant: Meant | Nearly) -> None:
    """Deny by default: the command's role is checked here, what it is about by its handler (C11)."""
    role = selves.role_of(turn)
    if turn.member is None and (isinstance(meant, Nearly) or role < meant.role):
        raise Refusal(said.Welcome(claimed=turn.uow.members.count(admin=True) > 0))
    if isinstance(meant, Nearly):
        raise Refusal(said.CommandNotUnderstood(nearest=meant.names, orders=tuple(map(to_be_pressed, meant.names))))
    if role < meant.role:
        raise Refusal(said.NotForYou(who="admins" if meant.role is Role.ADMIN else "leads and admins"))
    if isinstance(meant.command, Wrong):
        spec = meant.spec
        assert spec is not None  # noqa: S101 - only what stands in the list of commands can be written wrongly
        outcome = said.WronglyWritten(usage=spec.usage, example=spec.examples[0])
        raise Refusal(outcome, quotes=(meant.command.problem,))
    ORDERS[type(meant.command)](turn, meant.command)
