"""A team's list follows its channel: what is read, when, what becomes of it, and what never does (C3, C9)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from adapters.fake import FakeAdapter
from bot.bootstrap import App, found_organisation, wire
from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent, BotAdded, ButtonPressed, ChatCommandTyped, MemberJoined, MemberLeft, Sender
from bot.domain.model import Organisation, Urgency
from bot.domain.outcomes.commands import TeamTold, YouJoined
from bot.engine import bringing, claims, lists
from bot.ports import Found, Present, SendLater, SendRefused, SendUncertain, UnitOfWork
from bot.views.capabilities import FULL, Support
from storage.database import open_memory_store

CODE = "abcd-efgh-jkmn-pqrs"
ROOM = ConversationRef("fake", "w", channel="crisis")
LISTING = replace(FULL, list_people=Support.NATIVE)
NAMES = ("ada", "amira", "ben", "chloe", "dan", "eve", "femi", "gita")


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class NoThemes:
    def find(self, items: Any, direction: str, small: bool) -> Found:
        return Found()

    def redact(self, text: str, names: Any) -> str:
        return text


def person(who: str) -> ConversationRef:
    return ConversationRef("fake", "w", person=who)


def present(*names: str, left_out: str = "") -> list[Present]:
    return [Present(person(name), name.title(), left_out) for name in names]


class House:
    """Ada is admin; NAMES are in ROOM, which no team has yet."""

    def __init__(self) -> None:
        self.adapter = FakeAdapter(capabilities=LISTING)
        self.adapter.there[ROOM] = present(*NAMES)
        self.store = open_memory_store()
        self.clock = Clock()
        self.events = 0
        self.app: App = self.start()

    def start(self) -> App:
        """A new process: what the one before knew by heart is gone."""
        self.app = wire(self.store, self.clock, [self.adapter], NoThemes())
        return self.app

    async def __aenter__(self) -> House:
        now = self.clock.now()
        await self.store.run(lambda uow: found_organisation(uow, Organisation(id="org"), now, "questions"))
        await self.store.run(lambda uow: claims.keep(uow, CODE, now))
        await self.adapter.start(self.app.engine.handle)
        await self.order("ada", f"claim {CODE}")
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.store.close()

    async def hear(self, kind: type[AnyEvent], who: str, where: ConversationRef | None = None, **more: Any) -> None:
        """An event is handled; nothing else is done yet."""
        self.events += 1
        sender = Sender(ref=person(who), name=who.title())
        event = kind(event_id=str(self.events), sender=sender, where=where or person(who), at=self.clock.now(), **more)
        await self.app.engine.handle(event)

    async def order(self, who: str, text: str, where: ConversationRef | None = None) -> None:
        await self.hear(ChatCommandTyped, who, where, text=text)
        await self.app.settle()

    async def made(self) -> House:
        await self.order("ada", "team add Crisis line", ROOM)
        return self

    async def pass_time(self, **by: float) -> None:
        self.clock.at += timedelta(**by)
        await self.app.settle()

    async def listed(self) -> set[str]:
        def names(uow: UnitOfWork) -> set[str]:
            return {row.name.lower() for row in uow.members.where(id=tuple(m.member for m in uow.memberships.where()))}

        return await self.store.read(names)

    async def told(self, kind: type[Any]) -> list[Any]:
        return await self.store.read(lambda uow: [row for row in uow.outbox.where() if isinstance(row.outcome, kind)])


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House() as made:
        yield made


async def test_who_is_there_is_on_the_list_and_told_once_each_without_hurry(house: House) -> None:
    house.adapter.there[ROOM] += present("mo", left_out="guest") + present("rob", "scribe", left_out="bot")
    await house.made()
    assert await house.listed() == set(NAMES)
    hellos = await house.told(YouJoined)
    assert len({row.to for row in hellos}) == len(hellos) == len(NAMES)
    assert {row.urgency for row in hellos} == {Urgency.PROMPT}
    assert len(await house.told(TeamTold)) == 1
    assert "1 guest and 2 bots" in "\n".join(house.adapter.transcript(person("ada")))


async def test_the_same_reading_twice_changes_nothing_and_says_nothing(house: House) -> None:
    await house.made()
    before = len(house.adapter.sent)
    for _ in range(3):
        await house.pass_time(days=1)
    assert len(house.adapter.sent) == before
    assert await house.listed() == set(NAMES)


async def test_many_changes_are_one_message_for_the_team(house: House) -> None:
    await house.made()
    house.adapter.there[ROOM] = present("ada", "amira", "kit", "lou", "mo")
    await house.pass_time(days=1)
    assert await house.listed() == {"ada", "amira", "kit", "lou", "mo"}
    assert sorted(row.outcome.what for row in await house.told(TeamTold)) == ["follows", "people"]


TROUBLES = (
    SendRefused("gone"),
    SendRefused("forbidden"),
    SendLater(5),
    SendUncertain(),
    RuntimeError("a fault of ours"),
)


async def failed_readings(house: House) -> set[str]:
    """Who is on the list after every way in which a reading can fail while the channel has only one person left."""
    await house.made()
    house.adapter.there[ROOM] = present("ada")
    for trouble in TROUBLES:
        house.adapter.untold[ROOM] = trouble
        await house.pass_time(days=1)
        await house.pass_time(hours=1)
    return await house.listed()


async def test_a_reading_that_fails_takes_nobody_off_the_list(house: House) -> None:
    assert await failed_readings(house) == set(NAMES)


async def test_a_platform_that_gives_a_part_for_the_whole_would_be_found_out(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def partial(ref: ConversationRef) -> list[Present]:
        return list(house.adapter.there[ref])

    monkeypatch.setattr(house.adapter, "people", partial)
    assert await failed_readings(house) != set(NAMES)


async def test_a_channel_in_which_nobody_is_has_not_been_read(house: House) -> None:
    await house.made()
    house.adapter.there[ROOM] = []
    await house.pass_time(days=1)
    assert await house.listed() == set(NAMES)


async def test_a_fault_in_one_reading_does_not_stop_the_others(house: House) -> None:
    other = replace(ROOM, channel="wards")
    house.adapter.there[other] = present("kit", "lou")
    house.adapter.untold[ROOM] = RuntimeError("a fault of ours")
    await house.made()
    await house.order("ada", "team add Wards", other)
    assert await house.listed() == {"kit", "lou"}


async def exceptions(house: House) -> set[str]:
    await house.made()
    await house.order("ada", "member remove <@ben> <@boss> from Crisis line")
    await house.order("ada", "member add <@zoe> to Crisis line")
    house.adapter.there[ROOM] += present("boss")
    for _ in range(2):
        await house.pass_time(days=1)
    await house.hear(MemberLeft, "ben", ROOM)
    await house.hear(MemberJoined, "ben", ROOM)
    await house.hear(MemberLeft, "zoe", ROOM)
    await house.app.settle()
    return await house.listed()


async def test_exceptions_by_command_survive_readings_and_what_is_heard(house: House) -> None:
    assert await exceptions(house) == {*NAMES, "zoe"} - {"ben"}


@pytest.mark.parametrize("defence", ["stay_off", "stay_on"])
async def test_without_the_exceptions_they_would_not(
    house: House, monkeypatch: pytest.MonkeyPatch, defence: str
) -> None:
    monkeypatch.setattr(lists, defence, lambda *given: None)
    if defence == "stay_on":
        whole = lists.join
        monkeypatch.setattr(lists, "join", lambda work, team, member, followed=False: whole(work, team, member, True))
    assert await exceptions(house) != {*NAMES, "zoe"} - {"ben"}


async def test_whoever_was_on_the_list_before_it_followed_goes_with_the_channel_or_stays(house: House) -> None:
    """A team of before: those in the channel follow it from now on, those who are not were meant by the command."""
    await house.order("ada", "team add Crisis line")
    await house.order("ada", "member add <@amira> <@zoe> to Crisis line")
    house.clock.at += timedelta(hours=1)
    await house.made()
    assert await house.listed() == {*NAMES, "zoe"}
    house.adapter.there[ROOM] = present("ada")
    await house.pass_time(days=1)
    assert await house.listed() == {"ada", "zoe"}


async def test_a_lead_stays_while_they_lead(house: House) -> None:
    await house.made()
    await house.order("ada", "lead set <@amira> <@hal> for Crisis line")
    house.adapter.there[ROOM] = present(*(name for name in NAMES if name != "amira"))
    await house.hear(MemberLeft, "amira", ROOM)
    await house.pass_time(days=1)
    assert await house.listed() == {*NAMES, "hal"}
    await house.order("ada", "lead remove <@amira> <@hal> for Crisis line")
    await house.pass_time(days=1)
    assert await house.listed() == {*NAMES} - {"amira"}


async def test_a_lead_who_was_kept_off_is_on_the_list_again(house: House) -> None:
    await house.made()
    await house.order("ada", "member remove <@amira> from Crisis line")
    await house.order("ada", "lead set <@amira> for Crisis line")
    await house.order("ada", "lead remove <@amira> for Crisis line")
    await house.pass_time(days=1)
    assert await house.listed() == set(NAMES)


async def test_who_leaves_while_it_is_read_is_not_put_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.made()
    reading, asked = house.adapter.people, 0

    async def slowly(ref: ConversationRef) -> list[Present]:
        nonlocal asked
        asked += 1
        found = await reading(ref)
        if asked == 1:
            house.clock.at += timedelta(seconds=2)
            house.adapter.there[ROOM] = present(*NAMES[:-1])
            await house.hear(MemberLeft, NAMES[-1], ROOM)
            house.clock.at += timedelta(seconds=2)
        return found

    monkeypatch.setattr(house.adapter, "people", slowly)
    await house.pass_time(days=1)
    assert await house.listed() == {*NAMES[:-1]}
    await house.pass_time(seconds=1)
    assert asked == 2
    assert await house.listed() == {*NAMES[:-1]}


async def test_what_was_to_be_read_is_read_after_a_restart(house: House) -> None:
    await house.hear(ChatCommandTyped, "ada", ROOM, text="team add Crisis line")
    assert await house.listed() == set()
    house.start()
    await house.app.settle()
    assert await house.listed() == set(NAMES)
    assert any("I found 8 people" in text for text in house.adapter.transcript(person("ada")))


async def test_nothing_is_asked_before_the_channel_was_read(house: House) -> None:
    house.adapter.untold[ROOM] = SendLater(600)
    await house.made()
    await house.order("ada", "run now Crisis line")
    assert "still looking who is in its channel" in house.adapter.transcript(person("ada"))[-1]
    del house.adapter.untold[ROOM]
    await house.pass_time(minutes=11)
    await house.order("ada", "run now Crisis line")
    assert "is being asked now: 8 people" in "\n".join(house.adapter.transcript(person("ada")))


async def test_it_is_read_before_a_round_so_that_it_asks_who_is_there(house: House) -> None:
    await house.made()
    await house.order("ada", "schedule set Crisis line: every Monday at 15:00")
    house.adapter.there[ROOM] += present("kit")
    await house.pass_time(hours=5, minutes=40)
    assert "kit" not in await house.listed()
    await house.pass_time(minutes=6)
    assert "kit" in await house.listed()
    house.adapter.there[ROOM] += present("lou")
    await house.pass_time(minutes=14)
    asked = await house.store.read(lambda uow: uow.rounds.where()[0].roster)
    assert asked == len(NAMES) + 1


async def test_a_round_that_runs_keeps_its_people(house: House) -> None:
    await house.made()
    await house.order("ada", "run now Crisis line")
    house.adapter.there[ROOM] = present("ada")
    await house.pass_time(days=1)
    assert await house.store.read(lambda uow: uow.interviews.count()) == len(NAMES)
    assert await house.listed() == {"ada"}


async def test_a_bot_that_comes_later_reads_at_once(house: House) -> None:
    house.adapter.untold[ROOM] = SendRefused("gone")
    await house.made()
    del house.adapter.untold[ROOM]
    await house.pass_time(minutes=1)
    assert await house.listed() == set()
    house.clock.at += timedelta(seconds=1)
    await house.hear(BotAdded, "ada", ROOM)
    await house.app.settle()
    assert await house.listed() == set(NAMES)


async def test_who_was_forgotten_is_passed_over_until_somebody_adds_them(house: House) -> None:
    await house.made()
    await house.order("ben", "forget me")
    await house.hear(ButtonPressed, "ben", action="forget.yes", token="")
    for _ in range(2):
        await house.pass_time(days=1)
    assert "ben" not in await house.listed()
    await house.order("ada", "team people Crisis line")
    assert "Ben" not in house.adapter.transcript(person("ada"))[-1]
    assert "off it" not in house.adapter.transcript(person("ada"))[-1]
    await house.order("ada", "member add <@ben> to Crisis line")
    await house.pass_time(days=1)
    assert await house.store.read(lambda uow: uow.exclusions.count()) == 0
    assert await house.store.read(lambda uow: uow.memberships.count()) == len(NAMES)


async def test_a_platform_that_does_not_tell_is_said_plainly(house: House) -> None:
    house.adapter.give(ROOM, FULL)
    await house.made()
    assert await house.listed() == set()
    await house.order("ada", "team follow for Crisis line")
    assert "cannot follow its channel" in house.adapter.transcript(person("ada"))[-1]
    await house.order("ada", "team add Wards")
    await house.order("ada", "team follow for Wards")
    assert "it has no channel" in house.adapter.transcript(person("ada"))[-1]


async def test_a_running_product_reads_without_being_told_to(house: House) -> None:
    stopping, ready = asyncio.Event(), asyncio.Event()
    serving = asyncio.create_task(house.app.serve(stopping, ready=ready.set))  # noqa: TID251 - awaited below
    try:
        await asyncio.wait_for(ready.wait(), 5)
        await house.hear(ChatCommandTyped, "ada", ROOM, text="team add Crisis line")
        async with asyncio.timeout(10):
            while await house.listed() != set(NAMES):  # noqa: ASYNC110 - there is nothing to be told by
                await asyncio.sleep(0.05)
    finally:
        stopping.set()
        await serving


async def test_many_people_are_brought_in_part_by_part_and_told_of_once(house: House) -> None:
    crowd = [f"p{n}" for n in range(2 * bringing.TOGETHER + 5)]
    house.adapter.there[ROOM] = present("ada", *crowd)
    await house.made()
    assert await house.listed() == {"ada", *crowd}
    assert f"{len(crowd) + 1} people joined its list" in "\n".join(house.adapter.transcript(person("ada")))
    assert len(await house.told(TeamTold)) == 1
    house.adapter.there[ROOM] = present("ada", "kit")
    await house.pass_time(days=1)
    assert await house.listed() == {"ada", "kit"}
    assert len(await house.told(TeamTold)) == 2
