"""Long polling: fetch, handle, and confirm by asking for what comes next. Nothing is confirmed before its commit."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from json import JSONDecodeError

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from adapters.telegram.client import TelegramClient
from adapters.telegram.intake import Intake

log = logging.getLogger(__name__)

WAIT = 30
"""Seconds for which Telegram holds a request open until there is news."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0


class Poller:
    """Runs until `stop`. `trouble` says in one word what it is waiting for, empty when all is well."""

    def __init__(self, client: TelegramClient, intake: Intake, wait: int = WAIT, pause: float = FIRST_PAUSE) -> None:
        self.trouble = ""
        self._client = client
        self._intake = intake
        self._wait = wait
        self._first_pause = pause
        self._pause = pause
        self._offset = 0
        self._stopping = asyncio.Event()
        self._fetching: asyncio.Task[list[object]] | None = None

    async def run(self) -> None:
        while not self._stopping.is_set():
            try:
                updates = await self._fetch()
            except (TelegramError, JSONDecodeError) as error:
                await self._rest(_trouble(error), error)
                continue
            if self._stopping.is_set():
                return
            offset, failed = await self._intake.take(updates)
            self._offset = offset or self._offset
            if failed:
                await self._rest("storage")
            elif updates and not offset:
                await self._rest("updates")
            else:
                self.trouble, self._pause = "", self._first_pause

    def stop(self) -> None:
        """Fetch no more. What was handled and not confirmed comes again and is known then."""
        self._stopping.set()
        if self._fetching:
            self._fetching.cancel()

    async def confirm(self) -> None:
        """Tell Telegram what is done, so that the next start does not get it again."""
        if self._offset:
            await self._client.updates(self._offset, 0)

    async def _fetch(self) -> list[object]:
        loop = asyncio.get_running_loop()
        self._fetching = loop.create_task(self._client.updates(self._offset, self._wait))
        try:
            return await self._fetching
        except asyncio.CancelledError:
            if self._stopping.is_set():
                return []
            raise
        finally:
            self._fetching = None

    async def _rest(self, trouble: str, error: Exception | None = None) -> None:
        """Wait a while, longer each time; explained when it begins."""
        if trouble != self.trouble:
            _explain(trouble)
        self.trouble = trouble
        seconds = _asked(error) or self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        await self.stopped_within(seconds)

    async def stopped_within(self, seconds: float) -> bool:
        """Wait at most this long; whether `stop` was called."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
        return self._stopping.is_set()


def _asked(error: Exception | None) -> float:
    if not isinstance(error, RetryAfter):
        return 0
    wait = error.retry_after
    return float(wait if isinstance(wait, (int, float)) else wait.total_seconds())


def _trouble(error: Exception) -> str:
    if isinstance(error, Conflict):
        return "webhook" if "webhook" in error.message.casefold() else "conflict"
    return "token" if isinstance(error, InvalidToken) else "network"


def _explain(trouble: str) -> None:
    if trouble == "conflict":
        log.error("another process fetches this bot's updates: end it, or give each its own bot; trying again")
    elif trouble == "webhook":
        log.error("a webhook was set for this bot elsewhere: end that, or use mode webhook here; trying again")
    elif trouble == "token":
        log.error("Telegram does not know the bot's token any more: make a new one and restart; trying again")
    elif trouble == "storage":
        log.error("updates could not be stored and stay with Telegram; trying again")
    elif trouble == "updates":
        log.error("Telegram sent updates without an id; trying again")
    else:
        log.warning("Telegram cannot be reached; trying again")
