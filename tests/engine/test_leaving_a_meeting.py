"""Somebody leaves the team, or the workspace, while its meeting goes on: they take no notes in it any more, however they left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.events import DeliveryRefused, MemberLeft, PersonChanged
from bot.domain.model import Meeting
from bot.domain.outcomes.meetings import OwnNotes
from bot.domain.outcomes.repairs import TeamNotPutAway
from bot.engine.context import WorkContext
from bot.engine.meetings import leaving
from bot.engine.people import membership_lists
from bot.ports import UnitOfWork
from bot.views.text import as_text
from tests.engine.test_meetings import Room
from tests.support.actions import HOME, opened
from tests.support.places import person
from tests.support.world import World

TAKEN, WANTED = "One of you takes notes", "Who writes down what you are all willing to say?"
WAYS = ("removed", "undone", "left the channel", "found gone", "account closed")
OTHER_WAYS = ("forgotten", "blocked", "left the channel of a list by hand")


async def started() -> Room:
    """A meeting that amira has started; ben was put on the list by the last change."""
    world = World()
    round_ = await opened(world)
    await world.command("ada", "member remove <@ben> from Alpha", HOME)
    await world.command("ada", "member add <@ben> to Alpha", HOME)
    await world.command("amira", "meeting", HOME)
    return Room(world, round_)


async def talking() -> Room:
    """A meeting that talks about its first question, of which ben takes the notes."""
    room = await started()
    for action in ("take", "begin", "next"):
        await room.press("ben", action)
        await shown(room)
    return room


async def shown(room: Room) -> str:
    """Return what the team's home was last shown of the meeting, once all has been sent."""
    for _ in range(5):
        room.world.clock.move(timedelta(seconds=2))
        await room.world.settle()
    texts = [as_text(sent.view) for sent in room.world.seen_by(HOME) if sent.view.summary == "Your team’s meeting."]
    return texts[-1]


async def leave(room: Room, way: str) -> None:
    world = room.world
    match way:
        case "removed":
            await world.command("ada", "member remove <@ben> from Alpha", HOME)
        case "undone":
            await world.command("ada", "undo change")
        case "left the channel":
            await world.hear(world.event(MemberLeft, "ben", HOME))
        case "found gone":
            await world.store.run(lambda uow: take_off(world, uow))
        case "left the channel of a list by hand":
            await world.command("ada", "team follow nothing for Alpha", HOME)
            await world.hear(world.event(MemberLeft, "ben", HOME))
        case "forgotten":
            await world.press("ben", "forget.yes")
        case "blocked":
            await world.hear(world.event(DeliveryRefused, "ben", person("ben"), reason="blocked"))
        case "account closed":
            closed = world.event(PersonChanged, "ben")
            await world.hear(replace(closed, sender=replace(closed.sender, left_out="gone")))


def take_off(world: World, uow: UnitOfWork) -> None:
    """Take ben off the list, as a reading does that does not find him."""
    identity = uow.identities.get(uow.addresses.id_of(person("ben")))
    member = uow.members.get(identity.member) if identity else None
    (team,) = uow.teams.where()
    assert member
    membership_lists.remove_member(WorkContext(uow, world.clock.now(), world.app.engine._services), team, member)


@pytest.mark.parametrize("way", WAYS)
async def test_whoever_took_notes_and_leaves_takes_none_and_the_home_asks_for_somebody_else(way: str) -> None:
    room = await talking()
    assert TAKEN in await shown(room)
    await leave(room, way)
    assert (await room.meeting()).note_taker == ""
    assert WANTED in await shown(room)


@pytest.mark.parametrize("way", WAYS)
async def test_control_without_leaving_the_meeting_they_would_take_them_still(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "leave_meetings", lambda work, member, team="": None)
    room = await talking()
    await leave(room, way)
    assert (await room.meeting()).note_taker
    assert TAKEN in await shown(room)


async def begun_by_ben() -> Room:
    """A meeting in which ben alone has pressed anything so far."""
    room = await started()
    await room.press("ben", "begin")
    room.world.clock.move(timedelta(seconds=2))
    return room


async def silence(room: Room, who: str) -> tuple[int, ...]:
    """Let one person do all the rest, and nobody say a word; return what is agreed then."""
    await room.press(who, "take", "next")
    await room.write(who, "The handover works well")
    for _ in range(3):
        await room.world.settle()
        room.world.clock.move(timedelta(minutes=1))
    await room.world.settle()
    return (await room.meeting()).agreed


@pytest.mark.parametrize("way", [*WAYS, *OTHER_WAYS])
async def test_the_next_one_is_the_second_however_the_first_one_left(way: str) -> None:
    room = await begun_by_ben()
    await leave(room, way)
    assert await silence(room, "dan") == (1,)


@pytest.mark.parametrize("way", WAYS)
async def test_control_with_their_name_forgotten_and_nothing_else_kept_dan_would_be_alone(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetting(meeting: Meeting, member: str, **given: Any) -> Meeting:
        return replace(meeting, pressed_by="" if meeting.pressed_by == member else meeting.pressed_by)

    monkeypatch.setattr(leaving, "without_member", forgetting)
    room = await begun_by_ben()
    await leave(room, way)
    assert await silence(room, "dan") == ()


@pytest.mark.parametrize("way", ["removed", "left the channel", "found gone", "left the channel of a list by hand"])
async def test_who_leaves_and_comes_back_is_not_two(way: str) -> None:
    room = await begun_by_ben()
    await leave(room, way)
    room.world.clock.move(timedelta(seconds=2))
    await room.world.command("ada", "member add <@ben> to Alpha", HOME)
    assert await silence(room, "ben") == ()


async def test_who_wrote_it_down_and_comes_back_before_it_arrives_agrees_to_nothing() -> None:
    room = await begun_by_ben()
    await room.press("ben", "take", "next")
    await room.write("ben", "The handover works well")
    room.world.clock.move(timedelta(seconds=2))
    for words in ("member remove <@ben> from Alpha", "member add <@ben> to Alpha"):
        await room.world.command("ada", words, HOME)
    await room.world.settle()
    assert (await room.press("ben", "yes")).told(OwnNotes)


@pytest.mark.parametrize("command", ["team archive Alpha", "team remove Alpha"])
async def test_a_team_is_not_put_away_while_it_meets(command: str) -> None:
    room = await begun_by_ben()
    assert (await room.world.command("ada", command)).told(TeamNotPutAway)
    assert (await room.meeting()).pressed_by
