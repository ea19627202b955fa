"""A clock that ran ahead for days or years, and is right again: people are asked as if it had not (R4, R12)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.model import RoundState
from bot.engine.rounds import clock_ahead
from tests.support.actions import TEAM
from tests.support.clock import START
from tests.support.world import World

WEEKLY = "every Tuesday at 10:00"


async def after_a_step(step: timedelta, restart: bool = False) -> World:
    """The clock is so far ahead for one tick; then it is the next Tuesday noon."""
    world = World()
    await world.found({"Alpha": TEAM}, WEEKLY)
    world.clock.set(step)
    await world.settle()
    world.clock.set(-step)
    if restart:
        await world.restart()
    await world.settle()
    world.clock.move(timedelta(hours=26))
    await world.settle()
    return world


async def opened_on(world: World) -> list[str]:
    return sorted(row.occasion.rpartition(":")[2] for row in await world.rounds(state=RoundState.OPEN))


@pytest.mark.parametrize("restart", [False, True])
async def test_the_next_round_opens_on_its_day(restart: bool) -> None:
    """Ten days ahead it is a Thursday: that week's Tuesday and the one before were passed over."""
    assert await opened_on(await after_a_step(timedelta(days=10), restart)) == ["2026-03-03"]


async def test_without_being_brought_back_it_would_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock_ahead, "TOLERATED_CLOCK_LEAD", timedelta(days=1000))
    assert await opened_on(await after_a_step(timedelta(days=10))) == []


async def test_the_organisation_is_summarised_when_it_would_have_been() -> None:
    world = await after_a_step(timedelta(days=400))
    (organisation,) = await world.read(lambda uow: uow.organisations.where())
    assert organisation.cycle_from
    assert organisation.cycle_from < START + timedelta(days=1)


async def test_a_round_that_the_clock_opened_stays_and_can_be_cancelled() -> None:
    world = await after_a_step(timedelta(days=15, hours=2))
    assert await opened_on(world) == ["2026-03-17"]
    await world.command("ada", "round cancel Alpha")
    world.clock.move(timedelta(days=1, hours=1))
    await world.settle()
    assert await opened_on(world) == []
    world.clock.move(timedelta(days=5, hours=23))
    await world.settle()
    assert await opened_on(world) == ["2026-03-10"]


async def test_a_day_that_was_asked_about_is_not_asked_about_again() -> None:
    world = await after_a_step(timedelta(hours=26))
    assert await opened_on(world) == ["2026-03-03"]
    assert len(await world.rounds()) == 1
