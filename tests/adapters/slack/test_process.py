"""`folkmoot run` as a process with nothing but a settings file, before the stand-in for Slack (R10)."""

from __future__ import annotations

import asyncio
import base64
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from adapters.slack.manifest import SCOPES
from tests.adapters.slack.stand import AMIRA, populate
from tests.fakes.slack.hands import Hands
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import APP_TOKEN, BOT_TOKEN
from tests.support.further import further, only_further, part_of
from tests.support.waiting import PATIENCE

pytestmark = further

SETTINGS = """
[organisation]
name = "Harbour"
zone = "Europe/London"

[storage]
path = "{folder}/data/folkmoot.db"
keys_path = "{folder}/keys/keys.db"

[slack]
enabled = true
api_url = "{api_url}"
"""


def environment(bot_token: str = BOT_TOKEN) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("FOLKMOOT_")},
        "FOLKMOOT_MASTER_KEY": base64.urlsafe_b64encode(bytes(range(32))).decode(),
        "FOLKMOOT_SLACK_BOT_TOKEN": bot_token,
        "FOLKMOOT_SLACK_APP_TOKEN": APP_TOKEN,
    }


def write_config(folder: Path, slack: FakeSlack) -> Path:
    config = folder / "config.toml"
    config.write_text(SETTINGS.format(folder=folder, api_url=slack.api_url))
    return config


async def begin(folder: Path, slack: FakeSlack, env: Mapping[str, str], *words: str) -> asyncio.subprocess.Process:
    config = write_config(folder, slack)
    pipes = {"stdout": asyncio.subprocess.PIPE, "stderr": asyncio.subprocess.PIPE}
    command = (sys.executable, "-m", "bot", *words, "--config", str(config))
    return await asyncio.create_subprocess_exec(*command, env=dict(env), **pipes)  # type: ignore[arg-type]


@only_further
async def test_it_starts_answers_and_ends_on_a_signal(tmp_path: Path) -> None:
    async with FakeSlack() as slack:
        populate(slack)
        process = await begin(tmp_path, slack, environment(), "run")
        try:
            await slack.connected(30)
            hands = Hands(slack)
            assert await hands.command(AMIRA, "help") == {}
            async with asyncio.timeout(PATIENCE):
                while not hands.sees(AMIRA):  # noqa: ASYNC110 - another process answers
                    await asyncio.sleep(0.02)
            process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(PATIENCE):
                assert await process.wait() == 0
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        assert slack.problems == []


@only_further
@pytest.mark.parametrize("trouble", part_of(["token", "scope"], 2))
async def test_what_slack_does_not_let_in_ends_with_a_sentence_and_code_2(tmp_path: Path, trouble: str) -> None:
    scopes = set(SCOPES) - {"im:write"} if trouble == "scope" else set(SCOPES)
    async with FakeSlack(scopes) as slack:
        env = environment("xoxb-another" if trouble == "token" else BOT_TOKEN)
        process = await begin(tmp_path, slack, env, "run")
        async with asyncio.timeout(PATIENCE):
            _, told = await process.communicate()
        assert process.returncode == 2
        assert ("im:write" if trouble == "scope" else "bot token") in told.decode()
        assert b"xoxb" not in told.replace(b"(xoxb-)", b"")
        assert not any(name.startswith("chat.") for name, _ in slack.calls)


async def test_what_was_acknowledged_survives_a_kill_and_is_answered_once(tmp_path: Path) -> None:
    async with FakeSlack() as slack:
        populate(slack)
        hands = Hands(slack)
        first = await begin(tmp_path, slack, environment(), "run")
        await slack.connected(30)
        # The answer gets through, and nobody lives to hear that it did.
        slack.fail("chat.postMessage", done=True, delay=0.5, cut=True)
        assert await hands.command(AMIRA, "help") == {}
        async with asyncio.timeout(PATIENCE):
            while not slack.called("chat.postMessage"):  # noqa: ASYNC110 - another process answers
                await asyncio.sleep(0.005)
        first.kill()
        await first.wait()
        slack.sockets.clear()
        second = await begin(tmp_path, slack, environment(), "run")
        try:
            await slack.connected(30)
            async with asyncio.timeout(PATIENCE):
                while not slack.called("conversations.history"):  # noqa: ASYNC110 - another process looks
                    await asyncio.sleep(0.02)
            await asyncio.sleep(0.5)
            assert len(hands.sees(AMIRA)) == 1
        finally:
            second.send_signal(signal.SIGTERM)
            async with asyncio.timeout(PATIENCE):
                assert await second.wait() == 0
