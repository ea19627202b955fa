"""A world for tests of single events: all that the platform can do is wired, and what was begun is done before a call returns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.bootstrap import found_organisation
from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent, ChatCommandTyped
from bot.domain.model import Organisation
from bot.engine.people import claims
from bot.ports import Reply, Tokens
from bot.views.capabilities import FULL, Capabilities
from tests.support.clock import HandClock
from tests.support.finders import NoPoints
from tests.support.places import person
from tests.support.world import CODE, World


class House(World):
    """Ada is admin; there are no teams yet. Nothing dies in it."""

    def __init__(
        self, capabilities: Capabilities = FULL, clock: HandClock | None = None, tokens: Tokens | None = None
    ) -> None:
        super().__init__(
            finder=NoPoints(), clock=clock or HandClock(), tokens=tokens, capabilities=capabilities, dies=False
        )

    async def __aenter__(self) -> House:
        now = self.clock.now()
        await self.store.run(lambda uow: found_organisation(uow, Organisation(id="org"), now, "questions"))
        await self.store.run(lambda uow: claims.keep_claim(uow, CODE, now))
        await self.platform.start(self.app.engine.handle)
        await self.order("ada", f"claim {CODE}")
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.store.close()

    async def handle(self, event: AnyEvent) -> Reply:
        """Hand an event to the engine, and let everything be done that it led to."""
        reply = await self.app.engine.handle(event)
        await self.settle()
        return reply

    async def happens(self, kind: type[AnyEvent], who: str, where: ConversationRef | None = None, **more: Any) -> Reply:
        """Hand an event to the engine; nothing else is done yet."""
        return await self.app.engine.handle(self.event(kind, who, where, **more))

    async def do(self, kind: type[AnyEvent], who: str, where: ConversationRef | None = None, **more: Any) -> Reply:
        return await self.handle(self.event(kind, who, where, **more))

    async def order(self, who: str, text: str, where: ConversationRef | None = None, **more: Any) -> Reply:
        """Let somebody type a command."""
        return await self.do(ChatCommandTyped, who, where, text=text, **more)

    async def pass_time(self, **by: float) -> None:
        self.clock.move(timedelta(**by))
        await self.settle()

    def said(self, where: ConversationRef | str, to: ConversationRef | None = None) -> list[str]:
        """Return what was said in a place, or to a person: with `to`, also what that person alone sees there."""
        return self.platform.transcript(person(where) if isinstance(where, str) else where, to)
