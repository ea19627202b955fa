"""C3: that some questions, or none, could not be delivered tells of nobody whether they answered, or stopped."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.domain.events import DeliveryRefused, PersonChanged
from bot.domain.model import Interview, InterviewState, RoundState
from bot.engine.context import WorkContext
from bot.engine.rounds import closing
from tests.support.actions import TEAM, answered, opened, until
from tests.support.twins import seen, twin
from tests.support.world import World

X = "amira"
OTHERS = tuple(who for who in TEAM if who != X)
Does = Callable[[World], Awaitable[object]]


async def blocks_and_comes_back(world: World) -> None:
    await world.hear(world.event(DeliveryRefused, X, reason="blocked"))
    await world.command(X, "privacy")


async def blocks_and_stops(world: World) -> None:
    await world.hear(world.event(DeliveryRefused, X, reason="blocked"))
    await world.command(X, "stop")


async def stops_and_is_closed(world: World) -> None:
    await world.command(X, "stop")
    await account_is_closed(world)


async def account_is_closed(world: World) -> None:
    changed = world.event(PersonChanged, X)
    await world.hear(replace(changed, sender=replace(changed.sender, left_out="gone")))


async def status_after(does: Does, *, answers: bool = True) -> dict[str, list[str]]:
    """What everybody else sees of a round, and an admin of its status, where X answers or not, and does this before the close."""
    world = twin()
    round_ = await opened(world)
    await answered(world, round_, dict.fromkeys(OTHERS[:6], ("Harbour", "", "")))
    begun = world.clock.at
    if answers:
        await world.answer(X, round_.id, "Lantern")
    world.clock.at = begun
    await does(world)
    world.clock.at = begun
    await world.settle()
    await until(world, round_, RoundState.DRAFT)
    await world.command("ada", "status")
    await world.settle()
    return seen(world, OTHERS)


@pytest.mark.parametrize("does", [blocks_and_comes_back, blocks_and_stops, stops_and_is_closed, account_is_closed])
async def test_c3_undelivered_questions_do_not_tell_who_answered(does: Does) -> None:
    assert await status_after(does, answers=True) == await status_after(does, answers=False)


async def test_c3b_nor_who_had_stopped_when_their_account_was_closed() -> None:
    assert await status_after(stops_and_is_closed) == await status_after(account_is_closed)


def by_interview(work: WorkContext, roster: list[Interview]) -> bool:
    members = work.uow.members.where(id=tuple(row.member for row in roster), reachable=False)
    lost = any(row.state is InterviewState.UNREACHABLE for row in roster)
    return lost or any(not row.stopped for row in members)


@pytest.mark.parametrize("does", [blocks_and_comes_back, stops_and_is_closed])
async def test_c3_control_by_interviews_they_would(monkeypatch: pytest.MonkeyPatch, does: Does) -> None:
    monkeypatch.setattr(closing, "has_undelivered", by_interview)
    assert await status_after(does, answers=True) != await status_after(does, answers=False)
