"""A part that has shown no sign of life for a minute is told of, begun anew, and ends the process if that does not help (R12)."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from adapters.fake import FakeAdapter
from bot.bootstrap import App, found_organisation, wire_app
from bot.domain.model import IncidentKind, Organisation
from bot.engine import incidents, watchdog
from bot.engine.outbox import sender
from bot.engine.outbox.sender import OutboxSender
from bot.engine.watchdog import Loop, Watchdog
from storage.database import open_memory_store
from storage.errors import UnusableStoreError
from tests.engine.test_outbox_parts import AMIRA, queue
from tests.engine.test_ticking import SlowStore
from tests.support.clock import SleepersClock
from tests.support.finders import NoPoints
from tests.support.waiting import PATIENCE, wait_until

GONE = "a part of this program has stopped working; it is begun anew"
BACK = "a part of this program works again"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(watchdog, "SECONDS_BETWEEN_LOOKS", 0.02)
    monkeypatch.setattr(watchdog, "SILENT_SECONDS", 0.3)
    monkeypatch.setattr(watchdog, "STEP_TIMEOUT_SECONDS", 0.5)
    monkeypatch.setattr(watchdog, "WATCH_DELAY_SECONDS", 0.2)
    monkeypatch.setattr(sender, "IDLE_LOOK_SECONDS", 0.02)
    monkeypatch.setattr(sender, "KEEP_EVERY", 0.05)
    caplog.set_level(logging.INFO)


class Ear(FakeAdapter):
    """A platform whose listening can hang, and whose connection can go."""

    def __init__(self) -> None:
        super().__init__()
        self.hangs = self.stays_away = False
        self.hears = True
        self._beaten_at = 0.0
        self.begun = 0

    @property
    def beaten_at(self) -> float:
        if not self.hangs:
            self._beaten_at = asyncio.get_running_loop().time()
        return self._beaten_at

    async def listen_again(self) -> None:
        self.begun += 1
        self.hangs = self.stays_away


@asynccontextmanager
async def serving(adapter: FakeAdapter, store: Any = None) -> AsyncIterator[tuple[App, list[str]]]:
    """A product that runs; the parts for which it was given up."""
    kept, given_up = store or open_memory_store(), []
    app = wire_app(kept, SleepersClock(), [adapter], NoPoints())
    await kept.run(lambda uow: found_organisation(uow, Organisation(id="org"), app.clock.now(), "questions"))
    stopping, ready = asyncio.Event(), asyncio.Event()
    task = asyncio.get_running_loop().create_task(
        app.serve(stopping, timedelta(seconds=0.05), ready.set, given_up.append)
    )
    await ready.wait()
    try:
        yield app, given_up
    finally:
        stopping.set()
        async with asyncio.timeout(PATIENCE):
            await task


def lines(caplog: pytest.LogCaptureFixture, part: str) -> list[str]:
    return [line.message for line in caplog.records if getattr(line, "part", "") == part]


async def silent(app: App) -> list[str]:
    return await app.store.read(lambda uow: [row.subject for row in uow.incidents.where(kind=IncidentKind.SILENT)])


async def nothing_is_silent(app: App) -> None:
    async with asyncio.timeout(PATIENCE):
        while await silent(app):  # noqa: ASYNC110 - kept by the watch
            await asyncio.sleep(0.02)


def ends_once(monkeypatch: pytest.MonkeyPatch, owner: type, name: str) -> None:
    """The next call of this method ends what calls it, and no `except Exception` hears of it."""
    real = getattr(owner, name)

    async def ended(self: Any, *given: Any) -> Any:
        monkeypatch.setattr(owner, name, real)
        raise asyncio.CancelledError

    monkeypatch.setattr(owner, name, ended)


async def test_a_sender_that_has_ended_is_begun_anew(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    adapter = FakeAdapter()
    async with serving(adapter) as (app, given_up):
        ends_once(monkeypatch, OutboxSender, "_fill")
        await wait_until(lambda: GONE in lines(caplog, "sender"))
        await queue(app, AMIRA)
        app.sender.wake()
        await wait_until(lambda: adapter.sent)
        await wait_until(lambda: BACK in lines(caplog, "sender"))
        await nothing_is_silent(app)
        assert given_up == []
    assert lines(caplog, "sender") == [GONE, BACK]


async def test_without_the_watch_it_would_be_silent_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""

    async def blind(self: Watchdog) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Watchdog, "run", blind)
    adapter = FakeAdapter()
    async with serving(adapter) as (app, _):
        ends_once(monkeypatch, OutboxSender, "_fill")
        await asyncio.sleep(1)
        await queue(app, AMIRA)
        app.sender.wake()
        await asyncio.sleep(1)
        assert adapter.sent == []


async def test_a_tick_that_hangs_is_broken_off_and_the_next_one_comes(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(FakeAdapter()) as (app, given_up):
        hanging, real = asyncio.Event(), app.scheduler._rounds

        async def hangs(now: object) -> None:
            monkeypatch.setattr(app.scheduler, "_rounds", real)
            hanging.set()
            await asyncio.Event().wait()

        monkeypatch.setattr(app.scheduler, "_rounds", hangs)
        await hanging.wait()
        await wait_until(lambda: lines(caplog, "tick") == [GONE, BACK])
        await nothing_is_silent(app)
        assert given_up == []


async def test_what_does_not_come_back_ends_the_process(caplog: pytest.LogCaptureFixture) -> None:
    adapter = Ear()
    async with serving(adapter) as (app, given_up):
        adapter.stays_away = adapter.hangs = True
        await wait_until(lambda: given_up)
        assert given_up[0] == "intake:fake" and adapter.begun == 1
        assert await silent(app) == ["intake:fake"]
    assert lines(caplog, "intake:fake")[:2] == [GONE, "a part of this program does not come back: the process ends"]


async def test_an_intake_that_hangs_is_begun_anew(caplog: pytest.LogCaptureFixture) -> None:
    adapter = Ear()
    async with serving(adapter) as (_, given_up):
        adapter.hangs = True
        await wait_until(lambda: lines(caplog, "intake:fake") == [GONE, BACK])
        assert adapter.begun == 1 and given_up == []


async def test_a_platform_that_cannot_be_heard_is_told_and_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    adapter = Ear()
    async with serving(adapter) as (app, given_up):
        adapter.hears = False
        await asyncio.sleep(1.5)
        kinds = await app.store.read(lambda uow: [row.kind for row in uow.incidents.where()])
        assert kinds == [IncidentKind.UNHEARD] and adapter.begun == 0 and given_up == []
        adapter.hears = True
        await wait_until(lambda: "a platform can be heard again" in caplog.messages)
        await asyncio.sleep(0.1)
        assert await app.store.read(lambda uow: uow.incidents.where()) == []
    assert len([line for line in caplog.messages if "heard" in line]) == 2


async def test_a_store_that_does_not_answer_ends_the_process() -> None:
    class Hanging(SlowStore):
        hangs = False

        async def run(self, work: Callable[[Any], Any]) -> Any:
            if self.hangs:
                await asyncio.sleep(2)
            return await super().run(work)

    store = Hanging()
    store.go.set()
    async with serving(FakeAdapter(), store) as (_, given_up):
        store.hangs = True
        await wait_until(lambda: "store" in given_up)
        store.hangs = False


async def test_what_was_silent_in_a_process_before_is_forgotten_at_the_start() -> None:
    store = open_memory_store()

    def left(uow: Any) -> None:
        incidents.begin_incident(uow, SleepersClock().now(), IncidentKind.SILENT, "sender")

    await store.run(left)
    async with serving(FakeAdapter(), store) as (app, _):
        await asyncio.sleep(0.2)
        assert await silent(app) == []


async def test_a_part_that_has_nothing_to_do_may_end() -> None:
    """No platform here has menus, or people to read, and the parts that look after these return at once."""
    async with serving(FakeAdapter()) as (app, given_up):
        await asyncio.sleep(1)
        assert await silent(app) == [] and given_up == []


async def test_a_part_that_is_broken_off_is_begun_anew(caplog: pytest.LogCaptureFixture) -> None:
    begun = 0

    async def runs() -> None:
        nonlocal begun
        begun += 1
        if begun == 1:
            raise asyncio.CancelledError
        await asyncio.Event().wait()

    loop = Loop("menus", runs)
    watch = Watchdog(open_memory_store(), SleepersClock(), [loop], {}, lambda name: None)
    loop.begin()
    watching = asyncio.get_running_loop().create_task(watch.run())
    await wait_until(lambda: lines(caplog, "menus") == [GONE, BACK])
    watching.cancel()
    await loop.end(1)
    assert begun == 2


async def stopped_for_a_second(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the watch says of a product that nothing ails, after its process was stopped for longer than it has patience."""
    async with serving(FakeAdapter()):
        await asyncio.sleep(0.2)
        time.sleep(1)  # noqa: ASYNC251 - nothing in the process runs meanwhile
        await asyncio.sleep(0.5)
    return [line for line in caplog.messages if line == GONE]


