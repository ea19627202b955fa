"""The whole product on Slack: the real engine and store, the real adapter, SDK and Bolt, and the stand-in for Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.slack.app import SlackAdapter
from bot.bootstrap import App, found_organisation, wire_app
from bot.domain.model import Organisation
from bot.engine.people import claims
from storage.database import open_memory_store
from tests.adapters.slack.stand import aim, make
from tests.fakes.slack.hands import Hands
from tests.fakes.slack.server import FakeSlack
from tests.support.clock import SleepersClock
from tests.support.finders import OnePoint

CODE = "abcd-efgh-jkmn-pqrs"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROOM = "C0CRISIS01"


@dataclass
class Product:
    slack: FakeSlack
    app: App
    adapter: SlackAdapter
    clock: SleepersClock
    hands: Hands

    async def say(self, user: str, text: str, **more: object) -> None:
        assert await self.hands.say(user, text, **more) == {}
        await self.app.settle()

    async def command(self, user: str, text: str, channel: str = "") -> None:
        assert await self.hands.command(user, text, channel) == {}
        await self.app.settle()

    async def press(self, user: str, label: str, channel: str = "") -> None:
        assert await self.hands.press(user, channel or self.slack.direct(user).id, label) == {}
        await self.app.settle()

    async def fill(self, user: str, **values: str) -> None:
        assert await self.hands.fill(user, values) == {}
        await self.app.settle()

    async def pass_time(self, **by: float) -> None:
        self.clock.at += timedelta(**by)
        await self.app.settle()

    def last(self, user: str, channel: str = "") -> str:
        return self.hands.sees(user, channel)[-1]

    async def set_up(self, names: Sequence[str]) -> list[str]:
        """Ada is admin, everybody is in the channel that the team follows; it is asked on the next day at 10:00.

        Returns the ids of the people.
        """
        ids = [f"U0{name.upper():0<8}" for name in ("Ada", *names)]
        for id, name in zip(ids, ("Ada", *names), strict=True):
            self.slack.add_user(id, name)
        self.slack.add_channel(ROOM, "crisis-line", set(ids))
        await self.say(ids[0], f"claim {CODE}")
        await self.command(ids[0], "team add Crisis line", ROOM)
        await self.command(ids[0], f"lead set <@{ids[-1]}>", ROOM)
        await self.command(ids[0], "schedule set every other Tuesday at 10:00", ROOM)
        return ids

    async def answer(self, user: str, *words: str) -> None:
        await self.press(user, "Answer privately")
        await self.fill(user, **{f"q{n}": text for n, text in enumerate(words, 1)})


@asynccontextmanager
async def product(mode: str = "socket", slack: FakeSlack | None = None, **given: Any) -> AsyncIterator[Product]:
    clock = SleepersClock()
    async with slack or FakeSlack() as world:
        world.wall = lambda: clock.at.timestamp()
        adapter = make(world, mode, clock=clock, **given)
        store = open_memory_store()
        app = wire_app(store, clock, [adapter], OnePoint())
        organisation = Organisation(id="org", zone="Europe/London", name="Harbour")
        await store.run(lambda uow: found_organisation(uow, organisation, clock.now(), "qs1"))
        await store.run(lambda uow: claims.keep_claim(uow, CODE, clock.now()))
        await adapter.start(app.engine.handle)
        aim(world, adapter)
        try:
            yield Product(world, app, adapter, clock, Hands(world))
        finally:
            await adapter.stop()
            await store.close()
        assert world.problems == []
