"""Updates become handled events: in order for each person, side by side for different ones.

An update counts as done when `act` has returned, which is after the commit (R1), or when it says nothing to us. `act` raises
only when nothing could be committed: such an update is tried again, and what the same person did after it waits. One that fails
again and again while others succeed is our fault and not the database's: it is given up, and the rest goes on (R5).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from adapters.telegram.reading import ParsedUpdate

log = logging.getLogger(__name__)

ATTEMPTS_PER_UPDATE = 5
"""Attempts after which an update that fails alone is given up."""
REMEMBERED_UPDATES = 1000

Act = Callable[[ParsedUpdate], Awaitable[None]]
"""Lets the engine handle the events of an update; returns after the commit."""
Rest = Callable[[], Awaitable[bool]]
"""Waits before another attempt; False when there is to be none."""


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

    def __init__(self, act: Act) -> None:
        self._act = act
        self._lines = Lines()
        self._attempts: dict[int, tuple[int, int]] = {}
        self._done: dict[int, None] = {}
        self._successes = 0

    def is_new(self, heard: ParsedUpdate) -> bool:
        """Return whether it was not handled lately; the engine knows what was handled before."""
        return heard.update_id not in self._done

    async def take_one(self, heard: ParsedUpdate) -> None:
        """Handle one delivered update, after the earlier ones of the same person. Raises what `act` raises."""
        if not self.is_new(heard):
            return
        async with self._lines.of(heard.line):
            try:
                await self._one(heard)
            except Exception as fault:
                if not self._hopeless(heard, fault):
                    raise

    async def see_through(self, heard: ParsedUpdate, rest: Rest) -> bool:
        """Handle an update, as often as it takes. False when it was given up, or `rest` said that there is no more time."""
        async with self._lines.of(heard.line):
            while self.is_new(heard):
                try:
                    await self._one(heard)
                except Exception as fault:
                    if self._hopeless(heard, fault) or not await rest():
                        return False
            return True

    async def _one(self, heard: ParsedUpdate) -> None:
        if heard.says_something:
            await self._act(heard)
            self._successes += 1
        if not heard.events and heard.aside not in ("chatter", "service"):
            log.info("an update was set aside", extra={"shape": heard.aside})
        self._remember(heard.update_id)

    def _hopeless(self, heard: ParsedUpdate, fault: Exception) -> bool:
        """Return whether to give an update up: it failed often enough, and others have succeeded since it first did."""
        attempts, before = self._attempts.get(heard.update_id, (0, self._successes))
        self._attempts[heard.update_id] = (attempts + 1, before)
        log.error("an update could not be handled", extra={"attempt": attempts + 1}, exc_info=fault)
        if attempts + 1 < ATTEMPTS_PER_UPDATE or self._successes == before:
            return False
        log.error("an update was given up: it fails while others succeed")
        self._remember(heard.update_id)
        return True

    def _remember(self, update_id: int) -> None:
        """So that an update that is brought again is not handled again; the engine knows the older ones."""
        self._attempts.pop(update_id, None)
        self._done[update_id] = None
        while len(self._done) > REMEMBERED_UPDATES:
            del self._done[next(iter(self._done))]
