"""`folkmoot run` twice with the same settings, before the stand-in for Slack: one is connected, and the other takes over."""

from __future__ import annotations

import asyncio
from pathlib import Path
from time import monotonic

from bot.engine.leases import TERM
from tests.adapters.slack.stand import AMIRA, populate
from tests.adapters.slack.test_process import environment
from tests.fakes.slack.hands import Hands
from tests.fakes.slack.server import FakeSlack
from tests.several.whole_process import end, run, write_settings
from tests.support.further import only_further
from tests.support.postgres import empty_pair
from tests.support.waiting import PATIENCE

SLACK = """
[slack]
enabled = true
api_url = "{api_url}"
"""
LOOKING = 4.0
"""Seconds beyond the lease's term within which another process has looked, connected and been connected."""


async def answered(slack: FakeSlack, times: int) -> None:
    hands = Hands(slack)
    assert await hands.command(AMIRA, "help") == {}
    async with asyncio.timeout(PATIENCE):
        while len(hands.sees(AMIRA)) < times:  # noqa: ASYNC110 - another process answers
            await asyncio.sleep(0.02)


@only_further
async def test_one_is_connected_and_another_takes_over_when_it_is_killed(tmp_path: Path) -> None:
    pair = empty_pair()
    async with FakeSlack() as slack:
        populate(slack)
        config = write_settings(tmp_path / "config.toml", pair, SLACK.format(api_url=slack.api_url))
        first = await run(config, environment())
        await slack.connected(30)
        second = await run(config, environment())
        try:
            await answered(slack, 1)
            async with asyncio.timeout(PATIENCE):
                while "listens to Slack; this one stands by" not in (tmp_path / "log").read_text():  # noqa: ASYNC110 - another process writes it
                    await asyncio.sleep(0.1)
            assert len(slack.sockets) == 1
            first.kill()
            await first.wait()
            slack.sockets.clear()
            died = monotonic()
            await slack.connected(30)
            assert monotonic() - died < TERM.total_seconds() + LOOKING
            await answered(slack, 2)
            await asyncio.sleep(1)
            assert len(Hands(slack).sees(AMIRA)) == 2
            print(f"connected again after {monotonic() - died:.1f} s")
        finally:
            await end(first, second)
        assert slack.problems == []
