"""Whom another clock than their team's is asked by: as they have said, else as their platform tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.events import PersonChanged
from bot.domain.model import RoundState
from bot.domain.outcomes.people import OwnQuietHours, OwnZone, QuietHoursUnclear
from bot.engine.people import own_clock
from bot.views.text import as_text
from tests.engine.following import NAMES, ROOM, ListedHouse, present
from tests.support.actions import FORTNIGHTLY, TEAM
from tests.support.places import person
from tests.support.world import World

IN_NEW_YORK = "America/New_York"


async def founded(zone: str = IN_NEW_YORK) -> World:
    """A team of which ben's platform tells a zone, on the day before its round."""
    world = World()
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    changed = world.event(PersonChanged, "ben")
    await world.hear(replace(changed, sender=replace(changed.sender, left_out="", zone=zone)))
    return world


async def hours_until_asked(world: World, who: str = "ben") -> int | None:
    """Hours after the round's opening at which somebody is asked; None where they are not within a day."""
    world.clock.move(timedelta(hours=26))
    await world.settle()
    assert len(await world.rounds(state=RoundState.OPEN)) == 1
    for hours in range(24):
        if any("Your team has three questions" in as_text(sent.view) for sent in world.seen_by(person(who))):
            return hours
        world.clock.move(timedelta(hours=1))
        await world.settle()
    return None


async def test_who_has_said_nothing_is_asked_by_the_clock_that_the_platform_tells() -> None:
    world = await founded()
    assert (await world.command("ben", "my zone")).told(OwnZone) == OwnZone(zone=IN_NEW_YORK, told=True)
    assert await hours_until_asked(world) == 5


async def test_without_what_the_platform_tells_they_are_asked_with_their_team(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_clock, "told_zone", lambda work, member: "")
    assert await hours_until_asked(await founded()) == 0


@pytest.mark.parametrize(("words", "hours"), [("my zone team", 0), ("my zone Chicago", 6)])
async def test_what_somebody_says_of_their_clock_goes_before_what_the_platform_tells(words: str, hours: int) -> None:
    world = await founded()
    await world.command("ben", words)
    assert await hours_until_asked(world) == hours


async def test_a_zone_that_is_none_changes_nothing() -> None:
    assert await hours_until_asked(await founded("Atlantis/Middle")) == 0


async def test_somebody_is_not_asked_in_their_own_quiet_hours() -> None:
    world = await founded("")
    told = (await world.command("ben", "my quiet hours 9:00 to 13:00")).told(OwnQuietHours)
    assert told == OwnQuietHours(begin="09:00", end="13:00")
    assert (await world.command("ben", "my quiet hours all night")).told(QuietHoursUnclear)
    assert await hours_until_asked(world) == 2, "the round opened late, at 11:00"


async def test_usual_hours_take_quiet_hours_away() -> None:
    world = await founded("")
    await world.command("ben", "my quiet hours 9:00 to 13:00")
    assert (await world.command("ben", "my quiet hours usual")).told(OwnQuietHours) == OwnQuietHours()
    assert await hours_until_asked(world) == 0


async def test_whoever_is_found_in_a_channel_comes_with_their_zone() -> None:
    async with ListedHouse() as house:
        found = present(*NAMES)
        house.platform.there[ROOM] = [replace(one, zone=IN_NEW_YORK) for one in found[:3]] + found[3:]
        await house.made()
        await house.pass_time(minutes=2)
        ids = await house.store.read(lambda uow: [row.zone for row in uow.identities.where()])
    assert ids.count(IN_NEW_YORK) == 3
