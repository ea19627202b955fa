"""Once a day: what is past its time is destroyed, what the stores left of each other swept, and some of what is stored read.

Each part is done in small steps, so that neither those who write nor those who read wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

from bot.domain.model import LeaseRecord
from bot.domain.slices import in_slices
from bot.engine import retention, strangers
from bot.engine.context import Services, WorkContext
from bot.engine.proposals import proposing
from bot.engine.rounds import ended_rounds
from bot.engine.set_up import plans
from bot.ports import Store, UnitOfWork

T = TypeVar("T")

ROUNDS_PER_STEP = 8
"""Number of rounds of which a step removes what is past its time."""
ROWS_PER_STEP = 256
"""Number of single rows that a step removes, or reads."""
LOOKED_THROUGH = "looked through what is stored"
"""Name of the lease record whose holder is the place up to which rows were read."""
LEAST_READ, DAYS_TO_READ_ALL = 500, 90
"""Number of rows that are read a day at least, and days after which all have been."""


class DailySweep:
    """`came_further` is called after each step."""

    def __init__(self, store: Store, services: Services, came_further: Callable[[], None]) -> None:
        self._store = store
        self._services = services
        self._came_further = came_further

    async def run(self, now: datetime) -> None:
        """Do all of it. Nothing is removed on a day on which the clock is not believed."""
        believed = await self._work(now, retention.may_remove)
        if believed:
            await self.remove_past_time(now)
            await self.end_strangers(now)
        await self._store.sweep(now, remove=believed)
        await self.look_through_some(now)

    async def remove_past_time(self, now: datetime) -> None:
        due = await self._look(now, ended_rounds.rounds_to_look_at)
        for some in in_slices(due, ROUNDS_PER_STEP):
            found = await self._look(now, partial(retention.find_past_time, ids=some))
            await self._work(now, partial(retention.remove_past_time, found=found))
        audits = await self._look(now, retention.old_audits)
        for old in in_slices(audits, ROWS_PER_STEP):
            await self._work(now, partial(retention.remove_audits, ids=old))
        await self._work(now, plans.remove_old)
        await self._work(now, proposing.remove_old)

    async def end_strangers(self, now: datetime) -> None:
        while await self._work(now, partial(strangers.see_new, most=ROWS_PER_STEP)):
            pass
        while some := await self._look(now, partial(strangers.addresses_to_look_at, most=ROWS_PER_STEP)):
            await self._work(now, partial(strangers.end_strangers, ids=some))

    async def look_through_some(self, now: datetime) -> None:
        """Read the rows that come after those of yesterday, so that one that cannot be read is known before anybody needs it."""
        place, left = await self._look(now, _where_to_go_on)
        while left > 0:
            size = min(left, ROWS_PER_STEP)
            place = await self._look(now, partial(_read_some, place=place, size=size))
            left = left - size if place else 0
        await self._work(now, partial(_note_place, place=place))

    async def _look(self, now: datetime, do: Callable[[WorkContext], T]) -> T:
        return await self._step(self._store.read, now, do)

    async def _work(self, now: datetime, do: Callable[[WorkContext], T]) -> T:
        return await self._step(self._store.run, now, do)

    async def _step(self, turn: Callable[..., object], now: datetime, do: Callable[[WorkContext], T]) -> T:
        def work(uow: UnitOfWork) -> T:
            return do(WorkContext(uow, now, self._services))

        done: T = await turn(work)  # type: ignore[misc]
        self._came_further()
        return done


def _where_to_go_on(work: WorkContext) -> tuple[str, int]:
    """Return after which place to read on, and how many rows."""
    last = work.uow.leases.get(LOOKED_THROUGH)
    return last.holder if last else "", max(LEAST_READ, -(-work.uow.rows_stored() // DAYS_TO_READ_ALL))


def _read_some(work: WorkContext, place: str, size: int) -> str:
    return work.uow.look_through_some(place, size)


def _note_place(work: WorkContext, place: str) -> None:
    work.uow.leases.save(LeaseRecord(id=LOOKED_THROUGH, holder=place, until=work.now))
