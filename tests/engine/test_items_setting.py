"""How much of a draft can be weighed: a setting of the organisation, within its bounds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.model import RoundState
from bot.domain.outcomes.answering import WordsPreviewed
from tests.support.actions import TEAM, opened, until
from tests.support.finders import NoPoints
from tests.support.twins import twin
from tests.support.world import World


async def count_items(setting: int) -> int:
    world: World = twin(NoPoints())
    round_ = await opened(world)
    await world.store.run(
        lambda uow: uow.organisations.save(replace(uow.organisations.where()[0], weigh_items=setting))
    )
    for place, who in enumerate(TEAM[:6]):
        await world.answer(who, round_.id, *(f"{each} {place}" for each in ("Good", "Bad", "Missing")))
        for answer in (await world.press(who, "words", round_.id)).told(WordsPreviewed).answers:
            await world.press(who, "allow", answer.seen)
    round_ = await until(world, round_, RoundState.DRAFT)
    release = await world.read(lambda uow: uow.releases.get(round_.release))
    assert release
    return len(release.items)


@pytest.mark.parametrize(("setting", "items"), [(12, 12), (6, 6), (1, 6)])
async def test_a_setting_says_how_much_of_a_draft_is_weighed(setting: int, items: int) -> None:
    assert await count_items(setting) == items
