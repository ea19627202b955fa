"""What becomes of messages in the hands of a sender that hangs, is cut off, stops, or is taken for gone (R2, R10)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.fake import UNLIMITED, FakeAdapter
from bot.bootstrap import wire_app
from bot.domain.conversation import ConversationRef
from bot.domain.model import Delivery
from bot.engine import leases
from bot.engine.leases import Tenure
from bot.engine.outbox import OutboxSender, sender
from bot.ports import Limits, UnitOfWork
from bot.views.view import View
from storage.sqlite.store import SqliteStore
from tests.engine.test_leases import TERM, Process, database, lease
from tests.engine.test_outbox_parts import AMIRA, TEAM, queue, state_of, world
from tests.support.clock import HandClock
from tests.support.finders import NoPoints
from tests.support.waiting import wait_until

SLOW = Limits(overall=1e6, per_direct=1e6, per_channel=10)


class Pondering(FakeAdapter):
    """Takes until `ready` to say whether a message arrived, or to take one where `sends` is set."""

    def __init__(self, sends: bool = False, limits: Limits = UNLIMITED) -> None:
        super().__init__(limits=limits)
        self.ready = asyncio.Event()
        self.asked: list[str] = []
        self._sends = sends

    async def find(self, ref: ConversationRef, key: str) -> str | None:
        self.asked.append(key)
        await self.ready.wait()
        return await super().find(ref, key)

    async def send(self, ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
        arrived = await super().send(ref, view, key, private_to)
        if self._sends:
            await self.ready.wait()
        return arrived


class Pondered(Process):
    def __init__(self, store: SqliteStore, clock: HandClock, adapter: Pondering) -> None:
        self.adapter = adapter
        self.app = wire_app(store, clock, [adapter], NoPoints(), seconds=clock.running)
        self.task = asyncio.get_running_loop().create_task(self.app.sender.run())


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "IDLE_LOOK_SECONDS", 0.02)
    monkeypatch.setattr(sender, "KEEP_EVERY", 0.02)


def half_sent(uow: UnitOfWork, now: datetime) -> None:
    """A message that a sender which is gone had begun to send."""
    message = uow.outbox.get("old")
    assert message
    uow.outbox.save(replace(message, state=Delivery.SENDING, leased_until=now - timedelta(seconds=1)))


@pytest.mark.usefixtures("quick")
async def test_a_platform_that_cannot_tell_what_arrived_holds_up_nobody_else(tmp_path: Path) -> None:
    async with database(tmp_path) as (first, second, clock):
        one = Pondered(first, clock, adapter := Pondering())
        await queue(one.app, TEAM, id="old")
        await first.run(lambda uow: half_sent(uow, clock.now()))
        await wait_until(lambda: adapter.asked)
        await queue(one.app, AMIRA, id="new")
        await wait_until(lambda: one.keys() == ["new"])
        other = lease(second, clock, "two", leases.SENDING)
        for _ in range(5):
            clock.move(TERM / 2)
            await asyncio.sleep(0.1)
            assert not await other.hold()
        adapter.ready.set()
        await wait_until(lambda: one.keys() == ["new", "old"])
        assert adapter.asked == ["old"]
        await one.app.sender.stop()


@pytest.mark.usefixtures("quick")
async def test_what_another_has_settled_meanwhile_is_not_put_back(tmp_path: Path) -> None:
    assert await sent_after_being_taken_for_gone(tmp_path) == []


@pytest.mark.usefixtures("quick")
async def test_a_sender_that_records_what_it_lost_would_say_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(OutboxSender, "_let_go", lambda self: None)
    monkeypatch.setattr(Tenure, "is_held", lambda self, uow: True)
    assert await sent_after_being_taken_for_gone(tmp_path) == ["old"]


async def sent_after_being_taken_for_gone(folder: Path) -> list[str]:
    """What a process sends that hears too late that a message had not arrived: another has seen to it since."""
    async with database(folder) as (first, second, clock):
        one = Pondered(first, clock, adapter := Pondering())
        await queue(one.app, TEAM, id="old")
        await first.run(lambda uow: half_sent(uow, clock.now()))
        await wait_until(lambda: adapter.asked)

        def take_over(uow: UnitOfWork) -> None:
            uow.leases.remove(leases.SENDING)
            assert Tenure(leases.SENDING, "two").take(uow, clock.now())
            old = uow.outbox.get("old")
            assert old
            uow.outbox.save(replace(old, state=Delivery.SENT, sent_ref="there", leased_until=None))

        await second.run(take_over)
        await asyncio.sleep(0.1)
        adapter.ready.set()
        await asyncio.sleep(0.1)
        await second.run(Tenure(leases.SENDING, "two").release)
        await asyncio.sleep(0.2)
        await one.app.sender.stop()
        return one.keys()


async def test_who_cannot_show_a_sign_of_life_sends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut off from the database nobody knows whether another has taken over."""
    monkeypatch.setattr(sender, "IDLE_LOOK_SECONDS", 0.02)
    monkeypatch.setattr(sender, "KEEP_EVERY", 0.3)
    async with database(tmp_path) as (first, _, clock):
        one = Pondered(first, clock, Pondering(limits=SLOW))
        take = Tenure.take
        failed: list[int] = []

        def broken(*given: object) -> bool:
            failed.append(len(one.keys()))
            raise OSError("the disk is away")

        await one.say(*[f"m{n}" for n in range(20)])
        await wait_until(lambda: one.keys())
        monkeypatch.setattr(Tenure, "take", broken)
        await wait_until(lambda: len(failed) > 3)
        assert len(one.keys()) == failed[0]
        monkeypatch.setattr(Tenure, "take", take)
        await wait_until(lambda: len(one.keys()) == 20)
        await one.app.sender.stop()


async def test_what_may_have_arrived_when_it_stops_is_looked_for_by_the_next() -> None:
    adapter = Pondering(sends=True)
    async with world(adapter) as app:
        await queue(app, TEAM)
        task = asyncio.get_running_loop().create_task(app.sender.run())
        await wait_until(lambda: adapter.sent)
        await app.sender.stop(0.05)
        await task
        assert await state_of(app) is Delivery.SENDING


async def test_what_was_not_begun_waits_for_the_next() -> None:
    adapter = Pondering(sends=True, limits=SLOW)
    async with world(adapter) as app:
        for id in ("m", "n"):
            await queue(app, TEAM, id=id)
        task = asyncio.get_running_loop().create_task(app.sender.run())
        await wait_until(lambda: adapter.sent)
        await app.sender.stop(0.01)
        await task
        states = {id: await state_of(app, id) for id in ("m", "n")}
        assert states == {"m": Delivery.SENDING, "n": Delivery.WAITING}
