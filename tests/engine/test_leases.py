"""One process alone sends and fetches, of all that share a database; another takes over when it is gone (R2, R8, R10)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.fake import FakeAdapter
from bot.bootstrap import App, found_organisation, wire_app
from bot.bootstrap.listening import StoredLease
from bot.domain.model import Organisation, Urgency
from bot.engine import leases
from bot.engine.leases import Tenure
from bot.engine.outbox import message_rows, sender
from storage.database import open_store
from storage.sqlite.store import SqliteStore
from tests.engine.test_outbox_parts import TEAM, queue
from tests.support.clock import HandClock
from tests.support.finders import NoPoints
from tests.support.stores import KEY, new_database
from tests.support.waiting import PATIENCE, wait_until

TERM = leases.TERM
TICK = timedelta(seconds=1)
ALL = [f"m{n}" for n in range(40)]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "IDLE_LOOK_SECONDS", 0.02)
    monkeypatch.setattr(sender, "KEEP_EVERY", 0.02)


def lease(store: SqliteStore, clock: HandClock, holder: str, name: str = "x") -> StoredLease:
    return StoredLease(store, clock, name, holder, clock.seconds)


@asynccontextmanager
async def database(folder: Path) -> AsyncIterator[tuple[SqliteStore, SqliteStore, HandClock]]:
    """Two processes' stores on one file."""
    path, clock = new_database(folder), HandClock()
    stores = open_store(path, KEY), open_store(path, KEY)
    organisation = Organisation(id="org")
    await stores[0].run(lambda uow: found_organisation(uow, organisation, clock.now(), "questions"))
    yield *stores, clock
    for store in stores:
        await store.close()


async def test_a_lease_is_held_by_one_until_it_is_released_or_over(tmp_path: Path) -> None:
    async with database(tmp_path) as (first, second, clock):
        ours, theirs = lease(first, clock, "one"), lease(second, clock, "two")
        assert await ours.hold()
        assert not await theirs.hold()
        assert await lease(second, clock, "two", "y").hold()
        await theirs.release()
        assert not await theirs.hold()
        clock.move(TERM - TICK)
        assert not await theirs.hold()
        assert await ours.hold()
        assert not await theirs.hold()
        clock.move(TERM - TICK)
        assert not await theirs.hold()
        clock.move(TICK)
        assert await theirs.hold()
        assert not await ours.hold()
        await theirs.release()
        assert await ours.hold()


async def test_who_looks_for_the_first_time_takes_a_lease_that_ended_long_ago(tmp_path: Path) -> None:
    async with database(tmp_path) as (first, second, clock):
        assert await lease(first, clock, "one").hold()
        clock.move(TERM)
        assert await lease(second, clock, "two").hold()


STEPS = [timedelta(seconds=-5), timedelta(seconds=-30), timedelta(hours=-1), timedelta(days=-9), timedelta(hours=1)]


@pytest.mark.parametrize("step", [*STEPS, timedelta(days=9)])
async def test_a_clock_that_is_set_takes_the_lease_from_nobody_and_holds_nobody_up(
    tmp_path: Path, step: timedelta
) -> None:
    assert await taken_over_after(tmp_path, step) == TERM


async def test_by_the_machines_clock_one_that_is_set_forward_would_make_two_holders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(Tenure, "_is_over", lambda self, found, now: found.until <= now)
    assert await taken_over_after(tmp_path, timedelta(hours=1)) == timedelta(0)


async def test_by_the_machines_clock_one_that_is_set_back_would_hold_everybody_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(Tenure, "_is_over", lambda self, found, now: found.until <= now)
    assert await taken_over_after(tmp_path, timedelta(hours=-1)) is None


async def taken_over_after(folder: Path, step: timedelta) -> timedelta | None:
    """How long after the last sign of life somebody who waited took over, where the clock was set right after it."""
    async with database(folder) as (first, second, clock):
        ours, theirs = lease(first, clock, "one"), lease(second, clock, "two")
        for _ in range(3):
            assert await ours.hold()
            assert not await theirs.hold()
            clock.move(TERM / 3)
        assert await ours.hold()
        clock.set(step)
        for third in range(10):
            if await theirs.hold():
                return third * TERM / 3
            clock.move(TERM / 3)
        return None


@pytest.mark.parametrize("step", STEPS)
async def test_what_a_vanished_sender_held_is_found_however_the_clock_was_set(tmp_path: Path, step: timedelta) -> None:
    assert await left_behind(tmp_path, step, in_hand=()) == ["m"]


async def test_what_is_in_hand_is_not_taken_for_left_behind(tmp_path: Path) -> None:
    assert await left_behind(tmp_path, timedelta(0), in_hand=("m",)) == []


async def left_behind(folder: Path, step: timedelta, in_hand: tuple[str, ...]) -> list[str]:
    """What is found of a sender that is gone, where the clock was set after it."""
    async with database(folder) as (first, _, clock):
        one = Process(first, clock)
        one.task.cancel()
        await queue(one.app, TEAM, id="m")
        services = one.app.services
        assert await first.run(lambda uow: message_rows.lease_ready(uow, clock.now(), list(Urgency), services))
        clock.set(step)
        found = await first.read(lambda uow: message_rows.left_behind(uow, in_hand, services))
        return [row.id for row, _ in found]


