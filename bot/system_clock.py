"""The machine's clock: what `Clock` is wherever the product runs; tests hand in others."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - this is the clock that is handed in everywhere else

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
