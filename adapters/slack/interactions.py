"""Parsers for interactions with the bot's messages: buttons, forms, the slash command. Pure.

Slack does not repeat these and gives them no event id; its `trigger_id` is one of a kind and stands in for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from adapters.slack.forms import chosen_value, filled_in, origin_of
from adapters.slack.markup import as_typed
from adapters.slack.reading import (
    NOTHING,
    Context,
    Json,
    ParsedPayload,
    PressedMessage,
    UnreadablePayloadError,
    optional_text,
    part_of,
    required_text,
)
from adapters.slack.render import SEPARATOR
from bot.domain.confidential import ConfidentialText
from bot.domain.events import ButtonPressed, ChatCommandTyped, ChoiceMade, FormSubmitted, MessageReceived
from bot.views.used_up import Pressable, ends

ANSWER = "answer"
"""The command that a shortcut stands for."""
SHORTCUTS = ("answer", "use_as_answer")
"""Names of the shortcuts in the manifest."""


def parse_action(body: Json, context: Context) -> ParsedPayload:
    """A press in a message or on the person's page, or a choice in a modal."""
    view = body.get("view") or {}
    return _parse_choice(body, view, context) if optional_text(view, "type") == "modal" else _parse_press(body, context)


def _parse_choice(body: Json, view: Json, context: Context) -> ParsedPayload:
    """A choice in a modal that stays open."""
    action = body["actions"][0]
    user = part_of(body, "user")
    person = required_text(user, "id")
    origin = origin_of(view)
    made = ChoiceMade(
        event_id=_event_key(
            "choice",
            context,
            person,
            optional_text(body, "trigger_id"),
            optional_text(view, "id"),
            optional_text(action, "action_ts"),
        ),
        sender=context.sender(person, _user_name(user)),
        where=context.place(origin.get("channel", ""), person, origin.get("thread", "")),
        at=context.at,
        form=origin.get("form") or required_text(view, "callback_id"),
        token=origin.get("token", ""),
        field=required_text(action, "block_id"),
        value=ConfidentialText(chosen_value(action)),
    )
    return ParsedPayload(made)


def _parse_press(body: Json, context: Context) -> ParsedPayload:
    """A button, or a choice from a list in a message."""
    action = body["actions"][0]
    user = part_of(body, "user")
    person = required_text(user, "id")
    container = body.get("container") or {}
    channel = optional_text(body.get("channel") or {}, "id") or optional_text(container, "channel_id")
    trigger = optional_text(body, "trigger_id")
    chosen = action.get("selected_option") or {}
    pressed = ButtonPressed(
        event_id=_event_key(
            "press",
            context,
            person,
            trigger,
            person,
            optional_text(container, "message_ts"),
            optional_text(action, "action_ts"),
        ),
        sender=context.sender(person, _user_name(user)),
        where=context.place(channel, person, optional_text(container, "thread_ts")),
        at=context.at,
        action=required_text(action, "action_id").partition(SEPARATOR)[0],
        token=optional_text(action, "value") or optional_text(chosen, "value"),
        can_show_form=bool(trigger),
    )
    at_home = optional_text(container, "type") == "view"
    return ParsedPayload(pressed, trigger=trigger, at_home=at_home, pressed=_pressed_message(body, action, channel))


def _pressed_message(body: Json, action: Json, channel: str) -> PressedMessage | None:
    """Return the message without those buttons of the pressed one's row that it ends; None for one that cannot be changed, such as
    one for a person's eyes in a channel.
    """
    message = body.get("message") or {}
    ts, blocks, among = optional_text(message, "ts"), message.get("blocks"), action.get("block_id")
    if not (channel and ts and among and isinstance(blocks, list)) or (body.get("container") or {}).get("is_ephemeral"):
        return None
    left = [
        left for block in blocks if (left := _still_leading(block, action) if block.get("block_id") == among else block)
    ]
    return PressedMessage(channel, ts, optional_text(message, "text"), left)


def _still_leading(row: Json, action: Json) -> Json:
    """Return the row without the buttons that a press ends; nothing where none is left."""
    left = [one for one in row.get("elements") or () if not ends(_pressable(action), _pressable(one))]
    return {**row, "elements": left} if left else {}


