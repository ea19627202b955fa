"""Work beside the events: repeated until the process stops, and put off where a platform fails."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta

from bot.ports import Clock, SendLaterError, SendUncertainError

log = logging.getLogger(__name__)

UNCERTAIN = timedelta(minutes=1)
REFUSED = timedelta(minutes=10)

Pause = Callable[[], Awaitable[None]]
May = Callable[[], bool]
"""Whether something is this process's to do, of all that share a database."""


def always() -> bool:
    return True


async def wait_or_stop(stopping: asyncio.Event, seconds: float) -> None:
    """Return after so many seconds, or as soon as the process stops."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stopping.wait()


async def wait_or_wake(stopping: asyncio.Event, seconds: int, woken: Callable[[], bool]) -> None:
    """Return after so many seconds, within one once `woken` says so, or as soon as the process stops."""
    for _ in range(seconds):
        await wait_or_stop(stopping, 1)
        if woken() or stopping.is_set():
            return


async def repeat_work(
    work: Callable[[], Awaitable[None]], pause: Pause, stopping: asyncio.Event, failed: str, may: May = always
) -> None:
    """Do the work, if it is this process's to do, and pause, again and again, until the process stops. A failure is logged as
    `failed`, and ends nothing."""
    while not stopping.is_set():
        try:
            if may():
                await work()
        except Exception as fault:
            log.error("%s; trying again", failed, exc_info=fault)
        await pause()


def pause_after(error: Exception) -> timedelta:
    """Return how long a platform that answered with this error is left alone."""
    if isinstance(error, SendLaterError):
        return timedelta(seconds=error.seconds)
    return UNCERTAIN if isinstance(error, SendUncertainError) else REFUSED


class PutOff:
    """Subjects that are left alone for a while because a platform failed on them. A restart forgets them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[Hashable, tuple[object, datetime, datetime]] = {}

    def put_off(self, subject: Hashable, by: timedelta, state: object = None) -> None:
        """Leave a subject alone for so long, or until it is in another state."""
        now = self._clock.now()
        self._until[subject] = (state, now, now + by)

    def is_due(self, subject: Hashable, now: datetime, state: object = None) -> bool:
        """Return whether a subject in this state is not left alone."""
        left_in, began, until = self._until.get(subject, (None, now, now))
        # Before it began is after the clock was set back: nobody knows how long it lasts then.
        return left_in != state or not began <= now < until

    def forget(self, subject: Hashable) -> None:
        self._until.pop(subject, None)
