"""What the contract suite needs of an adapter's surroundings: hands to act with and eyes to see with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count, product
from typing import Protocol

from adapters.console import render
from adapters.console.app import ConsoleAdapter
from adapters.console.client import ConsoleClient
from adapters.fake import FakeAdapter
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent, ButtonPressed, FormSubmitted, MessageReceived, Sender
from bot.ports import ChatAdapter, Present, Reply, SendLaterError, SendRefusedError, SendUncertainError
from bot.views.capabilities import FULL, MINIMAL, Capabilities, Support
from bot.views.text import as_text

LISTING = replace(FULL, list_people=Support.NATIVE)
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


class Harness(Protocol):
    """One adapter with two people, `amira` and `ben`, and a channel `team` that both are in."""

    amira: ConversationRef
    ben: ConversationRef
    team: ConversationRef

    @property
    def adapter(self) -> ChatAdapter: ...

    def abilities(self) -> Sequence[Capabilities]:
        """The capabilities under which views are to be shown; one only where the platform's are fixed."""
        ...

    def give(self, capabilities: Capabilities) -> None: ...

    def visible(self, where: ConversationRef, viewer: ConversationRef) -> list[str]:
        """The messages that a person sees there, as they are rendered, oldest first."""
        ...

    def at_once(self, person: ConversationRef) -> str:
        """All forms, notices and field errors that the person has been shown in answer to what they did."""
        ...

    async def say(self, person: ConversationRef, where: ConversationRef, text: str) -> None: ...

    async def press(self, person: ConversationRef, where: ConversationRef, label: str) -> None: ...

    async def fill(self, person: ConversationRef, values: Mapping[str, str]) -> None:
        """Fill in and send the form in front of the person."""
        ...

    def troubles(self) -> Sequence[tuple[Callable[[], None], ConversationRef]]:
        """Ways to bring about an error, and where the next message then meets it."""
        ...


def all_abilities() -> list[Capabilities]:
    """Every support of buttons and pictures, in long and short messages, in both units."""
    sizes = ((120, "characters", False), (120, "utf-16", True), (12000, "utf-16", False))
    return [
        Capabilities(buttons=buttons, pictures=pictures, text_limit=limit, units=units, one_point_each=each)
        for buttons, pictures, (limit, units, each) in product(Support, Support, sizes)
    ] + [FULL, MINIMAL]


@dataclass
class FakeHarness:
    adapter: FakeAdapter = field(default_factory=lambda: FakeAdapter(capabilities=LISTING))
    amira: ConversationRef = field(default_factory=lambda: ConversationRef("fake", "w", person="amira"))
    ben: ConversationRef = field(default_factory=lambda: ConversationRef("fake", "w", person="ben"))
    team: ConversationRef = field(default_factory=lambda: ConversationRef("fake", "w", channel="team"))

    def __post_init__(self) -> None:
        self._ids = count(1)
        self.adapter.there[self.team] = [Present(self.amira, "Amira"), Present(self.ben, "Ben")]

    def abilities(self) -> Sequence[Capabilities]:
        return all_abilities()

    def give(self, capabilities: Capabilities) -> None:
        for ref in (self.amira, self.ben, self.team):
            self.adapter.give(ref, capabilities)

    def visible(self, where: ConversationRef, viewer: ConversationRef) -> list[str]:
        return [] if where.direct and where != viewer else self.adapter.transcript(where, viewer)

    def at_once(self, person: ConversationRef) -> str:
        return "\n".join(self.adapter.shown_at_once(person))

    async def say(self, person: ConversationRef, where: ConversationRef, text: str) -> None:
        sender = Sender(ref=person)
        message = MessageReceived(event_id=self._id(), sender=sender, where=where, at=NOW, text=ConfidentialText(text))
        await self.adapter.feed(message)

    async def press(self, person: ConversationRef, where: ConversationRef, label: str) -> None:
        button = self.adapter.button(where, label, person)
        sender = Sender(ref=person)
        event = ButtonPressed(
            event_id=self._id(), sender=sender, where=where, at=NOW, action=button.action, token=button.token
        )
        await self.adapter.feed(event)

    async def fill(self, person: ConversationRef, values: Mapping[str, str]) -> None:
        form = self.adapter.form(person)
        assert form
        await self.adapter.feed(
            FormSubmitted(
                event_id=self._id(),
                sender=Sender(ref=person),
                where=person,
                at=NOW,
                form=form.name,
                token=form.token,
                values={name: ConfidentialText(value) for name, value in values.items()},
            )
        )

    def troubles(self) -> Sequence[tuple[Callable[[], None], ConversationRef]]:
        errors = (SendRefusedError("gone"), SendLaterError(2.0), SendUncertainError())
        return [(lambda error=error: self.adapter.fail(error), self.team) for error in errors]  # type: ignore[misc]

    def _id(self) -> str:
        return f"event-{next(self._ids)}"


