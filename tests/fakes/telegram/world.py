"""People, groups and messages as Telegram keeps them, and what people do there, as updates."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

BOT_ID = 9000
BOT: dict[str, Any] = {
    "id": BOT_ID,
    "is_bot": True,
    "first_name": "Folkmoot",
    "username": "folkmoot_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
DATE = 1764000000


@dataclass
class Person:
    id: int
    name: str
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    topics: set[int] = field(default_factory=set)

    @property
    def user(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": False, "first_name": self.name, "username": self.name.lower()}

    @property
    def chat(self) -> dict[str, Any]:
        return {"id": self.id, "first_name": self.name, "username": self.name.lower(), "type": "private"}


@dataclass
class Group:
    id: int
    title: str
    people: set[int] = field(default_factory=set)
    status: str = "member"
    migrated_to: int = 0
    forum: bool = False
    topics: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    manages_topics: bool = False
    silenced: bool = False
    broadcast: bool = False
    pins: bool = False
    pinned: list[int] = field(default_factory=list)

    @property
    def chat(self) -> dict[str, Any]:
        kind = "channel" if self.broadcast else "supergroup" if self.id < -1000 else "group"
        return {"id": self.id, "title": self.title, "type": kind} | ({"is_forum": True} if self.forum else {})


@dataclass
class Message:
    id: int
    chat: int
    text: str
    keys: list[list[dict[str, str]]]
    thread: int | None = None
    photo: bytes | None = None
    document: bytes | None = None
    edited: bool = False
    silent: bool = False
    deleted: bool = False
    by: int = BOT_ID

    def button(self, label: str) -> str | None:
        return next((key["callback_data"] for row in self.keys for key in row if key["text"] == label), None)


@dataclass
class Answered:
    """How a press was answered."""

    text: str
    alert: bool


class TelegramWorld:
    """`updates` waits to be fetched or delivered. What people do is said with the methods in English verbs."""

    def __init__(self) -> None:
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.files: dict[str, bytes] = {}
        self.messages: list[Message] = []
        self.updates: list[dict[str, Any]] = []
        self.presses: dict[str, Answered | None] = {}
        self.pressers: dict[str, int] = {}
        self.ephemeral = False
        """True for a server of Bot API 10.2: it shows a message of a group to one person alone. An older one shows it to all."""
        self.ephemeral_messages: list[tuple[int, int, str]] = []
        """Messages that were shown to one person alone: the group, the person, the text."""
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.message_ids = count(1)
        self._update_ids = count(100)
        self._press_ids = count(1)

    def person(self, id: int, name: str, started: bool = True) -> Person:
        self.people[id] = Person(id, name, started)
        return self.people[id]

    def group(self, id: int, title: str, *people: Person, **more: Any) -> Group:
        self.groups[id] = Group(id, title, {person.id for person in people}, **more)
        return self.groups[id]

    def happen(self, **update: Any) -> int:
        """Put an update of any shape into the queue. Returns its id."""
        id = next(self._update_ids)
        self.updates.append({"update_id": id, **update})
        self.changed()
        return id

    def changed(self) -> None:
        """Called after every new update; the server wakes whoever polls."""

    def say(self, who: Person, text: str, where: Group | None = None, topic: int | None = None, **more: Any) -> int:
        """Typed words; a leading slash makes a command, as Telegram marks it. Returns the message's id."""
        message = self._message(who, where, text, topic)
        if where is None:
            who.started, who.blocked = True, False
        body: dict[str, Any] = {"text": text} if text else {}
        if text.startswith("/"):
            length = len(text.split()[0])
            body["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        self.happen(message=self._head(message, who, where) | body | more)
        return message.id

    def send_file(self, who: Person, name: str, data: bytes, caption: str = "", kind: str = "text/csv") -> int:
        """Send a document to the bot, with words beside it."""
        id = f"file{len(self.files)}"
        self.files[id] = data
        document = {
            "file_id": id,
            "file_unique_id": f"u{id}",
            "file_name": name,
            "mime_type": kind,
            "file_size": len(data),
        }
        more = {"caption": caption} if caption else {}
        return self.say(who, "", document=document, **more)

    def start(self, who: Person, payload: str = "") -> int:
        return self.say(who, f"/start {payload}".strip())

    def edit(self, who: Person, message_id: int, text: str) -> None:
        message = next(m for m in self.messages if m.id == message_id)
        message.text = text
        self.happen(edited_message=self._head(message, who, None) | {"text": text, "edit_date": DATE + 60})

    def press(self, who: Person, label: str, where: Group | None = None) -> str:
        """The newest button of this label that the person sees there. Returns the id of the press."""
        chat = where.id if where else who.id
        for message in reversed(self.messages):
            data = message.button(label) if message.chat == chat and not message.deleted else None
            if data:
                return self.press_data(who, data, message, where)
        raise LookupError(f"{who.name} sees no button {label!r}: {self.transcript(chat)}")

    def press_data(self, who: Person, data: str, message: Message, where: Group | None = None) -> str:
        id = f"press-{next(self._press_ids)}"
        self.presses[id] = None
        self.pressers[id] = who.id
        shown = self._head(message, None, where, who) | {"text": message.text}
        if message.keys:
            shown["reply_markup"] = {"inline_keyboard": [list(row) for row in message.keys]}
        self.happen(callback_query={"id": id, "from": who.user, "message": shown, "chat_instance": "1", "data": data})
        return id

    def block(self, who: Person) -> None:
        who.blocked = True
        self._bot_change(who.chat, who, "member", "kicked")

    def unblock(self, who: Person) -> None:
        who.blocked = False
        self._bot_change(who.chat, who, "kicked", "member")

    def add_bot(self, who: Person, group: Group) -> None:
        group.status = "administrator" if group.broadcast else "member"
        self._bot_change(group.chat, who, "left", group.status)

    def remove_bot(self, who: Person, group: Group) -> None:
        group.status = "kicked"
        self._bot_change(group.chat, who, "member", "kicked")

    def migrate(self, group: Group, new: int, tell: bool = True) -> Group:
        """The group becomes a supergroup; both chats are told unless `tell` is false."""
        made = self.group(new, group.title, forum=group.forum)
        made.people, group.migrated_to = group.people, new
        if tell:
            who = self.people[min(group.people)]
            left, right = self._message(who, group, ""), self._message(who, made, "")
            self.happen(message=self._head(left, who, group) | {"migrate_to_chat_id": new})
            self.happen(message=self._head(right, who, made) | {"migrate_from_chat_id": group.id})
        return made

    def transcript(self, chat: int) -> list[str]:
        """What the bot's messages in a chat say now."""
        return [m.text for m in self.messages if m.chat == chat and m.by == BOT_ID and not m.deleted]

    def answered(self, press: str) -> Answered | None:
        return self.presses[press]

    def topic(self, where: Group | Person, id: int) -> int:
        """A topic is made in a forum, or in a direct chat that has them."""
        where.topics.add(id)
        if isinstance(where, Group):
            where.forum = True
        return id

    def _message(self, who: Person, where: Group | None, text: str, topic: int | None = None) -> Message:
        message = Message(next(self.message_ids), where.id if where else who.id, text, [], topic, by=who.id)
        self.messages.append(message)
        return message

    def _head(
        self, message: Message, who: Person | None, where: Group | None, direct: Person | None = None
    ) -> dict[str, Any]:
        person = direct or who
        assert person
        chat = where.chat if where else person.chat
        user = who.user if who else {k: BOT[k] for k in ("id", "is_bot", "first_name", "username")}
        topic = {"message_thread_id": message.thread, "is_topic_message": True} if message.thread else {}
        return {"message_id": message.id, "date": DATE, "chat": chat, "from": user, **topic}

    def _bot_change(self, chat: dict[str, Any], who: Person, before: str, after: str) -> None:
        members = {"old": {"user": BOT, "status": before}, "new": {"user": BOT, "status": after}}
        change = {f"{name}_chat_member": member for name, member in members.items()}
        self.happen(my_chat_member={"chat": chat, "from": who.user, "date": DATE, **change})
