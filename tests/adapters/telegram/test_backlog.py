"""Updates are stored before they are confirmed, and handled until they are committed, whatever happens in between (R1, R5)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from adapters.telegram import backlog, intake
from adapters.telegram.backlog import Backlog
from bot.ports.listening import RawUpdate
from tests.adapters.harness import Ear
from tests.adapters.telegram.stand import NOW, Kept, Mine, adapter_for, talking
from tests.adapters.telegram.test_polling import Store, words
from tests.fakes.telegram.server import FakeTelegram
from tests.support.clock import HandClock
from tests.support.waiting import wait_until


def confirmed(fake: FakeTelegram) -> bool:
    return any(int(params.get("offset", 0)) for params in fake.called("getUpdates"))


async def test_an_update_is_confirmed_only_after_it_is_stored() -> None:
    kept, store = Kept(), Store()
    kept.ready.clear()
    async with talking(store, updates=kept) as (fake, _):
        fake.say(fake.person(501, "Amira"), "the call")
        await wait_until(lambda: kept.asked)
        await asyncio.sleep(0.05)
        assert (len(fake.updates), confirmed(fake), store.tried) == (1, False, 0)
        kept.ready.set()
        await fake.settled()
        assert words(store.heard) == ["the call"]
        assert kept.rows == {}


async def test_confirming_first_would_lose_what_a_crash_cuts_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above: the defence off, nothing is stored, and what was confirmed is gone with the process."""
    take = Backlog.take

    async def careless(self: Backlog, payloads: Sequence[object]) -> int:
        monkeypatch.setattr(self, "_updates", Kept())
        return await take(self, payloads)

    monkeypatch.setattr(Backlog, "take", careless)
    assert await told_by_the_next_process() == []


async def test_what_is_being_handled_when_a_process_dies_is_handled_by_the_next() -> None:
    assert await told_by_the_next_process() == ["a0", "a1", "b0"]


async def told_by_the_next_process() -> list[str]:
    """What a second process hears of three updates whose handling the first had only begun."""
    kept, store, ear = Kept(), Store(), Ear()
    async with FakeTelegram() as fake:
        first = adapter_for(fake, updates=kept)
        store.ready.clear()
        await first.start(store)
        amira, ben = fake.person(501, "Amira"), fake.person(502, "Ben")
        for who, text in ((amira, "a0"), (amira, "a1"), (ben, "b0")):
            fake.say(who, text)
        await wait_until(lambda: store.tried == 2 and not fake.updates)
        left = kept.rows.copy()
        await first.stop()
        assert store.heard == []
        kept.rows = left
        clock = HandClock(NOW)
        clock.at += timedelta(hours=1)
        second = adapter_for(fake, updates=kept, clock=clock)
        await second.start(ear)
        await wait_until(lambda: second.poller and second.poller._fetching)
        await fake.settled()
        await second.stop()
    assert all(event.at == NOW for event in ear.heard), "they count from when they were received"
    assert kept.rows == {}
    return sorted(words(ear.heard))


async def test_what_cannot_be_stored_stays_with_telegram_and_is_explained_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    kept, ear = Kept(), Ear()
    kept.broken = True
    async with talking(ear, updates=kept) as (fake, adapter):
        fake.say(fake.person(501, "Amira"), "a0")
        await wait_until(lambda: kept.asked > 3)
        assert (len(fake.updates), confirmed(fake), ear.heard) == (1, False, [])
        assert adapter.poller
        assert adapter.poller.trouble == "storage"
        assert sum("stay with Telegram" in record.message for record in caplog.records) == 1
        kept.broken = False
        await fake.settled()
        assert words(ear.heard) == ["a0"]


async def test_a_fault_of_ours_between_two_fetches_does_not_end_fetching(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    room, faults = Backlog.room, 0

    async def faulty(self: Backlog, beat: Callable[[], None]) -> None:
        nonlocal faults
        faults += 1
        if faults < 3:
            raise RuntimeError("a fault of ours")
        await room(self, beat)

    monkeypatch.setattr(Backlog, "room", faulty)
    ear = Ear()
    async with talking(ear) as (fake, _):
        fake.say(fake.person(501, "Amira"), "a0")
        await wait_until(lambda: words(ear.heard) == ["a0"])
        assert sum("a fault" in record.message for record in caplog.records) == 1


async def test_what_could_not_be_handled_is_tried_again_in_order_and_others_go_on() -> None:
    kept, store = Kept(), Store()
    store.broken_for = {"501"}
    async with talking(store, updates=kept) as (fake, _):
        amira, ben = fake.person(501, "Amira"), fake.person(502, "Ben")
        fake.say(amira, "a0")
        fake.say(amira, "a1")
        fake.say(ben, "b0")
        await wait_until(lambda: words(store.heard) == ["b0"] and store.tried >= 3)
        await wait_until(lambda: fake.updates == [])
        assert len(kept.rows) == 2
        store.broken_for = set()
        await fake.settled()
        assert words(store.heard) == ["b0", "a0", "a1"]
        assert kept.rows == {}


async def test_no_more_is_fetched_than_can_be_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "MOST_UPDATES_IN_HAND", 3)
    store = Store()
    store.ready.clear()
    async with talking(store) as (fake, _):
        for n in range(4):
            fake.say(fake.person(501 + n, f"P{n}"), f"a{n}")
        await wait_until(lambda: store.tried == 4)
        asked = len(fake.called("getUpdates"))
        fake.say(fake.person(601, "Amira"), "later")
        await asyncio.sleep(0.1)
        assert (len(fake.called("getUpdates")), store.tried) == (asked, 4)
        store.ready.set()
        await fake.settled()
        assert "later" in words(store.heard)


