"""`folkmoot demo --serve`: a page on this machine that shows the rooms, fetches nothing from elsewhere, and hears no other page."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.cli.calling import ROOT, folkmoot
from tests.documents.browser import browsing
from tests.support.further import only_further
from tests.support.ports import free_port

PROGRAM = os.environ.get("FOLKMOOT_BROWSER", "")
PATIENCE = 60
SHOWN = "document.body.className.includes('-first-byte')"
"""The page has heard from the demonstration, and shows it."""
FETCHED = "performance.getEntriesByType('resource').map(each => new URL(each.name).origin)"


@asynccontextmanager
async def served(*options: str) -> AsyncIterator[str]:
    """The address of a demonstration that is served meanwhile."""
    port = free_port()
    asked = (sys.executable, "-m", "bot", "demo", "--serve", "--port", str(port), *options)
    process = await asyncio.create_subprocess_exec(*asked, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            said = (await process.stdout.readline()).decode()
        assert f"http://127.0.0.1:{port}" in said
        await reached(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        async with asyncio.timeout(PATIENCE):
            await process.wait()


async def reached(address: str) -> str:
    """The page at an address, once it is there."""
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(address) as page:
                    assert page.status == 200
                    return await page.text()
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.05)


async def first_bytes(address: str, origin: str) -> bytes:
    """What a page of this origin is told by the demonstration."""
    url = f"{address}/ws?width=100&height=40"
    async with aiohttp.ClientSession() as session, session.ws_connect(url, origin=origin) as connection:
        told = await connection.receive(PATIENCE)
        return told.data if isinstance(told.data, bytes) else str(told.data).encode()


@only_further
async def test_the_page_names_no_other_place_and_pages_of_others_start_nothing() -> None:
    async with served() as address:
        page = await reached(address)
        assert "http" not in page.replace(address, "").replace("http-equiv", "")
        assert await first_bytes(address, address)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await first_bytes(address, "http://elsewhere.example")


@only_further
def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = folkmoot(tmp_path, "demo", "--serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "is taken by another program" in done.stderr


@only_further
def test_a_browser_shows_rooms_and_prints_no_lines(tmp_path: Path) -> None:
    assert folkmoot(tmp_path, "demo", "--serve", "--auto").returncode == 2


@pytest.mark.skipif(not PROGRAM, reason="no browser is named: `.ci/browser.sh` finds one, or installs it")
async def test_a_browser_shows_the_rooms(tmp_path: Path) -> None:
    async with served("--speed", "0") as address, browsing(PROGRAM, tmp_path) as browser:
        blank = await browser.as_picture()
        await browser.call("Page.navigate", url=address)
        for _ in range(PATIENCE):
            if await browser.look_up(SHOWN):
                break
            await asyncio.sleep(1)
        assert set(await browser.look_up(FETCHED)) == {address}
        await asyncio.sleep(2)
        assert len(await browser.as_picture()) > 2 * len(blank), "words stand on the page"
