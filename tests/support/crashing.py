"""A process that dies where it is told to: between any two steps of a commit or of a send."""

from __future__ import annotations

from adapters.fake import FakeAdapter
from bot.domain.conversation import ConversationRef
from bot.ports import Limits, OnEvent
from bot.views.capabilities import Capabilities
from bot.views.view import View
from storage.failpoints import AFTER_COMMIT, BEFORE_COMMIT

BEFORE_ARRIVAL = "before-arrival"
AFTER_ARRIVAL = "after-arrival"
STEPS = (BEFORE_COMMIT, AFTER_COMMIT, BEFORE_ARRIVAL, AFTER_ARRIVAL)
"""Leasing, handling and saving each are a commit; sending has a moment before and one after the message arrived."""


class Crash(BaseException):
    """The process is gone. No `except Exception` hears of it."""


class Trap:
    """Counts the steps of one process and ends it at the n-th of a kind; what is dead does nothing any more."""

    def __init__(self) -> None:
        self._kind = ""
        self._left = 0
        self.dead = False

    def arm(self, kind: str, count: int) -> None:
        self._kind, self._left = kind, count

    def disarm(self) -> None:
        self._kind = ""

    def reach(self, kind: str) -> None:
        if not self.dead and kind == self._kind:
            self._left -= 1
            self.dead = self._left <= 0
        if self.dead:
            raise Crash(kind)


class Line:
    """One process's connection to a platform that outlives it."""

    def __init__(self, platform: FakeAdapter, trap: Trap) -> None:
        self._to = platform
        self._trap = trap
        self.platform = platform.platform
        self.limits: Limits = platform.limits
        self.settles = platform.settles

    def capabilities(self, ref: ConversationRef) -> Capabilities:
        return self._to.capabilities(ref)

    async def send(self, ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
        self._trap.reach(BEFORE_ARRIVAL)
        sent = await self._to.send(ref, view, key, private_to)
        self._trap.reach(AFTER_ARRIVAL)
        return sent

    async def edit(self, ref: ConversationRef, sent_ref: str, view: View, key: str) -> str:
        self._trap.reach(BEFORE_ARRIVAL)
        sent = await self._to.edit(ref, sent_ref, view, key)
        self._trap.reach(AFTER_ARRIVAL)
        return sent

    async def find(self, ref: ConversationRef, key: str) -> str | None:
        self._trap.reach("find")
        return await self._to.find(ref, key)

    async def start(self, on_event: OnEvent) -> None:
        await self._to.start(on_event)

    async def stop(self) -> None:
        await self._to.stop()
