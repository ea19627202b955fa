import asyncio
from typing import Any

import pytest

from adapters.slack.app import SlackAdapter
from adapters.slack.socket import Socket
from bot.domain.events import ButtonPressed
from tests.adapters.harness import Ear
from tests.adapters.slack.stand import AMIRA, BEN, started
from tests.fakes.slack.server import FakeSlack
from tests.support.waiting import wait_until


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The watch as it is, a hundred times faster; returns the lengths of the gaps that it found."""
    gaps: list[float] = []
    make = Socket.__init__

    def faster(self: Socket, *given: Any, **named: Any) -> None:
        make(self, *given, **named, ping=0.05, patience=0.3, look=0.02)
        after = self._gap

        async def noted(seconds: float) -> None:
            gaps.append(seconds)
            await after(seconds)

        self._gap = noted

    monkeypatch.setattr(Socket, "__init__", faster)
    return gaps


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "too_many_websockets"])
async def test_a_connection_that_is_to_end_is_replaced(reason: str) -> None:
    ear = Ear()
    async with started(ear) as (slack, _, hands):
        await slack.connected()
        before = slack.sockets[0]
        await slack.disconnect(reason)
        await wait_until(lambda: slack.sockets and slack.sockets[-1] is not before)
        assert await hands.say(AMIRA, "the call") == {}
    assert len(ear.heard) == 1


async def test_a_cut_connection_is_made_again(quick: list[float]) -> None:
    ear = Ear()
    async with started(ear) as (slack, _, hands):
        await slack.connected()
        await asyncio.sleep(0.1)
        await slack.cut()
        await wait_until(lambda: slack.sockets)
        assert await hands.say(AMIRA, "the call") == {}
        await wait_until(lambda: quick)
    assert len(ear.heard) == 1


async def test_a_dead_connection_is_noticed_by_its_silence() -> None:
    """Half open: nothing arrives any more, and no ping is answered."""
    slack = FakeSlack()
    slack.silent = True
    async with started(Ear(), slack=slack) as (_, _, _):
        await slack.connected()
        first = slack.sockets[0]
        slack.silent = False
        await wait_until(lambda: any(socket is not first for socket in slack.sockets))


async def test_an_address_that_is_no_longer_good_is_not_tried_for_ever() -> None:
    """Where the SDK alone would go on with the same address, the watch asks for another."""
    async with started(Ear()) as (slack, _, hands):
        await slack.connected()
        given = slack.apps_connections_open

        def stale() -> dict[str, str]:
            return {"url": f"{slack.url.replace('http', 'ws')}/link/not-a-ticket"}

        slack.apps_connections_open = stale  # type: ignore[method-assign]
        await slack.cut()
        await wait_until(lambda: len(slack.called("apps.connections.open")) > 1)
        await asyncio.sleep(0.1)
        slack.apps_connections_open = given  # type: ignore[method-assign]
        await wait_until(lambda: slack.sockets)
        assert await hands.say(AMIRA, "the call") == {}


async def test_without_the_watch_it_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""

    async def blind(self: Socket) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(Socket, "_look_once", blind)
    async with started(Ear()) as (slack, _, _):
        await slack.connected()
        given = slack.apps_connections_open
        slack.apps_connections_open = lambda: {"url": f"{slack.url}/link/no"}  # type: ignore[method-assign]
        await slack.cut()
        await wait_until(lambda: len(slack.called("apps.connections.open")) > 1)
        await asyncio.sleep(0.1)
        slack.apps_connections_open = given  # type: ignore[method-assign]
        with pytest.raises(TimeoutError):
            await wait_until(lambda: slack.sockets, 1.0)


async def test_a_slack_that_is_out_of_reach_at_the_start_is_waited_for() -> None:
    slack = FakeSlack()
    slack.fail("auth.test", status=503, times=3)
    slack.fail("apps.connections.open", status=503, times=3)
    ear = Ear()
    async with started(ear, slack=slack) as (_, _, hands):
        await slack.connected()
        assert await hands.say(AMIRA, "the call") == {}
    assert len(ear.heard) == 1


async def test_what_is_being_handled_is_finished_at_the_end() -> None:
    done: list[object] = []
    begun = asyncio.Event()

    async def slow(event: object) -> Any:
        begun.set()
        await asyncio.sleep(0.2)
        done.append(event)
        return await Ear()(event)  # type: ignore[arg-type]

    async with started(slow) as (_, adapter, hands):
        saying = asyncio.ensure_future(hands.say(BEN, "the call"))
        await begun.wait()
        await adapter.stop()
        assert len(done) == 1
        assert await saying == {}


async def test_presses_come_through_the_socket_too() -> None:
    from bot.views.view import Button, Buttons, View
    from tests.adapters.slack.stand import ROOM, channel

    ear = Ear()
    async with started(ear) as (_, adapter, hands):
        assert isinstance(adapter, SlackAdapter)
        await adapter.send(channel(ROOM), View((Buttons((Button("Answer", "answer", "r1"),)),), "A message"), "k1")
        assert await hands.press(BEN, ROOM, "Answer") == {}
    (heard,) = ear.heard
    assert isinstance(heard, ButtonPressed)


async def test_a_connection_that_stays_away_is_told_once_and_once_when_it_is_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    async with started(Ear()) as (slack, adapter, hands):
        await slack.connected()
        await wait_until(lambda: adapter.hears)
        slack.fail("apps.connections.open", status=503, times=10_000)
        await slack.cut()
        await wait_until(lambda: not adapter.hears)
        await asyncio.sleep(1.5)
        slack.heal()
        await wait_until(lambda: adapter.hears, 15)
        await wait_until(lambda: "connected to Slack again" in caplog.messages)
        assert await hands.say(AMIRA, "the call") == {}
    about = [line for line in caplog.messages if "Slack" in line]
    assert about == [
        "Slack cannot be reached, and is tried again until the connection holds; check the network and slack.api_url",
        "connected to Slack again",
    ]


async def test_a_watch_that_has_ended_shows_no_sign_of_life_and_can_be_begun_anew() -> None:
    ear = Ear()
    async with started(ear) as (slack, adapter, hands):
        await slack.connected()
        await wait_until(lambda: adapter.hears)
        assert adapter.socket and adapter.socket._watch
        adapter.socket._watch.cancel()
        await asyncio.sleep(0.1)
        beaten_at = adapter.beaten_at
        await asyncio.sleep(0.1)
        assert adapter.beaten_at == beaten_at
        await adapter.listen_again()
        await wait_until(lambda: adapter.beaten_at > beaten_at)
        assert await hands.say(AMIRA, "the call") == {}
    assert len(ear.heard) == 1
