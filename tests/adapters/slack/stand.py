"""The Slack adapter before its stand-in: for the contract suite, and for tests of the adapter alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from adapters.slack.app import SlackAdapter
from adapters.slack.capabilities import CAPABILITIES
from bot.domain.conversation import ConversationRef
from bot.ports import Limits, OnEvent
from bot.views.capabilities import Capabilities
from tests.fakes.slack.hands import Hands, shown, words_of
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import APP_TOKEN, BOT_TOKEN, SECRET, TEAM, Message
from tests.support.clock import MachineClock

AMIRA, BEN, ROOM = "U0AMIRA001", "U0BEN00001", "C0CRISIS01"
FAST = Limits(overall=1e6, per_direct=1e6, per_channel=1e6)


def person(id: str) -> ConversationRef:
    return ConversationRef("slack", TEAM, person=id)


def channel(id: str) -> ConversationRef:
    return ConversationRef("slack", TEAM, channel=id)


def populate(slack: FakeSlack) -> None:
    slack.add_user(AMIRA, "Amira")
    slack.add_user(BEN, "Ben")
    slack.add_channel(ROOM, "crisis-line", {AMIRA, BEN})


def make(slack: FakeSlack, mode: str = "socket", **change: Any) -> SlackAdapter:
    """An adapter for this stand-in, in the mode asked for."""
    settings = {"api_url": slack.api_url, "app_token": APP_TOKEN, "signing_secret": SECRET, "port": 0, "limits": FAST}
    clock = change.pop("clock", MachineClock())
    return SlackAdapter(change.pop("bot_token", BOT_TOKEN), clock, mode=mode, **(settings | change))


def aim(slack: FakeSlack, adapter: SlackAdapter) -> None:
    """In mode "http", let the stand-in know where to bring payloads."""
    if adapter.webhook:
        slack.target = f"http://127.0.0.1:{adapter.webhook.port}/slack/events"


@asynccontextmanager
async def started(
    on_event: OnEvent, mode: str = "socket", slack: FakeSlack | None = None, **change: Any
) -> AsyncIterator[tuple[FakeSlack, SlackAdapter, Hands]]:
    async with slack or FakeSlack() as world:
        populate(world)
        adapter = make(world, mode, **change)
        await adapter.start(on_event)
        aim(world, adapter)
        try:
            yield world, adapter, Hands(world)
        finally:
            await adapter.stop()
        assert world.problems == []


class _WithStandIn(SlackAdapter):
    """Brings its stand-in up and down with itself."""

    def __init__(self, slack: FakeSlack, mode: str) -> None:
        super().__init__(
            BOT_TOKEN, MachineClock(), mode=mode, app_token=APP_TOKEN, signing_secret=SECRET, port=0, limits=FAST
        )
        self._slack = slack
        self._up = False

    async def start(self, on_event: OnEvent) -> None:
        await self._slack.__aenter__()
        self._up = True
        self.client.web.base_url = self._slack.api_url
        await super().start(on_event)
        aim(self._slack, self)

    async def stop(self) -> None:
        await super().stop()
        if self._up:
            self._up = False
            await self._slack.__aexit__()


class SlackHarness:
    """What `tests.adapters.harness.Harness` asks for."""

    def __init__(self, mode: str) -> None:
        self.slack = FakeSlack()
        populate(self.slack)
        self.hands = Hands(self.slack)
        self.adapter: SlackAdapter = _WithStandIn(self.slack, mode)
        self.amira, self.ben, self.team = person(AMIRA), person(BEN), channel(ROOM)

    def abilities(self) -> Sequence[Capabilities]:
        return [CAPABILITIES]

    def give(self, capabilities: Capabilities) -> None:
        assert capabilities == CAPABILITIES

    def _place(self, ref: ConversationRef) -> str:
        return ref.channel or self.slack.direct(ref.person or "").id

    def visible(self, where: ConversationRef, viewer: ConversationRef) -> list[str]:
        return [_without_summary(m) for m in self.slack.visible(self._place(where), viewer.person or "")]

    def at_once(self, person: ConversationRef) -> str:
        id = person.person or ""
        forms = [words_of([view["title"], *view["blocks"]]) for user, view in self.slack.shown if user == id]
        modal = self.slack.modals.get(id)
        wrong = list(modal.errors.values()) if modal else []
        places = (self._place(self.team), self._place(person))
        found = [m for place in places for m in self.slack.visible(place, id) if not _key(m)]
        return "\n".join([*forms, *wrong, *map(shown, found)])

    async def say(self, person: ConversationRef, where: ConversationRef, text: str) -> None:
        await self.hands.say(person.person or "", text)

    async def press(self, person: ConversationRef, where: ConversationRef, label: str) -> None:
        await self.hands.press(person.person or "", self._place(where), label)

    async def fill(self, person: ConversationRef, values: Mapping[str, str]) -> None:
        await self.hands.fill(person.person or "", values)

    def troubles(self) -> Sequence[tuple[Callable[[], None], ConversationRef]]:
        def fail(**how: Any) -> Callable[[], None]:
            return lambda: self.slack.fail("chat.postMessage", **how)

        return [
            (fail(error="ratelimited", status=429, retry_after=3), self.team),
            (fail(cut=True), self.team),
            (fail(status=503), self.team),
            (fail(error="is_archived"), self.team),
            (lambda: None, channel("C0NOWHERE1")),
        ]


def _key(message: Message) -> str:
    return str((message.metadata.get("event_payload") or {}).get("key") or "")


def _without_summary(message: Message) -> str:
    first = words_of(message.blocks[0]) if message.blocks else ""
    # The neutral line stands first where the message does not begin with it.
    blocks = message.blocks[1:] if first == message.text or not message.text.startswith(first) else message.blocks
    return "\n".join(filter(None, (words_of(block) for block in blocks))) or message.text
