"""A real browser without a window, driven over its own protocol: it shows a page at a width, and prints it."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

PATIENCE = 60
"""Seconds that a browser may take to start, and to answer."""


class Browser:
    """One tab of it, over its connection."""

    def __init__(self, connection: aiohttp.ClientWebSocketResponse) -> None:
        self._connection = connection
        self._numbers = count(1)

    async def call(self, method: str, **given: Any) -> dict[str, Any]:
        """Return what comes of a method of its protocol. Raises RuntimeError for what it refuses."""
        number = next(self._numbers)
        await self._connection.send_json({"id": number, "method": method, "params": given})
        while True:
            told = await self._connection.receive_json(timeout=PATIENCE)
            if told.get("id") == number:
                if "error" in told:
                    raise RuntimeError(told["error"]["message"])
                result: dict[str, Any] = told["result"]
                return result

    async def look_up(self, expression: str) -> Any:
        """Return the value of a script's expression on the page; the page's own policy allows no script."""
        told = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return told["result"].get("value")

    async def show(self, page: str, width: int, phone: bool = False, media: str = "") -> None:
        """Show the text of a page, so many units wide."""
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=phone
        )
        await self.call("Emulation.setEmulatedMedia", media=media)
        tree = await self.call("Page.getFrameTree")
        await self.call("Page.setDocumentContent", frameId=tree["frameTree"]["frame"]["id"], html=page)

    async def as_pdf(self) -> bytes:
        printed = await self.call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)
        return base64.b64decode(printed["data"])

    async def as_picture(self) -> bytes:
        taken = await self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        return base64.b64decode(taken["data"])


@asynccontextmanager
async def browsing(program: str, home: Path) -> AsyncIterator[Browser]:
    """Start a browser whose files lie in `home`, and end it."""
    process = await asyncio.create_subprocess_exec(
        program,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--remote-debugging-port=0",
        f"--user-data-dir={home}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            port = await _port_of(process)
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json") as told:
                (tab,) = [each for each in await told.json() if each["type"] == "page"]
            async with session.ws_connect(tab["webSocketDebuggerUrl"], max_msg_size=0) as connection:
                yield Browser(connection)
    finally:
        process.terminate()
        await process.wait()


async def _port_of(process: asyncio.subprocess.Process) -> int:
    """Return where it listens, as it says itself. Raises RuntimeError for one that ends before."""
    assert process.stderr is not None
    async for line in process.stderr:
        if found := re.search(rb"DevTools listening on ws://[^/]*:(\d+)/", line):
            return int(found[1])
    raise RuntimeError("the browser ended before it listened")
