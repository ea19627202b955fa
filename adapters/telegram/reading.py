"""Inputs and result of parsing an update: the bot's identity, the context of one update, the parsed update."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.telegram import entities
from adapters.telegram.entities import Json
from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent, Sender

PLATFORM = "telegram"

Open = Callable[[str, str], tuple[str, str] | None]
"""Opens what a button carries, given the chat and the data; None for data that is not ours."""


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself; its id names the workspace of every conversation."""

    id: int
    username: str = ""

    def person(self, id: int, thread: str | None = None) -> ConversationRef:
        return ConversationRef(PLATFORM, str(self.id), person=str(int(id)), thread=thread)

    def channel(self, id: int, topic: str | None = None) -> ConversationRef:
        return ConversationRef(PLATFORM, str(self.id), channel=str(int(id)), topic=topic)


Keys = tuple[tuple[tuple[str, str], ...], ...]
"""Rows of a keyboard: each key by its label and its data."""


@dataclass(frozen=True, slots=True)
class KeyedMessage:
    """The message whose button was pressed, by its id, and the `keys` that still lead somewhere after the press."""

    id: int
    keys: Keys = ()


@dataclass(frozen=True, slots=True)
class ParsedUpdate:
    """Content of an update: its events, the `line` in which their order is preserved, the id of the press to acknowledge.

    Without events `aside` names what it was: fields only, or one of `chatter`, `service`, `unknown`.
    `pressed` is the message whose button was pressed.
    """

    update_id: int
    line: str
    events: tuple[AnyEvent, ...] = ()
    callback: str = ""
    aside: str = ""
    pressed: KeyedMessage | None = None

    @property
    def says_something(self) -> bool:
        """Return whether it has to be handled: there are events, or a press to answer."""
        return bool(self.events or self.callback)


@dataclass(frozen=True, slots=True)
class ParseContext:
    """One update being read."""

    update_id: int
    me: Me
    at: datetime
    open: Open

    def event_id(self, part: int = 0) -> str:
        return f"{PLATFORM}:{self.me.id}:{self.update_id}" + (f":{part}" if part else "")

    def sender(self, user: Json, anonymous: bool = False) -> Sender:
        name = entities.name_of(user)
        return Sender(
            ref=self.me.person(user["id"]), name=name, handle=str(user.get("username") or ""), anonymous=anonymous
        )

    def common(self, sender: Sender, where: ConversationRef, part: int = 0) -> dict[str, Any]:
        return {"event_id": self.event_id(part), "sender": sender, "where": where, "at": self.at}

    def where(self, message: Json) -> ConversationRef:
        """Return where a message stands or a change happened.

        A forum's topic is a place of its own; the topic named General has no id and is the chat itself. In a direct chat a
        topic is only where the person is looking. Outside forums Telegram numbers chains of replies: those are no topics.
        """
        chat = message["chat"]
        found = message.get("message_thread_id") if message.get("is_topic_message") else None
        topic = str(int(found)) if found else None
        direct = entities.kind_of(chat) == "private"
        return self.me.person(chat["id"], topic) if direct else self.me.channel(chat["id"], topic)


Read = Sequence[AnyEvent] | str
"""Events, or why there are none; empty for a shape that is not known."""
