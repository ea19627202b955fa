"""Removal of characters that no database can store from inbound events: the NUL character, and halves of characters."""

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
    ChoiceMade,
    ConversationMoved,
    FormSubmitted,
    MessageReceived,
    Sender,
)

UNREADABLE = "\ufffd"
"""Stands where half a character stood."""


def storable_text(text: str) -> str:
    """The text as any database and any platform can carry it."""
    if text.isascii():
        return text.replace("\x00", "") if "\x00" in text else text
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\x00", "")


def sanitize_event(event: AnyEvent) -> AnyEvent:
    """The event with storable words; the same event when there is nothing to take out."""
    event = _with_changes(event, sender=_sanitize_sender(event.sender))
    if isinstance(event, FormSubmitted):
        values: Mapping[str, ConfidentialText] = {name: _sanitize_text(value) for name, value in event.values.items()}
        values = event.values if all(value is event.values[name] for name, value in values.items()) else values
        return _with_changes(event, token=storable_text(event.token), values=values, names=_sanitize_names(event.names))
    if isinstance(event, ChoiceMade):
        return _with_changes(event, token=storable_text(event.token), value=_sanitize_text(event.value))
    if isinstance(event, ButtonPressed):
        return _with_changes(event, token=storable_text(event.token))
    if isinstance(event, MessageReceived):
        file = _sanitize_text(event.file) if event.file else None
        return _with_changes(event, text=_sanitize_text(event.text), names=_sanitize_names(event.names), file=file)
    if isinstance(event, ChatCommandTyped):
        return _with_changes(event, text=storable_text(event.text), names=_sanitize_names(event.names))
    if isinstance(event, BotAdded | ConversationMoved):
        return _with_changes(event, title=storable_text(event.title))
    return event


def _with_changes(event: AnyEvent, **changed: Any) -> AnyEvent:
    """The event with these fields; itself when they are what it has."""
    different = {name: value for name, value in changed.items() if value != getattr(event, name)}
    return replace(event, **different) if different else event


def _sanitize_sender(sender: Sender) -> Sender:
    name, handle = storable_text(sender.name), storable_text(sender.handle)
    return sender if (name, handle) == (sender.name, sender.handle) else replace(sender, name=name, handle=handle)


def _sanitize_names(names: Mapping[str, str]) -> Mapping[str, str]:
    return {storable_text(id): storable_text(name) for id, name in names.items()} if names else names


def _sanitize_text(value: ConfidentialText) -> ConfidentialText:
    words = value.reveal()
    kept = storable_text(words)
    return value if kept == words else ConfidentialText(kept)
