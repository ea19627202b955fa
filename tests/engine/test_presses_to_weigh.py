"""Two minutes of a person's time: twelve items take fourteen presses at most, on either platform, the opening one included."""

from __future__ import annotations

import pytest

from adapters.slack.capabilities import CAPABILITIES as SLACK
from adapters.telegram.capabilities import CAPABILITIES as TELEGRAM
from bot.domain.model import Round, RoundState, WeighingState
from bot.views.view import Button, Buttons, FormField
from tests.support.actions import opened, until
from tests.support.places import person
from tests.support.world import World

PEOPLE = tuple(f"p{number:02}" for number in range(14))
TOPICS = ("Harbour", "Lantern", "Meadow", "Orchard")
MOST = 14


async def drafted() -> tuple[World, Round]:
    """A draft of twelve points: four to each of three questions."""
    world = World()
    round_ = await opened(world, {"Alpha": PEOPLE})
    for place, who in enumerate(PEOPLE):
        topic = TOPICS[place % len(TOPICS)]
        await world.answer(who, round_.id, *(f"{topic} of {who}" for _ in range(3)))
    round_ = await until(world, round_, RoundState.DRAFT)
    release = await world.read(lambda uow: uow.releases.get(round_.release))
    assert release and len(release.items) == 12
    return world, round_


async def weighed(world: World, round_: Round) -> int:
    """How many items have been weighed, by whomever."""
    rows = await world.read(lambda uow: uow.weighings.where(round=round_.id))
    return sum(row.state is not WeighingState.UNWEIGHED for row in rows)


async def test_in_a_form_each_item_takes_one_press() -> None:
    world, round_ = await drafted()
    world.platform.give(person("p00"), SLACK)
    opening = await world.press("p00", "weigh", round_.id)
    assert opening.reply.form
    choices = [each for each in opening.reply.form.fields if isinstance(each, FormField) and each.options]
    values = {each.name: each.options[0].value for each in choices}
    await world.submit("p00", "weigh", round_.id, values)
    assert 1 + len(values) + 1 <= MOST
    assert await weighed(world, round_) == 12


def first_choice(world: World) -> Button | None:
    """The first button under the newest message, while that asks about an item."""
    view = world.seen_by(person("p01"))[-1].view
    buttons = [button for block in view.blocks if isinstance(block, Buttons) for button in block.buttons]
    return buttons[0] if buttons and buttons[0].label == "I say so too" else None


async def test_without_forms_each_item_takes_one_press_as_well() -> None:
    world, round_ = await drafted()
    world.platform.give(person("p01"), TELEGRAM)
    await world.press("p01", "weigh", round_.id)
    await world.settle()
    presses = 1
    while (button := first_choice(world)) is not None and presses <= MOST:
        await world.press("p01", button.action, button.token)
        await world.settle()
        presses += 1
    assert presses <= MOST
    assert await weighed(world, round_) == 12


@pytest.mark.parametrize("stop", [1, 5])
async def test_whoever_stops_at_any_item_has_said_what_they_pressed(stop: int) -> None:
    world, round_ = await drafted()
    world.platform.give(person("p01"), TELEGRAM)
    await world.press("p01", "weigh", round_.id)
    await world.settle()
    for _ in range(stop):
        button = first_choice(world)
        assert button
        await world.press("p01", button.action, button.token)
        await world.settle()
    assert await weighed(world, round_) == stop
