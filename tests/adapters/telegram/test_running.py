"""`folkmoot run` with a config file, as an operator runs it: it serves, stops in time, and says what is wrong (R10)."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.fakes.telegram.server import TOKEN, FakeTelegram
from tests.support.further import only_further
from tests.support.waiting import PATIENCE, wait_until


def configured(folder: Path, fake: FakeTelegram) -> Path:
    folder.chmod(0o700)
    config = folder / "config.toml"
    config.write_text(f'[telegram]\nenabled = true\napi_url = "{fake.url}"\n')
    return config


@asynccontextmanager
async def running(folder: Path, fake: FakeTelegram, token: str = TOKEN) -> AsyncIterator[asyncio.subprocess.Process]:
    config = configured(folder, fake)
    key = b64encode(bytes(range(32))).decode()
    environment = os.environ | {"FOLKMOOT_MASTER_KEY": key, "FOLKMOOT_TELEGRAM_TOKEN": token}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", "--config", str(config),
        cwd=folder, env=environment | {"PYTHONPATH": str(Path(__file__).parents[3])},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@only_further
async def test_it_serves_until_it_is_told_to_stop_and_loses_nothing(tmp_path: Path) -> None:
    async with FakeTelegram() as fake:
        amira = fake.person(501, "Amira")
        async with running(tmp_path, fake) as process:
            fake.start(amira)
            await wait_until(lambda: fake.transcript(501))
            process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(PATIENCE):
                _, said = await process.communicate()
            assert process.returncode == 0, said.decode()
        assert "Folkmoot" in fake.transcript(501)[0]
        fake.say(amira, "/privacy")
        async with running(tmp_path, fake):
            await wait_until(lambda: len(fake.transcript(501)) == 2)
        assert fake.problems == []


async def test_killed_and_started_again_it_answers_once(tmp_path: Path) -> None:
    """R1, R6: killed after the commit and before it could confirm, it knows the update when it comes again."""
    async with FakeTelegram() as fake:
        amira = fake.person(501, "Amira")
        async with running(tmp_path, fake) as process:
            fake.start(amira)
            seen = list(fake.updates)
            await wait_until(lambda: fake.transcript(501))
            await asyncio.sleep(0.5)  # that it was sent is written down as well: what is cut off there is said again
            process.kill()
            await process.wait()
        fake.updates = seen + [u for u in fake.updates if u not in seen]
        fake.say(amira, "/privacy")
        async with running(tmp_path, fake):
            await wait_until(lambda: any("confidential" in text.lower() for text in fake.transcript(501)[1:]))
            await fake.settled(10)
        hello = fake.transcript(501)[0]
        assert fake.transcript(501).count(hello) == 1


@only_further
async def test_a_token_that_telegram_does_not_know_ends_with_a_sentence_and_two(tmp_path: Path) -> None:
    async with FakeTelegram() as fake:
        wrong = "9000:AAF-another-token-nobody-knows-it-xyz"
        async with running(tmp_path, fake, wrong) as process:
            async with asyncio.timeout(PATIENCE):
                out, said = await process.communicate()
        assert process.returncode == 2
        assert "BotFather" in said.decode()
        assert "nobody-knows" not in (out + said).decode()
        assert fake.calls == []


@only_further
async def test_a_second_process_stands_by_and_takes_over_when_the_first_is_killed(tmp_path: Path) -> None:
    """R2, R10: both have one database and one bot."""
    async with FakeTelegram() as fake:
        amira = fake.person(501, "Amira")
        async with running(tmp_path, fake) as first:
            fake.start(amira)
            await wait_until(lambda: len(fake.transcript(501)) == 1)
            async with running(tmp_path, fake) as second:
                await wait_until(lambda: len(fake.called("getMe")) == 2)
                fake.say(amira, "/privacy")
                await wait_until(lambda: len(fake.transcript(501)) == 2)
                await asyncio.sleep(0.5)
                first.kill()
                await first.wait()
                fake.say(amira, "/help")
                await wait_until(lambda: len(fake.transcript(501)) == 3)
                second.send_signal(signal.SIGTERM)
                async with asyncio.timeout(PATIENCE):
                    _, said = await second.communicate()
        assert second.returncode == 0, said.decode()
        assert b"takes over when that is gone" in said
        assert not any("Conflict" in line for line in said.decode().splitlines())
        assert (len(fake.transcript(501)), fake.problems) == (3, [])
