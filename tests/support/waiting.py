"""Waiting for what must become true, however busy the machine is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


async def wait_until(true: Callable[[], object], seconds: float = 20) -> None:
    """Wait until `true` returns something true. Raises TimeoutError after so many seconds."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - anything may be waited for
            await asyncio.sleep(0.005)
