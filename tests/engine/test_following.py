"""A team's list follows its channel: what is read, when, what becomes of it, and what never does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.conversation import ConversationRef
from bot.domain.events import BotAdded, ChatCommandTyped, MemberLeft
from bot.domain.model import Urgency
from bot.domain.outcomes.commands import TeamTold
from bot.domain.outcomes.membership import YouJoined
from bot.engine.people import membership_diff
from bot.ports import Present, SendLaterError, SendRefusedError, SendUncertainError
from bot.views.capabilities import FULL
from tests.engine.following import NAMES, ROOM, ListedHouse, person, present
from tests.support.waiting import PATIENCE


@pytest.fixture
async def house() -> AsyncIterator[ListedHouse]:
    async with ListedHouse() as made:
        yield made


async def test_who_is_there_is_on_the_list_and_told_once_each_without_hurry(house: ListedHouse) -> None:
    house.platform.there[ROOM] += present("mo", left_out="guest") + present("rob", "scribe", left_out="bot")
    await house.made()
    assert await house.listed() == set(NAMES)
    hellos = await house.told(YouJoined)
    assert len({row.to for row in hellos}) == len(hellos) == len(NAMES)
    assert {row.urgency for row in hellos} == {Urgency.PROMPT}
    assert len(await house.told(TeamTold)) == 1
    assert "1 guest and 2 bots" in "\n".join(house.platform.transcript(person("ada")))


async def test_the_same_reading_twice_changes_nothing_and_says_nothing(house: ListedHouse) -> None:
    await house.made()
    before = len(house.platform.sent)
    for _ in range(3):
        await house.pass_time(days=1)
    assert len(house.platform.sent) == before
    assert await house.listed() == set(NAMES)


async def test_many_changes_are_one_message_for_the_team(house: ListedHouse) -> None:
    await house.made()
    house.platform.there[ROOM] = present("ada", "amira", "kit", "lou", "mo")
    await house.pass_time(days=1)
    assert await house.listed() == {"ada", "amira", "kit", "lou", "mo"}
    assert sorted(row.outcome.what for row in await house.told(TeamTold)) == ["follows", "people"]


TROUBLES = (
    SendRefusedError("gone"),
    SendRefusedError("forbidden"),
    SendLaterError(5),
    SendUncertainError(),
    RuntimeError("a fault of ours"),
)


async def failed_readings(house: ListedHouse) -> set[str]:
    """Who is on the list after every way in which a reading can fail while the channel has only one person left."""
    await house.made()
    house.platform.there[ROOM] = present("ada")
    for trouble in TROUBLES:
        house.platform.untold[ROOM] = trouble
        await house.pass_time(days=1)
        await house.pass_time(hours=1)
    return await house.listed()


async def test_a_reading_that_fails_takes_nobody_off_the_list(house: ListedHouse) -> None:
    assert await failed_readings(house) == set(NAMES)


async def test_a_platform_that_gives_a_part_for_the_whole_would_be_found_out(
    house: ListedHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def partial(ref: ConversationRef) -> list[Present]:
        return list(house.platform.there[ref])

    monkeypatch.setattr(house.platform, "people", partial)
    assert await failed_readings(house) != set(NAMES)


async def test_a_channel_in_which_nobody_is_has_not_been_read(house: ListedHouse) -> None:
    await house.made()
    house.platform.there[ROOM] = []
    await house.pass_time(days=1)
    assert await house.listed() == set(NAMES)


async def test_a_fault_in_one_reading_does_not_stop_the_others(house: ListedHouse) -> None:
    other = replace(ROOM, channel="wards")
    house.platform.there[other] = present("kit", "lou")
    house.platform.untold[ROOM] = RuntimeError("a fault of ours")
    await house.made()
    await house.order("ada", "team add Wards", other)
    assert await house.listed() == {"kit", "lou"}


async def test_who_leaves_while_it_is_read_is_not_put_back(house: ListedHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.made()
    reading, asked = house.platform.people, 0

    async def slowly(ref: ConversationRef) -> list[Present]:
        nonlocal asked
        asked += 1
        found = await reading(ref)
        if asked == 1:
            house.clock.at += timedelta(seconds=2)
            house.platform.there[ROOM] = present(*NAMES[:-1])
            await house.happens(MemberLeft, NAMES[-1], ROOM)
            house.clock.at += timedelta(seconds=2)
        return found

    monkeypatch.setattr(house.platform, "people", slowly)
    await house.pass_time(days=1)
    assert await house.listed() == {*NAMES[:-1]}
    await house.pass_time(seconds=1)
    assert asked == 2
    assert await house.listed() == {*NAMES[:-1]}


async def test_what_was_to_be_read_is_read_after_a_restart(house: ListedHouse) -> None:
    await house.happens(ChatCommandTyped, "ada", ROOM, text="team add Crisis line")
    assert await house.listed() == set()
    house.start()
    await house.app.settle()
    assert await house.listed() == set(NAMES)
    assert any("I found 8 people" in text for text in house.platform.transcript(person("ada")))


async def test_nothing_is_asked_before_the_channel_was_read(house: ListedHouse) -> None:
    house.platform.untold[ROOM] = SendLaterError(600)
    await house.made()
    await house.order("ada", "run now Crisis line")
    assert "still looking who is in its channel" in house.platform.transcript(person("ada"))[-1]
    del house.platform.untold[ROOM]
    await house.pass_time(minutes=11)
    await house.order("ada", "run now Crisis line")
    assert "is being asked now" in "\n".join(house.platform.transcript(person("ada")))
    assert all(house.platform.transcript(person(name)) for name in NAMES), "everybody who was found there"


async def test_it_is_read_before_a_round_so_that_it_asks_who_is_there(house: ListedHouse) -> None:
    await house.made()
    await house.order("ada", "schedule set Crisis line: every Monday at 15:00")
    house.platform.there[ROOM] += present("kit")
    await house.pass_time(hours=5, minutes=40)
    assert "kit" not in await house.listed()
    await house.pass_time(minutes=6)
    assert "kit" in await house.listed()
    house.platform.there[ROOM] += present("lou")
    await house.pass_time(minutes=14)
    asked = await house.store.read(lambda uow: uow.rounds.where()[0].roster)
    assert asked == len(NAMES) + 1


async def test_a_round_that_runs_keeps_its_people(house: ListedHouse) -> None:
    await house.made()
    await house.order("ada", "run now Crisis line")
    house.platform.there[ROOM] = present("ada")
    await house.pass_time(days=1)
    assert await house.store.read(lambda uow: uow.interviews.count()) == len(NAMES)
    assert await house.listed() == {"ada"}


async def test_a_bot_that_comes_later_reads_at_once(house: ListedHouse) -> None:
    house.platform.untold[ROOM] = SendRefusedError("gone")
    await house.made()
    del house.platform.untold[ROOM]
    await house.pass_time(minutes=1)
    assert await house.listed() == set()
    house.clock.at += timedelta(seconds=1)
    await house.happens(BotAdded, "ada", ROOM)
    await house.app.settle()
    assert await house.listed() == set(NAMES)


async def test_a_platform_that_does_not_tell_is_said_plainly(house: ListedHouse) -> None:
    house.platform.give(ROOM, FULL)
    await house.made()
    assert await house.listed() == set()
    await house.order("ada", "team follow for Crisis line")
    assert "cannot follow its channel" in house.platform.transcript(person("ada"))[-1]
    await house.order("ada", "team add Wards")
    await house.order("ada", "team follow for Wards")
    assert "it has no channel" in house.platform.transcript(person("ada"))[-1]


async def test_a_running_product_reads_without_being_told_to(house: ListedHouse) -> None:
    stopping, ready = asyncio.Event(), asyncio.Event()
    serving = asyncio.create_task(house.app.serve(stopping, ready=ready.set))  # noqa: TID251 - awaited below
    try:
        async with asyncio.timeout(PATIENCE):
            await ready.wait()
        await house.happens(ChatCommandTyped, "ada", ROOM, text="team add Crisis line")
        async with asyncio.timeout(PATIENCE):
            while await house.listed() != set(NAMES):  # noqa: ASYNC110 - there is nothing to be told by
                await asyncio.sleep(0.05)
    finally:
        stopping.set()
        await serving


async def test_many_people_are_brought_in_part_by_part_and_told_of_once(house: ListedHouse) -> None:
    crowd = [f"p{n}" for n in range(2 * membership_diff.CHANGES_PER_COMMIT + 5)]
    house.platform.there[ROOM] = present("ada", *crowd)
    await house.made()
    assert await house.listed() == {"ada", *crowd}
    assert f"{len(crowd) + 1} people joined its list" in "\n".join(house.platform.transcript(person("ada")))
    assert len(await house.told(TeamTold)) == 1
    house.platform.there[ROOM] = present("ada", "kit")
    await house.pass_time(days=1)
    assert await house.listed() == {"ada", "kit"}
    assert len(await house.told(TeamTold)) == 2
