"""Looks at planned homes, outside of any unit of work and without sending anything: may the bot write there, and who is there?"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.domain.conversation import ConversationRef
from bot.domain.model import SetUpPlan
from bot.domain.outcomes.set_up import SetUpLooked
from bot.engine.background import May, always, repeat_work, wait_or_wake
from bot.engine.context import Services, WorkContext
from bot.engine.set_up import plans
from bot.ports import Clock, ListsPeople, LooksAtPlaces, SendRefusedError, Store, UnitOfWork
from bot.views.capabilities import Support

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 60
NO_ANSWER = "no answer"
SAID_BEFORE = 100
"""Messages of the same instant that are read before what was seen: the step in answer to which a place was looked at."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Sight of a place: `access` as in SetUpPlan, and how many people are there, where that is told."""

    access: str
    readable: bool = False
    found: int = 0
    left_out: int = 0


class PlaceLooks:
    """Looks at what is to be looked at; `woken` is called when something is to be sent because of it."""

    def __init__(
        self, store: Store, clock: Clock, services: Services, adapters: Sequence[object], woken: Callable[[], None]
    ) -> None:
        self._store = store
        self._clock = clock
        self._services = services
        self._adapters = {one.platform: one for one in adapters if isinstance(one, LooksAtPlaces)}
        self._woken = woken
        self._look = False

    def wake(self) -> None:
        """Something happened: look soon."""
        self._look = True

    async def run(self, stopping: asyncio.Event, may: May = always) -> None:
        if self._adapters:
            failed = "which planned homes are to be looked at could not be read"
            await repeat_work(self.refresh, lambda: self._pause(stopping), stopping, failed, may)

    async def _pause(self, stopping: asyncio.Event) -> None:
        await wait_or_wake(stopping, SECONDS_BETWEEN_LOOKS, lambda: self._look)

    async def refresh(self) -> None:
        self._look = False
        for plan, place in await self._store.read(_due_looks):
            sight = await self._look_at(place)
            if await self._store.run(
                lambda uow, plan=plan, sight=sight: note_sight(  # type: ignore[misc]
                    WorkContext(uow, self._clock.now(), self._services, said=SAID_BEFORE), plan, sight
                )
            ):
                self._woken()

    async def _look_at(self, place: ConversationRef) -> Sight:
        adapter = self._adapters.get(place.platform)
        if adapter is None:
            return Sight("ok")
        try:
            await adapter.look_at(place)
        except SendRefusedError as refused:
            return Sight(refused.reason)
        except Exception as fault:
            log.info("a planned home could not be looked at", exc_info=fault)
            return Sight(NO_ANSWER)
        return await self._who_is_there(adapter, place)

    async def _who_is_there(self, adapter: object, place: ConversationRef) -> Sight:
        told = self._services.capabilities(place).list_people is not Support.REFUSED
        if not isinstance(adapter, ListsPeople) or not told or place.topic:
            return Sight("ok")
        try:
            there = await adapter.people(place)
        except Exception as fault:
            log.info("who is in a planned home could not be read", exc_info=fault)
            return Sight("ok")
        left_out = sum(1 for one in there if one.left_out)
        return Sight("ok", True, len(there) - left_out, left_out)


def _due_looks(uow: UnitOfWork) -> list[tuple[SetUpPlan, ConversationRef]]:
    due = [row for row in uow.set_up_plans.where() if row.access == plans.LOOKING]
    found = ((row, uow.addresses.ref(row.home)) for row in due)
    return [(row, place) for row, place in found if place]


def note_sight(work: WorkContext, looked_for: SetUpPlan, sight: Sight) -> bool:
    """Keep what was seen and tell the admin who is guided; False when the plan has another home since, or is gone."""
    plan = work.uow.set_up_plans.get(looked_for.id)
    if plan is None or plan.home != looked_for.home or plan.access != plans.LOOKING:
        return False
    seen = replace(plan, access=sight.access, readable=sight.readable, found=sight.found, left_out=sight.left_out)
    work.uow.set_up_plans.save(seen)
    work.say(plan.id, SetUpLooked(team=plan.team, token=plan.step, home=plans.home_of(work, seen)))
    return True


def look_again_at(work: WorkContext, place: ConversationRef) -> None:
    """Let planned homes in a place be looked at again: the bot was let in there."""
    for plan in work.uow.set_up_plans.where():
        home = work.uow.addresses.ref(plan.home) if plan.home else None
        if home and home.with_all_topics() == place.with_all_topics():
            work.uow.set_up_plans.save(replace(plan, access=plans.LOOKING))
