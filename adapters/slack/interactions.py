"""What people do with what the bot shows: buttons, forms, the slash command. Pure.

Slack does not repeat these and gives them no event id; its `trigger_id` is one of a kind and stands in for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from adapters.slack.forms import filled_in, origin_of
from adapters.slack.reading import NOTHING, Context, Heard, Json, maybe, part_of, words
from adapters.slack.render import SEPARATOR
from adapters.slack.words import as_typed
from bot.domain.events import ButtonPressed, ChatCommandTyped, FormSubmitted


def parse_button_press(body: Json, context: Context) -> Heard:
    """A button, or a choice from a list in a message."""
    action = body["actions"][0]
    user = part_of(body, "user")
    person = words(user, "id")
    container = body.get("container") or {}
    channel = maybe(body.get("channel") or {}, "id") or maybe(container, "channel_id")
    trigger = maybe(body, "trigger_id")
    chosen = action.get("selected_option") or {}
    pressed = ButtonPressed(
        event_id=_event_key(
            "press", context, person, trigger, person, maybe(container, "message_ts"), maybe(action, "action_ts")
        ),
        sender=context.sender(person, _user_name(user)),
        where=context.place(channel, person, maybe(container, "thread_ts")),
        at=context.at,
        action=words(action, "action_id").partition(SEPARATOR)[0],
        token=maybe(action, "value") or maybe(chosen, "value"),
        can_show_form=bool(trigger),
    )
    return Heard(pressed, trigger=trigger, at_home=maybe(container, "type") == "view")


def parse_form_submission(body: Json, context: Context) -> Heard:
    """A filled-in modal. Where it was asked for stands in its private metadata."""
    view = part_of(body, "view")
    user = part_of(body, "user")
    person = words(user, "id")
    origin = origin_of(view)
    submitted = FormSubmitted(
        event_id=_event_key("form", context, person, maybe(body, "trigger_id"), maybe(view, "id"), maybe(view, "hash")),
        sender=context.sender(person, _user_name(user)),
        where=context.place(origin.get("channel", ""), person, origin.get("thread", "")),
        at=context.at,
        form=origin.get("form") or words(view, "callback_id"),
        token=origin.get("token", ""),
        values=filled_in(view),
    )
    return Heard(submitted, view=view, at_home=origin.get("home") == "yes")


def parse_command(body: Json, context: Context) -> Heard:
    person = words(body, "user_id")
    text, names = as_typed(maybe(body, "text"))
    typed = ChatCommandTyped(
        event_id=_event_key("command", context, person, maybe(body, "trigger_id"), maybe(body, "response_url")),
        sender=context.sender(person, maybe(body, "user_name")),
        where=context.place(maybe(body, "channel_id"), person),
        at=context.at,
        text=text.strip(),
        names=names,
    )
    return Heard(typed, trigger=maybe(body, "trigger_id"))


def ignore_interaction(body: Json, context: Context) -> Heard:  # noqa: ARG001 (an entry of READERS)
    return NOTHING


def _event_key(kind: str, context: Context, person: str, trigger: str, *otherwise: str) -> str:
    """The trigger's id; without one what identifies the deed; without that when it came, since Slack brings deeds once."""
    if trigger:
        return f"slack:{kind}:{trigger}"
    if not all(otherwise):
        return f"slack:{kind}:{person}:{context.at.timestamp():.6f}"
    return ":".join(("slack", kind, *otherwise))


def _user_name(user: Mapping[str, object]) -> str:
    return maybe(user, "name") or maybe(user, "username")


READERS: dict[str, Callable[[Json, Context], Heard]] = {
    "block_actions": parse_button_press,
    "view_submission": parse_form_submission,
    "view_closed": ignore_interaction,
}
