"""Buttons of a question that is decided: a press that comes late, before they are gone from its message, says what is true."""

from __future__ import annotations

import pytest

from bot.domain.model import AnswerState
from bot.domain.outcomes.answering import NothingToWithdraw
from tests.support.actions import opened
from tests.support.world import World


@pytest.mark.parametrize("late", ["withdraw.yes", "withdraw.no"])
async def test_once_all_is_withdrawn_neither_button_says_otherwise(late: str) -> None:
    world = World()
    round_ = await opened(world)
    await world.answer("amira", round_.id, "The rota")
    await world.press("amira", "withdraw", round_.id)
    await world.press("amira", "withdraw.yes", round_.id)
    assert (await world.press("amira", late, round_.id)).told(NothingToWithdraw)
    assert await world.read(lambda uow: uow.answers.count(round=round_.id, state=AnswerState.GIVEN)) == 0
