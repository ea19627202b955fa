"""Instants of the ticks: APScheduler as one in-memory ticker, made immune to the machine's clock.

Theory: APScheduler reckons with the machine's clock. A clock that is set back an hour would silence it for an hour, and one that is
set forward would make it count every tick in between. So it is given a time zone of its own, whose instants are those of the
monotonic clock: the only question that APScheduler asks of the machine is `datetime.now(its zone)` (R12).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from time import monotonic

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.schedulers.base import STATE_RUNNING
from apscheduler.triggers.base import BaseTrigger

from bot.engine.background import May, always
from bot.engine.scheduler import Scheduler
from bot.engine.tasks import Tasks
from bot.ports import NotStoredError

log = logging.getLogger(__name__)


class SteadyTime(tzinfo):
    """A time zone whose present is counted by the monotonic clock, from an arbitrary beginning."""

    def __init__(self, seconds: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._begun = seconds()

    def fromutc(self, dt: datetime) -> datetime:
        """Return the zone's present, whatever the machine's clock says."""
        return datetime(2000, 1, 1, tzinfo=self) + timedelta(seconds=self._seconds() - self._begun)

    def utcoffset(self, dt: datetime | None) -> timedelta:
        return timedelta(0)

    def dst(self, dt: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, dt: datetime | None) -> str:
        return "steady"


class Every(BaseTrigger):  # type: ignore[misc]
    """Fires so long after the present: what was missed is not caught up with."""

    def __init__(self, interval: timedelta) -> None:
        self._interval = interval

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        return now + self._interval


class Ticker:
    """Ticks at once and then every so often: never two at once, and missed ticks become one."""

    name = "tick"

    def __init__(self, scheduler: Scheduler, every: timedelta, zone: tzinfo | None = None, may: May = always) -> None:
        self._scheduler = scheduler
        self._may = may
        self._every, self._zone = every, zone
        self._tasks = Tasks()
        self._alarm = self._make()
        self._failing = False

    @property
    def beaten_at(self) -> float:
        """Return when a tick last came any further, by the monotonic clock."""
        return self._scheduler.beaten_at

    def _make(self) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(timezone=self._zone or SteadyTime())
        scheduler.add_job(self._begin, Every(self._every), misfire_grace_time=None)
        return scheduler

    def start(self) -> None:
        self._scheduler.beaten_at = monotonic()
        self._alarm.start()
        self._tasks.start(self._tick())

    async def begin_anew(self) -> None:
        """Break off the tick that does not come any further, and tick on."""
        await self.stop(0)
        self._alarm = self._make()
        self._alarm.start()
        self._tasks.start(self._tick())

    async def _tick(self) -> None:
        """One tick, if ticking is this process's to do. That none can be taken is told once, and once that they can again."""
        if not self._may():
            self._scheduler.beaten_at = monotonic()
            return
        try:
            await self._scheduler.tick()
        except Exception as fault:
            if not self._failing:
                log.error("what is due cannot be looked for; trying again", exc_info=fault)
            self._failing = True
            if isinstance(fault, NotStoredError):
                # A store that answers with a no, be it for hours: to begin the tick anew, or the process, would not help.
                self._scheduler.beaten_at = monotonic()
        else:
            if self._failing:
                log.info("what is due can be looked for again")
            self._failing = False

    async def _begin(self) -> None:
        """APScheduler cancels what it runs when it ends, and says of that that it failed: it only says when to look."""
        if self._alarm.state == STATE_RUNNING and not self._tasks:
            self._tasks.start(self._tick())

    async def stop(self, seconds: float) -> None:
        """Begin no more ticks, and let the one that runs finish, at most this long; what it leaves stays due."""
        if not self._alarm.running:
            return
        self._alarm.pause()
        # One that was called for at this moment sees that it comes too late.
        await asyncio.sleep(0)
        await self._tasks.finish(seconds)
        self._alarm.shutdown(wait=False)