def _pressable(button: Json) -> Pressable:
    return optional_text(button, "action_id").partition(SEPARATOR)[0], optional_text(button, "value")


def parse_form_submission(body: Json, context: Context) -> ParsedPayload:
    """A filled-in modal. Where it was asked for stands in its private metadata."""
    view = part_of(body, "view")
    user = part_of(body, "user")
    person = required_text(user, "id")
    origin = origin_of(view)
    submitted = FormSubmitted(
        event_id=_event_key(
            "form",
            context,
            person,
            optional_text(body, "trigger_id"),
            optional_text(view, "id"),
            optional_text(view, "hash"),
        ),
        sender=context.sender(person, _user_name(user)),
        where=context.place(origin.get("channel", ""), person, origin.get("thread", "")),
        at=context.at,
        form=origin.get("form") or required_text(view, "callback_id"),
        token=origin.get("token", ""),
        values=filled_in(view),
    )
    return ParsedPayload(submitted, view=view, at_home=origin.get("home") == "yes")


def parse_command(body: Json, context: Context) -> ParsedPayload:
    person = required_text(body, "user_id")
    text, names = as_typed(optional_text(body, "text"))
    typed = ChatCommandTyped(
        event_id=_event_key(
            "command", context, person, optional_text(body, "trigger_id"), optional_text(body, "response_url")
        ),
        sender=context.sender(person, optional_text(body, "user_name")),
        where=context.place(optional_text(body, "channel_id"), person),
        at=context.at,
        text=text.strip(),
        names=names,
    )
    return ParsedPayload(typed, trigger=optional_text(body, "trigger_id"))


def parse_shortcut(body: Json, context: Context) -> ParsedPayload:
    """The app's own shortcut, from anywhere: it asks for the questions as if that was typed."""
    if optional_text(body, "callback_id") not in SHORTCUTS:
        raise UnreadablePayloadError
    user = part_of(body, "user")
    person, trigger = required_text(user, "id"), optional_text(body, "trigger_id")
    asked = ChatCommandTyped(
        event_id=_event_key("shortcut", context, person, trigger),
        sender=context.sender(person, _user_name(user)),
        where=context.person(person),
        at=context.at,
        text=ANSWER,
    )
    return ParsedPayload(asked, trigger=trigger)


def parse_message_shortcut(body: Json, context: Context) -> ParsedPayload:
    """A message that its author takes for their answer: as if it was typed to the bot. Of others' words nothing is taken."""
    user, message = part_of(body, "user"), part_of(body, "message")
    person = required_text(user, "id")
    text, names = as_typed(optional_text(message, "text"))
    own = optional_text(message, "user") == person and optional_text(body, "callback_id") in SHORTCUTS
    if not own or not text.strip():
        return parse_shortcut(body, context)
    said = MessageReceived(
        event_id=_event_key("shortcut", context, person, optional_text(body, "trigger_id")),
        sender=context.sender(person, _user_name(user)),
        where=context.person(person),
        at=context.at,
        text=ConfidentialText(text),
        message_id=required_text(message, "ts"),
        names=names,
    )
    return ParsedPayload(said)


def ignore_interaction(body: Json, context: Context) -> ParsedPayload:  # noqa: ARG001 (an entry of READERS)
    return NOTHING


def _event_key(kind: str, context: Context, person: str, trigger: str, *otherwise: str) -> str:
    """The trigger's id; without one what identifies the deed; without that when it came, since Slack brings deeds once."""
    if trigger:
        return f"slack:{kind}:{trigger}"
    if not all(otherwise):
        return f"slack:{kind}:{person}:{context.at.timestamp():.6f}"
    return ":".join(("slack", kind, *otherwise))


def _user_name(user: Mapping[str, object]) -> str:
    return optional_text(user, "name") or optional_text(user, "username")


READERS: dict[str, Callable[[Json, Context], ParsedPayload]] = {
    "block_actions": parse_action,
    "view_submission": parse_form_submission,
    "shortcut": parse_shortcut,
    "message_action": parse_message_shortcut,
    "view_closed": ignore_interaction,
}
