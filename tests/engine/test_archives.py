"""An archived channel is told and shown at once, and gets what it refused when it is back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.events import ConversationArchived, ConversationUnarchived
from bot.domain.model import IncidentKind, RoundState
from bot.domain.outcomes.team_channels import TeamArchived
from bot.engine.people import archived_channels
from bot.ports import SendRefusedError
from tests.engine.test_stuck import told
from tests.support.actions import HOME, TEAM, answered, opened, until
from tests.support.world import World


async def archived_and_back() -> World:
    """A channel is archived while its team answers, and is back after the draft was refused there."""
    world = World()
    round_ = await opened(world)
    await answered(world, round_, dict.fromkeys(TEAM[:7], ("", "Harbour", "")))
    world.platform.fail(SendRefusedError("archived"), HOME, times=1000)
    await world.hear(world.event(ConversationArchived, "ada", HOME))
    assert await refusing(world) == ["archived"]
    await until(world, round_, RoundState.DRAFT)
    world.platform.heal()
    await world.hear(world.event(ConversationUnarchived, "ada", HOME))
    await world.settle()
    return world


async def refusing(world: World) -> list[str]:
    return await world.read(lambda uow: [row.why for row in uow.incidents.where(kind=IncidentKind.REFUSING)])


def drafts(world: World) -> list[object]:
    return [sent for sent in world.platform.sent if sent.ref == HOME and "Draft for checking" in str(sent.view)]


async def test_what_was_refused_meanwhile_is_shown_when_the_channel_is_back() -> None:
    world = await archived_and_back()
    assert await refusing(world) == []
    assert len(drafts(world)) == 1
    for who in ("ada", TEAM[-1]):
        assert [one.back for one in await told(world, who, TeamArchived)] == [False, True]
    assert await told(world, TEAM[1], TeamArchived) == []


async def test_not_heard_of_it_would_never_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(archived_channels, "note_back", lambda turn: None)
    world = await archived_and_back()
    assert drafts(world) == []


async def test_a_channel_that_is_back_unused_says_nothing_again() -> None:
    world = World()
    await opened(world)
    for kind in (ConversationArchived, ConversationUnarchived, ConversationArchived, ConversationUnarchived):
        await world.hear(world.event(kind, "ada", HOME))
    world.clock.move(timedelta(minutes=5))
    await world.settle()
    assert drafts(world) == [] and await refusing(world) == []
