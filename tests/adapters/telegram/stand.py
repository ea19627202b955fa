"""The real adapter before the stand-in of the Bot API, for tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from adapters.telegram.app import TelegramAdapter
from bot.domain.conversation import ConversationRef
from bot.ports import Limits
from bot.ports.listening import Lease, RawUpdate, Updates
from bot.views.view import Block, Text, View
from tests.fakes.telegram.server import TOKEN, FakeTelegram
from tests.fakes.telegram.world import BOT_ID
from tests.support.clock import HandClock

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
UNLIMITED = Limits(overall=1e6, per_direct=1e6, per_channel=1e6)
SECRET = "s3cret-token_for-the-webhook"


class Mine:
    """A lease that nobody else wants, unless it is said to be taken."""

    def __init__(self) -> None:
        self.taken = False
        self.released = 0

    async def hold(self) -> bool:
        return not self.taken

    async def release(self) -> None:
        self.released += 1


class Kept:
    """Updates in a dictionary that outlives an adapter; `ready` and `broken` say how its keeping goes."""

    def __init__(self) -> None:
        self.rows: dict[int, RawUpdate] = {}
        self.kept: list[int] = []
        self.ready = asyncio.Event()
        self.ready.set()
        self.asked = 0
        self.broken = False

    async def keep(self, updates: Sequence[RawUpdate]) -> None:
        self.asked += 1
        await self.ready.wait()
        if self.broken:
            raise OSError("disk full")
        for update in updates:
            self.rows.setdefault(update.number, update)
            self.kept.append(update.number)

    async def waiting(self) -> list[RawUpdate]:
        return [self.rows[number] for number in sorted(self.rows)]

    async def remove(self, numbers: Collection[int]) -> None:
        for number in numbers:
            self.rows.pop(number, None)


def adapter_for(
    fake: FakeTelegram, updates: Updates | None = None, lease: Lease | None = None, **given: Any
) -> TelegramAdapter:
    known: dict[str, Any] = {
        "clock": HandClock(NOW),
        "api_url": fake.url,
        "limits": UNLIMITED,
        "pause": 0.01,
        "wait": 1,
    }
    if given.get("mode") == "webhook":
        known |= {"public_url": "https://bot.example", "secret": SECRET, "port": 0}
    adapter = TelegramAdapter(**({"token": TOKEN} | known | given))
    adapter.poll_with(lease or Mine(), updates or Kept())
    fake.working = lambda: adapter.backlog is not None and adapter.backlog.busy
    return adapter


def direct(id: int) -> ConversationRef:
    return ConversationRef("telegram", str(BOT_ID), person=str(id))


def channel(id: int, topic: str | None = None) -> ConversationRef:
    return ConversationRef("telegram", str(BOT_ID), channel=str(id), topic=topic)


def view(*blocks: Block | str, summary: str = "") -> View:
    return View(tuple(Text(b) if isinstance(b, str) else b for b in blocks), summary)


@asynccontextmanager
async def talking(on_event: Any, **given: Any) -> AsyncIterator[tuple[FakeTelegram, TelegramAdapter]]:
    """A started adapter; at the end no request may have been against the description of the Bot API."""
    async with FakeTelegram() as fake:
        adapter = adapter_for(fake, **given)
        await adapter.start(on_event)
        if adapter.webhook:
            fake.webhook_target = f"http://127.0.0.1:{adapter.webhook.port}/telegram"
        try:
            yield fake, adapter
        finally:
            await adapter.stop()
        assert fake.problems == []
