"""Reads who is in the channels and user groups that teams' lists follow, in the background and outside of any unit of work.

What is to be read stands in the database, so that a restart goes on where the process before was. A reading comes whole or not at
all: one that fails changes nothing and is tried again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.engine.background import May, PutOff, always, pause_after, repeat_work, wait_or_wake
from bot.engine.context import Services, WorkContext
from bot.engine.people import membership_diff
from bot.engine.people.membership_diff import Due, ListPart, ReadingTally
from bot.ports import Clock, ListsPeople, SendLaterError, SendRefusedError, SendUncertainError, Store, UnitOfWork

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 60
"""Seconds between looks when nothing happens."""
NO_ANSWER = "no answer"


class Readings:
    """Reads what is due; `woken` is called when something is to be sent because of it."""

    def __init__(
        self, store: Store, clock: Clock, services: Services, adapters: Sequence[object], woken: Callable[[], None]
    ) -> None:
        self._store = store
        self._clock = clock
        self._services = services
        self._adapters = {one.platform: one for one in adapters if isinstance(one, ListsPeople)}
        self._woken = woken
        self._look = False
        self._busy = asyncio.Lock()
        self._resting = PutOff(clock)

    def wake(self) -> None:
        """Something happened: look again soon."""
        self._look = True

    async def run(self, stopping: asyncio.Event, may: May = always) -> None:
        if self._adapters:
            failed = "what is to be read could not be looked up"
            await repeat_work(self.refresh, lambda: self._pause(stopping), stopping, failed, may)

    async def _pause(self, stopping: asyncio.Event) -> None:
        await wait_or_wake(stopping, SECONDS_BETWEEN_LOOKS, lambda: self._look)

    async def refresh(self) -> None:
        """Read everything that is due now, one conversation after the other; a fault in one never stops the rest (R5)."""
        if not self._adapters:
            return
        self._look = False
        async with self._busy:
            now = self._clock.now()
            for reading in await self._store.read(lambda uow: membership_diff.due_readings(uow, now)):
                if self._may(reading, now):
                    await self._read(reading)
                if membership_diff.too_long(reading, now) and not self._may(reading, now):
                    await self._tell(reading, NO_ANSWER)

    def _may(self, reading: Due, now: datetime) -> bool:
        """Return whether it is not left alone for a while; a change since then makes it another one."""
        due = self._resting.is_due(reading.team, now, reading.state)
        return reading.where.platform in self._adapters and due

    async def _read(self, reading: Due) -> None:
        try:
            await self._bring_in(reading)
        except Exception as fault:
            self._resting.put_off(reading.team, pause_after(fault), reading.state)
            if isinstance(fault, SendRefusedError):
                await self._tell(reading, fault.reason)
            elif not isinstance(fault, SendLaterError | SendUncertainError):
                log.error("the people of a conversation could not be read", exc_info=fault)

    async def _bring_in(self, reading: Due) -> None:
        began = self._clock.now()
        found = await self._adapters[reading.where.platform].people(reading.where)
        if not found:
            # Nobody at all is no conversation that somebody could be in.
            raise SendRefusedError("gone")
        self._resting.forget(reading.team)
        parts, tally = await self._store.read(lambda uow: membership_diff.compare_membership(uow, reading, found))
        for number, part in enumerate(parts, 1):
            after = await self._store.run(self._making(reading, began, part, tally, number == len(parts)))
            self._woken()
            if after is None:
                self._look = True
                return
            tally = after

    def _making(
        self, reading: Due, began: datetime, part: ListPart, so_far: ReadingTally, last: bool
    ) -> Callable[[UnitOfWork], ReadingTally | None]:
        return lambda uow: membership_diff.bring_in(self._work(uow), reading, began, part, so_far, last)

    async def _tell(self, reading: Due, why: str) -> None:
        """Of the trouble with a reading, to whom it concerns and to the operator; what was told before is not told again."""
        if await self._store.run(lambda uow: membership_diff.record_failed_reading(self._work(uow), reading, why)):
            log.warning("a team's channel could not be read; its list stays as it is")
            self._woken()

    def _work(self, uow: UnitOfWork) -> WorkContext:
        return WorkContext(uow, self._clock.now(), self._services)
