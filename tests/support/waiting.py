"""Waiting for what must become true, however busy the machine is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PATIENCE = 60
"""Seconds after which what should have happened is said never to happen; alone on the machine it takes one or two."""


async def wait_until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until `true` returns something true. Raises TimeoutError after so many seconds."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - anything may be waited for
            await asyncio.sleep(0.005)
