"""Set-up forms make commands of what is filled in, whatever words a name has."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.model import Schedule, Team
from bot.domain.outcomes.commands import NotForYou, Unknown
from tests.support.actions import TEAM
from tests.support.places import person
from tests.support.world import World

UNDER = "Young people under 25"
"""Typed behind “team add” this is a team “Young people” of a department “25”."""


async def set_up() -> World:
    world = World()
    await world.found({})
    return world


async def made(world: World, name: str) -> Team:
    (team,) = [row for row in await world.read(lambda uow: uow.teams.where()) if row.name == name]
    return team


@pytest.mark.parametrize("name", [UNDER, "Nights until further notice", "Under", "to Crisis line", "Set for life"])
async def test_a_team_gets_the_name_that_was_filled_in(name: str) -> None:
    world = await set_up()
    await world.submit("ada", "setup", "team", {"name": name, "channel": "young"})
    await made(world, name)


async def test_a_department_is_the_one_that_was_filled_in() -> None:
    world = await set_up()
    await world.submit("ada", "setup", "team", {"name": UNDER, "parent": "Services under review", "channel": "young"})
    assert (await made(world, UNDER)).parent == "Services under review"


async def test_a_schedule_is_set_for_the_team_that_was_chosen() -> None:
    world = await set_up()
    await world.submit("ada", "setup", "team", {"name": UNDER, "channel": "young"})
    await world.submit("ada", "setup", "schedule", {"team": UNDER, "words": "every other Tuesday at 10:00"})
    team = await made(world, UNDER)
    schedules: list[Schedule] = await world.read(lambda uow: uow.schedules.where(team=team.id))
    assert len(schedules) == 1


async def test_who_may_not_type_the_command_may_not_fill_in_its_form() -> None:
    world = await set_up()
    await world.submit("ada", "setup", "team", {"name": "Alpha", "channel": "alpha"})
    await world.command("ada", "member add <@ben> to Alpha")
    await world.command("ada", "lead set <@ben> for Alpha")
    heard = await world.submit("ben", "setup", "team", {"name": "Beta", "channel": "beta"})
    assert heard.told(NotForYou)
    assert [row.name for row in await world.read(lambda uow: uow.teams.where())] == ["Alpha"]


@pytest.mark.parametrize(
    ("filled", "name"),
    [('Ward "B"', 'Ward "B"'), ("“Nights”", "Nights"), ('""Days""', "Days"), ("The “blue” ward", "The “blue” ward")],
)
async def test_a_team_with_quotation_marks_can_be_named_when_something_is_typed(filled: str, name: str) -> None:
    world = await set_up()
    await world.submit("ada", "setup", "team", {"name": filled, "channel": "young"})
    await made(world, name)
    for typed in (name, f"“{name}”"):
        assert (await world.command("ada", f"team people {typed}")).told(Unknown) is None


async def test_no_team_is_called_all() -> None:
    world = await set_up()
    heard = await world.submit("ada", "setup", "team", {"name": "All", "channel": "young"})
    assert "every team" in (heard.reply.errors or {}).get("name", "")
    assert await world.read(lambda uow: uow.teams.where()) == []


async def test_a_button_of_a_team_that_was_merged_away_moves_nobody() -> None:
    world = World()
    await world.found({"Aa": TEAM[:5], "Bb": ("iris", "jon", "kira"), "Cc": ("quin", "rose")})
    teams = {row.name: row.id for row in await world.read(lambda uow: uow.teams.where())}
    await world.command("ada", "team merge Aa into Bb")
    await world.command("ada", "team merge Bb into Cc")
    before = await primary_of(world, "amira")
    assert (await world.press("amira", "home", teams["Bb"])).told(Unknown)
    assert await primary_of(world, "amira") == before


async def primary_of(world: World, who: str) -> str:
    def read(uow: Any) -> str:
        member = uow.members.get(uow.identities.get(uow.addresses.id_of(person(who))).member)
        return str(member.primary_team)

    return await world.read(read)
