"""Updates become handled events: in order for each person, side by side for different ones, each confirmed after its commit.

`take` handles a batch and says from which update on Telegram is to send again. An update counts as done when `on_event` has
returned for all of its events, which is after the commit (R1), or when it says nothing to us. `on_event` raises only when
nothing could be committed: such an update, and what the same person did after it, is asked for again. One that fails again
and again while others succeed is our fault and not the database's: it is set aside, and the rest goes on (R5).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from adapters.telegram.reading import Heard

log = logging.getLogger(__name__)

ENOUGH = 5
"""Attempts after which an update that fails alone is set aside."""
REMEMBERED = 1000

Hear = Callable[[Any], Heard]
Act = Callable[[Heard], Awaitable[None]]
"""Lets the engine handle the events of an update; returns after the commit."""


class Lines:
    """One at a time within a line, in the order of asking; a line that nobody stands in takes no room."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._standing: dict[str, int] = {}

    @asynccontextmanager
    async def of(self, line: str) -> AsyncIterator[None]:
        self._standing[line] = self._standing.get(line, 0) + 1
        try:
            async with self._locks.setdefault(line, asyncio.Lock()):
                yield
        finally:
            self._standing[line] -= 1
            if not self._standing[line]:
                del self._standing[line], self._locks[line]


class Intake:
    """`act` is awaited for every update that says something to us."""

    def __init__(self, hear: Hear, act: Act) -> None:
        self._hear = hear
        self._act = act
        self._lines = Lines()
        self._attempts: dict[int, tuple[int, int]] = {}
        self._done: dict[int, None] = {}
        self._successes = 0

    async def take(self, updates: Sequence[Any]) -> tuple[int, bool]:
        """Handle a batch. Returns the id from which on to ask again (0: none seen), and whether something failed."""
        heard = [one for one in map(self._hear, updates) if one.update_id >= 0]
        fresh: dict[int, Heard] = {one.update_id: one for one in heard if one.update_id not in self._done}
        waiting: dict[str, list[Heard]] = {}
        for id in sorted(fresh):
            waiting.setdefault(fresh[id].line, []).append(fresh[id])
        failed = set[int]().union(*await asyncio.gather(*map(self._follow, waiting.values())))
        if failed:
            return min(failed), True
        return max((one.update_id for one in heard), default=-1) + 1, False

    async def take_one(self, update: Any) -> None:
        """Handle one delivered update, after the earlier ones of the same person. Raises what `act` raises."""
        heard = self._hear(update)
        if heard.update_id in self._done:
            return
        async with self._lines.of(heard.line):
            try:
                await self._one(heard)
            except Exception as fault:
                if not self._hopeless(heard, fault):
                    raise

    async def _follow(self, line: Iterable[Heard]) -> set[int]:
        """One person's updates in order. Returns those that are to come again: a failed one and all after it."""
        waiting = list(line)
        while waiting:
            try:
                await self._one(waiting[0])
            except Exception as fault:
                if not self._hopeless(waiting[0], fault):
                    return {one.update_id for one in waiting}
            waiting.pop(0)
        return set()

    async def _one(self, heard: Heard) -> None:
        if heard.events or heard.callback:
            await self._act(heard)
            self._successes += 1
        if not heard.events and heard.aside not in ("chatter", "service"):
            log.info("an update was set aside", extra={"shape": heard.aside})
        self._remember(heard.update_id)

    def _hopeless(self, heard: Heard, fault: Exception) -> bool:
        """Whether to give an update up: it failed often enough, and others have succeeded since it first did."""
        attempts, before = self._attempts.get(heard.update_id, (0, self._successes))
        self._attempts[heard.update_id] = (attempts + 1, before)
        log.error("an update could not be handled", extra={"attempt": attempts + 1}, exc_info=fault)
        if attempts + 1 < ENOUGH or self._successes == before:
            return False
        log.error("an update was given up: it fails while others succeed")
        self._remember(heard.update_id)
        return True

    def _remember(self, update_id: int) -> None:
        """So that a batch that is asked for again is not handled again; the engine knows the older ones."""
        self._attempts.pop(update_id, None)
        self._done[update_id] = None
        while len(self._done) > REMEMBERED:
            del self._done[next(iter(self._done))]