class Process:
    """A sender of its own on a store and a platform of its own."""

    def __init__(self, store: SqliteStore, clock: HandClock) -> None:
        self.adapter = FakeAdapter()
        self.app: App = wire_app(store, clock, [self.adapter], NoPoints(), seconds=clock.running)
        self.task = asyncio.get_running_loop().create_task(self.app.sender.run())

    async def say(self, *keys: str) -> None:
        for key in keys:
            await queue(self.app, TEAM, id=key)
        self.app.sender.wake()

    def keys(self) -> list[str]:
        return [sent.key for sent in self.adapter.sent]


async def two_senders(folder: Path) -> tuple[list[str], list[str]]:
    """What each of two processes sent of the messages `ALL` that wait."""
    async with database(folder) as (first, second, clock):
        one, two = Process(first, clock), Process(second, clock)
        await asyncio.sleep(0.1)
        for n, id in enumerate(ALL):
            await (one if n % 2 else two).say(id)
        await wait_until(lambda: len(one.keys()) + len(two.keys()) >= 40)
        await asyncio.sleep(0.1)
        for process in (one, two):
            process.task.cancel()  # both before either gives the lease back: the other would take it
        for process in (one, two):
            await process.app.sender.stop()
        return one.keys(), two.keys()


@pytest.mark.usefixtures("quick")
async def test_one_process_sends_for_all(tmp_path: Path) -> None:
    one, two = await two_senders(tmp_path)
    assert sorted(one + two) == sorted(ALL)
    assert not one or not two


@pytest.mark.usefixtures("quick")
async def test_each_process_says_once_whether_it_sends_or_stands_by(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Also one that finds another there at its start: whoever began a second one by mistake looks for that."""
    with caplog.at_level(logging.INFO, "bot.engine.outbox.sender"):
        await two_senders(tmp_path)
    assert sorted(caplog.messages) == ["another process sends; this one stands by", "sending begins"]


@pytest.mark.usefixtures("quick")
async def test_without_the_lease_both_would_send(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: each keeps the platform's limits, and the two together break them and say things twice."""
    monkeypatch.setattr(Tenure, "take", lambda self, uow, now: True)
    one, two = await two_senders(tmp_path)
    assert one and two


async def test_a_sender_that_is_woken_and_cancelled_at_once_ends(tmp_path: Path) -> None:
    async with database(tmp_path) as (first, _, clock):
        one = Process(first, clock)
        await one.say("a")
        await wait_until(lambda: one.keys() == ["a"])
        await asyncio.sleep(0.1)
        one.app.sender.wake()
        one.task.cancel()
        await asyncio.wait([one.task], timeout=1)
        assert one.task.cancelled()


@pytest.mark.usefixtures("quick")
async def test_another_process_takes_over_from_one_that_is_gone(tmp_path: Path) -> None:
    async with database(tmp_path) as (first, second, clock):
        one = Process(first, clock)
        await one.say("a")
        await wait_until(lambda: one.keys() == ["a"])
        two = Process(second, clock)
        one.task.cancel()  # without a farewell, as when it is killed
        await asyncio.wait([one.task])
        await two.say("b")
        await asyncio.sleep(0.1)
        assert two.keys() == []
        await wait_until(
            lambda: clock.move(TERM) or two.keys() == ["b"]
        )  # a term counts from when the waiting one looked
        await two.app.sender.stop()


@pytest.mark.usefixtures("quick")
async def test_who_stops_leaves_it_to_the_next_at_once(tmp_path: Path) -> None:
    async with database(tmp_path) as (first, second, clock):
        one = Process(first, clock)
        await one.say("a")
        await wait_until(lambda: one.keys() == ["a"])
        two = Process(second, clock)
        await one.app.sender.stop()
        await two.say("b")
        await wait_until(lambda: two.keys() == ["b"])
        await two.app.sender.stop()


async def taken(other: StoredLease, clock: HandClock) -> None:
    """Wait until a lease is another's. Its holder may show a sign of life between the clock's step and the taking."""
    async with asyncio.timeout(PATIENCE):
        clock.move(TERM)
        while not await other.hold():
            clock.move(TERM)


@pytest.mark.usefixtures("quick")
async def test_who_was_taken_for_gone_sends_nothing_that_it_still_held(tmp_path: Path) -> None:
    """A process that was paused wakes with messages in its hands; they are another's by now."""
    async with database(tmp_path) as (first, _, clock):
        one = Process(first, clock)
        await one.say("a")
        await wait_until(lambda: one.keys() == ["a"])
        other = lease(first, clock, "two", leases.SENDING)
        await taken(other, clock)
        await asyncio.sleep(0.1)
        await one.say("b")
        await asyncio.sleep(0.1)
        assert one.keys() == ["a"]
        await other.release()
        await wait_until(lambda: one.keys() == ["a", "b"])
        await one.app.sender.stop()
