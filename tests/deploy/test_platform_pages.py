"""The pages about Slack and Telegram are how-tos as well: what they say to type is typed, before the platforms' stand-ins.

Every indented block is one of four: lines for a shell, lines of config.toml, commands to the bot, or what stands in EXCEPT.
"""

from __future__ import annotations

import asyncio
import re
import shlex
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.chatcommands import BY_NAME, Wrong
from bot.config import load_settings
from tests.cli.calling import environment
from tests.deploy.reading import ROOT
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import APP_TOKEN, BOT_TOKEN
from tests.fakes.telegram.server import TOKEN, FakeTelegram
from tests.support.further import only_further

PAGES = {name: ROOT / "docs" / f"{name}.md" for name in ("slack", "telegram")}
EXCEPT = {"location = /telegram": "is for a proxy"}
"""How a block begins that is neither typed nor a setting, with what it is for."""
SECRETS = {"'xoxb-…'": BOT_TOKEN, "'xapp-…'": APP_TOKEN, "'THE-TOKEN'": TOKEN}


def blocks_of(page: Path) -> list[list[str]]:
    """The indented blocks, each with its lines, without what stands behind a # in them."""
    found = re.findall(r"(?:^ {4}.*\n)+", page.read_text(), re.MULTILINE)
    return [[re.sub(r"\s+# .*", "", line).strip() for line in block.splitlines()] for block in found]


def kind_of(block: list[str]) -> str:
    if block[0].startswith(tuple(EXCEPT)):
        return "except"
    return "settings" if block[0].startswith("[") else "chat" if block[0].startswith("/folkmoot ") else "shell"


@pytest.mark.parametrize("name", PAGES)
def test_every_block_of_settings_is_right_and_every_key_is_in_the_example(name: str, tmp_path: Path) -> None:
    blocks = [block for block in blocks_of(PAGES[name]) if kind_of(block) == "settings"]
    assert len(blocks) >= 2
    for number, block in enumerate(blocks):
        (section,) = tomllib.loads("\n".join(block).replace("…", "123.456")).items()
        folder = tmp_path / str(number)
        folder.mkdir()
        for key, value in section[1].items():
            if key.endswith("_file"):
                (folder / value).write_text(
                    {"bot": BOT_TOKEN, "app": APP_TOKEN}.get(key[:3], "8f742231b10e8888abcd99eeefff85a5")
                )
                (folder / value).chmod(0o600)
        if name == "telegram":
            (folder / "telegram-token").write_text(f"123456789:{'A' * 35}")
        config = folder / "config.toml"
        config.write_text(changed((ROOT / "config.example.toml").read_text(), block, ""))
        assert load_settings(config, {}).platforms[name].enabled


def changed(config: str, block: list[str], address: str) -> str:
    """The settings with these lines in place of those of the section that has the same keys. Raises AssertionError without one."""
    head, name, rest = config.partition(f"{block[0]}\n")
    section, mark, after = rest.partition("\n[")
    assert name
    for line in [*block[1:], *([f'api_url = "{address}"'] if address else [])]:
        key = line.partition(" = ")[0]
        assert re.search(rf"^{key} = ", section, re.MULTILINE), key
        section = re.sub(
            rf"^{key} = .*$", lambda _, new=line: new.replace("…", "123.456"), section, count=1, flags=re.MULTILINE
        )
    return head + name + section + mark + after


@pytest.mark.parametrize("name", PAGES)
def test_what_it_says_to_the_bot_is_understood(name: str) -> None:
    for block in blocks_of(PAGES[name]):
        for line in block if kind_of(block) == "chat" else ():
            words = re.sub(r"@(\w+)", r"<@\1>", line.removeprefix("/folkmoot "))
            spec = next(
                spec for known, spec in sorted(BY_NAME.items(), reverse=True) if f"{words} ".startswith(f"{known} ")
            )
            assert not isinstance(spec.read(words[len(spec.name) :].strip()), Wrong), line


@asynccontextmanager
async def platform(name: str) -> AsyncIterator[str]:
    """The address of its stand-in."""
    if name == "slack":
        async with FakeSlack() as slack:
            yield slack.api_url
    else:
        async with FakeTelegram() as telegram:
            yield telegram.url


@only_further
@pytest.mark.parametrize("name", PAGES)
async def test_every_line_for_a_shell_works(name: str, tmp_path: Path) -> None:
    blocks = [block for block in blocks_of(PAGES[name]) if kind_of(block) in ("shell", "settings")]
    first = next(block for block in blocks if kind_of(block) == "settings")
    async with platform(name) as address:
        lines = ["set -euo pipefail", "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT"]
        for block in blocks:
            if block is first:
                lines.append(f"{python()} -m tests.deploy.test_platform_pages {shlex.quote(address)} {name}")
            elif kind_of(block) == "shell":
                lines += block
        script = "\n".join(lines)
        for written, secret in SECRETS.items():
            script = script.replace(written, secret)
        assert "…" not in script
        code, said = await typed(tmp_path, script)
    assert code == 0, said
    assert "All is well" in said
    assert re.search(r"^\w{4}-\w{4}-\w{4}-\w{4}$", said, re.MULTILINE), "the code to claim with"


def python() -> str:
    return str(ROOT / ".venv" / "bin" / "python")


async def typed(folder: Path, script: str) -> tuple[int, str]:
    (folder / "programs").mkdir()
    (folder / "programs" / "folkmoot").write_text(f'#!/bin/sh\nexec {python()} -m bot "$@"\n')
    (folder / "programs" / "folkmoot").chmod(0o755)
    env = environment(folder)
    env["PATH"] = f"{folder / 'programs'}:{env['PATH']}"
    process = await asyncio.create_subprocess_exec(
        "bash", "-c", script, cwd=folder, env=env, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    async with asyncio.timeout(120):
        said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


def change_settings(address: str, name: str) -> None:
    """What a person does in an editor: the first block of settings of the page, and the address of the stand-in."""
    block = next(block for block in blocks_of(PAGES[name]) if kind_of(block) == "settings")
    config = Path("config.toml")
    config.write_text(changed(config.read_text(), block, address))


if __name__ == "__main__":
    import sys

    change_settings(*sys.argv[1:])
