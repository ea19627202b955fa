"""The first look at everything that somebody types to the bot: words that suggest a risk bring the support contacts, at once (C12).

Nothing of it is counted, logged or told. The words are held under their author's key; whatever else a form held is handled as ever.
Who saw the contacts within the hour is not shown them again: they are told how to, and their words go their normal way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.chatcommands import Role
from bot.chatcommands.complete_command import complete_command
from bot.chatcommands.intents import Meant, read_message
from bot.domain.confidential import ConfidentialText
from bot.domain.errors import Refusal
from bot.domain.events import AnyEvent, ChatCommandTyped, FormSubmitted, MessageReceived
from bot.domain.outcomes import support as said
from bot.engine import access, deletable_messages
from bot.engine.answers import asides, form_steps, form_wizard
from bot.engine.context import EventContext
from bot.engine.safeguarding import contacts, held_words
from bot.engine.safeguarding.held_words import HeldMessage
from bot.engine.safeguarding.sending_held import FORMS_WITH_WORDS
from bot.engine.situations import situation_of
from bot.safeguarding import suggests_risk

ANSWER_FORM = "answer"


def show_support_first(context: EventContext) -> AnyEvent | None:
    """Answer words that suggest a risk; returns what is left of the event to be handled, or None."""
    event = context.event
    if isinstance(event, MessageReceived) and event.kind == "text" and event.addressed:
        return _read_message(context, event)
    if isinstance(event, ChatCommandTyped):
        return _read_typed(context, event, event.text, event.event_id)
    if isinstance(event, FormSubmitted) and event.form in FORMS_WITH_WORDS:
        return _read_form(context, event)
    return event


def hold_rest(context: EventContext, event: FormSubmitted, refusal: Refusal) -> None:
    """Hold as well what is left of a form and was refused, so that nothing is lost, and say why."""
    refs = tuple(context.echo_words(words.reveal()) for words in refusal.quotes)
    context.reply_directly(replace(refusal.outcome, refs=refs) if refs else refusal.outcome)  # type: ignore[call-arg]
    _hold_rest_of_form(context, event)


def _hold_rest_of_form(context: EventContext, event: FormSubmitted) -> None:
    _hold(context, _from_form(context, event, dict(event.values)))


def _read_message(context: EventContext, event: MessageReceived) -> AnyEvent | None:
    text = event.text.reveal()
    if event.edits and event.where.direct and context.member:
        corrected = held_words.correct_held(context, context.member.id, event.message_id, text)
        if corrected:
            context.reply_directly(said.HeldWordsCorrected(held=corrected.tag, answer=_is_answer(context)))
            return None
    left = _read_typed(context, event, text, event.message_id)
    if left is None and event.where.direct:
        deletable_messages.note_message(context, event.message_id)
        asides.drop_aside(context, event.message_id)
    return left


def _read_typed(
    context: EventContext, event: MessageReceived | ChatCommandTyped, text: str, message_id: str
) -> AnyEvent | None:
    if not _suggests_risk(context, text) or _is_order(context, text):
        return event
    openly = isinstance(event, MessageReceived) and not event.where.direct
    if _shown_lately(context):
        if not openly:
            context.reply_directly(said.SupportNamed())
        return event
    held = "" if openly else _hold_typed(context, message_id, text)
    _show_support(context, held, answer=_is_answer(context), openly=openly)
    return None


def _hold_typed(context: EventContext, message_id: str, text: str) -> str:
    """Words that could go nowhere are not kept, whether or not they suggest a risk."""
    goes_somewhere = form_wizard.present_dialogue(context) is not None or situation_of(context).asked
    if context.member is None or not goes_somewhere:
        return ""
    return _hold(context, HeldMessage(message_id, {"": text}, context.now))


def _read_form(context: EventContext, event: FormSubmitted) -> AnyEvent | None:
    """Hold the answers that suggest a risk, and save the others. Any other form is one thing, and is held whole."""
    values = dict(event.values)
    risky = {name: words for name, words in values.items() if words and _is_risky(context, words.reveal())}
    if not risky:
        return event
    if _shown_lately(context):
        context.reply_directly(said.SupportNamed())
        return event
    answers = event.form == ANSWER_FORM
    held = risky if answers else values
    tag = _hold(context, _from_form(context, event, held)) if context.member else ""
    _show_support(context, tag, answer=answers)
    rest = {name: words for name, words in values.items() if name not in held}
    return replace(event, values=rest) if any(rest.values()) else None


def _from_form(context: EventContext, event: FormSubmitted, values: dict[str, ConfidentialText]) -> HeldMessage:
    words = {name: text.reveal() for name, text in values.items()}
    return HeldMessage("", words, context.now, form=event.form, token=event.token)


def _hold(context: EventContext, message: HeldMessage) -> str:
    return held_words.hold_message(context, access.require_member(context).id, message)


def show_support_late(context: EventContext) -> None:
    """Answer words that have gone their normal way before the second look had seen them.

    Who was shown the contacts after they typed these is answered; who was shown them before is told how to, as in time.
    """
    event = context.event
    typed = isinstance(event, MessageReceived | ChatCommandTyped)
    if event.sender.anonymous or (typed and not any(_meant(context))):
        return
    openly = isinstance(event, MessageReceived) and not event.where.direct
    shown_at = _last_shown(context)
    if shown_at is None:
        _note_shown(context)
        context.reply_directly(replace(shown_support(context, found=True, openly=openly), late=not openly))
    elif shown_at < event.at and not openly:
        context.reply_directly(said.SupportNamed())


def _meant(context: EventContext) -> Iterator[str]:
    """Yield the words of the event of which the second look thinks that they suggest a risk, and that are no request."""
    situation = situation_of(context)
    return (text for text in context.suspected if not isinstance(read_message(text, situation), Meant))


def _suggests_risk(context: EventContext, text: str) -> bool:
    return suggests_risk(text) or text in _meant(context)


def _is_risky(context: EventContext, text: str) -> bool:
    return suggests_risk(text) or text in context.suspected


def _shown_lately(context: EventContext) -> bool:
    return _last_shown(context) is not None


def _last_shown(context: EventContext) -> datetime | None:
    """Return when the contacts were shown within the hour. Of who is no member nothing is remembered."""
    return held_words.load_held(context, context.member.id).shown_at if context.member else None


def _note_shown(context: EventContext) -> None:
    """Whoever can be told nothing in private has seen nothing: what they are told is to write to the bot first."""
    if context.member and not context.cannot_be_told():
        held_words.note_shown(context, context.member.id)


def _is_order(context: EventContext, text: str) -> bool:
    """Return whether a lead or an admin typed a whole command: its words are a setting, such as the support contacts."""
    command = complete_command(text, situation_of(context))
    return command is not None and command.spec.role > Role.MEMBER


def _is_answer(context: EventContext) -> bool:
    present = form_wizard.present_dialogue(context)
    return present is None or form_steps.form_of(present).name == ANSWER_FORM


def _show_support(context: EventContext, held: str, *, answer: bool, openly: bool = False) -> None:
    _note_shown(context)
    context.reply_directly(shown_support(context, found=True, held=held, answer=answer, openly=openly))


def shown_support(
    context: EventContext, *, found: bool = False, held: str = "", answer: bool = False, openly: bool = False
) -> said.SupportShown:
    """The same for who asks for it and for whose words suggested it."""
    person = contacts.reachable_person(context)
    return said.SupportShown(
        contacts=contacts.support_contacts(context),
        person=person.id if person else "",
        found=found,
        held=held,
        answer=answer,
        openly=openly,
    )


def throw_held_away(context: EventContext, tag: str) -> None:
    found = held_words.take_held(context, access.require_member(context).id, tag)
    context.reply_directly(said.HeldWordsThrownAway() if found else said.HeldWordsGone())