async def test_a_process_that_was_stopped_as_a_whole_has_lost_no_part(caplog: pytest.LogCaptureFixture) -> None:
    assert await stopped_for_a_second(caplog) == []


async def test_a_watch_that_trusts_its_own_sleep_would_begin_parts_anew(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(watchdog, "WATCH_DELAY_SECONDS", 3600)
    assert await stopped_for_a_second(caplog)


async def test_a_loop_that_ended_by_a_fault_says_so(caplog: pytest.LogCaptureFixture) -> None:
    async def faulty() -> None:
        raise KeyError("words")

    loop = Loop("menus", faulty)
    loop.begin()
    await asyncio.sleep(0.01)
    assert lines(caplog, "menus") == ["a part of this program has ended"]
    await loop.begin_anew()
    await loop.end(1)


class BrokenStore(SlowStore):
    """Neither read nor written while `broken`, so that whoever leads goes on to lead."""

    async def run(self, work: Callable[[Any], Any]) -> Any:
        if self.broken:
            raise self.fault
        return await super().run(work)


async def given_up_while_the_store_refuses(fault: Exception) -> list[str]:
    """For what a product is given up whose store answers every question with this."""
    store = BrokenStore()
    store.go.set()
    store.fault = fault
    async with serving(FakeAdapter(), store) as (app, given_up):
        await app.sender.looked.wait()
        store.broken = True
        await asyncio.sleep(4 * watchdog.SILENT_SECONDS)
        store.broken = False
    return given_up


async def test_a_store_that_says_no_ends_no_process() -> None:
    """Its server is away, for as long as it may be: to begin anew would not bring it back."""
    assert await given_up_while_the_store_refuses(UnusableStoreError("It is away.", "08001")) == []


async def test_a_fault_that_keeps_every_tick_from_coming_further_does() -> None:
    """Negative control of the test above."""
    given_up = await given_up_while_the_store_refuses(OSError("the disk is gone"))
    assert set(given_up) == {"tick"}
