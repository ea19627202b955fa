"""After a gap in the connection: what people wrote meanwhile is read back, since Slack gives up after a few attempts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from adapters.slack.client import SlackClient
from bot.ports import SendLater, SendRefused, SendUncertain

log = logging.getLogger(__name__)

WORTH_IT = 30.0
"""Seconds of silence below which Slack's own attempts suffice: at once, after a minute, after five."""
BEFORE = 60.0
PAUSE = 1.3
"""Seconds between two conversations: Slack allows about fifty a minute."""

Conversation = tuple[str, str, str]
"""Workspace, person, and the id of their direct conversation."""


class CatchingUp:
    """`take` is given payloads as Slack would have brought them; it knows those that it has had."""

    def __init__(
        self,
        client: SlackClient,
        take: Callable[[Any], Awaitable[bool]],
        known: Callable[[], Sequence[Conversation]],
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._client = client
        self._take = take
        self._known = known
        self._now = now
        self._sleep = sleep
        self._running: set[asyncio.Task[None]] = set()

    async def after(self, seconds: float) -> None:
        """Read back in the background; a short gap needs nothing."""
        if seconds < WORTH_IT:
            return
        oldest = self._now().timestamp() - seconds - BEFORE
        task = asyncio.get_running_loop().create_task(self.read_back(oldest))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def stop(self) -> None:
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait(set(self._running), timeout=1)

    async def read_back(self, oldest: float) -> None:
        """Every conversation in turn, those last spoken in first."""
        found = 0
        for workspace, _, channel in self._known():
            try:
                found += await self._conversation(workspace, channel, oldest)
            except SendLater as later:
                await self._sleep(later.seconds)
            except (SendRefused, SendUncertain):
                continue
            except Exception as fault:
                log.error("a message that was read back could not be kept", exc_info=fault)
            await self._sleep(PAUSE)
        log.info("read back what was missed", extra={"count": found})

    async def _conversation(self, workspace: str, channel: str, oldest: float) -> int:
        answer = await self._client.call(
            workspace, "conversations.history", channel=channel, oldest=f"{oldest:.6f}", limit=100
        )
        found = 0
        for message in reversed(answer.get("messages") or ()):
            found += await self._take(_as_brought(workspace, channel, message))
        return found


def _as_brought(workspace: str, channel: str, message: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": workspace,
        "event_id": f"slack:read-back:{channel}:{message.get('ts')}",
        "event": {**message, "channel": channel, "channel_type": "im"},
    }
