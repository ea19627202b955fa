"""Whoever changes the calendar or windows by any command hears which dates of schedules are left out from then on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.outcomes.windows import DatesLeftOut
from tests.engine.test_question_packs import PACK
from tests.support.actions import FORTNIGHTLY, TEAM
from tests.support.places import person
from tests.support.world import Heard, World

WEEKLY = "every Tuesday at 10:00"


async def weekly(*before: str, rhythm: str = WEEKLY) -> World:
    world = World()
    await world.found({"Alpha": TEAM}, rhythm)
    for command in before:
        await world.command("ada", command)
        world.clock.move(timedelta(seconds=1))
    return world


def dates_of(heard: Heard) -> list[str]:
    told = heard.told(DatesLeftOut)
    return [one.following.date().isoformat() for one in told.overlaps if not one.if_challenged] if told else []


TELLING = {
    "organisation set holidays England": ((), "2026-04-07"),
    "organisation set zone Asia/Kolkata": (("organisation set holidays England",), "2026-04-07"),
    "closed add 5 March to 6 March: inspection": ((), "2026-03-10"),
    "closed remove 7 April": (("organisation set holidays England", "closed add 7 April: outing"), "2026-04-07"),
    "undo change": (("windows set Alpha: check 3 days", "windows set Alpha: check 1 day"), "2026-03-10"),
}


@pytest.mark.parametrize("command", TELLING)
async def test_what_makes_rounds_longer_says_which_dates_it_costs(command: str) -> None:
    before, date = TELLING[command]
    assert dates_of(await (await weekly(*before)).command("ada", command)) == [date]


async def test_so_does_a_pack_with_longer_windows() -> None:
    world = await weekly()
    pack = PACK.replace("answer_days = 4", "answer_days = 6")
    assert pack != PACK
    assert dates_of(await world.command("ada", f"questions import\n{pack}", person("ada"))) == ["2026-03-10"]


@pytest.mark.parametrize("command", TELLING)
async def test_a_rhythm_that_has_room_is_not_spoken_of(command: str) -> None:
    world = await weekly(*TELLING[command][0], rhythm=FORTNIGHTLY)
    assert dates_of(await world.command("ada", command)) == []


async def test_what_was_so_before_is_not_said_again() -> None:
    world = await weekly()
    assert (await world.command("ada", "closed add 10 March: inspection")).told(DatesLeftOut) is None, (
        "another draft than before costs a date if it is challenged"
    )
    world = await weekly("organisation set holidays England")
    for command in ("organisation set name Haven House", "organisation set holidays England", "undo change"):
        assert (await world.command("ada", command)).told(DatesLeftOut) is None


async def test_holidays_can_be_none_again() -> None:
    world = await weekly("organisation set holidays England", "organisation set holidays none")
    (organisation,) = await world.read(lambda uow: uow.organisations.where())
    assert (organisation.country, organisation.region) == ("", "")
