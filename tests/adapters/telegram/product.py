"""The whole product on Telegram: the real engine and store, the real adapter, the stand-in of the Bot API."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.telegram.app import TelegramAdapter
from bot.bootstrap import App, found_organisation, new_token, wire_app
from bot.domain.model import Organisation
from bot.engine.people import claims
from storage.database import open_memory_store
from tests.adapters.telegram.stand import adapter_for
from tests.fakes.telegram.server import FakeTelegram
from tests.fakes.telegram.world import Group, Person
from tests.support.clock import HandClock
from tests.support.finders import OnePoint
from tests.support.waiting import wait_until

CODE = "abcd-efgh-jkmn-pqrs"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass
class Product:
    fake: FakeTelegram
    app: App
    adapter: TelegramAdapter
    clock: HandClock

    async def settle(self) -> None:
        """Until every update is handled and everything that waits is sent."""
        await self.fake.settled()
        await wait_until(lambda: not self.adapter.busy)
        await self.app.settle()

    async def say(self, who: Person, text: str, where: Group | None = None, **more: Any) -> None:
        self.fake.say(who, text, where, **more)
        await self.settle()

    async def press(self, who: Person, label: str, where: Group | None = None) -> str:
        press = self.fake.press(who, label, where)
        await self.settle()
        assert self.fake.answered(press), "every press is answered"
        return press

    async def pass_time(self, **by: float) -> None:
        self.clock.at += timedelta(**by)
        await self.app.settle()

    def last(self, who: Person | Group) -> str:
        return self.fake.transcript(who.id)[-1]

    async def links(self, who: Person, count: int) -> list[str]:
        """Asked for in the direct chat; the payloads of the links."""
        await self.say(who, f"/team_link Crisis line for {count} people")
        return re.findall(r"https://t\.me/folkmoot_bot\?start=([A-Za-z0-9_-]+)", self.last(who))

    async def set_up(self, names: Sequence[str]) -> tuple[Group, list[Person]]:
        """Ada is admin; everybody joined by a link; the last of them leads; the team is asked on the next day at 10:00."""
        ada = self.fake.person(500, "Ada", started=False)
        people = [self.fake.person(501 + n, name, started=False) for n, name in enumerate(names)]
        group = self.fake.group(-1001, "Crisis line", ada, *people)
        self.fake.add_bot(ada, group)
        await self.say(ada, f"/claim {CODE}")
        await self.say(ada, "/team_add Crisis line", group)
        links = await self.links(ada, len(people))
        for person, link in zip(people, links, strict=True):
            self.fake.start(person, link)
        await self.settle()
        await self.say(ada, f"/lead_set @{people[-1].name.lower()}", group)
        await self.say(ada, "/schedule@folkmoot_bot set every other Tuesday at 10:00", group)
        return group, people

    async def answer(self, who: Person, *words: str) -> None:
        """Through the three questions as one meets them."""
        await self.press(who, "Answer privately")
        for said in words:
            if said:
                await self.say(who, said)
                await self.press(who, "Done")
            else:
                await self.press(who, "Skip")
        await self.press(who, "Send")


@asynccontextmanager
async def product(tokens: Callable[[], str] = new_token, **given: Any) -> AsyncIterator[Product]:
    clock = HandClock()
    clock.at = START
    async with FakeTelegram() as fake:
        adapter = adapter_for(fake, clock=clock, **given)
        store = open_memory_store()
        app = wire_app(store, clock, [adapter], OnePoint(), tokens)
        organisation = Organisation(id="org", zone="Europe/London", name="Harbour")
        await store.run(lambda uow: found_organisation(uow, organisation, clock.now(), "qs1"))
        await store.run(lambda uow: claims.keep_claim(uow, CODE, clock.now()))
        await adapter.start(app.engine.handle)
        if adapter.webhook:
            fake.webhook_target = f"http://127.0.0.1:{adapter.webhook.port}/telegram"
        try:
            yield Product(fake, app, adapter, clock)
        finally:
            await adapter.stop()
            await store.close()
        assert fake.problems == []
