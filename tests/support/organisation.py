"""An organisation of three teams of seven, brought to its own draft and final."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from bot.domain.model import Release, Round, RoundState
from bot.domain.rounds import is_of_organisation
from tests.support.actions import opened, until
from tests.support.world import World

ALPHA = ("ada", "amira", "ben", "chloe", "dan", "eve", "femi")
BETA = ("hal", "iris", "jon", "kira", "lev", "mona", "nils")
GAMMA = ("olga", "pat", "quin", "rose", "sam", "tom", "uma")
TEAMS = {"Alpha": ALPHA, "Beta": BETA, "Gamma": GAMMA}
EVERYBODY = (*ALPHA, *BETA, *GAMMA)


async def answered(world: World, words: Mapping[str, str], teams: Mapping[str, tuple[str, ...]] = TEAMS) -> list[Round]:
    """Teams whose people answer the first question so, by default three of seven."""
    await opened(world, teams)
    rounds = {row.team: row for row in await world.rounds(state=RoundState.OPEN)}
    named = {team.name: team.id for team in await world.read(lambda uow: uow.teams.where())}
    for team, people in teams.items():
        for who in people:
            if who in words:
                await world.answer(who, rounds[named[team]].id, words[who])
    await world.settle()
    return list(rounds.values())


async def final_everywhere(world: World, rounds: list[Round]) -> None:
    for round_ in rounds:
        await until(world, round_, RoundState.FINAL, RoundState.WITHHELD)


async def check_of(world: World, *states: RoundState) -> Round:
    """Let time pass until the organisation's round is in one of these states."""
    for _ in range(300):
        found = [row for row in await world.rounds() if is_of_organisation(row) and row.state in states]
        if found:
            return found[0]
        world.clock.move(timedelta(hours=6))
        await world.settle()
    raise AssertionError("the organisation's round never came so far")


async def release_of(world: World, round_: Round) -> Release:
    release = await world.read(lambda uow: uow.releases.get(round_.release))
    assert release is not None
    return release


async def round_of(world: World, rounds: Iterable[Round], team: str) -> Round:
    """The one of these rounds that asks the team of this name."""
    named = {row.name: row.id for row in await world.read(lambda uow: uow.teams.where())}
    return next(row for row in rounds if named[team] in row.teams)


async def withdraws(world: World, round_id: str) -> None:
    """Amira takes back all that she answered."""
    await world.press("amira", "withdraw.yes", round_id)


async def is_forgotten(world: World, round_id: str) -> None:
    """Amira is forgotten."""
    await world.press("amira", "forget.yes")
