"""Of several processes one is connected over Socket Mode, every one serves requests, and who may not send sends nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.slack.app import SlackAdapter
from adapters.slack.turns import InTurn
from bot.ports import SendLaterError
from tests.adapters.harness import Ear
from tests.adapters.slack.stand import AMIRA, aim, make, person, populate, started
from tests.adapters.slack.test_sending import HELLO
from tests.fakes.slack.hands import Hands
from tests.fakes.slack.server import FakeSlack
from tests.support.waiting import wait_until


class Right:
    """A lease that is given and taken by hand."""

    def __init__(self, mine: bool = False) -> None:
        self.mine = mine
        self.released = False

    async def hold(self) -> bool:
        return self.mine

    async def release(self) -> None:
        self.released = True


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(InTurn.__init__, "__defaults__", (0.02,))


@asynccontextmanager
async def waiting(ear: Ear) -> AsyncIterator[tuple[FakeSlack, SlackAdapter, Right]]:
    right = Right()
    async with FakeSlack() as slack:
        populate(slack)
        adapter = make(slack, "socket")
        adapter.listen_in_turn(right)
        await adapter.start(ear)
        try:
            yield slack, adapter, right
        finally:
            await adapter.stop()


async def test_who_does_not_hold_the_lease_stands_by_and_takes_over() -> None:
    async with waiting(ear := Ear()) as (slack, adapter, right):
        await asyncio.sleep(0.2)
        assert not slack.sockets and adapter.hears
        right.mine = True
        await slack.connected()
        aim(slack, adapter)
        await Hands(slack).command(AMIRA, "help")
        await wait_until(lambda: ear.heard)
        right.mine = False
        await wait_until(lambda: not slack.sockets)
        assert adapter.hears
    assert right.released


async def test_without_a_lease_it_is_connected_at_once() -> None:
    """Negative control of the test above."""
    async with started(Ear()) as (slack, _, _):
        await slack.connected()


async def test_requests_are_served_without_the_lease() -> None:
    ear = Ear()
    async with FakeSlack() as slack:
        populate(slack)
        adapter = make(slack, "http")
        adapter.listen_in_turn(Right())
        await adapter.start(ear)
        aim(slack, adapter)
        await Hands(slack).command(AMIRA, "help")
        await wait_until(lambda: ear.heard)
        await adapter.stop()


@pytest.mark.parametrize("may", [True, False])
async def test_what_may_not_leave_does_not_and_may_later(may: bool) -> None:
    async with started(Ear(), "http") as (slack, adapter, _):
        adapter.send_while(lambda: may)
        if may:
            await adapter.send(person(AMIRA), HELLO, "k")
        else:
            with pytest.raises(SendLaterError):
                await adapter.send(person(AMIRA), HELLO, "k")
        assert bool(slack.called("chat.postMessage")) is may
        await adapter.post.send(person(AMIRA), HELLO, "notice")
        assert slack.called("chat.postMessage")