async def test_nothing_is_given_up_while_the_database_is_down() -> None:
    kept, store = Kept(), Store()
    store.broken_for = {"*"}
    async with talking(store, updates=kept) as (fake, _):
        fake.say(fake.person(501, "Amira"), "a0")
        await wait_until(lambda: store.tried > intake.ATTEMPTS_PER_UPDATE + 1)
        assert len(kept.rows) == 1
        store.broken_for = set()
        await fake.settled(20)
        assert words(store.heard) == ["a0"]


async def test_an_update_that_fails_while_others_succeed_is_given_up_and_tried_at_the_next_start() -> None:
    kept, store, ear = Kept(), Store(), Ear()
    store.broken_for = {"501"}
    async with FakeTelegram() as fake:
        first = adapter_for(fake, updates=kept)
        await first.start(store)
        fake.say(fake.person(501, "Amira"), "poison")
        for n in range(7):
            fake.say(fake.person(600 + n, f"P{n}"), f"w{n}")
            await wait_until(lambda n=n: f"w{n}" in words(store.heard))  # type: ignore[misc]
        await fake.settled(20)
        await first.stop()
        assert "poison" not in words(store.heard)
        second = adapter_for(fake, updates=kept)
        await second.start(ear)
        await wait_until(lambda: words(ear.heard) == ["poison"])
        await second.stop()
        assert kept.rows == {}


async def test_what_others_say_in_a_group_is_not_stored_for_a_moment() -> None:
    kept, ear = Kept(), Ear()
    async with talking(ear, updates=kept) as (fake, _):
        amira = fake.person(501, "Amira")
        group = fake.group(-1001, "Team", amira)
        fake.say(amira, "between ourselves", group)
        fake.say(amira, "/privacy")
        await fake.settled()
        assert len(kept.kept) == 1


async def test_what_was_fetched_before_the_mode_was_changed_is_handled_in_mode_webhook_too() -> None:
    kept, store, ear = Kept(), Store(), Ear()
    store.broken_for = {"*"}
    async with talking(store, updates=kept) as (fake, _):
        fake.say(fake.person(501, "Amira"), "a0")
        await wait_until(lambda: store.tried)
        left: dict[int, RawUpdate] = kept.rows.copy()
    kept.rows = left
    async with talking(ear, updates=kept, mode="webhook") as (fake, _):
        await fake.settled()
        assert words(ear.heard) == ["a0"]


# --- one process fetches


async def test_who_has_not_the_lease_stands_by_and_takes_over(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    lease, ear = Mine(), Ear()
    lease.taken = True
    async with talking(ear, lease=lease) as (fake, adapter):
        fake.say(fake.person(501, "Amira"), "a0")
        await asyncio.sleep(0.2)
        assert fake.called("getUpdates") == []
        assert adapter.poller
        assert adapter.poller.trouble == "standing by"
        assert sum("takes over" in record.message for record in caplog.records) == 1
        lease.taken = False
        await fake.settled()
        assert words(ear.heard) == ["a0"]


async def test_who_loses_the_lease_fetches_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    from adapters.telegram import polling

    monkeypatch.setattr(polling, "KEEP_EVERY", 0.02)
    lease, ear = Mine(), Ear()
    async with talking(ear, lease=lease) as (fake, adapter):
        fake.say(fake.person(501, "Amira"), "a0")
        await fake.settled()
        lease.taken = True
        await wait_until(lambda: adapter.poller and adapter.poller.trouble == "standing by")
        before = len(fake.called("getUpdates"))
        fake.say(fake.person(501, "Amira"), "a1")
        await asyncio.sleep(0.1)
        assert (len(fake.called("getUpdates")), words(ear.heard)) == (before, ["a0"])
        lease.taken = False
        await fake.settled()
        assert words(ear.heard) == ["a0", "a1"]


async def test_who_stops_lets_the_next_one_fetch_at_once() -> None:
    lease = Mine()
    async with talking(Ear(), lease=lease) as (fake, _):
        await wait_until(lambda: fake.called("getUpdates"))
        assert lease.released == 0
    assert lease.released == 1


async def test_an_api_that_holds_no_request_open_is_not_asked_all_the_time() -> None:
    ear = Ear()
    async with talking(ear, wait=30) as (fake, _):
        fake.fail("getUpdates", raw=b'{"ok": true, "result": []}', times=1_000)
        await asyncio.sleep(0.5)
        assert len(fake.called("getUpdates")) <= 4
