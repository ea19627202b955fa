"""Exceptions to a list that follows its channel: by command, by leading, by having asked to be forgotten (C9)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.events import ButtonPressed, MemberJoined, MemberLeft
from bot.engine.people import membership_lists
from tests.engine.following import NAMES, ROOM, ListedHouse, person, present


@pytest.fixture
async def house() -> AsyncIterator[ListedHouse]:
    async with ListedHouse() as made:
        yield made


async def exceptions(house: ListedHouse) -> set[str]:
    await house.made()
    await house.order("ada", "member remove <@ben> <@boss> from Crisis line")
    await house.order("ada", "member add <@zoe> to Crisis line")
    house.platform.there[ROOM] += present("boss")
    for _ in range(2):
        await house.pass_time(days=1)
    await house.happens(MemberLeft, "ben", ROOM)
    await house.happens(MemberJoined, "ben", ROOM)
    await house.happens(MemberLeft, "zoe", ROOM)
    await house.app.settle()
    return await house.listed()


async def test_exceptions_by_command_survive_readings_and_what_is_heard(house: ListedHouse) -> None:
    assert await exceptions(house) == {*NAMES, "zoe"} - {"ben"}


@pytest.mark.parametrize("defence", ["stay_off", "stay_on"])
async def test_without_the_exceptions_they_would_not(
    house: ListedHouse, monkeypatch: pytest.MonkeyPatch, defence: str
) -> None:
    monkeypatch.setattr(membership_lists, defence, lambda *given: None)
    if defence == "stay_on":
        whole = membership_lists.add_member
        monkeypatch.setattr(
            membership_lists, "add_member", lambda work, team, member, followed=False: whole(work, team, member, True)
        )
    assert await exceptions(house) != {*NAMES, "zoe"} - {"ben"}


async def test_whoever_was_on_the_list_before_it_followed_goes_with_the_channel_or_stays(house: ListedHouse) -> None:
    """A team of before: those in the channel follow it from now on, those who are not were meant by the command."""
    await house.order("ada", "team add Crisis line")
    await house.order("ada", "member add <@amira> <@zoe> to Crisis line")
    house.clock.at += timedelta(hours=1)
    await house.made()
    assert await house.listed() == {*NAMES, "zoe"}
    house.platform.there[ROOM] = present("ada")
    await house.pass_time(days=1)
    assert await house.listed() == {"ada", "zoe"}


async def test_keeping_somebody_off_who_is_not_on_yet_is_in_the_audit_trail(house: ListedHouse) -> None:
    await house.made()
    await house.order("ada", "member remove <@boss> from Crisis line")
    audits = await house.store.read(lambda uow: uow.audits.where())
    assert [row.subject for row in audits if row.action == "people kept off"] == ["Crisis line"]


async def test_a_lead_stays_while_they_lead(house: ListedHouse) -> None:
    await house.made()
    await house.order("ada", "lead set <@amira> <@hal> for Crisis line")
    house.platform.there[ROOM] = present(*(name for name in NAMES if name != "amira"))
    await house.happens(MemberLeft, "amira", ROOM)
    await house.pass_time(days=1)
    assert await house.listed() == {*NAMES, "hal"}
    await house.order("ada", "lead remove <@amira> <@hal> for Crisis line")
    await house.pass_time(days=1)
    assert await house.listed() == {*NAMES} - {"amira"}


async def test_a_lead_who_was_kept_off_is_on_the_list_again(house: ListedHouse) -> None:
    await house.made()
    await house.order("ada", "member remove <@amira> from Crisis line")
    await house.order("ada", "lead set <@amira> for Crisis line")
    await house.order("ada", "lead remove <@amira> for Crisis line")
    await house.pass_time(days=1)
    assert await house.listed() == set(NAMES)


async def test_who_was_forgotten_is_passed_over_until_somebody_adds_them(house: ListedHouse) -> None:
    await house.made()
    await house.order("ben", "forget me")
    await house.happens(ButtonPressed, "ben", action="forget.yes", token="")
    for _ in range(2):
        await house.pass_time(days=1)
    assert "ben" not in await house.listed()
    await house.order("ada", "team people Crisis line")
    assert "Ben" not in house.platform.transcript(person("ada"))[-1]
    assert "off it" not in house.platform.transcript(person("ada"))[-1]
    await house.order("ada", "team follow for Crisis line")
    found = next(text for text in reversed(house.platform.transcript(person("ada"))) if "I found" in text)
    assert "I found 7 people" in found
    assert "keeps off" not in found
    await house.order("ada", "member add <@ben> to Crisis line")
    await house.pass_time(days=1)
    assert await house.store.read(lambda uow: uow.exclusions.count()) == 0
    assert await house.store.read(lambda uow: uow.memberships.count()) == len(NAMES)
