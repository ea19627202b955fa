"""A press to its form and a form to its acknowledgement in Slack: `folkmoot run` as a process, before a stand-in in this one.

The product has a core to itself and its files on a disk, as it would have; the stand-in and the people are this process, so that
their work is none of the product's. It can be given the other core where there are two.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import gc
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.fakes.slack.hands import Hands
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import APP_TOKEN, BOT_TOKEN, SECRET

ROOM, ADA = "C0CRISIS01", "U0ADA00000"
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
mode = "{mode}"
listen_port = {port}
"""


@dataclass
class Times:
    """Seconds from a press to its form and from a form to its acknowledgement; `late` counts forms that did not open in time."""

    to_form: list[float] = field(default_factory=list)
    to_ack: list[float] = field(default_factory=list)
    late: int = 0


def environment() -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("FOLKMOOT_")},
        "FOLKMOOT_MASTER_KEY": base64.urlsafe_b64encode(bytes(range(32))).decode(),
        "FOLKMOOT_SLACK_BOT_TOKEN": BOT_TOKEN,
        "FOLKMOOT_SLACK_APP_TOKEN": APP_TOKEN,
        "FOLKMOOT_SLACK_SIGNING_SECRET": SECRET,
    }


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def until(done: Callable[[], bool], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not done():  # noqa: ASYNC110 - what is waited for happens on the other side of a socket
            await asyncio.sleep(0.002)


@asynccontextmanager
async def product(slack: FakeSlack, mode: str) -> AsyncIterator[str]:
    """`folkmoot run` before the stand-in, on a core of its own where there are several; yields a code to claim it with."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        config = Path(folder) / "config.toml"
        config.write_text(SETTINGS.format(folder=folder, api_url=slack.api_url, mode=mode, port=port))
        code = await folkmoot(config, "claim-code")
        cores = sorted(os.sched_getaffinity(0))
        running = await begin(config, "run", None)
        try:
            if len(cores) > 1:
                os.sched_setaffinity(running.pid, cores[1:])
                os.sched_setaffinity(0, cores[:1])
            assert running.stderr
            while b"runs on" not in (line := await running.stderr.readline()):
                assert line, "the product did not start"
            if mode == "http":
                slack.target = f"http://127.0.0.1:{port}/slack/events"
            reading = asyncio.ensure_future(running.stderr.read())
            yield code
            reading.cancel()
        finally:
            os.sched_setaffinity(0, cores)
            with contextlib.suppress(ProcessLookupError):
                running.send_signal(signal.SIGTERM)
            await running.wait()


async def begin(config: Path, command: str, out: int | None) -> asyncio.subprocess.Process:
    words = (sys.executable, "-m", "bot", command, "--config", str(config))
    return await asyncio.create_subprocess_exec(*words, env=environment(), stdout=out, stderr=asyncio.subprocess.PIPE)


async def folkmoot(config: Path, command: str) -> str:
    ended = await begin(config, command, asyncio.subprocess.PIPE)
    out, told = await ended.communicate()
    assert ended.returncode == 0, told.decode()
    return out.decode().strip()


async def asked(slack: FakeSlack, hands: Hands, code: str, people: int) -> list[str]:
    """Ada sets up a team of all and has it asked at once; returns those who have the questions before them."""
    ids = [f"U0PERSON{n:03}" for n in range(people)]
    for id in (ADA, *ids):
        slack.add_user(id, f"Person {id[-3:]}")
    slack.add_channel(ROOM, "crisis-line", {ADA, *ids})
    assert await hands.say(ADA, f"claim {code}") == {}
    assert await hands.command(ADA, "team add Crisis line", ROOM) == {}
    await until(lambda: any("I found" in text for text in hands.sees(ADA)))
    for text in (f"lead set <@{ids[0]}>", "run now Crisis line"):
        assert await hands.command(ADA, text, ROOM) == {}
    await until(lambda: all(_has_button(hands, slack, id) for id in ids))
    return ids


def _has_button(hands: Hands, slack: FakeSlack, id: str) -> bool:
    try:
        return bool(hands.pressing(id, slack.direct(id).id, "Answer privately"))
    except LookupError:
        return False


async def forms(mode: str, people: int, presses: int) -> Times:
    """So many people press, fill in and send at once, so many times."""
    async with FakeSlack() as slack, product(slack, mode) as code:
        hands = Hands(slack)
        ids = await asked(slack, hands, code, people)
        pressing = {id: hands.pressing(id, slack.direct(id).id, "Answer privately") for id in ids}
        # The first time opens the connections that later ones share.
        times = [Times() for _ in range(presses + 1)]
        # What the stand-in and the people are made of is not to be searched for garbage while they wait.
        gc.collect()
        gc.freeze()
        for n, each in enumerate(times):
            await asyncio.gather(*(_answer(slack, hands, pressing[id], f"the call {n}", each) for id in ids))
        assert slack.problems == []
    counted = times[1:]
    return Times(
        [seconds for each in counted for seconds in each.to_form],
        [seconds for each in counted for seconds in each.to_ack],
        sum(each.late for each in counted),
    )


async def _answer(slack: FakeSlack, hands: Hands, press: dict[str, Any], words: str, times: Times) -> None:
    id = press["user"]["id"]
    body = {**press, "trigger_id": _trigger(slack, id)}
    begun = time.perf_counter()
    assert await slack.deliver(body) == {}
    times.to_form.append(time.perf_counter() - begun)
    if id not in slack.modals:
        times.late += 1
        return
    filled = hands.filling(id, {"q1": words, "q2": "the rota", "q3": ""})
    begun = time.perf_counter()
    assert await slack.deliver(filled) == {}
    times.to_ack.append(time.perf_counter() - begun)
    del slack.modals[id]


def _trigger(slack: FakeSlack, id: str) -> str:
    trigger = slack.trigger()
    slack.trigger_of[trigger] = id
    return trigger
