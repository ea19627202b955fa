"""What no database can keep is taken out of what is heard: the NUL character, and halves of characters."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.confidential import ConfidentialText
from bot.domain.events import AnyEvent, ButtonPressed, ChatCommandTyped, FormSubmitted, MessageReceived

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
    name = storable(event.sender.name)
    if name != event.sender.name:
        event = replace(event, sender=replace(event.sender, name=name))
    if isinstance(event, FormSubmitted):
        values = {name: _text(value) for name, value in event.values.items()}
        same = all(value is event.values[name] for name, value in values.items())
        if same and storable(event.token) == event.token:
            return event
        return replace(event, token=storable(event.token), values=values)
    if isinstance(event, ButtonPressed):
        token = storable(event.token)
        return event if token == event.token else replace(event, token=token)
    if isinstance(event, MessageReceived):
        text = _text(event.text)
        return event if text is event.text else replace(event, text=text)
    if isinstance(event, ChatCommandTyped):
        typed = storable(event.text)
        return event if typed == event.text else replace(event, text=typed)
    return event


def _text(value: ConfidentialText) -> ConfidentialText:
    words = value.reveal()
    kept = storable(words)
    return value if kept == words else ConfidentialText(kept)
