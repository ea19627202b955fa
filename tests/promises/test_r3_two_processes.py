"""R3: two processes tick over one database at once, and no round is opened twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from adapters.fake import FakeAdapter
from bot.bootstrap import App, wire_app
from bot.engine.context import WorkContext
from bot.engine.rounds import merge_plan, opening
from bot.engine.scheduler import Scheduler
from bot.ports import Store
from storage.database import open_store
from storage.failpoints import never_fail
from tests.support import postgres
from tests.support.actions import TEAM
from tests.support.clock import HandClock
from tests.support.finders import TopicFinder
from tests.support.further import only_further
from tests.support.stores import KEY, OFTEN, new_database
from tests.support.world import OpenStore, World

DAYS = 21


def opener_of(kind: str, folder: Path) -> OpenStore:
    """Return what opens one store again and again."""
    if kind == "postgres":
        pair = postgres.new_pair()
        return lambda failpoint: postgres.open_pair(pair, failpoint=failpoint)
    path = new_database(folder)
    return lambda failpoint: open_store(path, KEY, failpoint=failpoint)


def process(opened: OpenStore, name: str, clock: HandClock, platform: FakeAdapter) -> tuple[App, Store]:
    store, drawn = opened(never_fail), count(1)
    return wire_app(store, clock, [platform], TopicFinder(), lambda: f"{name}{next(drawn):06}"), store


async def both_tick(opened_by: OpenStore) -> list[str]:
    """The days on which a round was opened, one for each round, as two processes made them."""
    world = World(opened_by)
    await world.found({"Alpha": TEAM}, "every weekday at 10:00")
    await world.store.close()
    platform = FakeAdapter()
    (one, first), (two, second) = (process(opened_by, name, world.clock, platform) for name in ("one", "two"))
    world.clock.at = world.clock.at.replace(hour=10, minute=0, second=30)
    for _ in range(2 * DAYS):
        world.clock.move(timedelta(hours=12))
        await asyncio.gather(one.scheduler.tick(), two.scheduler.tick())
        await asyncio.gather(one.sender.drain(), two.sender.drain())
    opened = await first.read(lambda uow: [row for row in uow.rounds.where() if row.opened_at])
    begun = [sent.key for sent in platform.sent if sent.key.startswith("open:")]
    await first.close()
    await second.close()
    assert len(begun) == len(set(begun)) == len(opened)
    return [str(row.opened_at and row.opened_at.date()) for row in opened]


def twice(found: list[str]) -> list[str]:
    return [one for one, times in Counter(found).items() if times > 1]


@pytest.mark.parametrize("kind", OFTEN[1:])
async def test_r3_no_round_is_opened_twice(kind: str, tmp_path: Path) -> None:
    days = await both_tick(opener_of(kind, tmp_path))
    assert len(days) > 2
    assert not twice(days)


@only_further
@pytest.mark.parametrize("kind", OFTEN[1:])
async def test_r3_a_check_before_the_insert_would_open_two(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The defences off: what is due is looked up first and then opened, under a name that nobody else takes."""

    async def naive(self: Scheduler, now: datetime) -> None:
        due = await self._look(now, lambda work: [row.team for row in work.uow.schedules.until("next_at", now)])
        plan = await self._look(now, merge_plan.plan_groups)
        for team in due:
            await self._work(now, partial(open_anyway, team=team, plan=plan))

    def open_anyway(work: WorkContext, team: str, plan: merge_plan.MergePlan) -> None:
        found = work.uow.teams.get(team)
        assert found
        opening.open_round(work, work.organisation(), found, work.token(), work.now.date(), plan)

    monkeypatch.setattr(Scheduler, "_schedules", naive)
    monkeypatch.setattr(opening, "RUNNING", ())
    assert twice(await both_tick(opener_of(kind, tmp_path)))