class ConsoleHarness:
    def __init__(self) -> None:
        self.client = ConsoleClient(lambda: NOW)
        self.adapter: ConsoleAdapter = ConsoleAdapter(self.client)
        self.amira = self.client.add_person("amira", "Amira")
        self.ben = self.client.add_person("ben", "Ben")
        self.team = self.client.add_channel("team", "Team")
        self.errors: list[tuple[str, str]] = []

    def abilities(self) -> Sequence[Capabilities]:
        return all_abilities()

    def give(self, capabilities: Capabilities) -> None:
        self.adapter.able = capabilities

    def visible(self, where: ConversationRef, viewer: ConversationRef) -> list[str]:
        shown = []
        for message in self.client.visible(where, viewer.person):
            lines = render.render_view(message.view, 80, self.client.name_of)
            shown.append("\n".join("".join(span.text for span in line) for line in lines))
        return shown

    def at_once(self, person: ConversationRef) -> str:
        opened = self.client.forms.get(person.person or "")
        form = [*render.form_lines(opened.form, 80)] if opened else []
        lines = ["".join(span.text for span in line) for line in form]
        wrong = [f"{name}: {error}" for name, error in opened.errors.items()] if opened else []
        private = [
            as_text(message.view)
            for where in (self.team, person)
            for message in self.client.visible(where, person.person)
            if not message.key
        ]
        return "\n".join([*lines, *wrong, *private])

    async def say(self, person: ConversationRef, where: ConversationRef, text: str) -> None:
        await self.adapter.act(self.adapter.type_text(person.person or "", where, text))

    async def press(self, person: ConversationRef, where: ConversationRef, label: str) -> None:
        await self.adapter.act(self.adapter.press(person.person or "", where, label))

    async def fill(self, person: ConversationRef, values: Mapping[str, str]) -> None:
        await self.adapter.act(self.adapter.submit(person.person or "", values))

    def troubles(self) -> Sequence[tuple[Callable[[], None], ConversationRef]]:
        return [
            (lambda: None, replace(self.team, channel="nowhere")),
            (lambda: None, replace(self.amira, person="nobody")),
            (lambda: self.client.blocked.add("ben"), self.ben),
        ]


def telegram() -> Harness:
    from tests.adapters.telegram.harness import TelegramHarness

    return TelegramHarness()


def slack(mode: str) -> Harness:
    """Imported late, so that its SDK costs nothing to those who want another."""
    from tests.adapters.slack.stand import SlackHarness

    return SlackHarness(mode)


HARNESSES: dict[str, Callable[[], Harness]] = {
    "fake": FakeHarness,
    "console": ConsoleHarness,
    "telegram": telegram,
    "slack by socket": lambda: slack("socket"),
    "slack by requests": lambda: slack("http"),
}


class Ear:
    """An `on_event` that keeps what it heard and answers with the next of its replies."""

    def __init__(self, *replies: Reply) -> None:
        self.heard: list[AnyEvent] = []
        self._replies = list(replies)

    async def __call__(self, event: AnyEvent) -> Reply:
        self.heard.append(event)
        return self._replies.pop(0) if self._replies else Reply()
