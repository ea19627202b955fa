"""Ticks begin and end quietly: whatever runs when the product is stopped is finished, or left without a word of error."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import count
from typing import Any

import pytest

from adapters.fake import FakeAdapter
from bot.bootstrap import found_organisation, wire_app
from bot.domain.model import Organisation
from bot.engine.scheduler import Scheduler
from bot.engine.ticker import Ticker
from bot.ports import UnitOfWork, WritingSign
from storage.database import open_memory_store
from tests.support.clock import SleepersClock
from tests.support.finders import NoPoints
from tests.support.waiting import PATIENCE

OFTEN = timedelta(milliseconds=5)
LONG = timedelta(hours=1)


class SlowStore:
    """A store whose reading takes until `go`, or fails while `broken`."""

    def __init__(self) -> None:
        self.inner = open_memory_store()
        self.reached, self.go = asyncio.Event(), asyncio.Event()
        self.reading = self.most = 0
        self.broken = False
        self.fault: Exception = OSError("the disk is gone")

    async def run(self, work: Callable[[UnitOfWork], Any]) -> Any:
        return await self.inner.run(work)

    async def read(self, work: Callable[[UnitOfWork], Any]) -> Any:
        self.reading += 1
        self.most = max(self.most, self.reading)
        self.reached.set()
        try:
            if self.broken:
                raise self.fault
            await self.go.wait()
            return await self.inner.read(work)
        finally:
            self.reading -= 1

    async def sweep(self, now: object, remove: bool = True) -> None: ...

    def writing(self) -> WritingSign:
        return self.inner.writing()

    async def close(self) -> None:
        await self.inner.close()


async def scheduler_of(store: Any, ended: Callable[[], object]) -> Scheduler:
    app = wire_app(store, SleepersClock(), [FakeAdapter()], NoPoints())
    await store.run(lambda uow: found_organisation(uow, Organisation(id="org"), app.clock.now(), "questions"))
    return Scheduler(store, app.clock, app.services, ended)


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [line.message for line in caplog.records if line.levelno >= logging.WARNING]


@pytest.mark.parametrize("every", [OFTEN, LONG])
async def test_a_tick_that_runs_is_finished_before_the_end(caplog: pytest.LogCaptureFixture, every: timedelta) -> None:
    store, ended = SlowStore(), asyncio.Event()
    ticker = Ticker(await scheduler_of(store, ended.set), every)
    ticker.start()
    async with asyncio.timeout(PATIENCE):
        await store.reached.wait()
    asyncio.get_running_loop().call_later(0.05, store.go.set)
    await ticker.stop(5)
    assert ended.is_set() and errors(caplog) == []
    await store.close()


async def test_a_tick_that_hangs_is_left_without_an_error(caplog: pytest.LogCaptureFixture) -> None:
    store, ended = SlowStore(), asyncio.Event()
    ticker = Ticker(await scheduler_of(store, ended.set), OFTEN)
    ticker.start()
    async with asyncio.timeout(PATIENCE):
        await store.reached.wait()
    await ticker.stop(0.01)
    assert not ended.is_set() and not store.reading and errors(caplog) == []
    await store.close()


async def test_a_second_tick_does_not_begin_while_one_runs(caplog: pytest.LogCaptureFixture) -> None:
    store = SlowStore()
    ticker = Ticker(await scheduler_of(store, lambda: None), OFTEN)
    ticker.start()
    await asyncio.sleep(0.1)
    await ticker.stop(0.01)
    assert store.most == 1 and errors(caplog) == []
    await store.close()


async def test_a_tick_that_fails_is_told_and_the_next_one_comes(caplog: pytest.LogCaptureFixture) -> None:
    store, ended = SlowStore(), asyncio.Event()
    store.broken = True
    ticker = Ticker(await scheduler_of(store, ended.set), OFTEN)
    ticker.start()
    async with asyncio.timeout(PATIENCE):
        await store.reached.wait()
    store.broken = False
    store.go.set()
    async with asyncio.timeout(PATIENCE):
        await ended.wait()
    await ticker.stop(5)
    assert errors(caplog) == ["what is due cannot be looked for; trying again"]
    await store.close()


async def test_ticks_that_never_began_need_no_end() -> None:
    store = SlowStore()
    await Ticker(await scheduler_of(store, lambda: None), LONG).stop(5)
    assert not store.reached.is_set()
    await store.close()


async def test_a_product_that_is_stopped_in_its_tick_says_nothing_of_errors(caplog: pytest.LogCaptureFixture) -> None:
    store = SlowStore()
    app = wire_app(store, SleepersClock(), [FakeAdapter()], NoPoints())  # type: ignore[arg-type]
    await store.run(lambda uow: found_organisation(uow, Organisation(id="org"), app.clock.now(), "questions"))
    store.go.set()
    ended, stopping = asyncio.Event(), asyncio.Event()
    app.scheduler = await scheduler_of(store, ended.set)
    serving = asyncio.create_task(app.serve(stopping, tick=OFTEN))  # noqa: TID251 - awaited below
    async with asyncio.timeout(PATIENCE):
        await ended.wait()
    store.go.clear()
    store.reached.clear()
    ended.clear()
    async with asyncio.timeout(PATIENCE):
        await store.reached.wait()
    stopping.set()
    asyncio.get_running_loop().call_later(0.05, store.go.set)
    async with asyncio.timeout(PATIENCE):
        await serving
    assert ended.is_set() and errors(caplog) == []


class MachineClock(datetime):
    """The machine's clock as APScheduler reads it; `ahead` is how far it was set forward, or back."""

    ahead = timedelta(0)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        utc = datetime.now(UTC) + cls.ahead  # noqa: TID251 - it stands in for the machine's clock
        return tz.fromutc(utc.replace(tzinfo=tz)) if tz else utc.replace(tzinfo=None)


async def ticks_after_a_step(monkeypatch: pytest.MonkeyPatch, step: timedelta, zone: tzinfo | None = None) -> int:
    """How often a ticker ticks in the 40 intervals after the machine's clock was set."""
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", MachineClock)
    monkeypatch.setattr(MachineClock, "ahead", timedelta(0))
    store, ticks = SlowStore(), count()
    store.go.set()
    ticker = Ticker(await scheduler_of(store, lambda: next(ticks)), OFTEN, zone)
    ticker.start()
    await asyncio.sleep(10 * OFTEN.total_seconds())
    MachineClock.ahead = step
    # A timer that runs at this moment was set before.
    await asyncio.sleep(5 * OFTEN.total_seconds())
    before = next(ticks)
    await asyncio.sleep(40 * OFTEN.total_seconds())
    after = next(ticks)
    await ticker.stop(5)
    await store.close()
    return after - before - 1


STEPS = [timedelta(seconds=-1), timedelta(hours=-1), timedelta(days=-3), timedelta(hours=1), timedelta(days=20000)]


@pytest.mark.parametrize("step", STEPS)
async def test_a_clock_that_is_set_stops_no_tick(monkeypatch: pytest.MonkeyPatch, step: timedelta) -> None:
    assert await ticks_after_a_step(monkeypatch, step) > 1


async def test_by_the_machines_clock_no_tick_would_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    assert await ticks_after_a_step(monkeypatch, timedelta(hours=-1), UTC) == 0
