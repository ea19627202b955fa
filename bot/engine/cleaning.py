"""What no database can keep is taken out of what is heard: the NUL character, and halves of characters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.domain.confidential import ConfidentialText
from bot.domain.events import (
    AnyEvent,
    BotAdded,
    ButtonPressed,
    ChatCommandTyped,
    ConversationMoved,
    FormSubmitted,
    MessageReceived,
    Sender,
)

UNREADABLE = "\ufffd"
"""Stands where half a character stood."""


def storable(text: str) -> str:
    """The text as any database and any platform can carry it."""
    if text.isascii():
        return text.replace("\x00", "") if "\x00" in text else text
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\x00", "")


def clean(event: AnyEvent) -> AnyEvent:
    """The event with storable words; the same event when there is nothing to take out."""
    event = _with(event, sender=_sender(event.sender))
    if isinstance(event, FormSubmitted):
        values: Mapping[str, ConfidentialText] = {name: _text(value) for name, value in event.values.items()}
        values = event.values if all(value is event.values[name] for name, value in values.items()) else values
        return _with(event, token=storable(event.token), values=values, names=_names(event.names))
    if isinstance(event, ButtonPressed):
        return _with(event, token=storable(event.token))
    if isinstance(event, MessageReceived):
        return _with(event, text=_text(event.text), names=_names(event.names))
    if isinstance(event, ChatCommandTyped):
        return _with(event, text=storable(event.text), names=_names(event.names))
    if isinstance(event, BotAdded | ConversationMoved):
        return _with(event, title=storable(event.title))
    return event


def _with(event: AnyEvent, **changed: Any) -> AnyEvent:
    """The event with these fields; itself when they are what it has."""
    different = {name: value for name, value in changed.items() if value != getattr(event, name)}
    return replace(event, **different) if different else event


def _sender(sender: Sender) -> Sender:
    name, handle = storable(sender.name), storable(sender.handle)
    return sender if (name, handle) == (sender.name, sender.handle) else replace(sender, name=name, handle=handle)


def _names(names: Mapping[str, str]) -> Mapping[str, str]:
    return {storable(id): storable(name) for id, name in names.items()} if names else names


def _text(value: ConfidentialText) -> ConfidentialText:
    words = value.reveal()
    kept = storable(words)
    return value if kept == words else ConfidentialText(kept)
