"""Two whole processes on one PostgreSQL behind a balancer of Slack's requests: each goes to the other one than the last."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path

from bot.domain.model import Team
from storage.postgres.opening import PostgresPair
from tests.adapters.slack.stand import AMIRA, BEN, ROOM, populate
from tests.adapters.slack.test_balanced import ENVIRONMENT, answers, listening
from tests.adapters.telegram.harness import free_port
from tests.fakes.slack.hands import Hands
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import Json
from tests.several.whole_process import run, write_settings
from tests.support.further import only_further
from tests.support.postgres import empty_pair, open_pair
from tests.support.waiting import PATIENCE, wait_until

SLACK = """
[slack]
enabled = true
mode = "http"
api_url = "{api_url}"
listen_port = {port}
"""


class BalancedSlack(FakeSlack):
    """Delivers each request to the next process, and events and forms once more to the one after it, as after a lost answer."""

    def __init__(self) -> None:
        super().__init__()
        self.processes = cycle([""])
        self.went: list[tuple[str, str]] = []

    async def deliver(self, body: Json, retry: int = 0, wait: float = 10.0) -> Json | None:
        answer = await self._to_next(body, 0)
        if body.get("type") in ("event_callback", "view_submission"):
            assert await self._to_next(body, 1) is not None
        return answer

    async def _to_next(self, body: Json, retry: int) -> Json | None:
        self.target = next(self.processes)
        self.went.append((body.get("type", ""), self.target))
        return await super().deliver(body, retry)


def write_config(folder: Path, slack: FakeSlack, pair: PostgresPair, port: int) -> Path:
    return write_settings(folder / f"config-{port}.toml", pair, SLACK.format(api_url=slack.api_url, port=port))


@asynccontextmanager
async def process(config: Path, port: int) -> AsyncIterator[str]:
    """A process of its own; the address at which it takes requests."""
    running = await run(config, ENVIRONMENT)
    try:
        await listening(port)
        yield f"http://127.0.0.1:{port}/slack/events"
    finally:
        running.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            assert await running.wait() == 0


async def code_for(config: Path) -> str:
    command = (sys.executable, "-m", "bot", "claim-code", "--config", str(config))
    pipe = asyncio.subprocess.PIPE
    asked = await asyncio.create_subprocess_exec(*command, env=ENVIRONMENT, stdout=pipe, stderr=pipe)
    out, said = await asked.communicate()
    assert asked.returncode == 0, said.decode()
    return out.decode().split()[0]


async def told(hands: Hands, words: str) -> None:
    await wait_until(lambda: words in "\n".join(hands.sees(AMIRA)))


async def press(hands: Hands, label: str) -> None:
    await told(hands, f"\n{label}")
    await hands.press(AMIRA, hands.slack.direct(AMIRA).id, label)


async def set_up(slack: BalancedSlack, code: str) -> None:
    """An admin is guided through forms and presses; each may come to either process."""
    hands = Hands(slack)
    await hands.say(AMIRA, f"claim {code}")
    await press(hands, "Set up step by step")
    await told(hands, "step 1 of 5")
    await press(hands, "Next")
    await told(hands, "step 2 of 5")
    await fill_in(slack, hands, name="Crisis line", channel=ROOM)
    await told(hands, "step 3 of 5")
    await fill_in(slack, hands, people=BEN, lead=BEN)
    await press(hands, "First Monday of the month 09:30")
    await told(hands, "The next times:")
    await press(hands, "Next")
    await told(hands, "step 5 of 5")
    await press(hands, "Later")
    await press(hands, "Create everything")
    await wait_until(lambda: "Ben leads this team now." in "\n".join(hands.sees(BEN, ROOM)))


async def fill_in(slack: BalancedSlack, hands: Hands, **values: str) -> None:
    """A form that one process has opened is sent to the other one, and then to the first one again."""
    await press(hands, "Fill in")
    opened_by = slack.went[-1][1]
    await wait_until(lambda: AMIRA in slack.modals)
    await hands.fill(AMIRA, values)
    first, again = [target for kind, target in slack.went if kind == "view_submission"][-2:]
    assert first != opened_by == again


@only_further
async def test_each_request_goes_to_another_process_and_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    pair, people = empty_pair(), [f"U0PERSON{n:02}" for n in range(8)]
    async with BalancedSlack() as slack:
        populate(slack)
        for n, id in enumerate(people):
            slack.add_user(id, f"Person {n}")
        ports = free_port(), free_port()
        configs = [write_config(tmp_path, slack, pair, port) for port in ports]
        code = await code_for(configs[0])
        async with process(configs[0], ports[0]) as one, process(configs[1], ports[1]) as two:
            slack.processes = cycle([one, two])
            hands = Hands(slack)
            await set_up(slack, code)
            for id in people:
                assert await hands.say(id, "hello") == {}
            await wait_until(lambda: all(answers(slack, id) for id in people))
            await asyncio.sleep(0.5)
            assert [answers(slack, id) for id in people] == [1] * len(people)
            for who, where in ((AMIRA, ""), (BEN, ""), (BEN, ROOM)):
                assert max(Counter(hands.sees(who, where)).values()) == 1
        assert slack.problems == []
    store = open_pair(pair)
    try:
        teams: list[Team] = store.read_sync(lambda unit: unit.teams.where())
    finally:
        store.close_sync()
    assert [team.name for team in teams] == ["Crisis line"]
