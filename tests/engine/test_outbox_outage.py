"""A platform that is out for hours: nothing is lost or said twice, others go on, the operator hears of it once (R2, R12)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest

from adapters.fake import FakeAdapter
from bot.bootstrap import App, found_organisation, wire_app
from bot.domain.conversation import ConversationRef
from bot.domain.model import Delivery, IncidentKind, Organisation, Urgency
from bot.engine.outbox import sender, settling
from bot.engine.outbox.outages import Outages
from bot.ports import CannotLookError, Limits, SendLaterError, SendRefusedError, SendUncertainError, Store
from bot.views.view import View
from storage.database import open_memory_store
from tests.engine.test_outbox_parts import NARROW, queue
from tests.support.clock import HandClock, PatientClock
from tests.support.finders import NoPoints
from tests.support.further import further, only_further, part_of
from tests.support.waiting import wait_until

pytestmark = further

PEOPLE = 60
DOWN = SendUncertainError()


class Failing(FakeAdapter):
    """Answers every call with `error` while there is one; `arrives` says whether what is sent gets through all the same."""

    def __init__(self, platform: str = "fake", settles: bool = True) -> None:
        super().__init__(platform, limits=Limits(overall=0, per_direct=0, per_channel=0), settles=settles)
        self.error: Exception | None = None
        self.arrives = False
        self.tried = 0

    async def send(self, ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
        self.tried += 1
        name = await super().send(ref, view, key, private_to) if self.error is None or self.arrives else ""
        if self.error:
            raise self.error
        return name

    async def find(self, ref: ConversationRef, key: str) -> str | None:
        if self.error:
            raise self.error
        return await super().find(ref, key)


class Running:
    """A product whose sender runs, with a clock moved by hand."""

    def __init__(self, app: App, clock: HandClock, *adapters: Failing) -> None:
        self.app, self.clock, self.adapters = app, clock, adapters

    async def say(self, count: int, platform: str = "fake", urgency: Urgency = Urgency.PROMPT, first: int = 0) -> None:
        for n in range(first, first + count):
            ref = ConversationRef(platform, "w", person=f"p{n}")
            await queue(self.app, ref, urgency, f"{platform}{n}")
        self.app.sender.wake()

    async def pass_time(self, **by: float) -> None:
        """A minute at a time, and a moment for what is done meanwhile."""
        for _ in range(int(timedelta(**by) / timedelta(minutes=1))):
            self.clock.move(timedelta(minutes=1))
            self.app.sender.wake()
            await asyncio.sleep(0.03)

    async def states(self) -> dict[str, int]:
        rows = await self.app.store.read(lambda uow: uow.outbox.where())
        return {state: sum(1 for row in rows if row.state == state) for state in {row.state.value for row in rows}}

    async def incidents(self) -> list[IncidentKind]:
        return await self.app.store.read(lambda uow: [row.kind for row in uow.incidents.where()])


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "IDLE_LOOK_SECONDS", 0.01)
    monkeypatch.setattr(sender, "KEEP_EVERY", 0.01)


@asynccontextmanager
async def running(*adapters: Failing, store: Store | None = None) -> AsyncIterator[Running]:
    clock, kept = PatientClock(), store or open_memory_store()
    app = wire_app(kept, clock, adapters, NoPoints(), seconds=clock.running)
    await kept.run(lambda uow: found_organisation(uow, Organisation(id="org"), clock.now(), "qs1"))
    task = asyncio.get_running_loop().create_task(app.sender.run())
    yield Running(app, clock, *adapters)
    await app.sender.stop(1)
    await task
    if store is None:
        await kept.close()


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [line.message for line in caplog.records if line.levelno >= logging.INFO and "platform" in line.message]


def arrived(adapter: FakeAdapter) -> list[str]:
    return sorted(sent.key for sent in adapter.sent)


async def through_an_outage(hours: float, arrives: bool) -> tuple[Failing, list[str], int]:
    """An outage right while messages leave; the adapter, what arrived, and how often it was tried during the outage."""
    async with running(adapter := Failing()) as it:
        await it.say(3)
        await wait_until(lambda: len(adapter.sent) == 3)
        adapter.error, adapter.arrives = DOWN, arrives
        await it.say(PEOPLE, first=3)
        await it.pass_time(hours=hours)
        tried = adapter.tried
        adapter.error = None
        await it.pass_time(hours=1)
        assert await it.states() == {"sent": 3 + PEOPLE}
        assert await it.incidents() == []
        return adapter, arrived(adapter), tried


@pytest.mark.parametrize("arrives", part_of([True, False], 2))
async def test_after_hours_everything_arrives_and_nothing_twice(arrives: bool) -> None:
    _, found, tried = await through_an_outage(3, arrives)
    assert found == sorted({f"fake{n}" for n in range(3 + PEOPLE)})
    assert tried < 3 + 32 + 3 * 60 + 10


async def test_given_up_after_the_first_looks_it_would_stay_uncertain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(settling, "RETRY_SECONDS", ())
    with pytest.raises(AssertionError, match="uncertain"):
        await through_an_outage(1, arrives=True)


async def test_the_operator_hears_of_it_once_and_of_its_end(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await through_an_outage(1, arrives=False)
    assert lines(caplog) == [
        "a platform cannot be reached, or fails: messages wait until it works again",
        "what did not work on a platform works again",
    ]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (DOWN, IncidentKind.UNREACHABLE),
        (SendLaterError(1, "unreachable"), IncidentKind.UNREACHABLE),
        (SendLaterError(60, "token"), IncidentKind.TOKEN),
        (SendLaterError(120), IncidentKind.LIMITED),
    ],
)
async def test_every_such_state_is_kept_and_told_when_it_begins_and_ends(
    caplog: pytest.LogCaptureFixture, error: Exception, kind: IncidentKind
) -> None:
    caplog.set_level(logging.INFO)
    async with running(adapter := Failing()) as it:
        adapter.error = error
        await it.say(5)
        await it.pass_time(minutes=5)
        assert await it.incidents() == [kind]
        assert len(lines(caplog)) == 1
        adapter.error = None
        await it.pass_time(minutes=5)
        await wait_until(lambda: len(adapter.sent) == 5)
        await it.pass_time(minutes=1)
        assert await it.incidents() == []
        assert len(lines(caplog)) == 2


async def other_platform_meanwhile(seconds: float) -> int:
    """How many messages arrive on another platform in a few seconds, while hundreds wait for one that is out."""
    out, well = Failing("out"), Failing("well")
    async with running(out, well) as it:
        out.error = SendLaterError(1, "unreachable")
        await it.say(800, "out")
        await it.pass_time(minutes=3)
        await it.say(20, "well")
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while len(well.sent) < 20:
                    await it.pass_time(minutes=1)
        return len(well.sent)


async def test_what_waits_for_one_platform_keeps_nobody_elses_place() -> None:
    assert await other_platform_meanwhile(30) == 20


@only_further
async def test_held_in_hand_it_would_keep_the_others_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(Outages, "closed", lambda self, workspace: False)
    assert await other_platform_meanwhile(1) == 0


async def test_what_rested_under_another_process_is_sent_by_the_next() -> None:
    store = open_memory_store()
    async with running(adapter := Failing(), store=store) as it:
        adapter.error = DOWN
        await it.say(PEOPLE)
        await it.pass_time(minutes=10)
        assert (await it.states())[Delivery.RESTING] > 0
        assert await it.incidents() == [IncidentKind.UNREACHABLE]
    async with running(again := Failing(), store=store) as it:
        await wait_until(lambda: len(again.sent) == PEOPLE)
        await it.pass_time(minutes=3)
        assert await it.states() == {"sent": PEOPLE}
        assert await it.incidents() == []
        assert len(again.sent) == PEOPLE


async def test_where_nobody_may_look_it_stays_uncertain_and_is_said(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    class Blind(Failing):
        async def find(self, ref: ConversationRef, key: str) -> str | None:
            raise CannotLookError

    async with running(adapter := Blind()) as it:
        adapter.fail(DOWN, times=2, arrived=True)
        await it.say(2)
        await it.pass_time(minutes=2)
        assert await it.states() == {"uncertain": 2}
        assert [row.error for row in await it.app.store.read(lambda uow: uow.outbox.where())] == ["unseen"] * 2
        assert await it.incidents() == [IncidentKind.UNSEEN]
        assert len(adapter.sent) == 2
    assert len([line for line in caplog.messages if "may not see whether" in line]) == 1


async def test_a_channel_that_refuses_is_told_once_and_when_it_takes_messages_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    room = ConversationRef("fake", "w", channel="room")
    async with running(adapter := Failing()) as it:
        for n in range(5):
            adapter.fail(SendRefusedError("forbidden"), room)
            await queue(it.app, room, id=f"m{n}")
        await it.pass_time(minutes=1)
        assert await it.incidents() == [IncidentKind.REFUSING]
        await queue(it.app, room, id="private", private_to=await address(it, "p1"))
        await it.pass_time(minutes=1)
        assert await it.incidents() == [IncidentKind.REFUSING]
        await queue(it.app, room, id="open")
        await it.pass_time(minutes=1)
        assert await it.incidents() == []
    told = [line for line in caplog.messages if "channel" in line]
    assert told == ["a channel does not take messages", "a channel takes messages again"]


async def address(it: Running, name: str) -> str:
    ref = ConversationRef("fake", "w", person=name)
    return await it.app.store.run(lambda uow: uow.addresses.remember(ref))


async def test_a_kind_of_message_that_is_not_accepted_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with running(adapter := Failing()) as it:
        adapter.fail(SendRefusedError("invalid"), times=5)
        await it.say(5)
        await it.pass_time(minutes=1)
        assert await it.incidents() == [IncidentKind.WRONG]
        await it.say(1, first=5)
        await it.pass_time(minutes=1)
        assert await it.incidents() == []
    assert len([line for line in caplog.messages if "messages of a kind" in line]) == 2


async def test_half_of_a_message_waits_for_its_other_half_for_hours() -> None:
    """A later part cannot be sent again with the first."""
    delivering_parts = Failing()
    async with running(delivering_parts) as it:
        ref = ConversationRef("fake", "w", channel="room")
        delivering_parts.give(ref, NARROW)
        slow = delivering_parts.send

        async def send(to: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
            name = await slow(to, view, key, private_to)
            if key == "m.1":
                delivering_parts.error = DOWN
            if key == "m.1" and len(delivering_parts.sent) < 3:
                raise DOWN
            return name

        delivering_parts.send = send  # type: ignore[method-assign]
        await queue(it.app, ref, Urgency.DIGEST)
        await it.pass_time(minutes=20)
        assert [sent.key for sent in delivering_parts.sent] == ["m", "m.1"]
        delivering_parts.error = None
        delivering_parts.send = slow  # type: ignore[method-assign]
        await it.pass_time(hours=1)
        assert await it.states() == {"sent": 1}
        keys = [sent.key for sent in delivering_parts.sent]
        assert keys == ["m", *(f"m.{n}" for n in range(1, len(keys)))]
