"""A question's direction follows its words, can be set, and is the one in which its answers are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.domain.model import RoundState
from bot.domain.outcomes.commands import NotForYou, QuestionsShown
from bot.domain.questions import KEEP, MISSING, STOP, direction_of
from bot.engine.commands import questions
from bot.ports import Found, Item
from bot.views.messages.questions import DIRECTIONS, QUESTIONS
from tests.engine.test_stuck import told
from tests.support.actions import FORTNIGHTLY, TEAM, answered, until
from tests.support.finders import TopicFinder
from tests.support.places import person
from tests.support.world import World

START_STOP_CONTINUE = ("What should we start doing?", "What should we stop doing?", "What should we continue doing?")
SAID = {
    **dict(zip(QUESTIONS, DIRECTIONS, strict=True)),
    **dict(zip(START_STOP_CONTINUE, (MISSING, STOP, KEEP), strict=True)),
    "Start": MISSING,
    "Stop": STOP,
    "Continue": KEEP,
    "What works?": KEEP,
    "What went well this month?": KEEP,
    "What are you proud of?": KEEP,
    "What do you need to keep going?": KEEP,
    "What wears you out?": STOP,
    "What needs to change?": STOP,
    "What could be better?": STOP,
    "What gets in the way? Name the obstacles.": STOP,
    "What do you need?": MISSING,
    "What would help?": MISSING,
    "What should we begin?": MISSING,
    "What should we keep, and what should we stop?": "",
    "What should never stop?": "",
    "What doesn't work?": "",
    "What about the handover?": "",
    "Co działa dobrze?": "",
    "Stopwatch or starter: which one?": "",
}


@pytest.mark.parametrize(("text", "direction"), SAID.items())
def test_words_say_a_direction_or_none(text: str, direction: str) -> None:
    assert direction_of(text) == direction


@dataclass
class Reading(TopicFinder):
    """A finder that notes in which direction each topic was read."""

    directions: dict[str, str] = field(default_factory=dict)

    def find(self, items: Sequence[Item], direction: str, small: bool, names: object = ()) -> Found:
        found = super().find(items, direction, small, names)
        self.directions.update({point.label: direction for point in found.points})
        return found


async def asked(*commands: str) -> tuple[World, Reading]:
    """An organisation whose admin has said these things before its first round."""
    finder = Reading()
    world = World(finder=finder)
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    for words in commands:
        await world.command("ada", words, person("ada"))
    world.clock.move(timedelta(hours=26))
    await world.settle()
    return world, finder


async def drafted(world: World) -> None:
    """Everybody answers: the first question about the harbour, the second about the lantern, the third about the meadow."""
    (round_,) = await world.rounds(state=RoundState.OPEN)
    await answered(world, round_, dict.fromkeys(TEAM[:7], ("Harbour", "Lantern", "Meadow")))
    await until(world, round_, RoundState.DRAFT)


def start_stop_continue() -> list[str]:
    return [f"questions set {number} {text}" for number, text in enumerate(START_STOP_CONTINUE, 1)]


async def test_start_stop_continue_is_read_in_its_own_directions() -> None:
    world, finder = await asked(*start_stop_continue())
    await drafted(world)
    assert finder.directions == {"Harbour": MISSING, "Lantern": STOP, "Meadow": KEEP}


async def test_with_directions_bound_to_places_it_is_read_backwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(questions, "direction_of", lambda text: "")
    world, finder = await asked(*start_stop_continue())
    await drafted(world)
    assert finder.directions == {"Harbour": KEEP, "Lantern": STOP, "Meadow": MISSING}


async def test_a_direction_that_was_set_is_the_one_that_counts() -> None:
    world, finder = await asked("questions set 2 What about the lantern?", "questions read 2 as continue")
    assert [one.directions[1] for one in await told(world, "ada", QuestionsShown)] == [STOP, KEEP]
    await drafted(world)
    assert finder.directions["Lantern"] == KEEP


async def test_a_round_that_runs_keeps_the_directions_it_asked_with() -> None:
    world, finder = await asked()
    await world.command("ada", "questions read 2 as missing", person("ada"))
    (shown,) = await told(world, "ada", QuestionsShown)
    assert shown.running and shown.changed
    await drafted(world)
    assert finder.directions["Lantern"] == STOP


async def test_only_an_admin_sets_a_direction() -> None:
    world, _ = await asked()
    await world.command("ben", "questions read 2 as missing", person("ben"))
    assert await told(world, "ben", NotForYou)
    (kept,) = await world.read(lambda uow: uow.question_sets.where())
    assert tuple(one.direction for one in kept.questions) == DIRECTIONS
