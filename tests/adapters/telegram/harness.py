"""The adapter contract's surroundings on Telegram: the real adapter before the stand-in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from adapters.telegram.app import TelegramAdapter
from adapters.telegram.capabilities import CAPABILITIES
from bot.domain.conversation import ConversationRef
from bot.ports import OnEvent
from bot.views.capabilities import Capabilities
from tests.adapters.telegram.stand import NOW, UNLIMITED, Kept, Mine, channel, direct
from tests.fakes.telegram.rules import RefusedError
from tests.fakes.telegram.server import TOKEN, FakeTelegram
from tests.fakes.telegram.world import BOT_ID, Group, Person
from tests.support.clock import HandClock
from tests.support.ports import free_port
from tests.support.waiting import wait_until

FIRST_LINE = "A message\n\n"
"""What the contract's views say on a lock screen, above what they are about."""


class Standing(TelegramAdapter):
    """Its platform starts and stops with it."""

    def __init__(self, fake: FakeTelegram, url: str, clock: HandClock | None = None) -> None:
        super().__init__(TOKEN, clock or HandClock(NOW), api_url=url, limits=UNLIMITED, wait=1, pause=0.01)
        self.poll_with(Mine(), Kept())
        self.fake = fake
        fake.working = lambda: self.backlog is not None and self.backlog.busy
        self._up = False

    async def start(self, on_event: OnEvent) -> None:
        await self.fake.__aenter__()
        self._up = True
        await super().start(on_event)

    async def stop(self) -> None:
        await super().stop()
        if self._up:
            self._up = False
            await self.fake.__aexit__()
            assert self.fake.problems == []


class TelegramHarness:
    def __init__(self) -> None:
        port = free_port()
        self.fake = FakeTelegram(port=port)
        self.adapter = Standing(self.fake, f"http://127.0.0.1:{port}")
        self.amira, self.ben = direct(501), direct(502)
        self.team = channel(-1001)
        people = (self.fake.person(501, "Amira"), self.fake.person(502, "Ben"))
        self.fake.group(-1001, "Team", *people)

    def abilities(self) -> Sequence[Capabilities]:
        return (CAPABILITIES,)

    def give(self, capabilities: Capabilities) -> None:
        assert capabilities == CAPABILITIES

    def visible(self, where: ConversationRef, viewer: ConversationRef) -> list[str]:
        if where.direct and where != viewer:
            return []
        chat = int(where.person or where.channel or 0)
        return [
            "\n".join([m.text.removeprefix(FIRST_LINE), *(f"[{key['text']}]" for row in m.keys for key in row)])
            for m in self.fake.messages
            if m.chat == chat and m.by == BOT_ID
        ]

    def at_once(self, person: ConversationRef) -> str:
        mine = [said for id, said in self.fake.presses.items() if self.fake.pressers[id] == int(person.person or 0)]
        return "\n".join([said.text for said in mine if said] + self.visible(person, person))

    async def say(self, person: ConversationRef, where: ConversationRef, text: str) -> None:
        self.fake.say(self._person(person), text, self._group(where))
        await self._heard()

    async def press(self, person: ConversationRef, where: ConversationRef, label: str) -> None:
        press = self.fake.press(self._person(person), label, self._group(where))
        await self._heard()
        await wait_until(lambda: self.fake.answered(press))

    async def fill(self, person: ConversationRef, values: Mapping[str, str]) -> None:
        raise AssertionError("Telegram has no forms")

    def troubles(self) -> Sequence[tuple[Callable[[], None], ConversationRef]]:
        def fails(answer: RefusedError | None, **how: Any) -> Callable[[], None]:
            return lambda: self.fake.fail("sendMessage", answer, **how)

        return [
            (lambda: None, channel(-4711)),
            (lambda: setattr(self.fake.people[502], "blocked", True), self.ben),
            (fails(RefusedError(429, "Too Many Requests: retry after 4", retry_after=4)), self.team),
            (fails(None, done=True), self.team),
            (fails(RefusedError(400, "Bad Request: something new")), self.team),
        ]

    async def _heard(self) -> None:
        await self.fake.settled()
        await wait_until(lambda: not self.adapter.handling.busy)

    def _person(self, ref: ConversationRef) -> Person:
        return self.fake.people[int(ref.person or 0)]

    def _group(self, ref: ConversationRef) -> Group | None:
        return None if ref.direct else self.fake.groups[int(ref.channel or 0)]
