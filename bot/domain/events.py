"""Inbound events in terms that belong to no platform.

Every event carries the platform's own event id (for once-only handling), its sender, where it happened, and the time at
which we received it: deadlines are decided by our clock, never by the platform's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef

LEFT_OUT = ("guest", "bot", "foreign", "gone", "unknown")
"""Why somebody is nobody to ask: a guest, a bot, of another organisation, whose account was closed, or nobody at all."""
UNCONFIRMED = "unconfirmed"
"""The platform could not say so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Author of an event: the person's own direct conversation, and the platform's names for them.

    `handle` is the public name by which others can mention them, if there is one. `anonymous` says that the platform hides
    who it was (an administrator who speaks as the group): `ref` is then nobody's. `left_out` says why they are nobody to ask, as
    in `LEFT_OUT`, or unconfirmed; it is empty for who counts, and None where the platform was not asked. `zone` is the time zone of
    their clock, where the platform tells it.
    """

    ref: ConversationRef
    name: str = field(default="", repr=False)
    handle: str = field(default="", repr=False)
    anonymous: bool = False
    left_out: str | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundEvent:
    """`also` is another name under which the same thing may come, claimed together with the event's id; an event is a repetition
    as well if `unless` was claimed before."""

    event_id: str
    sender: Sender
    where: ConversationRef
    at: datetime
    also: str = ""
    unless: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(InboundEvent):
    """Typed words. `addressed` says that the bot was meant (a direct message, a mention, a reply to the bot).

    `edits` is the message id that this one replaces the text of; `kind` is text, voice, video, photo, sticker, forwarded, file or
    other.
    People are written `<@id>`; `names` maps their ids to display names as far as the platform told them, and `left_out` to why
    they are nobody to ask, or to unconfirmed. Of a text file `text` is what was written beside it, `file` its text as far as it
    could be fetched, and `file_ref` where the platform has it; `file_trouble` is why it could not be read, where that is known:
    missing, directory, too large, no text, closed (it may not be read), or browser (where none is).
    """

    text: ConfidentialText
    message_id: str = ""
    addressed: bool = True
    edits: bool = False
    kind: str = "text"
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    left_out: Mapping[str, str] = field(default_factory=dict, repr=False)
    file: ConfidentialText | None = None
    file_ref: str = field(default="", repr=False)
    file_trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonPressed(InboundEvent):
    """`action` and `token` are what the button carried; `can_show_form` says that a form can be opened in answer."""

    action: str
    token: str = ""
    can_show_form: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSubmitted(InboundEvent):
    """`values` maps the form's field names to what was filled in; an empty field is absent or empty.

    People are written `<@id>`; `names` maps their ids to display names as far as the platform told them, and `left_out` to why
    they are nobody to ask, or to unconfirmed.
    """

    form: str
    token: str = ""
    values: Mapping[str, ConfidentialText] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    left_out: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceMade(InboundEvent):
    """One choice in a form that stays open, and whose choices count one by one."""

    form: str
    token: str = ""
    field: str = ""
    value: ConfidentialText


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatCommandTyped(InboundEvent):
    """A command without its prefix: `/folkmoot team add X` and `/team@bot add X` both give `team add X`.

    People are written `<@id>` and conversations `<#id>` whatever the platform; `names` maps those ids to display names, and
    `left_out` people to why they are nobody to ask, or to unconfirmed.
    """

    text: str = field(repr=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    left_out: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BotAdded(InboundEvent):
    """`broadcast` says that `where` is a place in which few write and the others only read."""

    title: str = field(default="", repr=False)
    broadcast: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BotRemoved(InboundEvent):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined(InboundEvent):
    """`sender` joined the channel `where`; `counts` is false for bots and guests."""

    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft(InboundEvent):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged(InboundEvent):
    """The platform says anew who `sender` is: their `left_out` stands for now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationMoved(InboundEvent):
    """The platform gave the conversation `where` a new address `to`, or a new `title`."""

    to: ConversationRef
    title: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRefused(InboundEvent):
    """The platform says that `where` can no longer be written to."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationArchived(InboundEvent):
    """The channel `where` was archived: it is there, and takes no messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationUnarchived(InboundEvent):
    """The channel `where` takes messages again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOfPeopleChanged(InboundEvent):
    """Somebody came to the user group `where`, or left it; who is not said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeOpened(InboundEvent):
    """`sender` looks at the page that the platform keeps for them and the bot alone."""


AnyEvent = (
    MessageReceived
    | ButtonPressed
    | FormSubmitted
    | ChoiceMade
    | ChatCommandTyped
    | BotAdded
    | BotRemoved
    | MemberJoined
    | MemberLeft
    | PersonChanged
    | ConversationMoved
    | DeliveryRefused
    | ConversationArchived
    | ConversationUnarchived
    | GroupOfPeopleChanged
    | HomeOpened
)


def expects_answer(event: AnyEvent) -> bool:
    """Return whether somebody did this to the bot and waits for what it says."""
    if isinstance(event, MessageReceived):
        return event.addressed
    return isinstance(event, ButtonPressed | FormSubmitted | ChoiceMade | ChatCommandTyped)


def has_broken_ids(event: AnyEvent) -> bool:
    """Return whether an id in the event holds half a character, so that nothing can be stored or answered under it.

    JSON can carry half of a character. In words it is replaced; an id with a replacement in it would name somebody else.
    """
    return not all(id.isascii() or _can_be_encoded(id) for id in _ids_of(event))


def _ids_of(event: AnyEvent) -> Iterator[str]:
    yield from (event.event_id, event.also, event.unless)
    for ref in (event.sender.ref, event.where, *([event.to] if isinstance(event, ConversationMoved) else [])):
        yield from (ref.workspace, ref.channel or "", ref.person or "", ref.topic or "", ref.thread or "")
    if isinstance(event, MessageReceived):
        yield event.message_id


def _can_be_encoded(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
