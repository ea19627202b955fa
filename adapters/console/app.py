"""The console as a platform: a ChatAdapter whose service is a few rooms in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import count

from adapters.console import inbound
from adapters.console.capabilities import LIMITS
from adapters.console.client import BOT, PLATFORM, ConsoleClient, OpenForm, Pressed
from adapters.console.typed_files import TypedFile, find_path, read_named_file
from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent, ButtonPressed, ChatCommandTyped, FormSubmitted, MessageReceived, Sender
from bot.ports import OnEvent, Reply, SendRefusedError
from bot.views.capabilities import FULL, Capabilities, Support
from bot.views.degrade import degrade_view
from bot.views.view import Button, Text, View

LACKING = (Support.AS_TEXT, Support.REFUSED)


class ConsoleAdapter:
    """`type_text`, `press`, `submit`, `join`, `leave` and `add_bot` make the event of a deed; `act` lets the bot hear it.

    `event_ids` must not repeat within one store: give tokens where the store outlives the process. Without `reads_files` no file of
    this machine is read.
    """

    platform = PLATFORM
    limits = LIMITS
    settles = True

    def __init__(
        self, client: ConsoleClient, capabilities: Capabilities = FULL, event_ids: Callable[[], str] | None = None
    ) -> None:
        numbers = count(1)
        self.client = client
        self.able = capabilities
        self.reads_files = True
        self._event_ids = event_ids or (lambda: f"console-{next(numbers)}")
        self._on_event: OnEvent | None = None

    def capabilities(self, ref: ConversationRef) -> Capabilities:
        return self.able

    async def send(self, ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
        self.client.check(ref)
        only = ""
        if private_to and not ref.direct:
            self.client.check(private_to)
            if self.able.private_in_channel is Support.REFUSED or private_to.person is None:
                raise SendRefusedError("invalid")
            only = private_to.person
        return self.client.post(ref, BOT, view, key, only).id

    async def edit(self, ref: ConversationRef, sent_ref: str, view: View, key: str) -> str:
        self.client.check(ref)
        if self.able.edits is Support.REFUSED:
            raise SendRefusedError("invalid")
        return self.client.replace(ref, sent_ref, view, key).id

    async def find(self, ref: ConversationRef, key: str) -> str | None:
        return self.client.find(ref, key)

    async def start(self, on_event: OnEvent) -> None:
        self._on_event = on_event

    async def stop(self) -> None:
        self._on_event = None

    async def act(self, event: AnyEvent) -> Reply:
        """Show in the rooms what the person does, let the bot hear it, and show them its reply."""
        if self._on_event is None:
            raise RuntimeError("the console is not started")
        self._echo(event)
        reply = await self._on_event(event)
        self._show(event, reply)
        return reply

    def type_text(self, handle: str, where: ConversationRef, text: str) -> MessageReceived | ChatCommandTyped:
        """The words, or the file that a command names by its path; where no files are read, that is said."""
        people = {person.handle: person.name for person in self.client.people.values()}
        directory = inbound.Directory(people, self.client.channels)
        command = inbound.COMMAND.match(text.strip())
        named = find_path(text.strip()[command.end() :]) if command else find_path(text) if where.direct else None
        if named is None:
            return inbound.build_text_event(self._deed(handle, where), text, directory)
        found = read_named_file(*named) if self.reads_files else TypedFile(*named, trouble="browser")
        return inbound.build_file_event(self._deed(handle, self.client.direct(handle)), found, directory)

    def press(self, handle: str, where: ConversationRef, said: str) -> AnyEvent:
        """The newest button that the person sees there by its label or number; typed where there are no buttons.

        Raises LookupError, with the labels in sight, when there is none.
        """
        if self.able.buttons in LACKING:
            return self.type_text(handle, where, said)
        seen: list[str] = []
        for message in reversed(self.client.visible(where, handle)):
            buttons = message.view.buttons()
            button = inbound.find_chosen_button(said, buttons)
            if button:
                return self.press_button(handle, where, button)
            seen += [b.label for b in buttons]
        raise LookupError(f"{self.client.name_of(handle)} sees no button {said!r} there, only {seen}")

    def press_button(self, handle: str, where: ConversationRef, button: Button) -> ButtonPressed:
        return inbound.build_press_event(self._deed(handle, where), button, self.able.forms not in LACKING)

    def submit(self, handle: str, values: Mapping[str, str]) -> FormSubmitted:
        """The form in front of the person, filled in. Raises LookupError when there is none."""
        opened = self.client.forms.get(handle)
        if opened is None:
            raise LookupError(f"no form is open for {self.client.name_of(handle)}")
        return inbound.build_form_event(self._deed(handle, opened.where), opened.form, values)

    def cancel(self, handle: str) -> None:
        self.client.close_form(handle, None)

    def join(self, handle: str, where: ConversationRef) -> AnyEvent:
        return inbound.build_join_event(self._deed(handle, where))

    def leave(self, handle: str, where: ConversationRef) -> AnyEvent:
        return inbound.build_leave_event(self._deed(handle, where))

    def add_bot(self, handle: str, where: ConversationRef) -> AnyEvent:
        return inbound.build_bot_added_event(
            self._deed(handle, where), self.client.channels.get(where.channel or "", "")
        )

    def _deed(self, handle: str, where: ConversationRef) -> inbound.Deed:
        sender = Sender(ref=self.client.direct(handle), name=self.client.name_of(handle))
        return inbound.Deed(self._event_ids(), sender, where, self.now())

    def now(self) -> datetime:
        return self.client.now()

    def _echo(self, event: AnyEvent) -> None:
        """Let the room see it as a chat shows it: a command to its author alone, a message to the room."""
        handle = event.sender.ref.person or ""
        if isinstance(event, MessageReceived):
            self._say(event, f"{inbound.as_typed(event.text.reveal())} {event.file_ref}".rstrip(), "")
        elif isinstance(event, ChatCommandTyped):
            self._say(event, f"/{BOT} {inbound.as_typed(event.text)}".strip(), handle)
        elif isinstance(event, ButtonPressed):
            self.client.tell(Pressed(handle, event.where, self._label(event), self.now()))

    def _say(self, event: AnyEvent, text: str, private_to: str) -> None:
        only = "" if event.where.direct else private_to
        author = event.sender.ref.person or ""
        self.client.post(event.where, author, View((Text(text),), "A message"), private_to=only, id=event.event_id)

    def _label(self, event: ButtonPressed) -> str:
        for message in reversed(self.client.visible(event.where, event.sender.ref.person)):
            for button in message.view.buttons():
                if (button.action, button.token) == (event.action, event.token):
                    return button.label
        return event.action

    def _show(self, event: AnyEvent, reply: Reply) -> None:
        handle = event.sender.ref.person or ""
        if isinstance(event, FormSubmitted):
            self._settle_form(event, handle, reply)
        if reply.form:
            self.client.open_form(OpenForm(reply.form, handle, event.where))
        only = "" if event.where.direct else handle
        for view in degrade_view(reply.notice, self.able).views if reply.notice else ():
            self.client.post(event.where, BOT, view, private_to=only)

    def _settle_form(self, event: FormSubmitted, handle: str, reply: Reply) -> None:
        values = {name: text.reveal() for name, text in event.values.items()}
        opened = self.client.forms.get(handle)
        if opened and reply.errors:
            self.client.open_form(OpenForm(opened.form, handle, opened.where, dict(reply.errors), values))
        else:
            self.client.close_form(handle, values)
