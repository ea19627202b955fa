"""`folkmoot run` twice before the stand-in for Telegram: one polls, and the other takes over when it is killed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from time import monotonic

from bot.engine.leases import TERM
from tests.adapters.slack.test_process import environment
from tests.fakes.telegram.server import TOKEN, FakeTelegram
from tests.several.whole_process import end, run, write_settings
from tests.support.further import only_further
from tests.support.postgres import empty_pair
from tests.support.waiting import PATIENCE, wait_until

TELEGRAM = """
[telegram]
enabled = true
api_url = "{api_url}"
"""
LOOKING = 4.0
"""Seconds beyond the lease's term within which another process has looked, polled and answered."""


@only_further
async def test_one_polls_and_another_takes_over_when_it_is_killed(tmp_path: Path) -> None:
    pair = empty_pair()
    async with FakeTelegram() as fake:
        config = write_settings(tmp_path / "config.toml", pair, TELEGRAM.format(api_url=fake.url))
        env = {**environment(), "FOLKMOOT_TELEGRAM_TOKEN": TOKEN}
        people = [fake.person(501 + n, f"Person {n}") for n in range(6)]
        first = await run(config, env, "first")
        fake.start(people[0])
        await wait_until(lambda: fake.transcript(501))
        second = await run(config, env, "second")
        try:
            async with asyncio.timeout(PATIENCE):
                while "another process with this database fetches updates" not in (tmp_path / "second").read_text():  # noqa: ASYNC110 - another process writes it
                    await asyncio.sleep(0.05)
            for person in people[1:3]:
                fake.start(person)
            await wait_until(lambda: all(fake.transcript(501 + n) for n in range(3)))
            await asyncio.sleep(0.5)  # that they were sent is written down as well
            first.kill()
            await first.wait()
            died = monotonic()
            for person in people[3:]:
                fake.start(person)
            async with asyncio.timeout(TERM.total_seconds() + LOOKING):
                while not all(fake.transcript(501 + n) for n in range(6)):  # noqa: ASYNC110 - another process answers
                    await asyncio.sleep(0.02)
            print(f"answered again after {monotonic() - died:.1f} s")
            await fake.settled(10)
            await asyncio.sleep(0.5)
        finally:
            await end(first, second)
        assert [len(fake.transcript(501 + n)) for n in range(6)] == [1] * 6
        assert fake.problems == []
