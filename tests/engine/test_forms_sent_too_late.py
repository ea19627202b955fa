"""A form that is sent when its time is over closes, and its author is told so by a message of the outbox."""

from __future__ import annotations

import pytest

from bot.domain.model import RoundState
from bot.domain.outcomes.challenges import CheckingOver
from bot.views.text import as_text
from tests.engine.test_things_missing import drafted
from tests.support.actions import until
from tests.support.places import person
from tests.support.world import World


async def messages(world: World) -> list[str]:
    await world.settle()
    return [as_text(sent.view) for sent in world.seen_by(person("amira"))]


@pytest.mark.parametrize("form", ["missing", "challenge"])
async def test_a_form_that_came_late_is_told_through_the_outbox(form: str) -> None:
    world, round_ = await drafted()
    token = round_.id if form == "missing" else f"{round_.id}:1.1"
    assert (await world.press("amira", form, token)).reply.form
    await until(world, round_, RoundState.FINAL)
    before = await messages(world)
    heard = await world.submit("amira", form, token, {"words": "There is nowhere to park"})
    assert heard.told(CheckingOver)
    assert heard.reply.errors is None and heard.reply.notice is None, "a modal is closed, and a notice may be missed"
    new = (await messages(world))[len(before) :]
    assert len(new) == 1 and "time for checking this draft is over" in new[0]
