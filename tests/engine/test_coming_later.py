"""Somebody who came after a round had begun, and presses what they see of it in the channel."""

from __future__ import annotations

import pytest

from bot.domain.model import RoundState
from bot.domain.outcomes.answering import BeganWithoutYou, NotYourRound
from tests.support.actions import HOME, TEAM, answered, opened, until
from tests.support.organisation import EVERYBODY, check_of, final_everywhere
from tests.support.organisation import answered as answered_by
from tests.support.places import channel
from tests.support.world import World

BUTTONS = ("weigh", "missing", "answer", "challenge", "later", "decline", "words", "same")


async def came_later() -> tuple[World, str]:
    """Zoe comes to the team while its round is open; Yan to another team."""
    world = World()
    round_ = await opened(world)
    await answered(world, round_, {who: (f"Harbour {who}",) for who in TEAM})
    await world.command("ada", "member add <@zoe> to Alpha", HOME)
    await world.command("ada", "team add Beta", channel("beta"))
    await world.command("ada", "member add <@yan> to Beta", channel("beta"))
    return world, round_.id


@pytest.mark.parametrize("button", BUTTONS)
async def test_they_are_told_kindly_that_it_began_before_they_came(button: str) -> None:
    world, id = await came_later()
    heard = await world.press("zoe", button, id)
    assert heard.told(BeganWithoutYou) and not heard.reply.form
    (round_,) = await world.rounds(id=id)
    await until(world, round_, RoundState.DRAFT)
    assert (await world.press("zoe", button, id)).told(BeganWithoutYou)


@pytest.mark.parametrize("button", BUTTONS)
async def test_nobody_of_another_team_learns_that_there_is_a_round(button: str) -> None:
    world, id = await came_later()
    for token in (id, "no-such-round"):
        assert (await world.press("yan", button, token)).told(NotYourRound)
    assert (await world.press("zoe", button, "no-such-round")).told(NotYourRound)


async def test_of_the_organisations_draft_they_are_told_alike() -> None:
    world = World()
    await final_everywhere(world, await answered_by(world, {who: f"Harbour {who}" for who in EVERYBODY}))
    round_ = await check_of(world, RoundState.DRAFT)
    await world.command("ada", "member add <@zoe> to Beta", channel("beta"))
    for button in ("weigh", "missing"):
        assert (await world.press("zoe", button, round_.id)).told(BeganWithoutYou)
        assert (await world.press("stranger", button, round_.id)).told(NotYourRound)
