"""Events from a visitor's actions in a room. Pure: person, room, time and known names are handed in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.console.client import BOT
from adapters.console.typed_files import TypedFile
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.events import (
    BotAdded,
    ButtonPressed,
    ChatCommandTyped,
    FormSubmitted,
    MemberJoined,
    MemberLeft,
    MessageReceived,
    Sender,
)
from bot.views.view import Button, Form

COMMAND = re.compile(rf"/(?:{BOT}\b)?\s*", re.IGNORECASE)
MENTION = re.compile(r"(?<![\w@#])([@#])([\w-]+)")
WRITTEN = re.compile(r"<([@#])([\w-]+)>")


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that a person does: the id its event gets, who, in which room, and when we heard of it."""

    event_id: str
    sender: Sender
    where: ConversationRef
    at: datetime


@dataclass(frozen=True, slots=True)
class Directory:
    """Names that a text can mention: people by handle, channels by title; the values are their ids."""

    people: Mapping[str, str]
    channels: Mapping[str, str]


def build_text_event(deed: Deed, text: str, directory: Directory) -> MessageReceived | ChatCommandTyped:
    """`/folkmoot words` and `/words` are commands; anything else is a message, meant for the bot where it is named."""
    text = text.strip()
    found = COMMAND.match(text)
    if found:
        said, names = resolve_mentions(text[found.end() :], directory)
        return ChatCommandTyped(
            event_id=deed.event_id, sender=deed.sender, where=deed.where, at=deed.at, text=said, names=names
        )
    named = re.compile(rf"(?<![\w@#])@{BOT}\b[,:]?\s*", re.IGNORECASE)
    said, _ = resolve_mentions(named.sub("", text).rstrip(), directory)
    return MessageReceived(
        event_id=deed.event_id,
        sender=deed.sender,
        where=deed.where,
        at=deed.at,
        text=ConfidentialText(said),
        message_id=deed.event_id,
        addressed=deed.where.direct or bool(named.search(text)),
    )


def build_file_event(deed: Deed, found: TypedFile, directory: Directory) -> MessageReceived:
    """A file with a command beside it, as other platforms bring one that is sent, in the person's own messages."""
    text, names = resolve_mentions(found.text, directory)
    return MessageReceived(
        event_id=deed.event_id,
        sender=deed.sender,
        where=deed.where,
        at=deed.at,
        text=ConfidentialText(found.words),
        message_id=deed.event_id,
        kind="file",
        names=names,
        file=None if found.trouble else ConfidentialText(text),
        file_ref=found.path,
        file_trouble=found.trouble,
    )


def resolve_mentions(text: str, directory: Directory) -> tuple[str, dict[str, str]]:
    """`@amira` and `#team` as `<@amira>` and `<#team>` where they are known, and the names of those."""
    names: dict[str, str] = {}

    def written(found: re.Match[str]) -> str:
        known = directory.people if found[1] == "@" else directory.channels
        id = found[2] if found[2] in known else found[2].casefold()
        if id not in known:
            return found[0]
        names[id] = known[id]
        return f"<{found[1]}{id}>"

    return MENTION.sub(written, text), names


def as_typed(text: str) -> str:
    """Mentions back in the way that people write them."""
    return WRITTEN.sub(r"\1\2", text)


def build_press_event(deed: Deed, button: Button, can_show_form: bool = True) -> ButtonPressed:
    return ButtonPressed(
        event_id=deed.event_id,
        sender=deed.sender,
        where=deed.where,
        at=deed.at,
        action=button.action,
        token=button.token,
        can_show_form=can_show_form,
    )


def find_chosen_button(said: str, buttons: Sequence[Button]) -> Button | None:
    """The button that is meant by its label or by its number, counted from 1."""
    said = said.strip().strip("[]").casefold()
    for number, button in enumerate(buttons, 1):
        if said in (str(number), button.label.casefold()):
            return button
    return None


def build_form_event(deed: Deed, form: Form, values: Mapping[str, str]) -> FormSubmitted:
    """Raises ValueError for a value that the form does not ask for."""
    unknown = set(values) - {field.name for field in form.fields}
    if unknown:
        raise ValueError(f"the form has no field {', '.join(sorted(unknown))}")
    return FormSubmitted(
        event_id=deed.event_id,
        sender=deed.sender,
        where=deed.where,
        at=deed.at,
        form=form.name,
        token=form.token,
        values={name: ConfidentialText(value) for name, value in values.items()},
    )


def build_join_event(deed: Deed) -> MemberJoined:
    return MemberJoined(event_id=deed.event_id, sender=deed.sender, where=deed.where, at=deed.at)


def build_leave_event(deed: Deed) -> MemberLeft:
    return MemberLeft(event_id=deed.event_id, sender=deed.sender, where=deed.where, at=deed.at)


def build_bot_added_event(deed: Deed, title: str) -> BotAdded:
    return BotAdded(event_id=deed.event_id, sender=deed.sender, where=deed.where, at=deed.at, title=title)
