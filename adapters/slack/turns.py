"""Listening by one process alone, of several that share a database: the holder of a lease listens, the others stand by."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic

from bot.ports.listening import KEEP_EVERY, Lease

log = logging.getLogger(__name__)

CLOSING_SECONDS = 3.0


class InTurn:
    """`begin` is awaited when the lease becomes this process's, `end` when it is that no more."""

    def __init__(
        self,
        lease: Lease,
        begin: Callable[[], Awaitable[None]],
        end: Callable[[], Awaitable[None]],
        every: float = KEEP_EVERY,
    ) -> None:
        self._lease = lease
        self._begin, self._end = begin, end
        self._every = every
        self._task: asyncio.Task[None] | None = None
        self.mine = False
        self.beaten_at = monotonic()
        """When it last asked for the lease, by the monotonic clock."""

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def start_again(self) -> None:
        await self._break_off()
        self.start()

    async def stop(self) -> None:
        """Stop taking turns. Whoever has ended the listening then releases the lease."""
        await self._break_off()
        self.mine = False

    async def release(self) -> None:
        with suppress(Exception):
            await self._lease.release()

    async def _break_off(self) -> None:
        task, self._task = self._task, None
        if task:
            task.cancel()
            await asyncio.wait({task}, timeout=CLOSING_SECONDS)

    async def _run(self) -> None:
        told = False
        while True:
            try:
                mine = await self._lease.hold()
                if mine != self.mine:
                    log.info("listens to Slack" if mine else "another process listens to Slack; this one stands by")
                    await (self._begin() if mine else self._end())
                    self.mine = mine
                elif not mine and not told:
                    log.info("another process listens to Slack; this one stands by")
                told = True
            except Exception as fault:
                log.error("whether to listen to Slack could not be found out; trying again", exc_info=fault)
            self.beaten_at = monotonic()
            await asyncio.sleep(self._every if self.mine else self._every / 2)
