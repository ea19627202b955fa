"""Choices in a form that stays open: each counts as it is made, and is taken back by another."""

from __future__ import annotations

from bot.domain.confidential import ConfidentialText
from bot.domain.events import ChoiceMade
from bot.domain.model import RoundState, WeighingState
from bot.domain.outcomes.challenges import CheckingOver
from bot.domain.outcomes.weighing import WeighingSaved
from tests.engine.test_weighing import Unsure, drafted
from tests.support.actions import until
from tests.support.places import person
from tests.support.world import Heard, World

ITEM = "1.a1"


async def choose(world: World, token: str, value: str, who: str = "amira", form: str = "weigh") -> Heard:
    event = world.event(ChoiceMade, who, form=form, token=token, field=ITEM, value=ConfidentialText(value))
    return await world.hear(event)


async def weighed(world: World) -> list[WeighingState]:
    return [row.state for row in await world.read(lambda uow: uow.weighings.where())]


async def test_a_choice_counts_at_once_and_nothing_is_said() -> None:
    world = World(finder=Unsure())
    round_ = await drafted(world)
    for value, expected in (("agree", [WeighingState.AGREES]), ("differ", [WeighingState.DIFFERS]), ("skip", [])):
        assert (await choose(world, round_.id, value)).messages == ()
        assert await weighed(world) == expected


async def test_sent_as_a_whole_it_says_how_far_one_is() -> None:
    world = World(finder=Unsure())
    round_ = await drafted(world)
    await choose(world, round_.id, "agree")
    saved = (await world.submit("amira", "weigh", round_.id, {})).told(WeighingSaved)
    assert (saved.weighed, saved.count) == (1, 1)


async def test_a_form_that_was_open_for_too_long_says_so_once() -> None:
    world = World(finder=Unsure())
    round_ = await drafted(world)
    await until(world, round_, RoundState.FINAL)
    before = len(world.seen_by(person("amira")))
    for value in ("agree", "differ", "agree"):
        await choose(world, round_.id, value)
    await world.settle()
    assert len(world.seen_by(person("amira"))) == before + 1
    assert await weighed(world) == []
    assert (await world.submit("amira", "weigh", round_.id, {ITEM: "agree"})).told(CheckingOver)


async def test_choices_of_other_forms_and_of_other_people_count_nothing() -> None:
    world = World(finder=Unsure())
    round_ = await drafted(world)
    assert (await choose(world, round_.id, "agree", form="challenge")).messages == ()
    assert (await choose(world, round_.id, "agree", who="stranger")).messages == ()
    assert (await choose(world, round_.id, "nonsense")).messages == ()
    assert await weighed(world) == []
