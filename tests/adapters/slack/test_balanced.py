"""Two processes behind a balancer with one database: one answer to each event, though one is killed (R2, R6, R10)."""

from __future__ import annotations

import asyncio
import base64
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from tests.adapters.telegram.harness import free_port
from tests.fakes.slack.hands import Hands
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import BOT_TOKEN, BOT_USER, SECRET
from tests.support.further import only_further
from tests.support.waiting import PATIENCE, wait_until

SETTINGS = """
[storage]
path = "{folder}/folkmoot.db"
keys_path = "{folder}/keys.db"

[slack]
enabled = true
mode = "http"
api_url = "{api_url}"
listen_port = {port}
"""
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("FOLKMOOT_")},
    "FOLKMOOT_MASTER_KEY": base64.urlsafe_b64encode(bytes(range(32))).decode(),
    "FOLKMOOT_SLACK_BOT_TOKEN": BOT_TOKEN,
    "FOLKMOOT_SLACK_SIGNING_SECRET": SECRET,
}
PEOPLE = 12


@asynccontextmanager
async def process(folder: Path, slack: FakeSlack) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """A process of its own and the address at which it takes events."""
    port = free_port()
    config = folder / f"config-{port}.toml"
    config.write_text(SETTINGS.format(folder=folder, api_url=slack.api_url, port=port))
    command = (sys.executable, "-m", "bot", "run", "--config", str(config))
    pipe = asyncio.subprocess.PIPE
    running = await asyncio.create_subprocess_exec(*command, env=ENVIRONMENT, stdout=pipe, stderr=pipe)
    try:
        await listening(port)
        yield running, f"http://127.0.0.1:{port}/slack/events"
    finally:
        if running.returncode is None:
            running.send_signal(signal.SIGTERM)
            async with asyncio.timeout(PATIENCE):
                _, said = await running.communicate()
            assert running.returncode == 0, said.decode()


async def listening(port: int) -> None:
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)


def answers(slack: FakeSlack, user: str) -> int:
    return sum(1 for m in slack.messages if m.channel == slack.direct(user).id and m.user == BOT_USER)


@only_further
async def test_each_event_is_answered_once_and_one_process_may_be_killed(tmp_path: Path) -> None:
    people = [f"U0PERSON{n:02}" for n in range(PEOPLE)]
    async with FakeSlack() as slack:
        for n, id in enumerate(people):
            slack.add_user(id, f"Person {n}")
        hands = Hands(slack)
        async with process(tmp_path, slack) as (first, one), process(tmp_path, slack) as (_, two):
            for n, id in enumerate(people[:-2]):
                event = hands.message(id, "hello")
                slack.target = (one, two)[n % 2]
                assert await slack.deliver(event) == {}
                slack.target = (two, one)[n % 2]
                assert await slack.deliver(event, retry=1) == {}
            await wait_until(lambda: all(answers(slack, id) for id in people[:-2]))
            await asyncio.sleep(0.5)  # that they were sent is written down as well
            first.kill()
            await first.wait()
            slack.target = two
            for id in people[-2:]:
                assert await hands.say(id, "hello") == {}
            await wait_until(lambda: all(answers(slack, id) for id in people))
        assert [answers(slack, id) for id in people] == [1] * PEOPLE
        assert slack.problems == []
