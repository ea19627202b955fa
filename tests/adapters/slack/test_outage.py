"""Slack out for hours, without the right to look, with a revoked token: nothing is lost, said twice, or silent (R2, R12)."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.domain.model import IncidentKind, OutboxMessage
from bot.engine.incidents import IncidentJournal
from bot.engine.outbox import sender, settling
from bot.engine.outbox.reporting import Reports
from tests.adapters.slack.product import ROOM, Product, product
from tests.adapters.slack.test_round import NAMES
from tests.support.waiting import PATIENCE


class Passing:
    """Lets the product run, and time pass: a minute in a few hundredths of a second."""

    def __init__(self, p: Product) -> None:
        self.p = p
        self.passed = 0.0

    def seconds(self) -> float:
        return self.passed + asyncio.get_running_loop().time()

    async def minutes(self, count: int) -> None:
        for _ in range(count):
            self.passed += 60
            self.p.app.sender.wake()
            await asyncio.sleep(0.03)

    async def states(self) -> Counter[str]:
        return Counter(await self.p.app.store.read(lambda uow: [row.state.value for row in uow.outbox.where()]))

    async def incidents(self) -> list[IncidentKind]:
        return await self.p.app.store.read(lambda uow: [row.kind for row in uow.incidents.where()])

    async def idle(self) -> None:
        """Until all that waits is sent."""
        async with asyncio.timeout(PATIENCE):
            while set(await self.states()) - {"sent", "failed"}:
                await self.minutes(1)


@asynccontextmanager
async def running(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Passing]:
    """The team is asked in a moment; its sender runs as it does in a process."""
    monkeypatch.setattr(sender, "IDLE_LOOK_SECONDS", 0.02)
    monkeypatch.setattr(sender, "KEEP_EVERY", 0.05)
    async with product() as p:
        await p.set_up(NAMES)
        passing = Passing(p)
        p.app.sender._deliveries.state.seconds = passing.seconds
        task = asyncio.get_running_loop().create_task(p.app.sender.run())
        try:
            yield passing
        finally:
            await p.app.sender.stop(1)
            await task


def keys(p: Product) -> list[str]:
    found = [m.metadata.get("event_payload", {}).get("key", "") for m in p.slack.messages if m.metadata]
    return [key for key in found if key]


async def asked_in_an_outage(t: Passing, arrives: bool, minutes: int) -> None:
    """The round opens, and somebody asks for help, while Slack answers 503 to everything."""
    p = t.p
    p.slack.down, p.slack.arrives = True, arrives
    await p.hands.say("U0AMIRA000", "help")
    p.clock.at = p.clock.at.replace(day=3, hour=10)
    await p.app.scheduler.tick()
    await t.minutes(minutes)
    p.slack.down = False


@pytest.mark.parametrize("arrives", [True, False])
async def test_replies_and_invitations_of_an_outage_arrive_once(monkeypatch: pytest.MonkeyPatch, arrives: bool) -> None:
    async with running(monkeypatch) as t:
        await asked_in_an_outage(t, arrives, minutes=90)
        await t.idle()
        assert set(await t.states()) == {"sent"}
        assert max(Counter(keys(t.p)).values()) == 1
        assert sum(key.startswith("prompt:") for key in keys(t.p)) == len(NAMES) + 1
        assert any("What you can say to me" in text for text in t.p.hands.sees("U0AMIRA000"))
        assert await t.incidents() == []


async def test_looked_for_a_moment_alone_they_would_stay_uncertain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(settling, "RETRY_SECONDS", ())
    async with running(monkeypatch) as t:
        await asked_in_an_outage(t, arrives=True, minutes=30)
        await t.minutes(90)
        assert (await t.states())["uncertain"]


async def test_not_looked_for_they_would_be_said_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""

    async def blind(*given: object) -> None:
        return None

    monkeypatch.setattr("bot.engine.outbox.lookups.find_sent", blind)
    async with running(monkeypatch) as t:
        await asked_in_an_outage(t, arrives=True, minutes=5)
        await t.idle()
        assert max(Counter(keys(t.p)).values()) > 1


async def test_forty_seconds_are_one_line_at_their_beginning_and_one_at_their_end(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with running(monkeypatch) as t:
        t.p.slack.down = True
        t.p.clock.at = t.p.clock.at.replace(day=3, hour=10)
        await t.p.app.scheduler.tick()
        for _ in range(40):
            t.passed += 1
            t.p.app.sender.wake()
            await asyncio.sleep(0.03)
        async with asyncio.timeout(PATIENCE):
            while not await t.incidents():  # noqa: ASYNC110 - kept by the sender
                await asyncio.sleep(0.02)
        t.p.slack.down = False
        await t.idle()
        about = [line for line in caplog.messages if "platform" in line]
        assert about == [
            "a platform cannot be reached, or fails: messages wait until it works again",
            "what did not work on a platform works again",
        ]


async def test_a_revoked_token_is_said_in_log_and_status(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with running(monkeypatch) as t:
        for method in ("chat.postMessage", "chat.postEphemeral"):
            t.p.slack.fail(method, error="token_revoked", times=10_000)
        await t.p.hands.say("U0ADA00000", "status")
        await t.minutes(10)
        assert await t.incidents() == [IncidentKind.TOKEN]
        assert (await t.states())["failed"] == 0
        t.p.slack.heal()
        await t.idle()
        assert await t.incidents() == []
        assert "Next round" in t.p.last("U0ADA00000")
        assert len([line for line in caplog.messages if "platform" in line]) == 2


async def test_not_noted_a_revoked_token_would_be_silent(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def nothing(*given: object) -> None:
        return None

    monkeypatch.setattr(IncidentJournal, "note", nothing)
    caplog.set_level(logging.INFO)
    async with running(monkeypatch) as t:
        t.p.slack.fail("chat.postMessage", error="token_revoked", times=10_000)
        await t.p.hands.say("U0ADA00000", "status")
        await t.minutes(10)
        assert await t.incidents() == []
        assert [line for line in caplog.messages if "platform" in line] == []


async def test_without_the_right_to_look_what_was_cut_off_stays_uncertain_and_status_says_so() -> None:
    async with product() as p:
        ids = await p.set_up(NAMES)
        p.slack.scopes -= {"channels:history", "groups:history", "im:history", "mpim:history"}
        p.slack.fail("chat.postMessage", cut=True, done=True, times=3, channel=ROOM)
        await p.pass_time(days=1, hours=1)
        await p.command(ids[0], "status")
        assert "Slack: I may not read where I post" in p.last(ids[0])
        assert "A post or digest may or may not have arrived" in p.last(ids[0])
        assert max(Counter(keys(p)).values()) == 1


async def test_status_shows_a_channel_that_refuses_posts_though_ephemeral_messages_succeed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    async with product() as p:
        ids = await p.set_up(NAMES)
        p.slack.fail("chat.postMessage", error="restricted_action", times=5, channel=ROOM)
        for n in range(5):
            await p.command(ids[0], f"lead set <@{ids[n + 1]}>", ROOM)
        await p.command(ids[0], "status", ROOM)
        assert "Crisis line: I may not write there" in p.last(ids[0], ROOM)
        assert p.slack.called("chat.postEphemeral")
        await p.command(ids[0], f"lead remove <@{ids[1]}>", ROOM)
        await p.command(ids[0], "status", ROOM)
        assert "I may not write there" not in p.last(ids[0], ROOM)
        about = [line for line in caplog.messages if "channel" in line]
        assert about == ["a channel does not take messages", "a channel takes messages again"]


async def test_if_an_ephemeral_message_counted_as_a_post_status_would_hide_the_channel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    as_it_is = Reports.sent

    async def taken_for_a_post(self: Reports, message: OutboxMessage) -> None:
        await as_it_is(self, replace(message, private_to=""))

    monkeypatch.setattr(Reports, "sent", taken_for_a_post)
    async with product() as p:
        ids = await p.set_up(NAMES)
        p.slack.fail("chat.postMessage", error="restricted_action", times=5, channel=ROOM)
        for n in range(5):
            await p.command(ids[0], f"lead set <@{ids[n + 1]}>", ROOM)
        await p.command(ids[0], "help", ROOM)
        await p.command(ids[0], "status", ROOM)
        assert "I may not write there" not in p.last(ids[0], ROOM)


async def test_a_channel_that_takes_no_ephemeral_messages_says_nothing_about_its_people() -> None:
    async with product() as p:
        ids = await p.set_up(NAMES)
        p.slack.fail("chat.postEphemeral", error="restricted_action", times=9)
        await p.command(ids[1], "my data", ROOM)
        await p.command(ids[1], "help", ROOM)
        assert "What you can say to me" in p.last(ids[1])
        assert await p.app.store.read(lambda uow: uow.members.where(reachable=False)) == []


async def test_a_message_is_found_behind_much_that_was_said_since() -> None:
    async with product() as p:
        ids = await p.set_up(NAMES)
        p.slack.fail("chat.postMessage", cut=True, done=True, channel=ROOM)
        p.slack.fail("conversations.history", status=503, times=30)
        await p.command(ids[0], f"lead set <@{ids[1]}>", ROOM)
        for n in range(350):
            p.slack.messages.append(p.slack.messages[0].__class__(ROOM, p.slack.ts(), f"{n}", [], {}, user=ids[1]))
        p.slack.heal()
        await p.app.settle()
        assert max(Counter(keys(p)).values()) == 1
        assert await p.app.store.read(lambda uow: {row.state.value for row in uow.outbox.where()}) == {"sent"}
        assert any("cursor" in call for call in p.slack.called("conversations.history"))
