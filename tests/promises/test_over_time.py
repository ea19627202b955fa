"""Release rule 15: what too few say in any one round surfaces after the fourth, of at least k people and three for a point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest

from bot.domain.model import FollowUp, Round, RoundState
from bot.domain.releases.over_time import BLOCK, BLOCKS, OVER_TIME, BlockRules, decide_block
from bot.domain.retention import LONGEST_WAITING_DAYS
from bot.engine.rounds import over_time
from bot.ports import Found, Item, LeftoverClause
from bot.views.text import as_text
from tests.support.actions import HOME, TEAM, answered, next_round, opened, pass_days, until
from tests.support.finders import LeftoverFinder
from tests.support.places import person
from tests.support.world import World

Said = Sequence[dict[str, str]]
FOUR: Said = (
    {"amira": "Lantern", "ben": "Lantern"},
    {"chloe": "Lantern", "dan": "Meadow"},
    {"eve": "Meadow"},
    {},
)
"""What a few people say in each round of a block, beside the others, who all say the same: five people, three of them one thing."""


async def play(said: Said = FOUR, forgets: str = "", finder: LeftoverFinder | None = None) -> tuple[World, list[Round]]:
    world = World(finder=finder or LeftoverFinder())
    rounds: list[Round] = []
    for few in said:
        round_ = await next_round(world, rounds[-1]) if rounds else await opened(world)
        rounds.append(round_)
        await answered(world, round_, {who: (f"{few.get(who, 'Orchard')} of {who}", "", "") for who in TEAM})
        if forgets and len(rounds) == len(said):
            await world.press(forgets, "forget.yes")
            await world.settle()
        await until(world, round_, RoundState.FINAL)
        await world.settle()
    return world, rounds


def told(world: World) -> list[str]:
    return [text for sent in world.seen_by(HOME) if (text := as_text(sent.view)).startswith("Raised over time")]


async def test_it_surfaces_after_the_fourth_round_without_naming_any() -> None:
    world, _ = await play(FOUR[:3])
    assert told(world) == []
    world, _ = await play()
    (text,) = told(world)
    assert "Lantern" in text and "Meadow" not in text and "Orchard" not in text
    assert not [word for word in ("March", "April", "several people", "half") if word in text]


CASES = {
    "four people in the block": (*FOUR[:2], {}, {}),
    "two people for a point": (FOUR[0], {"chloe": "Meadow", "dan": "Harbour"}, FOUR[2], FOUR[3]),
    "one person twice": (FOUR[0], {"ben": "Lantern", "dan": "Meadow"}, {"eve": "Meadow", "chloe": "Harbour"}, {}),
}


@pytest.mark.parametrize("case", CASES)
async def test_nothing_comes_of_fewer(case: str) -> None:
    world, _ = await play(CASES[case])
    assert told(world) == []


async def test_what_a_final_of_the_block_has_shown_is_not_said_again() -> None:
    world, _ = await play((*FOUR[:3], dict.fromkeys(("femi", "gita", "hal"), "Lantern")))
    assert told(world) == []


@pytest.mark.parametrize(
    ("case", "off"),
    [
        ("four people in the block", {"threshold": lambda count, k: True}),
        ("one person twice", {"point": lambda count: count >= 2}),
    ],
)
async def test_control_without_the_defence_it_would(
    monkeypatch: pytest.MonkeyPatch, case: str, off: dict[str, object]
) -> None:
    rules = BlockRules(**off)  # type: ignore[arg-type]
    monkeypatch.setattr(over_time, "decide_block", partial(decide_block, rules=rules))
    world, _ = await play(CASES[case])
    assert told(world) != [] and rules != BLOCKS


async def test_a_fifth_round_brings_nothing_of_the_block_again() -> None:
    world, rounds = await play((*FOUR, FOUR[0], FOUR[1], FOUR[2]))
    assert len(told(world)) == 1
    assert [row.block_place for row in await world.rounds(state=RoundState.FINAL)].count(4) == 1
    assert len(rounds) == 7


@pytest.mark.parametrize(("ended", "waits"), [(3, True), (4, False)])
async def test_what_a_block_has_looked_through_is_spent_whatever_the_clock_does(ended: int, waits: bool) -> None:
    world, _ = await play(FOUR[:ended])
    assert any(row.unplaced for row in await world.read(lambda uow: uow.answers.where())) is waits


async def test_nothing_says_after_120_days_whose_answers_a_block_had() -> None:
    world, _ = await play()
    assert [row for row in await world.read(lambda uow: uow.ledger.where()) if row.aggregate.endswith(OVER_TIME)]
    await pass_days(world, LONGEST_WAITING_DAYS + 10)
    assert await world.read(lambda uow: uow.ledger.where()) == []


class OtherSideFinder(LeftoverFinder):
    """Takes lanterns for the other side of their matter."""

    def find(self, items: Sequence[Item], direction: str, small: bool, names: object = ()) -> Found:
        found = super().find(items, direction, small, names)
        sides = (replace(point, against=point.label == "Lantern", matter="light") for point in found.points)
        return replace(found, points=tuple(sides))


async def test_the_side_that_it_takes_is_noted_so_that_the_other_side_is_another_point() -> None:
    world, _ = await play(finder=OtherSideFinder())
    rows = await world.read(lambda uow: uow.lasting_points.where())
    assert {(row.label, row.matter, row.against) for row in rows} == {
        ("Orchard", "light", False),
        ("Lantern", "light", True),
    }


class SecondLookFinder(LeftoverFinder):
    """Leaves lanterns out at first sight, and makes a point of them at the second."""

    def find(self, items: Sequence[Item], direction: str, small: bool, names: object = ()) -> Found:
        found = super().find(items, direction, small, names)
        seen = [refs for _, topics in self.calls for topic, refs in topics.items() if topic == "Lantern"]
        shy = [point for point in found.points if point.label == "Lantern" and len(seen) == 1]
        left = tuple(LeftoverClause(ref, 1, False, bytes(32)) for point in shy for ref in point.refs)
        kept = tuple(point for point in found.points if point not in shy)
        return replace(found, points=kept, leftovers=(*found.leftovers, *left))


@pytest.mark.parametrize("asked_back", [True, False])
async def test_what_was_added_to_a_point_when_a_lead_asked_back_is_no_point_over_time(asked_back: bool) -> None:
    world = World(finder=SecondLookFinder())
    round_ = await opened(world)
    for number in range(BLOCK):
        round_ = await next_round(world, round_) if number else round_
        texts = ("Orchard", *(("", "", "Lantern") if asked_back else ("Lantern",))) if number == 1 else ("Orchard",)
        await answered(world, round_, dict.fromkeys(TEAM, texts))
        await until(world, round_, RoundState.FINAL)
        if asked_back and not number:
            (row,) = await world.read(lambda uow: uow.follow_ups.where())
            await world.submit("hal", "ask_back", row.id, {"point": row.id, "question": "example"})
    assert bool(told(world)) is not asked_back


async def test_whose_words_are_gone_is_in_no_block() -> None:
    world, _ = await play(forgets="chloe")
    assert told(world) == []


async def test_such_a_point_waits_for_its_answer_as_any_does_and_the_lead_is_told() -> None:
    world, rounds = await play()
    rows: list[FollowUp] = await world.read(lambda uow: uow.follow_ups.where())
    (row,) = [row for row in rows if row.label == "Lantern"]
    lead = [as_text(sent.view) for sent in world.seen_by(person("hal"))]
    assert any("[Answer “Lantern”]" in text for text in lead)
    assert row.round == rounds[-1].id and row.lasting_point
    since = len(world.platform.sent)
    await world.command("amira", "history", person("amira"))
    await world.settle()
    (text,) = [as_text(sent.view) for sent in world.seen_by(person("amira"), since)]
    assert ": raised over time" in text
