"""A stage with a bot of a few words, for the tests of the fronts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from adapters.console.app import ConsoleAdapter
from adapters.console.client import ConsoleClient, ConsolePerson
from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent, ButtonPressed, ChatCommandTyped, FormSubmitted, MessageReceived
from bot.ports import Reply
from bot.views.capabilities import FULL, Capabilities
from bot.views.degrade import degrade_view
from bot.views.view import Button, Buttons, Fields, Form, FormField, Heading, Items, Note, Option, Quote, Text, View

OPENS = datetime(2026, 11, 24, 10, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=2, hours=8)
FORM = Form(
    "ask",
    "t1",
    "Three questions",
    (
        FormField("stay", "What should stay as it is?", hint="Leave it empty to skip it."),
        FormField("change", "What gets in the way?", limit=200),
        FormField("kind", "Where is this felt?", options=(Option("here", "In the team"), Option("all", "Everywhere"))),
    ),
    "Save",
    note="Confidential: nobody is told who answered.",
)
NOTICE = View(
    (
        Heading("Three questions for Crisis line"),
        Text("They are with each of you now. Themes come back here on Thursday at 18:00, as a draft to challenge."),
        Note("At least five voices stand behind anything that is shown."),
    ),
    "Questions are open",
)
PROMPT = View(
    (
        Heading("Your three questions"),
        Items(tuple(field.label for field in FORM.fields), numbered=True),
        Fields((("Team", "Crisis line"), ("Closes", "Thursday 26 November, 18:00"))),
        Buttons(
            (
                Button("Answer privately", "answer", "r1", "primary"),
                Button("Remind me tomorrow", "later", "r1"),
                Button("Not this time", "decline", "r1", "danger"),
            )
        ),
    ),
    "A message from Folkmoot",
)
DRAFT = View(
    (
        Heading("Draft for Crisis line"),
        Text("The handover takes too long. Most of the team said so."),
        Quote("we lose the first half hour of every shift"),
        Buttons((Button("Sounds right", "right", "d1"), Button("Challenge", "challenge", "d1"))),
    ),
    "A draft is ready",
)
SAVED = View((Text("Saved. You can change or withdraw it until Thursday 18:00."),), "Saved")


class Stand:
    """A Stage whose story has three steps: the round opens, Ben answers, the draft comes."""

    title = "Folkmoot demonstration"
    zone: tzinfo = ZoneInfo("Europe/London")

    def __init__(self, capabilities: Capabilities = FULL) -> None:
        self.instant = OPENS
        self.heard: list[AnyEvent] = []
        self.client = ConsoleClient(lambda: self.instant)
        self.console = ConsoleAdapter(self.client, capabilities)
        self.team = self.client.add_channel("crisis-line", "Crisis line")
        self.amira = self.client.add_person("amira", "Amira", "in Crisis line")
        self.ben = self.client.add_person("ben", "Ben", "in Crisis line")
        self.lena = self.client.add_person("lena", "Lena", "leads Crisis line")
        self.steps = [self.open, self.answer, self.draft]
        self.played = 0
        self.looks: ConversationRef | None = None

    @property
    def people(self) -> Sequence[ConsolePerson]:
        return tuple(self.client.people.values())

    @property
    def rooms(self) -> Sequence[ConversationRef]:
        return (self.team, self.amira, self.lena)

    @property
    def looked_at(self) -> ConversationRef | None:
        return self.looks

    def now(self) -> datetime:
        return self.instant

    def next_event_at(self) -> datetime | None:
        return CLOSES if self.instant < CLOSES else None

    def state(self) -> str:
        return "Round open until Thursday 18:00" if self.instant < CLOSES else "Draft"

    async def begin(self) -> Stand:
        await self.console.start(self.hear)
        return self

    async def advance(self, to: datetime) -> None:
        due = self.instant < CLOSES <= to
        self.instant = max(self.instant, to)
        if due:
            await self.post(self.team, DRAFT)

    async def act(self, event: AnyEvent) -> None:
        await self.console.act(event)

    async def next_step(self) -> bool:
        if self.played == len(self.steps):
            return False
        await self.steps[self.played]()
        self.played += 1
        return True

    async def open(self) -> None:
        self.client.narrate("The first round of Crisis line begins.")
        await self.post(self.team, NOTICE)
        for person in (self.amira, self.ben, self.lena):
            await self.post(person, PROMPT)

    async def answer(self) -> None:
        self.instant += timedelta(minutes=5)
        if self.console.able.buttons is FULL.buttons:
            await self.act(self.console.press("ben", self.ben, "Answer privately"))
            await self.act(self.console.submit("ben", {"stay": "The tea.", "kind": "here"}))
        else:
            await self.act(self.console.press("ben", self.ben, "1"))

    async def draft(self) -> None:
        await self.advance(CLOSES)

    async def post(self, where: ConversationRef, view: View) -> None:
        for n, part in enumerate(degrade_view(view, self.console.capabilities(where)).views):
            await self.console.send(where, part, f"{where.channel}{where.person}-{len(self.client.messages)}-{n}")

    async def hear(self, event: AnyEvent) -> Reply:
        self.heard.append(event)
        match event:
            case ButtonPressed(action="answer"):
                return Reply(form=FORM)
            case ButtonPressed(action=action):
                return Reply(notice=View((Text(f"Noted: {action}."),), "Noted"))
            case FormSubmitted(values=values) if not any(values.values()):
                return Reply(errors={"stay": "Write a few words, or close the form."})
            case FormSubmitted():
                return Reply(notice=SAVED)
            case ChatCommandTyped(text=text):
                return Reply(notice=View((Text(f"There is no command “{text}”. Try help."),), "Help"))
            case MessageReceived():
                return Reply(notice=View((Text("I heard you."),), "Heard"))
        return Reply()
