"""C3b: nothing that anybody else sees tells who stopped, is away or has blocked the bot."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.chatcommands import COMMANDS
from bot.domain.model import RoundState
from bot.engine.rounds import merge_plan
from bot.ports import SendRefusedError
from tests.support.actions import FORTNIGHTLY, HOME, next_round
from tests.support.further import further, only_further, part_of
from tests.support.places import channel, person
from tests.support.twins import seen, twin
from tests.support.world import World

pytestmark = further

X = "amira"
SMALLEST = ("ada", X, "ben", "chloe", "dan", "eve", "hal")
"""Just enough people to be asked: one fewer, and the team is skipped."""
TWO_TEAMS = {"Alpha": ("ada", X, "ben", "hal"), "Beta": ("chloe", "dan", "eve")}
"""Only together are they enough."""
ROLES = ("ada", "hal", "ben", "zed")
ASKED_AT_ONCE = (
    *("status", "team list", "team people", "audit", "schedule show", "questions show", "privacy", "who answered"),
    *("help", "answer", "challenges", "home Alpha"),
)
ASKED_LAST = tuple(
    example.replace("Crisis line", "Alpha")
    for spec in COMMANDS
    for example in spec.examples
    if spec.name not in ("claim", "forget me")
)

DELIVERED = re.compile(r"Text\(text='In the last round of [^']*'[^)]*\), ")

Does = Callable[[World], Awaitable[object]]


async def nothing(world: World) -> None:
    world.clock.move(timedelta(seconds=1))


async def stops(world: World) -> None:
    await world.command(X, "stop")


async def goes_away(world: World) -> None:
    await world.command(X, "away for twelve weeks")


async def blocks(world: World) -> None:
    """Nobody hears of it until the bot writes to them."""
    world.platform.fail(SendRefusedError("blocked"), person(X), times=1_000_000)
    world.clock.move(timedelta(seconds=1))


Sights = dict[str, list[str]]
Rounds = list[tuple[str, int]]

_undisturbed: dict[tuple[tuple[str, ...], int, bool], tuple[Rounds, Sights]] = {}


async def ask(world: World, commands: tuple[str, ...]) -> None:
    for who in ROLES:
        for command in commands:
            await world.command(who, command, HOME if who == "hal" else None)
            await world.settle()


async def lived(does: Does, teams: dict[str, tuple[str, ...]], answering: int) -> World:
    """Two rounds; X does something before the first one, and the others ask everything at every stage."""
    world = twin()
    await world.found(teams, FORTNIGHTLY)
    await world.command("ada", "lead set <@hal> for Alpha", channel("alpha"))
    await does(world)
    await world.settle()
    await ask(world, ASKED_AT_ONCE)
    world.clock.move(timedelta(hours=26))
    await world.settle()
    for round_ in await world.rounds(state=RoundState.OPEN):
        for who in [one for team in teams.values() for one in team if one != X][:answering]:
            await world.answer(who, round_.id, f"Harbour {who}", "Lantern")
    await ask(world, ASKED_AT_ONCE)
    for _ in range(28):
        world.clock.move(timedelta(hours=12))
        await world.settle()
        await ask(world, ("status", "run now Alpha"))
    await ask(world, ASKED_LAST)
    return world


async def undisturbed(
    teams: dict[str, tuple[str, ...]], answering: int, defended: bool = True
) -> tuple[Rounds, Sights]:
    """The rounds and what the others see where X does nothing: lived once, whatever X does in the world beside it."""
    key = (tuple(teams), answering, defended)
    if key not in _undisturbed:
        world = await lived(nothing, teams, answering)
        _undisturbed[key] = await world_rounds(world), others(world, teams)
    return _undisturbed[key]


def others(world: World, teams: dict[str, tuple[str, ...]]) -> Sights:
    return seen(world, (*(who for team in teams.values() for who in team), "zed"), but=X)


def but_for_delivery(sights: Sights) -> Sights:
    """What status says to admins once a round is closed: that some questions, or none, could not be delivered (rule 4)."""
    return {who: [DELIVERED.sub("", each) for each in all_] for who, all_ in sights.items()}


DOINGS: tuple[Does, ...] = (stops, goes_away, blocks)
WAYS = [
    (teams, answering, does) for teams in ({"Alpha": SMALLEST}, TWO_TEAMS) for answering in (5, 0) for does in DOINGS
]


@pytest.mark.parametrize(("teams", "answering", "does"), part_of(WAYS, len(DOINGS)))
async def test_c3b_nobody_else_sees_it(teams: dict[str, tuple[str, ...]], answering: int, does: Does) -> None:
    rounds, without = await undisturbed(teams, answering)
    with_ = await lived(does, teams, answering)
    assert rounds == await world_rounds(with_)
    view = but_for_delivery if does is blocks else dict
    assert view(without) == view(others(with_, teams))


async def world_rounds(world: World) -> Rounds:
    found = [(row.state.value, row.roster) for row in await world.rounds()]
    assert any(state != "skipped" for state, _ in found)
    return found


@only_further
@pytest.mark.parametrize("does", part_of(DOINGS, 9))
async def test_c3b_with_a_roster_of_those_who_are_asked_everybody_would_see_it(
    monkeypatch: pytest.MonkeyPatch, does: Does
) -> None:
    """The defence off: who is not sent the questions is not counted. The next round is skipped, and that is said."""
    whole = merge_plan.roster_of
    monkeypatch.setattr(merge_plan, "roster_of", lambda *given: [one for one in whole(*given) if one.asked])
    teams = {"Alpha": SMALLEST}
    _, without = await undisturbed(teams, 5, defended=False)
    with_ = await lived(does, teams, 5)
    assert without != others(with_, teams)


async def test_c3b_who_stopped_is_asked_nothing_and_may_answer_when_they_come_back() -> None:
    world = twin()
    await world.found({"Alpha": SMALLEST}, FORTNIGHTLY)
    await world.command(X, "stop")
    await world.settle()
    before = len(world.seen_by(person(X)))
    world.clock.move(timedelta(hours=26))
    await world.settle()
    (round_,) = await world.rounds(state=RoundState.OPEN)
    assert [sent for sent in world.seen_by(person(X))[before:] if sent.ref.direct] == []
    await world.command(X, "start")
    await world.answer(X, round_.id, "Harbour")
    after = await next_round(world, round_)
    assert after.roster == round_.roster == len(SMALLEST)
