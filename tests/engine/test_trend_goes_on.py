"""A trend of more points than a message holds goes on by a press, and begins anew after another final."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.model import RoundState
from bot.domain.outcomes.history import LookBackRefused, TrendShown
from bot.engine.lasting_points.trend import MOST_ROWS
from tests.engine.test_follow_ups import finished
from tests.support.actions import TEAM, add_second_team, answered, next_round, until
from tests.support.places import person
from tests.support.world import World


async def with_many_points(world: World) -> None:
    """Let the one final have thirty points in all, by as many lasting points."""
    await finished(world)

    def many(uow: Any) -> None:
        (row,) = uow.lasting_points.where()
        for place in range(29):
            uow.lasting_points.save(replace(row, id=f"{place:07}", label=f"Point {place:02}"))

    await world.store.run(many)


async def test_every_point_is_shown_once_by_pressing_on() -> None:
    world = World()
    await with_many_points(world)
    shown = (await world.command("amira", "trend", person("amira"))).told(TrendShown)
    pages = [shown]
    while shown.next:
        shown = (await world.press("amira", "trend.more", shown.next)).told(TrendShown)
        pages.append(shown)
    labels = [row.label for page in pages for row in page.rows]
    assert labels == sorted(set(labels)) and len(labels) == 30
    assert [(len(page.rows), page.before, page.more) for page in pages] == [(12, 0, 18), (12, 12, 6), (6, 24, 0)]
    assert len({page.days for page in pages}) == 1
    team = pages[0].next.partition(":")[0]
    assert (await world.press("zoe", "trend.more", pages[0].next)).told(TrendShown) is None
    assert (await world.press("amira", "trend.more", f"{team}:gone")).told(TrendShown) == pages[0]
    await add_second_team(world)
    beta = next(row.id for row in await world.read(lambda uow: uow.teams.where()) if row.name == "Beta")
    assert (await world.press("amira", "trend.more", f"{beta}:12")).told(LookBackRefused)


async def test_a_page_is_reached_by_its_number_too() -> None:
    world = World()
    await with_many_points(world)
    shown = (await world.command("amira", "trend", person("amira"))).told(TrendShown)
    second = (await world.press("amira", "trend.more", shown.next)).told(TrendShown)
    third = (await world.press("amira", "trend.more", second.next)).told(TrendShown)
    for words, page in {
        "trend page 1": shown,
        "trend page 0": shown,
        "trend Page 2": second,
        "trend for Alpha, page 2": second,
        "trend page 3": third,
        "trend page 9999": replace(third, last_page=3),
    }.items():
        assert (await world.command("amira", words, person("amira"))).told(TrendShown) == page, words


async def test_after_another_final_it_begins_anew() -> None:
    world = World()
    await with_many_points(world)
    shown = (await world.command("amira", "trend", person("amira"))).told(TrendShown)
    (first,) = await world.rounds()
    second = await next_round(world, first)
    await answered(world, second, {who: (f"Meadow says {who}", "", "") for who in TEAM})
    await until(world, second, RoundState.FINAL)
    again = (await world.press("amira", "trend.more", shown.next)).told(TrendShown)
    assert again.before == 0 and len(again.rows) == MOST_ROWS and len(again.days) == 2
