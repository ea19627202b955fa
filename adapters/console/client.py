"""The chat service that the console talks to: people, channels and messages, in memory.

Everything that happens is told to the listeners as a `Change`, so that several fronts can show the same rooms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.conversation import ConversationRef
from bot.ports import SendRefusedError
from bot.views.view import Form, View

PLATFORM = "console"
BOT = "folkmoot"


@dataclass(frozen=True, slots=True)
class ConsolePerson:
    """`handle` is their id; `about` is a word on who they are, as "leads Crisis line"."""

    handle: str
    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it stands now. `author` and `private_to` are handles; the bot's is BOT, everyone's is empty."""

    id: str
    ref: ConversationRef
    author: str
    at: datetime
    view: View
    key: str = ""
    private_to: str = ""
    edited: bool = False
    edit_key: str = ""


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form in front of a person; `errors` says what is wrong with which field, `values` what they had filled in."""

    form: Form
    person: str
    where: ConversationRef
    errors: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Posted:
    message: Message


@dataclass(frozen=True, slots=True)
class Edited:
    message: Message


@dataclass(frozen=True, slots=True)
class Pressed:
    person: str
    where: ConversationRef
    label: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FormOpened:
    """Opened, or left open with errors."""

    opened: OpenForm
    at: datetime


@dataclass(frozen=True, slots=True)
class ConsoleFormClosed:
    """Sent and accepted, or with `sent` false given up."""

    opened: OpenForm
    at: datetime
    sent: bool


@dataclass(frozen=True, slots=True)
class Narrated:
    """A word of the story between the messages."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Scene:
    """Two views to be seen side by side, and one under both."""

    title: str
    left: View
    right: View
    below: View


@dataclass(frozen=True, slots=True)
class SceneShown:
    """A scene is shown in front of the rooms."""

    scene: Scene
    at: datetime


Change = Posted | Edited | Pressed | FormOpened | ConsoleFormClosed | Narrated | SceneShown


def room_of(change: Change) -> ConversationRef | None:
    """Return where a change is seen; None for a word or a scene of the story, which is seen everywhere."""
    match change:
        case Posted(message) | Edited(message):
            return message.ref
        case Pressed(_, where, _, _):
            return where
        case FormOpened(opened, _) | ConsoleFormClosed(opened, _, _):
            return opened.where
    return None


class ConsoleClient:
    """Rooms of one workspace; `now` gives the aware instant that messages carry."""

    def __init__(self, now: Callable[[], datetime], workspace: str = "demo") -> None:
        self.now = now
        self.workspace = workspace
        self.people: dict[str, ConsolePerson] = {}
        self.channels: dict[str, str] = {}
        self.messages: list[Message] = []
        self.forms: dict[str, OpenForm] = {}
        self.blocked: set[str] = set()
        self._listeners: list[Callable[[Change], None]] = []

    def add_person(self, handle: str, name: str, about: str = "") -> ConversationRef:
        self.people[handle] = ConsolePerson(handle, name, about)
        return self.direct(handle)

    def add_channel(self, name: str, title: str = "") -> ConversationRef:
        self.channels[name] = title or name
        return self.channel(name)

    def direct(self, handle: str) -> ConversationRef:
        return ConversationRef(PLATFORM, self.workspace, person=handle)

    def channel(self, name: str) -> ConversationRef:
        return ConversationRef(PLATFORM, self.workspace, channel=name)

    def name_of(self, handle: str) -> str:
        return "Folkmoot" if handle == BOT else self.people[handle].name if handle in self.people else handle

    def title_of(self, ref: ConversationRef) -> str:
        """A room as it is called in a list of rooms."""
        return f"#{ref.channel}" if ref.channel else f"@{ref.person}"

    def listen(self, listener: Callable[[Change], None]) -> None:
        self._listeners.append(listener)

    def unlisten(self, listener: Callable[[Change], None]) -> None:
        self._listeners.remove(listener)

    def tell(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            listener(change)

    def narrate(self, text: str) -> None:
        self.tell(Narrated(text, self.now()))

    def show_scene(self, scene: Scene) -> None:
        self.tell(SceneShown(scene, self.now()))

    def clear(self) -> None:
        """Forget all messages and forms; the people and the rooms stay."""
        self.messages.clear()
        self.forms.clear()

    def check(self, ref: ConversationRef) -> None:
        """Raises SendRefusedError where nobody can be written to."""
        if (ref.platform, ref.workspace) != (PLATFORM, self.workspace):
            raise SendRefusedError("gone")
        if ref.channel not in self.channels if ref.channel else ref.person not in self.people:
            raise SendRefusedError("gone")
        if ref.person in self.blocked:
            raise SendRefusedError("blocked")

    def post(
        self, ref: ConversationRef, author: str, view: View, key: str = "", private_to: str = "", id: str = ""
    ) -> Message:
        id = id or f"message-{len(self.messages) + 1}"
        message = Message(id, ref, author, self.now(), view, key, private_to)
        self.messages.append(message)
        self.tell(Posted(message))
        return message

    def replace(self, ref: ConversationRef, id: str, view: View, key: str = "") -> Message:
        """Raises SendRefusedError when there is no such message in that room."""
        for i, message in enumerate(self.messages):
            if message.id == id and message.ref.unthreaded() == ref.unthreaded():
                self.messages[i] = replace(message, view=view, edited=True, edit_key=key)
                self.tell(Edited(self.messages[i]))
                return self.messages[i]
        raise SendRefusedError("gone")

    def find(self, ref: ConversationRef, key: str) -> str | None:
        """The message that was sent, or last edited, with this key."""
        place = ref.unthreaded()
        return next(
            (m.id for m in self.messages if key and key in (m.key, m.edit_key) and m.ref.unthreaded() == place), None
        )

    def visible(self, ref: ConversationRef, viewer: str | None = None) -> list[Message]:
        """Return what `viewer` sees in a room, oldest first; None sees all. Nobody else sees a person's direct messages."""
        if viewer is not None and ref.direct and ref.person != viewer:
            return []
        place = ref.unthreaded()
        return [
            m for m in self.messages if m.ref.unthreaded() == place and (not viewer or m.private_to in ("", viewer))
        ]

    def open_form(self, opened: OpenForm) -> None:
        self.forms[opened.person] = opened
        self.tell(FormOpened(opened, self.now()))

    def close_form(self, person: str, values: Mapping[str, str] | None) -> None:
        """Take away the person's form; `values` are what they sent, None when they gave it up."""
        opened = self.forms.pop(person, None)
        if opened:
            self.tell(ConsoleFormClosed(replace(opened, values=values or {}), self.now(), values is not None))
