"""What an event asks for: commands, presses, forms, words. No input ends without a reply."""

from __future__ import annotations

from bot.chatcommands import Wrong
from bot.chatcommands.parse import NotKnown, Parsed, in_direct_message, parse
from bot.domain import events
from bot.domain.errors import Refusal
from bot.domain.outcomes import answering as told
from bot.domain.outcomes import commands as said
from bot.domain.outcomes.joining import SaidAnonymously
from bot.engine import arrivals, traces
from bot.engine.handlers import dialogue, drafting
from bot.engine.handlers.ordered import finding, selves
from bot.engine.router import FORMS, ORDERS, PRESSES, SUBMISSIONS, Values
from bot.engine.work import Turn


def handle(turn: Turn) -> None:
    """Do what the event asks for; whatever is said goes out after the commit."""
    event = turn.event
    if event.sender.anonymous and isinstance(event, events.MessageReceived | events.ChatCommandTyped):
        turn.reply_openly(SaidAnonymously())
        return
    if turn.member:
        turn.member = finding.welcome_back(turn, turn.member)
        finding.has_joined(turn, turn.member)
    if isinstance(event, events.MessageReceived):
        message(turn, event)
    elif isinstance(event, events.ButtonPressed):
        press(turn, event.action, event.token)
    elif isinstance(event, events.FormSubmitted):
        submit(turn, event.form, event.token, event.values)
    elif isinstance(event, events.ChatCommandTyped):
        command(turn, event.text)
        finding.remember_handle(turn)
    else:
        arrivals.handle(turn, event)


def message(turn: Turn, event: events.MessageReceived) -> None:
    if not event.where.direct:
        _in_public(turn, event)
        return
    if event.kind != "text":
        turn.reply(told.NotReadable(kind=event.kind))
        return
    text = event.text.reveal()
    traces.note(turn, event.message_id)
    present = dialogue.present(turn)
    if not event.edits and _chosen(turn, text):
        return
    parsed = None if event.edits else in_direct_message(text)
    if parsed and (present is None or parsed.spec.name in _ALWAYS):
        _order(turn, parsed)
    elif present:
        dialogue.typed(turn, present, event.message_id, text, event.edits, submit)
    elif turn.member is None:
        raise Refusal(said.Welcome(claimed=turn.uow.members.count(admin=True) > 0))
    else:
        drafting.typed(turn, event)


_ALWAYS = ("stop", "help", "forget me", "my data", "privacy", "who answered")
"""Commands that are heard even while a form is being filled in question by question."""


def _in_public(turn: Turn, event: events.MessageReceived) -> None:
    """In a channel the bot hears only what is said to it: a number, a command, or words that belong elsewhere."""
    if not event.addressed:
        return
    text = event.text.reveal()
    if event.kind == "text" and _chosen(turn, text):
        return
    parsed = in_direct_message(text) if event.kind == "text" else None
    if parsed:
        _order(turn, parsed)
    else:
        turn.reply(told.TypedInPublic())


def _chosen(turn: Turn, text: str) -> bool:
    """Whether a typed number chose from the menu last offered in this conversation."""
    digits = text.strip().rstrip(".)")
    if not digits.isdecimal() or len(digits) > 3:
        return False
    address = turn.person if turn.event.where.direct else turn.uow.addresses.id_of(turn.event.where)
    menu = turn.uow.menus.get(address)
    if menu is None or not 1 <= int(digits) <= len(menu.choices):
        return False
    choice = menu.choices[int(digits) - 1]
    press(turn, choice.action, choice.token)
    return True


def press(turn: Turn, action: str, token: str) -> None:
    """A button; one that opens a form starts to ask question by question where there are no forms."""
    if action.startswith("turn."):
        present = dialogue.present(turn)
        if present:
            dialogue.pressed(turn, present, action.removeprefix("turn."), token, submit)
        elif not turn.said:
            turn.reply(told.DialogueCancelled())
    elif action in FORMS:
        form = FORMS[action](turn, token)
        if turn.cannot_be_told():
            turn.ask_to_write_first()
        else:
            dialogue.start(turn, form)
    elif action in PRESSES:
        PRESSES[action](turn, token)
    else:
        turn.reply(said.NotUnderstood())


def submit(turn: Turn, form: str, token: str, values: Values) -> None:
    handler = SUBMISSIONS.get(form)
    if handler is None:
        turn.reply(said.NotUnderstood())
        return
    handler(turn, token, values)


def command(turn: Turn, text: str) -> None:
    role = selves.role_of(turn)
    if not text.strip():
        text = "help"
    parsed = parse(text, role)
    if isinstance(parsed, NotKnown):
        raise Refusal(said.NotUnderstood(nearest=parsed.nearest), quotes=(parsed.typed,) if parsed.typed else ())
    _order(turn, parsed)


def _order(turn: Turn, parsed: Parsed) -> None:
    """Deny by default: the command's role is checked here, what it is about by its handler (C11)."""
    if selves.role_of(turn) < parsed.spec.role:
        if turn.member is None:
            raise Refusal(said.Welcome(claimed=turn.uow.members.count(admin=True) > 0))
        raise Refusal(said.NotForYou(who="admins" if parsed.spec.role.name == "ADMIN" else "leads and admins"))
    if isinstance(parsed.command, Wrong):
        outcome = said.WronglyWritten(usage=parsed.spec.usage, example=parsed.spec.examples[0])
        raise Refusal(outcome, quotes=(parsed.command.problem,))
    ORDERS[type(parsed.command)](turn, parsed.command)
