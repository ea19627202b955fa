"""An organisation with a bot: real engine, sender and scheduler, a platform that records, a clock moved by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any, TypeVar

from adapters.fake import FakeAdapter, Sent
from bot.bootstrap import App, found_organisation, wire_app
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent, ButtonPressed, ChatCommandTyped, FormSubmitted, MessageReceived, Sender
from bot.domain.model import Delivery, Organisation, OutboxMessage, Round
from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.drafts import MaybeAnAnswer, MaybeARequest
from bot.domain.retention import DEFAULT_RETENTION, Retention
from bot.engine.people import claims
from bot.ports import PointFinder, Reply, RiskReader, Store, UnitOfWork
from bot.views.capabilities import FULL, Capabilities
from storage.database import open_memory_store
from storage.failpoints import Failpoint
from tests.support.clock import START, HandClock
from tests.support.crashing import Crash, Line, Trap
from tests.support.finders import TopicFinder
from tests.support.places import channel, person

T = TypeVar("T")
MOST_SAID = 64
CODE = "abcd-efgh-jkmn-pqrs"
OpenStore = Callable[[Failpoint], Store]


def in_memory(failpoint: Failpoint) -> Store:
    """Repeatable keys: the same organisation twice is the same to the byte."""
    draws = count()

    def entropy(size: int) -> bytes:
        return sha256(str(next(draws)).encode()).digest()[:size].ljust(size, b".") if size <= 64 else bytes(size)

    return open_memory_store(failpoint=failpoint, entropy=entropy)


@dataclass(frozen=True)
class Heard:
    """Effects of an event: the reply at once, and the messages that its own transaction wrote."""

    event: AnyEvent
    reply: Reply
    messages: tuple[OutboxMessage, ...]

    def told(self, kind: type[Outcome]) -> Any:
        """The outcome of that kind, or None; also where it is said with the offer to take the words for an answer."""
        outcomes = [m.outcome for m in self.messages]
        outcomes += [outcome.said for outcome in outcomes if isinstance(outcome, MaybeAnAnswer | MaybeARequest)]
        return next((outcome for outcome in outcomes if isinstance(outcome, kind)), None)

    @property
    def answered(self) -> bool:
        reply = self.reply
        return bool(self.messages or reply.form or reply.notice or reply.errors or reply.duplicate)


class Log(list[Sent]):
    """Messages that were sent, each with its instant."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__()
        self.clock = clock
        self.times: list[datetime] = []

    def append(self, sent: Sent) -> None:
        self.times.append(self.clock.now())
        super().append(sent)


