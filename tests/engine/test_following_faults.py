"""A database that is away for a moment or a clock that is set back stops nothing that runs in the background (R5)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any, Never

import pytest

from bot.domain.conversation import ConversationRef
from bot.domain.events import ChatCommandTyped, MemberLeft
from bot.engine import menus
from bot.engine.people import membership_diff, membership_sync
from bot.ports import Present
from tests.engine.following import NAMES, ROOM, ListedHouse, present
from tests.support.waiting import PATIENCE


@pytest.fixture
async def house() -> AsyncIterator[ListedHouse]:
    async with ListedHouse() as made:
        yield made


def away(asked: list[int], stopping: asyncio.Event) -> Callable[..., Never]:
    """Stands for what is read: never there, and told to stop when it was asked for the third time."""

    def broken(*given: Any) -> Never:
        asked.append(1)
        if len(asked) == 3:
            stopping.set()
        raise OSError("the disk is away")

    return broken


async def test_readings_go_on_after_a_database_was_away(house: ListedHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    stopping = asyncio.Event()
    monkeypatch.setattr(membership_diff, "due_readings", away(asked, stopping))
    monkeypatch.setattr(membership_sync, "SECONDS_BETWEEN_LOOKS", 0)
    async with asyncio.timeout(PATIENCE):
        await house.app.readings.run(stopping)
    assert len(asked) == 3


async def test_menus_go_on_after_a_database_was_away(house: ListedHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    stopping = asyncio.Event()
    monkeypatch.setattr(menus, "_people_with_roles", away(asked, stopping))
    monkeypatch.setattr(house.app.menus, "_adapters", [house.platform])
    async with asyncio.timeout(PATIENCE):
        await house.app.menus.run(stopping, 0.01)
    assert len(asked) == 3


async def test_a_clock_that_was_set_back_does_not_make_a_reading_useless(house: ListedHouse) -> None:
    """Somebody was heard to leave at a time that has not come yet, as it seems now."""
    await house.made()
    house.clock.at += timedelta(hours=27)
    await house.happens(MemberLeft, NAMES[-1], ROOM)
    house.platform.there[ROOM] = present(*NAMES[:-1], "kit")
    await house.pass_time(hours=-3)
    assert await house.listed() == {*NAMES[:-1], "kit"}


async def test_a_list_that_follows_no_more_is_left_alone_by_a_reading_under_way(
    house: ListedHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.made()
    reading = house.platform.people

    async def slowly(ref: ConversationRef) -> list[Present]:
        await house.happens(ChatCommandTyped, "ada", text="team follow off for Crisis line")
        return await reading(ref)

    monkeypatch.setattr(house.platform, "people", slowly)
    house.platform.there[ROOM] = present("ada", "kit")
    await house.pass_time(days=1)
    assert await house.listed() == set(NAMES)
