"""Release rule 13 (B10): a check, or two, leave no trace in what anybody else sees."""

from __future__ import annotations

import pytest

from bot.domain.model import RoundState
from bot.domain.releases import challenges
from bot.engine.checks import weighing_count
from tests.support.actions import TEAM, answered, opened, until
from tests.support.twins import seen, twin
from tests.support.world import World

CHECKERS = ("amira", "ben", "chloe")
WEIGH, CHALLENGE = "weigh", "challenge"


async def checked(by: tuple[str, ...], how: str) -> World:
    """A whole round whose draft these people check."""
    world = twin()
    round_ = await opened(world)
    await answered(world, round_, dict.fromkeys(TEAM, ("Harbour", "", "")))
    round_ = await until(world, round_, RoundState.DRAFT)
    begun = world.clock.at
    for who in by:
        token = f"{round_.id}:1.1"
        if how == WEIGH:
            await world.submit(who, "weigh", round_.id, {"1.1": "agree"})
        else:
            await world.submit(who, "challenge", token, {"kind": "too strong", "words": ""})
    world.clock.at = begun
    await world.settle()
    await until(world, round_, RoundState.FINAL)
    return world


def of_others(world: World) -> dict[str, list[str]]:
    return seen(world, [who for who in TEAM if who not in CHECKERS])


@pytest.mark.parametrize("how", [WEIGH, CHALLENGE])
@pytest.mark.parametrize("count", [1, 2])
async def test_a_few_checks_look_like_none(count: int, how: str) -> None:
    assert of_others(await checked(CHECKERS[:count], how)) == of_others(await checked((), how))


@pytest.mark.parametrize("how", [WEIGH, CHALLENGE])
async def test_from_three_people_on_it_is_said(how: str) -> None:
    nobody, three = of_others(await checked((), how)), of_others(await checked(CHECKERS, how))
    for who in ("hal", "dan"):
        assert any("Few people checked this draft" in one for one in nobody[who])
        assert not any("Few people checked" in one for one in three[who])


async def test_control_with_a_floor_of_one_a_single_check_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighing_count, "checks_are_told", lambda people: people > 0)
    assert of_others(await checked(CHECKERS[:1], WEIGH)) != of_others(await checked((), WEIGH))


async def test_control_with_challenges_of_one_told_a_single_one_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(challenges, "point_may_be_named", lambda count: count > 0)
    assert of_others(await checked(CHECKERS[:1], CHALLENGE)) != of_others(await checked((), CHALLENGE))
