"""The screen on a terminal of a test: what is played, what is drawn."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from adapters.console.screen import ConsoleScreen
from adapters.console.widgets.message import Choice, MessageBox
from adapters.console.widgets.room import RoomView
from bot.views.text import as_text
from tests.adapters.console.stand import Stand

NEVER = 3600.0


@asynccontextmanager
async def playing(stand: Stand, size: tuple[int, int] = (140, 44)) -> AsyncIterator[tuple[ConsoleScreen, Pilot[None]]]:
    await stand.begin()
    app = ConsoleScreen(stand, pace=NEVER)
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        yield app, pilot


async def settled(app: ConsoleScreen, pilot: Pilot[None]) -> None:
    """All that was begun is done and drawn."""
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()


def said(room: RoomView) -> list[str]:
    return [as_text(box.message.view) for box in room.query(MessageBox)]


def choice(room: RoomView, label: str) -> Choice:
    return next(found for found in room.query(Choice) if found.choice.label == label)


def drawn(app: ConsoleScreen) -> str:
    """What stands on the terminal."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)
