"""Somebody leaves the team, or the workspace, while its meeting goes on: they take no notes in it any more, however they left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.events import MemberLeft, PersonChanged
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


async def talking() -> Room:
    """A meeting that talks about its first question, of which ben takes the notes; he was put on the list by the last change."""
    world = World()
    round_ = await opened(world)
    await world.command("ada", "member remove <@ben> from Alpha", HOME)
    await world.command("ada", "member add <@ben> to Alpha", HOME)
    await world.command("amira", "meeting", HOME)
    room = Room(world, round_)
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
