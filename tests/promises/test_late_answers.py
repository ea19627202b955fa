"""Late answers and edits after the close (release.md, rules 5 and 6): taken at their word, released once, never in the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.model import AnswerState, RoundState
from tests.promises.rounds import TEAM, answered, next_round, opened, until
from tests.stateful.world import World

EVERYONE = {who: (f"Harbour {who}", "", "") for who in TEAM}


async def given(world: World, round_id: str) -> list[str]:
    rows = await world.read(lambda uow: uow.answers.where(round=round_id, number=1, state=AnswerState.GIVEN))
    texts = await world.read(lambda uow: uow.texts.read([row.id for row in rows]))
    return sorted(text.reveal() if text else "" for text in texts)


async def test_an_emptied_late_answer_takes_the_frozen_one_back_too() -> None:
    world = World()
    round_ = await opened(world)
    await answered(world, round_, EVERYONE)
    await until(world, round_, RoundState.DRAFT)
    await world.answer("amira", round_.id, "Lantern amira")
    await world.answer("amira", round_.id, "")
    assert not [text for text in await given(world, round_.id) if "amira" in text]


async def test_a_late_answer_that_was_released_does_not_hold_up_the_rounds_that_follow() -> None:
    """New words to an old question after their first late version was shown: a contribution of its own."""
    world = World()
    first = await opened(world)
    await answered(world, first, EVERYONE)
    await until(world, first, RoundState.FINAL)
    await world.answer("amira", first.id, "Lantern once")
    second = await next_round(world, first)
    await answered(world, second, EVERYONE)
    await until(world, second, RoundState.FINAL)
    await world.answer("amira", first.id, "Lantern twice")
    third = await next_round(world, second)
    await answered(world, third, EVERYONE)
    assert (await until(world, third, RoundState.FINAL, RoundState.HELD)).state is RoundState.FINAL
    assert "Lantern twice" in await given(world, first.id)
    await world.press("amira", "withdraw.yes", first.id)
    assert not [text for text in await given(world, first.id) if "Lantern" in text]


@pytest.mark.parametrize("leaves", [True, False])
async def test_what_waits_of_somebody_who_has_left_the_roster_is_never_used(leaves: bool) -> None:
    """Four answer on time and one of old; with the fifth, who has left since, they would be five people."""
    world = World()
    first = await opened(world)
    await answered(world, first, EVERYONE)
    await until(world, first, RoundState.FINAL)
    await world.answer("amira", first.id, "", "Lantern amira")
    if leaves:
        await world.command("ada", "member remove <@amira> from Alpha")
    second = await next_round(world, first)
    await answered(world, second, {who: ("", f"Lantern {who}") for who in ("ben", "chloe", "dan", "eve")})
    ended = await until(world, second, RoundState.DRAFT, RoundState.HELD)
    assert ended.state is (RoundState.HELD if leaves else RoundState.DRAFT)


async def test_who_leaves_during_a_round_stays_in_its_counts() -> None:
    world = World()
    round_ = await opened(world)
    await answered(world, round_, {who: (f"Harbour {who}",) for who in ("amira", "ben", "chloe", "dan", "eve")})
    for who in ("amira", "femi"):
        await world.command("ada", f"member remove <@{who}> from Alpha")
    world.clock.move(timedelta(hours=1))
    ended = await until(world, round_, RoundState.DRAFT, RoundState.HELD)
    assert (ended.state, ended.roster) == (RoundState.DRAFT, len(TEAM))
