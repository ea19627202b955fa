"""“Is this better now?”: asked once in the next draft, and what enough people who say no bring about."""

from __future__ import annotations

import pytest

from bot.domain.model import FollowUp, FollowUpState, RoundState
from bot.views.text import as_text
from tests.engine.test_follow_ups import LEAD, answer, finished, only
from tests.support.actions import TEAM, answered, next_round, until
from tests.support.places import person
from tests.support.world import World


async def asked_again(world: World, yes: int, no: int) -> FollowUp:
    """Something is done, and in the next draft so many say that it is better, and that it is not; the follow-up afterwards."""
    first = await finished(world)
    await answer(world, step="finish", words="There is a list now")
    done = await only(world)
    round_ = await next_round(world, first)
    await answered(world, round_, dict.fromkeys(TEAM, ("Zebra crossings", "", "")))
    round_ = await until(world, round_, RoundState.DRAFT)
    form = (await world.press("amira", "weigh", round_.id)).reply.form
    assert form and any("Is it better now?" in field.label for field in form.fields)
    for place, who in enumerate(TEAM[: yes + no]):
        await world.submit(who, "weigh", round_.id, {"f1": "agree" if place < yes else "differ"})
    await until(world, round_, RoundState.FINAL)
    after = await world.read(lambda uow: uow.follow_ups.get(done.id))
    assert after and after.better_asked
    return after


@pytest.mark.parametrize(
    ("yes", "no", "open_again"),
    [(0, 5, True), (2, 3, True), (0, 4, False), (3, 3, False), (6, 0, False), (0, 0, False)],
)
async def test_what_was_done_is_open_again_if_enough_people_weigh_it_and_more_say_no(
    yes: int, no: int, open_again: bool
) -> None:
    world = World()
    after = await asked_again(world, yes, no)
    assert (after.state, after.reopened) == ((FollowUpState.OPEN, True) if open_again else (FollowUpState.DONE, False))
    told = [
        as_text(sent.view)
        for sent in world.seen_by(person(LEAD))
        if "more say that it is not better yet" in as_text(sent.view)
    ]
    assert len(told) == open_again


async def last_opened(world: World) -> object:
    return max(row.opened_at for row in await world.rounds(state=RoundState.FINAL) if row.opened_at)


async def test_it_is_asked_once() -> None:
    world = World()
    await asked_again(world, 6, 0)
    (before,) = [row for row in await world.rounds(state=RoundState.FINAL) if row.opened_at == await last_opened(world)]
    round_ = await next_round(world, before)
    await answered(world, round_, dict.fromkeys(TEAM, ("Lantern light", "", "")))
    round_ = await until(world, round_, RoundState.DRAFT)
    form = (await world.press("amira", "weigh", round_.id)).reply.form
    assert form and not any("Is it better now?" in field.label for field in form.fields)


async def test_a_point_that_comes_again_before_it_is_settled_goes_on() -> None:
    world = World()
    first = await finished(world)
    await answer(world, step="do", day="in 300 days")
    round_ = await next_round(world, first)
    await answered(world, round_, {who: (f"Harbour once more, says {who}", "", "") for who in TEAM})
    round_ = await until(world, round_, RoundState.FINAL)
    found = await only(world)
    assert (found.state, found.release) == (FollowUpState.DOING, round_.release)
