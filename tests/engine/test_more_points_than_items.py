"""A draft with more points than can be weighed: nobody is asked about the rest, and the side that they take counts all the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.model import Release, RoundState
from bot.domain.weighing import may_be_merged
from bot.ports import Found, Item
from tests.support.actions import TEAM, opened, until
from tests.support.finders import TopicFinder
from tests.support.twins import twin
from tests.support.world import World

NINE = TEAM


class Sided(TopicFinder):
    """Points whose topic begins with "Un" take the other side than their question asks for."""

    def find(self, items: Sequence[Item], direction: str, small: bool, names: object = ()) -> Found:
        found = super().find(items, direction, small, names)
        return replace(found, points=tuple(replace(each, against=each.label.startswith("Un")) for each in found.points))


async def drafted() -> tuple[World, Release]:
    """Nine points, three to each question, of which six can be weighed."""
    world: World = twin(Sided())
    round_ = await opened(world, {"Alpha": (*NINE, "iris")})
    await world.store.run(lambda uow: uow.organisations.save(replace(uow.organisations.where()[0], weigh_items=6)))
    for place, who in enumerate(NINE):
        topic = ("Ships", "Boats", "Unships")[place % 3]
        await world.answer(who, round_.id, *(f"{topic} {who} {number}" for number in range(3)))
    round_ = await until(world, round_, RoundState.DRAFT)
    release = await world.read(lambda uow: uow.releases.get(round_.release))
    assert release
    return world, release


async def test_the_side_of_a_point_that_is_not_weighed_is_known() -> None:
    _, release = await drafted()
    points = {point.key: point.label for question in release.summary.questions for point in question.points}
    assert len(points) == 9 and len(release.items) == 6
    assert {item.key for item in release.known_items} == set(points)
    assert {item.question for item in release.items} == {item.question for item in release.known_items}
    opposites = [
        (one.key, other.key)
        for one in release.known_items
        for other in release.known_items
        if one.question == other.question and points[one.key] == "Unships" and points[other.key] != "Unships"
    ]
    assert opposites and not any(may_be_merged(release.known_items, {}, *pair) for pair in opposites)
    assert any(may_be_merged(release.items, {}, *pair) for pair in opposites), "control: of what is weighed alone"
