"""A house for tests of lists that follow their channel: a wired product on a recording platform that tells who is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from adapters.fake import FakeAdapter
from bot.bootstrap import App, found_organisation, wire_app
from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent, ChatCommandTyped, Sender
from bot.domain.model import Organisation
from bot.engine.people import claims
from bot.ports import Present, UnitOfWork
from bot.views.capabilities import FULL, Support
from storage.database import open_memory_store
from tests.support.clock import SleepersClock
from tests.support.finders import NoThemes

CODE = "abcd-efgh-jkmn-pqrs"
ROOM = ConversationRef("fake", "w", channel="crisis")
LISTING = replace(FULL, list_people=Support.NATIVE)
NAMES = ("ada", "amira", "ben", "chloe", "dan", "eve", "femi", "gita")


def person(who: str) -> ConversationRef:
    return ConversationRef("fake", "w", person=who)


def present(*names: str, left_out: str = "") -> list[Present]:
    return [Present(person(name), name.title(), left_out) for name in names]


class House:
    """Ada is admin; NAMES are in ROOM, which no team has yet."""

    def __init__(self) -> None:
        self.adapter = FakeAdapter(capabilities=LISTING)
        self.adapter.there[ROOM] = present(*NAMES)
        self.store = open_memory_store()
        self.clock = SleepersClock()
        self.events = 0
        self.app: App = self.start()

    def start(self) -> App:
        """A new process: what the one before knew by heart is gone."""
        self.app = wire_app(self.store, self.clock, [self.adapter], NoThemes())
        return self.app

    async def __aenter__(self) -> House:
        now = self.clock.now()
        await self.store.run(lambda uow: found_organisation(uow, Organisation(id="org"), now, "questions"))
        await self.store.run(lambda uow: claims.keep_claim(uow, CODE, now))
        await self.adapter.start(self.app.engine.handle)
        await self.order("ada", f"claim {CODE}")
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.store.close()

    async def hear(self, kind: type[AnyEvent], who: str, where: ConversationRef | None = None, **more: Any) -> None:
        """An event is handled; nothing else is done yet."""
        self.events += 1
        sender = Sender(ref=person(who), name=who.title())
        event = kind(event_id=str(self.events), sender=sender, where=where or person(who), at=self.clock.now(), **more)
        await self.app.engine.handle(event)

    async def order(self, who: str, text: str, where: ConversationRef | None = None) -> None:
        await self.hear(ChatCommandTyped, who, where, text=text)
        await self.app.settle()

    async def made(self) -> House:
        await self.order("ada", "team add Crisis line", ROOM)
        return self

    async def pass_time(self, **by: float) -> None:
        self.clock.at += timedelta(**by)
        await self.app.settle()

    async def listed(self) -> set[str]:
        def names(uow: UnitOfWork) -> set[str]:
            return {row.name.lower() for row in uow.members.where(id=tuple(m.member for m in uow.memberships.where()))}

        return await self.store.read(names)

    async def told(self, kind: type[Any]) -> list[Any]:
        return await self.store.read(lambda uow: [row for row in uow.outbox.where() if isinstance(row.outcome, kind)])
