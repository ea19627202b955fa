"""What goes wrong once does not stop the sender or the scheduler; what a crash left behind is swept once a day."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from adapters.fake import FakeAdapter
from bot.domain.conversation import ConversationRef
from bot.domain.model import Delivery, OutboxMessage, Urgency
from bot.engine.outbox import lookups, sender
from bot.ports import UnitOfWork
from bot.views.view import View
from tests.engine.test_outbox_parts import NOW, QUESTIONS, TEAM, queue, state_of, world
from tests.support.waiting import PATIENCE


class Hourly:
    """An hour later whenever it is asked."""

    def __init__(self, hours: Iterator[int]) -> None:
        self.hours = hours

    def now(self) -> datetime:
        return NOW + timedelta(hours=next(self.hours))

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


class Telling(FakeAdapter):
    """Says when something was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.told = asyncio.Event()

    async def send(self, ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
        sent = await super().send(ref, view, key, private_to)
        self.told.set()
        return sent


async def test_a_store_that_fails_once_does_not_end_the_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "IDLE_LOOK_SECONDS", 0.01)
    adapter = Telling()
    async with world(adapter) as app:
        await queue(app, TEAM)
        run, failures = app.store.run, [OSError("disk full")]

        async def failing(work: Any) -> Any:
            if failures:
                raise failures.pop()
            return await run(work)

        monkeypatch.setattr(app.store, "run", failing, raising=False)
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
            running = group.create_task(app.sender.run())
            await adapter.told.wait()
            await app.sender.stop()
            await running
        assert failures == []
        assert await state_of(app) is Delivery.SENT


async def test_what_another_sender_left_half_sent_is_found_while_running(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "IDLE_LOOK_SECONDS", 0.01)
    monkeypatch.setattr(sender, "KEEP_EVERY", 0.02)
    adapter = Telling()
    async with world(adapter) as app:
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
            running = group.create_task(app.sender.run())
            await asyncio.sleep(0.01)
            await app.store.run(half_sent)
            await adapter.told.wait()
            await app.sender.stop()
            await running
        (message,) = await app.store.read(lambda uow: uow.outbox.where())
        assert message.state is Delivery.SENT


def half_sent(uow: UnitOfWork) -> None:
    """A message whose sender is gone: leased, and the lease is over."""
    message = OutboxMessage(
        id="m", to=uow.addresses.remember(TEAM), outcome=QUESTIONS, urgency=Urgency.PERSON, created_at=NOW
    )
    uow.outbox.add(replace(message, state=Delivery.SENDING, leased_until=NOW - timedelta(seconds=1)))


async def test_orphans_are_swept_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    async with world(FakeAdapter()) as app:
        sweep, swept = app.store.sweep, []

        async def counted(now: datetime, remove: bool) -> object:
            swept.append(True)
            return await sweep(now, remove)

        hours = iter(range(3 * 24))
        monkeypatch.setattr(app.store, "sweep", counted, raising=False)
        monkeypatch.setattr(app.scheduler, "_clock", Hourly(hours))
        for _ in range(3 * 24):
            await app.scheduler.tick()
        assert len(swept) == 3


async def test_a_sender_that_runs_keeps_what_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow platform is no reason to take a message for one that somebody left behind, whatever the clock says."""
    monkeypatch.setattr(sender, "IDLE_LOOK_SECONDS", 0.01)
    monkeypatch.setattr(sender, "KEEP_EVERY", 0.01)
    assert await looked_for_while_sending(monkeypatch) == []


async def test_what_it_did_not_know_to_be_in_hand_it_would_look_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(sender, "IDLE_LOOK_SECONDS", 0.01)
    monkeypatch.setattr(sender, "KEEP_EVERY", 0.01)
    found = lookups.left_behind
    monkeypatch.setattr(lookups, "left_behind", lambda uow, in_hand, services: found(uow, (), services))
    assert "m" in await looked_for_while_sending(monkeypatch)


async def looked_for_while_sending(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    adapter = Telling()
    adapter.fail(ref=TEAM, delay=0.1)
    looked_for: list[str] = []
    find = adapter.find

    async def finding(ref: ConversationRef, key: str) -> str | None:
        looked_for.append(key)
        return await find(ref, key)

    monkeypatch.setattr(adapter, "find", finding)
    async with world(adapter) as app:
        hours = iter(range(1000))
        monkeypatch.setattr(app.sender, "_clock", Hourly(hours))
        await queue(app, TEAM)
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
            running = group.create_task(app.sender.run())
            await adapter.told.wait()
            await app.sender.stop()
            await running
        assert await state_of(app) is Delivery.SENT
    return looked_for
