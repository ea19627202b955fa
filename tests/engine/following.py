"""A house for tests of lists that follow their channel: a wired product on a recording platform that tells who is there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.bootstrap import App
from bot.domain.conversation import ConversationRef
from bot.ports import Present, UnitOfWork
from bot.views.capabilities import FULL, Support
from tests.support.clock import SleepersClock
from tests.support.house import House
from tests.support.places import person

ROOM = ConversationRef("fake", "w", channel="crisis")
LISTING = replace(FULL, list_people=Support.NATIVE)
NAMES = ("ada", "amira", "ben", "chloe", "dan", "eve", "femi", "gita")


def present(*names: str, left_out: str = "") -> list[Present]:
    return [Present(person(name), name.title(), left_out) for name in names]


class ListedHouse(House):
    """NAMES are in ROOM, which no team has yet; the platform tells who is there."""

    def __init__(self) -> None:
        super().__init__(LISTING, SleepersClock())
        self.platform.there[ROOM] = present(*NAMES)

    async def __aenter__(self) -> ListedHouse:
        await super().__aenter__()
        return self

    def start(self) -> App:
        """Begin a new process: what the one before knew by heart is gone."""
        self._wire()
        return self.app

    async def made(self) -> ListedHouse:
        await self.order("ada", "team add Crisis line", ROOM)
        return self

    async def listed(self) -> set[str]:
        def names(uow: UnitOfWork) -> set[str]:
            return {row.name.lower() for row in uow.members.where(id=tuple(m.member for m in uow.memberships.where()))}

        return await self.store.read(names)

    async def told(self, kind: type[Any]) -> list[Any]:
        return await self.store.read(lambda uow: [row for row in uow.outbox.where() if isinstance(row.outcome, kind)])
