"""A form that brings words for a question that its round does not ask: the others are saved, and the round goes on."""

from __future__ import annotations

import pytest

from bot.domain.model import RoundState
from bot.domain.outcomes.answering import AnswerSaved
from bot.domain.questions import NUMBERS
from bot.engine.answers import submitting
from tests.support.actions import TEAM, answered, opened
from tests.support.world import World

FIELDS = ("Harbour", "Lantern", "", "of another form", "of another form")


async def closed(world: World) -> RoundState:
    """All answer a round of three questions in five fields; its state after the close."""
    round_ = await opened(world)
    heard = await world.answer(TEAM[0], round_.id, *FIELDS)
    await answered(world, round_, dict.fromkeys(TEAM[1:], FIELDS))
    if round_.closes_at:
        world.clock.move(round_.closes_at - world.clock.now())
    await world.settle()
    assert heard.told(AnswerSaved)
    return (await world.rounds(id=round_.id))[0].state


async def test_what_was_asked_is_saved_and_the_draft_comes() -> None:
    assert await closed(World()) is RoundState.DRAFT


async def test_saved_with_the_rest_it_would_keep_the_round_from_its_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submitting, "_numbers_asked", lambda context, round_: NUMBERS)
    assert await closed(World()) is RoundState.CLOSED
