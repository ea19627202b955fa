"""A channel that can never be read, though nobody says so: its team can still be asked, with people added by hand."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.outcomes.commands import RoundNotStarted, RoundStarted
from bot.domain.outcomes.lists import PeopleFound, PeopleNotFound
from bot.engine.people import membership_diff
from bot.ports import SendLaterError, SendUncertainError
from tests.engine.following import NAMES, ROOM, ListedHouse

EVERYBODY = " ".join(f"<@{name}>" for name in NAMES)
NEVER = (SendLaterError(30), SendLaterError(3600), SendUncertainError(), RuntimeError("a fault of ours"))


@pytest.fixture
async def house() -> AsyncIterator[ListedHouse]:
    async with ListedHouse() as made:
        yield made


async def asked_by_hand(house: ListedHouse, trouble: Exception) -> list[str]:
    """The names of what `run now` led to: at once, and after ten minutes in which the channel could not be read."""
    house.platform.untold[ROOM] = trouble
    await house.made()
    await house.order("ada", f"member add {EVERYBODY}", ROOM)
    await house.order("ada", "run now Crisis line")
    for _ in range(10):
        await house.pass_time(minutes=1)
    await house.order("ada", "run now Crisis line")
    found = [*await house.told(RoundNotStarted), *await house.told(RoundStarted)]
    return [type(row.outcome).__name__ for row in found]


@pytest.mark.parametrize("trouble", NEVER, ids=str)
async def test_a_team_is_asked_by_hand_where_its_channel_is_never_told(house: ListedHouse, trouble: Exception) -> None:
    assert (await asked_by_hand(house, trouble))[-1] == "RoundStarted"
    assert [row.outcome.why for row in await house.told(PeopleNotFound)] == ["no answer"]


async def test_with_endless_patience_it_never_would_be(house: ListedHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(membership_diff, "READING_TIMEOUT", timedelta(days=99))
    assert await asked_by_hand(house, SendUncertainError()) == ["RoundNotStarted"] * 2


async def test_a_reading_that_comes_after_a_moment_is_no_trouble(house: ListedHouse) -> None:
    house.platform.untold[ROOM] = SendUncertainError()
    await house.made()
    del house.platform.untold[ROOM]
    await house.pass_time(minutes=2)
    assert await house.told(PeopleFound) and not await house.told(PeopleNotFound)
    assert await house.listed() == set(NAMES)


async def test_nobody_is_bothered_where_the_list_was_read_before(house: ListedHouse) -> None:
    await house.made()
    house.platform.untold[ROOM] = SendUncertainError()
    for _ in range(3):
        await house.pass_time(days=1)
    assert not await house.told(PeopleNotFound)


async def test_the_log_says_once_that_a_channel_could_not_be_read(
    house: ListedHouse, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "bot.engine.people.membership_sync"):
        await asked_by_hand(house, SendUncertainError())
    assert [line.message for line in caplog.records if line.name == "bot.engine.people.membership_sync"] == [
        "a team's channel could not be read; its list stays as it is"
    ]
