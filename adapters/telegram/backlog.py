"""Fetched updates from their being stored to their being handled.

Theory of operation. `take` keeps a batch in the store, encrypted, and returns after that commit: from then on Telegram may
forget it, and a process that dies leaves it to the next one (`resume`). Each update is then handled in its person's turn, and
taken out of the store after its own commit, many at a time. One that was cut off in between is handled again and known to the
engine by its event id (R6). What was given up stays in the store: the next start tries it again, and a sweep ends it in days.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from adapters.telegram import entities
from adapters.telegram.intake import Intake
from adapters.telegram.reading import ParsedUpdate
from bot.domain.confidential import ConfidentialText
from bot.ports import NotStoredError
from bot.ports.listening import RawUpdate, Updates

log = logging.getLogger(__name__)

MOST_UPDATES_IN_HAND = 500
"""Updates in hand, above which no more are fetched."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0

Hear = Callable[[Any, datetime], ParsedUpdate]


class Backlog:
    """`parse_update` reads an update, given when it was received. `now` is the present instant."""

    def __init__(
        self,
        hear: Hear,
        intake: Intake,
        updates: Updates,
        now: Callable[[], datetime],
        pause: float = FIRST_PAUSE,
        tell_not_saved: Callable[[ParsedUpdate], None] = lambda heard: None,
    ) -> None:
        self._hear = hear
        self._intake = intake
        self._updates = updates
        self._now = now
        self._pause = pause
        self._tell_not_saved = tell_not_saved
        self._in_hand: dict[int, asyncio.Task[None]] = {}
        self._over: set[int] = set()
        self._clearing: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()
        self._room = asyncio.Event()

    @property
    def busy(self) -> bool:
        """Return whether anything is being handled, or waits to be taken out of the store."""
        return bool(self._in_hand or self._over or self._clearing)

    async def resume(self) -> None:
        """Go on with what a process before this one left. Raises when the store cannot be read."""
        left = [self._read_again(update) for update in await self._updates.waiting()]
        fresh = [heard for heard in left if self._is_new(heard)]
        if fresh:
            log.info("updates that were left are handled", extra={"count": len(fresh)})
        self._begin(fresh)

    async def take(self, payloads: Sequence[Any]) -> int:
        """Store a batch and begin to handle it; return the number to fetch from, 0 for none. Raises when it cannot be stored."""
        at = self._now()
        heard = {
            one.update_id: (one, payload) for payload in payloads if (one := self._hear(payload, at)).update_id >= 0
        }
        fresh = [heard[id] for id in sorted(heard) if self._is_new(heard[id][0])]
        # What says nothing to us is not kept, not even for a moment: it may be what others say in a group.
        kept = [_raw_update(one, payload, at) for one, payload in fresh if one.says_something]
        if kept:
            try:
                await self._updates.keep(kept)
            except NotStoredError:
                for one, _ in fresh:
                    self._tell_not_saved(one)
                raise
        self._begin([one for one, _ in fresh])
        return max(heard, default=-1) + 1

    async def room(self, waiting: Callable[[], None] = lambda: None) -> None:
        """Wait until few enough are in hand; `waiting` is called whenever one of them is done meanwhile."""
        while len(self._in_hand) >= MOST_UPDATES_IN_HAND and not self._stopping.is_set():
            waiting()
            self._room.clear()
            await self._room.wait()

    async def stop(self, seconds: float) -> None:
        """Finish what is being handled; what cannot be stays in the store."""
        self._stopping.set()
        self._room.set()
        waiting = {*self._in_hand.values(), *([self._clearing] if self._clearing else [])}
        if waiting:
            _, late = await asyncio.wait(waiting, timeout=seconds)
            for task in late:
                task.cancel()
        if self._over:
            await self._clear()

    def _is_new(self, heard: ParsedUpdate) -> bool:
        return heard.update_id not in self._in_hand and self._intake.is_new(heard)

    def _read_again(self, update: RawUpdate) -> ParsedUpdate:
        return self._hear(json.loads(update.payload.reveal()), update.at)

    def _begin(self, updates: Sequence[ParsedUpdate]) -> None:
        loop = asyncio.get_running_loop()
        for heard in updates:
            self._in_hand[heard.update_id] = loop.create_task(self._see_through(heard))

    async def _see_through(self, heard: ParsedUpdate) -> None:
        pause = self._pause

        async def rest() -> bool:
            nonlocal pause
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._stopping.wait()
            pause = min(pause * 2, LONGEST_PAUSE)
            return not self._stopping.is_set()

        try:
            if await self._intake.see_through(heard, rest) and heard.says_something:
                self._over.add(heard.update_id)
        finally:
            self._in_hand.pop(heard.update_id, None)
            self._room.set()
            if self._over and self._clearing is None:
                self._clearing = asyncio.get_running_loop().create_task(self._clear())

    async def _clear(self) -> None:
        """Take what is over out of the store; while one commit is under way, the next ones gather."""
        try:
            while self._over:
                over = set(self._over)
                try:
                    await self._updates.remove(over)
                except Exception as fault:
                    # They are handled, and would only be recognised as such at the next start.
                    log.error("handled updates could not be taken out of the store", exc_info=fault)
                self._over -= over
        finally:
            self._clearing = None


def _raw_update(heard: ParsedUpdate, payload: Any, at: datetime) -> RawUpdate:
    sender = heard.events[0].sender.ref if heard.events else None
    return RawUpdate(heard.update_id, at, ConfidentialText(json.dumps(entities.without_others_words(payload))), sender)
