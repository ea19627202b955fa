"""After a gap: what people wrote meanwhile is read back, since Slack gives up after a few attempts.

Theory of operation. As long as somebody listens, a sign of life is left in the store every few seconds. When there was none for a
while, be it that the connection was gone or that no process ran, every direct conversation is looked through from the last
sign on, and only then a new one is left: whatever ends in between begins again from the same instant. What was brought as well
is known to the engine by its name. What is said in channels is not read back: the bot does not read channels.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from adapters.slack.client import Json, SlackClient
from bot.domain.conversation import ConversationRef
from bot.ports import SendLaterError, SendRefusedError, SendUncertainError
from bot.ports.listening import Absence

log = logging.getLogger(__name__)

SIGN = 10.0
"""Seconds between two signs of life."""
WORTH_IT = 30.0
"""Seconds of silence below which Slack's own attempts suffice: at once, after a minute, after five."""
BEFORE = 60.0
UNKNOWN = 86_400.0
"""Seconds of silence that are supposed where the last sign is of a time to come: the clock was set back since."""
PAUSE_SECONDS = 1.3
"""Seconds between two conversations: Slack allows about fifty a minute."""
MESSAGES_PER_READING = 100
"""Messages of a conversation that are asked for at once."""
ATTEMPTS = 5
RETRY_SECONDS = (10.0, 60.0, 300.0, 900.0, 3600.0)
"""Seconds after which those conversations are tried again that could not be looked through: Slack may be away for a while."""


class CatchingUp:
    """`take` is given payloads as Slack would have brought them; `direct` tells a person's direct conversation."""

    def __init__(
        self,
        client: SlackClient,
        take: Callable[[Any], Awaitable[None]],
        direct: Callable[[ConversationRef], Awaitable[str]],
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self.absence: Absence | None = None
        self._client = client
        self._take = take
        self._direct = direct
        self._now = now
        self._sleep = sleep
        self._since: datetime | None = None
        self._gap = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    def start(self, well: Callable[[], bool]) -> None:
        """Leave signs while all is `well`, and read back what was missed before."""
        self._running = asyncio.get_running_loop().create_task(self._run(well))

    async def stop(self) -> None:
        running, self._running = self._running, None
        if running:
            running.cancel()
            await asyncio.wait({running}, timeout=1)

    async def after(self, seconds: float) -> None:
        """There was a gap of so many seconds that ends now."""
        self._since = self._earlier(seconds)
        self._gap.set()

    def _earlier(self, seconds: float) -> datetime:
        begun = datetime.fromtimestamp(self._now().timestamp() - seconds, self._now().tzinfo)
        return min(begun, self._since) if self._since else begun

    async def _run(self, well: Callable[[], bool]) -> None:
        absence = self.absence
        if absence is None:
            return
        known = False
        while True:
            try:
                if not known:
                    self._since, known = await absence.since(), True
                if well():
                    await self._end(absence)
            except Exception as fault:
                log.error("what was missed could not be read back; trying again", exc_info=fault)
            try:
                async with asyncio.timeout(SIGN):
                    await self._gap.wait()
                self._gap.clear()
            except TimeoutError:
                continue

    async def _end(self, absence: Absence) -> None:
        since, self._since = self._since, None
        if since is not None:
            try:
                await self.read_back(absence, since)
            except BaseException:
                self._since = since
                raise
        if self._since is None:
            await absence.over()

    async def read_back(self, absence: Absence, since: datetime) -> None:
        """Look through every direct conversation, if the silence was long enough to have lost anything."""
        now = self._now().timestamp()
        silence = now - since.timestamp()
        if 0 <= silence < WORTH_IT:
            return
        oldest = now - (silence if silence >= 0 else UNKNOWN) - BEFORE
        people = await absence.people()
        log.info("what was missed is read back", extra={"conversations": len(people)})
        left = await self._look_through(people, oldest)
        for pause in RETRY_SECONDS:
            if left:
                await self._sleep(pause)
                left = await self._look_through(left, oldest)
        if left:
            log.warning("conversations could not be looked through", extra={"conversations": len(left)})

    async def _look_through(self, people: Sequence[ConversationRef], oldest: float) -> list[ConversationRef]:
        """One conversation after the other; those that could not be looked through."""
        left = []
        for ref in people:
            if not await self._patiently(ref, oldest):
                left.append(ref)
            await self._sleep(PAUSE_SECONDS)
        return left

    async def _patiently(self, ref: ConversationRef, oldest: float) -> bool:
        """One conversation, again after Slack asked to wait; one that Slack refuses to show is passed over."""
        for _ in range(ATTEMPTS):
            try:
                await self._conversation(ref, oldest)
            except SendLaterError as later:
                await self._sleep(later.seconds)
            except SendUncertainError:
                await self._sleep(PAUSE_SECONDS)
            except SendRefusedError:
                return True
            else:
                return True
        return False

    async def _conversation(self, ref: ConversationRef, oldest: float) -> None:
        channel = await self._direct(ref)
        rows = await self._latest(ref.workspace, channel, oldest)
        missed = [message for message in rows if _message_time(message, "ts") >= oldest]
        for parent in rows:
            if _message_time(parent, "latest_reply") >= oldest:
                missed += await self._replies(ref.workspace, channel, str(parent["ts"]), oldest)
        for message in sorted(missed, key=lambda one: _message_time(one, "ts")):
            await self._take(_as_brought(ref.workspace, channel, message))

    async def _latest(self, workspace: str, channel: str, oldest: float) -> list[Json]:
        """At least a page, since older messages may have new replies; and as many as reach back to `oldest`."""
        rows: list[Json] = []
        more: dict[str, str] = {}
        while True:
            found = await self._client.call(
                workspace, "conversations.history", channel=channel, limit=MESSAGES_PER_READING, **more
            )
            page = list(_message_rows(found))
            rows += page
            cursor = (found.get("response_metadata") or {}).get("next_cursor")
            if not cursor or not page or _message_time(page[-1], "ts") < oldest:
                return rows
            more = {"cursor": str(cursor)}

    async def _replies(self, workspace: str, channel: str, parent: str, oldest: float) -> list[Json]:
        found = await self._client.call(
            workspace,
            "conversations.replies",
            channel=channel,
            ts=parent,
            oldest=f"{oldest:.6f}",
            limit=MESSAGES_PER_READING,
        )
        return [
            reply
            for reply in _message_rows(found)
            if reply.get("ts") != parent and _message_time(reply, "ts") >= oldest
        ]


def _message_rows(answer: Json) -> Iterator[Json]:
    return (row for row in answer.get("messages") or () if isinstance(row, dict))


def _message_time(message: Json, name: str) -> float:
    """Return the time of a message in seconds, which Slack uses as its name; 0 for none."""
    try:
        return float(message.get(name) or 0)
    except (TypeError, ValueError):
        return 0.0


def _as_brought(workspace: str, channel: str, message: Json) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": workspace,
        "event_id": f"slack:read-back:{message.get('ts')}",
        "event": {**message, "channel": channel, "channel_type": "im"},
    }
