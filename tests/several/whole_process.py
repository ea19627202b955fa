"""`folkmoot run` as a whole process on a PostgreSQL that it shares with others."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path

from storage.postgres.opening import PostgresPair

SETTINGS = """
[organisation]
name = "Harbour"
zone = "Europe/London"

[storage]
url = "{url}"
keys_url = "{keys_url}"
"""


def write_settings(config: Path, pair: PostgresPair, platform: str) -> Path:
    """`platform` is the section of the platform that is enabled."""
    config.write_text(SETTINGS.format(url=pair.database.url, keys_url=pair.keys.url) + platform)
    return config


async def run(config: Path, env: Mapping[str, str], log: str = "log") -> asyncio.subprocess.Process:
    """Begin a process; what it says is added to the log beside its settings."""
    command = (sys.executable, "-m", "bot", "run", "--config", str(config))
    with (config.parent / log).open("ab") as said:
        return await asyncio.create_subprocess_exec(*command, env=env, stderr=said)


async def end(*processes: asyncio.subprocess.Process) -> None:
    for one in processes:
        if one.returncode is None:
            one.kill()
            await one.wait()
