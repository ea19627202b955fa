"""Gaps that come close together: no sign of life is left before the last of them was read back, from the first one on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import pytest

from adapters.slack import catching_up
from adapters.slack.app import SlackAdapter
from tests.adapters.slack.product import product
from tests.support.waiting import wait_until


class Watched:
    """An absence since `begun` in which nobody spoke; `done` says what was asked of it, and `during` is awaited meanwhile."""

    def __init__(self, begun: datetime | None) -> None:
        self.done: list[str] = []
        self.during: Callable[[], Awaitable[None]] | None = None
        self._begun = begun

    async def since(self) -> datetime | None:
        return self._begun

    async def over(self) -> None:
        self.done.append("over")

    async def people(self) -> list[Any]:
        self.done.append("people")
        during, self.during = self.during, None
        if during:
            await during()
        return []


@asynccontextmanager
async def watching(absence: Watched, well: list[bool]) -> Any:
    async with product() as p:
        adapter: SlackAdapter = p.adapter
        await adapter.catching_up.stop()
        adapter.catch_up_with(absence)
        adapter.catching_up.start(lambda: bool(well))
        yield adapter.catching_up
        await adapter.catching_up.stop()


async def test_a_gap_while_one_is_read_back_is_read_back_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "SIGN", 0.02)
    absence = Watched(datetime.fromtimestamp(0).astimezone())
    well: list[bool] = []
    async with watching(absence, well) as catching:
        absence.during = lambda: catching.after(600)
        well.append(True)
        await wait_until(lambda: len(absence.done) >= 3)
        assert absence.done[:3] == ["people", "people", "over"]


async def test_of_two_gaps_the_longer_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "SIGN", 0.02)
    absence = Watched(None)
    well: list[bool] = []
    async with watching(absence, well) as catching:
        await asyncio.sleep(0.05)
        await catching.after(3600)
        await catching.after(5)
        well.append(True)
        await wait_until(lambda: "over" in absence.done)
        assert absence.done[:2] == ["people", "over"]
