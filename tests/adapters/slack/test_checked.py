"""`folkmoot check` and `folkmoot slack-manifest` before the stand-in; and what docs/slack.md says about errors."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

import adapters.slack
import bot
from adapters.slack.manifest import EVENTS, OPTIONAL, SCOPES
from bot.cli.app import folkmoot
from tests.adapters.slack.stand import AMIRA, ROOM, populate
from tests.adapters.slack.test_process import begin, environment, write_config
from tests.fakes.slack.hands import Hands
from tests.fakes.slack.rules import METHODS
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import BOT_USER
from tests.support.further import only_further
from tests.support.waiting import PATIENCE

DOCS = Path(bot.__file__).parents[1] / "docs" / "slack.md"
EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "channel_": "channels:read",
    "group_": "groups:read",
    "member_": "channels:read",
    "message.im": "im:history",
    "subteam_": "usergroups:read",
    "user_change": "users:read",
}
"""Of Slack's reference of events; those that are not here need none."""


async def said(folder: Path, slack: FakeSlack, *words: str, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    process = await begin(folder, slack, env or environment(), *words)
    async with asyncio.timeout(60):
        out, told = await process.communicate()
    return process.returncode or 0, (out + told).decode()


async def test_the_self_check_of_a_good_set_up_is_content_and_sends_nothing(tmp_path: Path) -> None:
    async with FakeSlack() as slack:
        code, told = await said(tmp_path, slack, "check")
        assert code == 0, told
        assert "the bot token is good for Harbour" in told and "the app-level token is good" in told
        assert "/invite @Folkmoot" in told, "it is in no channel yet"
        assert {name for name, _ in slack.calls} == {"auth.test", "apps.connections.open", "users.conversations"}


async def checked_here(folder: Path, slack: FakeSlack, env: Mapping[str, str]) -> tuple[int, str]:
    """Call `folkmoot check` in a thread of this process, which spares its start."""
    words = ["check", "--config", str(write_config(folder, slack))]
    cleared = dict.fromkeys(name for name in os.environ if name.startswith("FOLKMOOT_"))
    call = partial(CliRunner().invoke, folkmoot, words, env={**cleared, **env})
    async with asyncio.timeout(60):
        done = await asyncio.to_thread(call)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize("scope", sorted(OPTIONAL))
async def test_a_scope_that_was_left_out_is_named_with_what_it_costs(tmp_path: Path, scope: str) -> None:
    async with FakeSlack(set(SCOPES) - {scope}) as slack:
        code, told = await checked_here(tmp_path, slack, environment())
        assert code == 0
        assert f"Without {scope}," in told and OPTIONAL[scope][:20] in told


@pytest.mark.parametrize("scope", sorted(set(SCOPES) - set(OPTIONAL)))
async def test_every_missing_scope_is_named_with_a_remedy(tmp_path: Path, scope: str) -> None:
    async with FakeSlack(set(SCOPES) - {scope}) as slack:
        code, told = await checked_here(tmp_path, slack, environment())
        assert code != 0
        assert f"the bot lacks {scope}." in told and "OAuth & Permissions" in told


@only_further
async def test_a_team_s_channel_without_the_bot_is_named(tmp_path: Path) -> None:
    async with FakeSlack() as slack:
        populate(slack)
        hands = Hands(slack)
        _, code = await said(tmp_path, slack, "claim-code")
        running = await begin(tmp_path, slack, environment(), "run")
        await slack.connected(30)
        assert await hands.say(AMIRA, f"claim {code.splitlines()[0]}") == {}
        assert await hands.command(AMIRA, "team add Crisis line", ROOM) == {}
        running.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            assert await running.wait() == 0
        status, told = await checked_here(tmp_path, slack, environment())
        assert status == 0 and "the bot is in #crisis-line" in told
        slack.channels[ROOM].members.discard(BOT_USER)
        status, told = await checked_here(tmp_path, slack, environment())
        assert status != 0
        assert "the bot is not in #crisis-line" in told and "/invite @Folkmoot" in told


@pytest.mark.parametrize(
    ("trouble", "words"), [("token", "bot token"), ("app", "app-level token"), ("gone", "reached")]
)
async def test_what_slack_does_not_let_in_is_named(tmp_path: Path, trouble: str, words: str) -> None:
    async with FakeSlack() as slack:
        env = environment("xoxb-another" if trouble == "token" else environment()["FOLKMOOT_SLACK_BOT_TOKEN"])
        if trouble == "app":
            env["FOLKMOOT_SLACK_APP_TOKEN"] = "xapp-another"
        if trouble == "gone":
            slack.fail("auth.test", status=503, times=9)
        code, told = await checked_here(tmp_path, slack, env)
        assert code != 0 and words in told
        assert "another" not in told


async def test_the_manifest_is_printed_and_asks_for_nothing_in_vain(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "bot", "slack-manifest")
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=tmp_path)
    async with asyncio.timeout(PATIENCE):
        out, _ = await process.communicate()
    told = json.loads(out)
    assert told["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)
    assert {scope for scope in told["oauth_config"]["scopes"]["bot"] if not _used(scope)} == set()


def _used(scope: str) -> bool:
    """By an event that is subscribed to, a method that the adapter calls, or a file that it fetches."""
    heard = any(name.startswith(event) for name in EVENTS for event, needs in EVENT_SCOPES.items() if needs == scope)
    source = "".join(path.read_text() for path in Path(adapters.slack.__file__).parent.glob("*.py"))
    called = any(f'"{name}"' in source for name, method in METHODS.items() if scope in method.scopes)
    fetched = scope == "files:read" and "url_private_download" in source
    return heard or called or fetched or scope == "commands"


def test_a_scope_in_vain_would_be_found() -> None:
    """Negative control of the test above."""
    assert not _used("reactions:read") and not _used("channels:join")


def test_what_the_docs_quote_is_what_is_said() -> None:
    """Every quoted message of the table of errors stands in the product's words; every scope in the table of scopes."""
    page = DOCS.read_text()
    table = page[page.index("## What you may meet") : page.index("## What Slack keeps")]
    rooms = [Path(adapters.slack.__file__).parent, Path(bot.__file__).parent]
    words = "".join(path.read_text() for room in rooms for path in room.rglob("*.py"))
    quoted = [re.sub(r" \(\w+\)| …|^1 person ", "", text) for text in re.findall("“([^”]+)”", table)]
    assert len(quoted) > 6
    assert [text for text in quoted if text not in words] == []
    scopes = set(
        re.findall(r"`([a-z_]+:[a-z.]+)`", page[page.index("| scope | why |") : page.index("It does not ask")])
    )
    assert scopes | {"commands"} == set(SCOPES)