@dataclass
class World:
    """The store and the platform outlive a process (`app`); `restart` begins another one on them."""

    open_store: OpenStore = in_memory
    retention: Retention = DEFAULT_RETENTION
    settles: bool = True
    finder: PointFinder = field(default_factory=TopicFinder)
    risk_reader: RiskReader | None = None
    clock: HandClock = field(default_factory=HandClock)
    trap: Trap = field(default_factory=Trap)
    events: list[AnyEvent] = field(default_factory=list)
    tokens: Callable[[], str] | None = None
    reopens: bool = False
    capabilities: Capabilities = FULL
    dies: bool = True
    """True if a process may die while it sends; then less of what the platform can do is wired."""
    platform: FakeAdapter = field(init=False)
    store: Store = field(init=False)
    app: App = field(init=False)
    crashes: int = 0
    tried_at: datetime = START

    def __post_init__(self) -> None:
        drawn = count(1)
        self._event_ids = count(1)
        self._known: set[str] = set()
        self.tokens = self.tokens or (lambda: f"token{next(drawn):06}")
        self.platform = FakeAdapter(capabilities=self.capabilities, settles=self.settles)
        self.log = Log(self.clock)
        self.platform.sent = self.log
        self.store = self.open_store(self._reach)
        self._wire()

    def _reach(self, name: str) -> None:
        self.trap.reach(name)

    def _wire(self) -> None:
        assert self.tokens is not None
        line = Line(self.platform, self.trap) if self.dies else self.platform
        self.app = wire_app(self.store, self.clock, [line], self.finder, self.tokens, retention=self.retention)
        if self.risk_reader:
            self.app.engine.look_with(self.risk_reader)

    # -- time and processes

    async def settle(self) -> None:
        await self.app.settle()

    async def restart(self) -> None:
        """The process is gone, and a new one begins on the same store and the same platform."""
        self.trap = Trap()
        if self.reopens:
            await self.store.close()
            self.store = self.open_store(self._reach)
        self._wire()
        self.clock.move(timedelta(minutes=3))
        await self.app.sender.recover()

    async def survive(self, work: Callable[[], Any]) -> bool:
        """Do `work`; when the process dies in it, start another. True when it did not die."""
        try:
            await work()
            alive = not self.trap.dead
        except Crash:
            alive = False
        if not alive:
            self.crashes += 1
            await self.restart()
        return alive

    # -- what happens

    def event(self, kind: type[T], who: str, where: ConversationRef | None = None, /, **given: Any) -> T:
        made: Any = kind
        sender = Sender(ref=person(who), name=who.title())
        at, name = self.clock.now(), f"e{next(self._event_ids)}"
        sender = given.pop("sender", sender)
        event: T = made(event_id=name, sender=sender, where=where or person(who), at=at, **given)
        return event

    async def hear(self, event: AnyEvent) -> Heard:
        """Hand an event to the engine, at an instant of its own."""
        self.clock.move(timedelta(seconds=1))
        now = self.tried_at = self.clock.now()
        reply = await self.app.engine.handle(event)
        if event.event_id not in self._known:
            self._known.add(event.event_id)
            self.events.append(event)
        return Heard(event, reply, await self.said_at(now))

    async def said_at(self, instant: datetime) -> tuple[OutboxMessage, ...]:
        """The messages of a turn, in their order. Each is a microsecond after the one before; an edit that was replaced is gone."""
        instants = tuple(instant + timedelta(microseconds=n) for n in range(MOST_SAID))
        written = await self.store.read(lambda uow: uow.outbox.where(created_at=instants))
        return tuple(sorted(written, key=lambda message: message.created_at))

    async def command(self, who: str, text: str, where: ConversationRef | None = None) -> Heard:
        return await self.hear(self.event(ChatCommandTyped, who, where, text=text))

    async def press(self, who: str, action: str, token: str = "", where: ConversationRef | None = None) -> Heard:
        return await self.hear(self.event(ButtonPressed, who, where, action=action, token=token))

    async def submit(self, who: str, form: str, token: str, values: dict[str, str]) -> Heard:
        words = {name: ConfidentialText(text) for name, text in values.items()}
        return await self.hear(self.event(FormSubmitted, who, form=form, token=token, values=words))

    async def answer(self, who: str, round_id: str, *texts: str) -> Heard:
        values = {f"q{number}": text for number, text in enumerate(texts, start=1)}
        return await self.submit(who, "answer", round_id, values)

    async def type(self, who: str, text: str, message_id: str = "", edits: bool = False) -> Heard:
        words = ConfidentialText(text)
        return await self.hear(self.event(MessageReceived, who, text=words, message_id=message_id, edits=edits))

    # -- what is there

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        return await self.store.read(work)

    async def rounds(self, **equal: Any) -> list[Round]:
        return await self.read(lambda uow: uow.rounds.where(**equal))

    async def unsent(self) -> list[OutboxMessage]:
        waiting = (Delivery.WAITING, Delivery.SENDING)
        return await self.read(lambda uow: [m for m in uow.outbox.where() if m.state in waiting])

    def seen_by(self, viewer: ConversationRef, since: int = 0) -> list[Sent]:
        """Return the messages in view of this person: their direct messages, and what a channel shows to all or to them."""
        return [
            sent
            for sent in self.platform.sent[since:]
            if sent.ref == viewer or (not sent.ref.direct and sent.private_to in (None, viewer))
        ]

    # -- setting up

    async def found(self, teams: Mapping[str, Sequence[str]], schedule: str = "", parent: str = "") -> None:
        """An organisation with these teams, each in a channel of its name; `ada` is its admin."""
        now = self.clock.now()
        organisation = Organisation(id="org", zone="Europe/London", name="Haven")
        await self.store.run(lambda uow: found_organisation(uow, organisation, now, "questions1"))
        await self.store.run(lambda uow: claims.keep_claim(uow, CODE, now))
        await self.command("ada", f"claim {CODE}")
        for name, people in teams.items():
            home = channel(name.lower())
            under = f" under {parent}" if parent else ""
            await self.command("ada", f"team add {name}{under}", home)
            mentions = " ".join(f"<@{one}>" for one in people)
            await self.command("ada", f"member add {mentions} to {name}", home)
            if schedule:
                await self.command("ada", f"schedule set {name}: {schedule}", home)
        await self.settle()
