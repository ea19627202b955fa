"""Long polling: fetch, store, and confirm by asking for what comes next. Nothing is confirmed before it is stored.

Telegram lets one process fetch a bot's updates. Of several that share a database the holder of a lease does; the others stand by
and take over within seconds when it is gone. One with another database is told of by Telegram (409), and explained.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from json import JSONDecodeError
from time import monotonic

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from adapters.telegram.backlog import FIRST_PAUSE, LONGEST_PAUSE, Backlog
from adapters.telegram.client import TelegramClient
from adapters.telegram.outage import Outage
from bot.ports.listening import KEEP_EVERY, Lease

log = logging.getLogger(__name__)

LONG_POLL_SECONDS = 30
"""Seconds for which Telegram holds a request open until there is news."""
TOO_SOON, BREATH = 0.5, 0.3
"""An empty answer before so many seconds means that requests are not held open: so long a pause is made then."""
STANDING_BY, NETWORK = "standing by", "network"


class Poller:
    """Runs until `stop`. `trouble` says in one word what it is waiting for, empty when all is well."""

    def __init__(
        self,
        client: TelegramClient,
        backlog: Backlog,
        lease: Lease,
        wait: int = LONG_POLL_SECONDS,
        pause: float = FIRST_PAUSE,
        outage: Outage | None = None,
    ) -> None:
        self.trouble = ""
        self._outage = outage or Outage()
        self._client = client
        self._backlog = backlog
        self._lease = lease
        self._wait = wait
        self._first_pause = pause
        self._pause = pause
        self._offset = 0
        self._mine = False
        self._stopping = asyncio.Event()
        self._fetching: asyncio.Task[list[object]] | None = None
        self.beaten_at = monotonic()
        """When it last came round, or until when it rests, by the monotonic clock."""

    @property
    def hears(self) -> bool:
        """Return whether updates are fetched, here or by the process for which this one stands by."""
        return self.trouble in ("", STANDING_BY)

    async def run(self) -> None:
        while not self._stopping.is_set():
            self._beat()
            try:
                self._mine = await self._lease.hold()
                if self._mine:
                    await self._backlog.resume()
            except Exception as error:
                await self._rest("storage", error)
                continue
            if self._mine:
                try:
                    await self._while_mine()
                except Exception as error:
                    await self._rest("fault", error)
            else:
                self._note(STANDING_BY)
                await self.stopped_within(KEEP_EVERY / 2)

    def _beat(self) -> None:
        self.beaten_at = monotonic()

    async def _while_mine(self) -> None:
        keeping = asyncio.get_running_loop().create_task(self._keep())
        try:
            while self._mine and not self._stopping.is_set():
                self._beat()
                await self._backlog.room(self._beat)
                await self._once()
        finally:
            keeping.cancel()

    async def _keep(self) -> None:
        """Show signs of life; when they come too late or not at all, another process fetches now."""
        while self._mine:
            await asyncio.sleep(KEEP_EVERY)
            try:
                self._mine = await self._lease.hold()
            except Exception as error:
                log.error("the lease could not be renewed", exc_info=error)
                self._mine = False
        self._end_request()

    async def _once(self) -> None:
        begun = monotonic()
        try:
            updates = await self._fetch()
        except (TelegramError, JSONDecodeError) as error:
            await self._rest(_trouble_kind(error), error)
            return
        self._outage.ends()
        if self._stopping.is_set() or not self._mine:
            return
        try:
            offset = await self._backlog.take(updates)
        except Exception as error:
            await self._rest("storage", error)
            return
        self._offset = offset or self._offset
        if updates and not offset:
            await self._rest("updates")
            return
        self.trouble, self._pause = "", self._first_pause
        if not updates and self._wait and monotonic() - begun < TOO_SOON:
            await self.stopped_within(BREATH)

    def stop(self) -> None:
        """Fetch no more. What was stored and not confirmed comes again and is known then."""
        self._stopping.set()
        self._end_request()

    async def leave(self) -> None:
        """Confirm stored updates to Telegram, so that the next start does not get them again; let another process take over."""
        if self._offset and self._mine:
            with suppress(TelegramError, ValueError):
                await self._client.updates(self._offset, 0)
        await self._lease.release()

    def _end_request(self) -> None:
        if self._fetching:
            self._fetching.cancel()

    async def _fetch(self) -> list[object]:
        loop = asyncio.get_running_loop()
        self._fetching = loop.create_task(self._client.updates(self._offset, self._wait))
        try:
            return await self._fetching
        except asyncio.CancelledError:
            if self._stopping.is_set() or not self._mine:
                return []
            raise
        finally:
            self._fetching = None

    async def _rest(self, trouble: str, error: Exception | None = None) -> None:
        """Wait a while, longer each time; explained when it begins."""
        self._note(trouble, error)
        seconds = _retry_seconds(error) or self._pause
        self.beaten_at = monotonic() + seconds
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        await self.stopped_within(seconds)

    def _note(self, trouble: str, error: Exception | None = None) -> None:
        if trouble == NETWORK:
            self._outage.begins()
        elif trouble != self.trouble:
            _log_trouble(trouble, error)
        self.trouble = trouble

    async def stopped_within(self, seconds: float) -> bool:
        """Wait at most this long; whether `stop` was called."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        return self._stopping.is_set()


def _retry_seconds(error: Exception | None) -> float:
    if not isinstance(error, RetryAfter):
        return 0
    wait = error.retry_after
    return float(wait if isinstance(wait, (int, float)) else wait.total_seconds())


def _trouble_kind(error: Exception) -> str:
    if isinstance(error, Conflict):
        return "webhook" if "webhook" in error.message.casefold() else "conflict"
    return "token" if isinstance(error, InvalidToken) else NETWORK


def _log_trouble(trouble: str, error: Exception | None) -> None:
    if trouble == STANDING_BY:
        log.info("another process with this database fetches updates; this one takes over when that is gone")
    elif trouble == "conflict":
        log.error("another process fetches this bot's updates: end it, or give each its own bot; trying again")
    elif trouble == "webhook":
        log.error("a webhook was set for this bot elsewhere: end that, or use mode webhook here; trying again")
    elif trouble == "token":
        log.error("Telegram does not know the bot's token any more: make a new one and restart; trying again")
    elif trouble == "storage":
        log.error("updates could not be stored and stay with Telegram; trying again", exc_info=error)
    elif trouble == "fault":
        log.error("a fault of ours between two fetches; trying again", exc_info=error)
    elif trouble == "updates":
        log.error("Telegram sent updates without an id; trying again")
