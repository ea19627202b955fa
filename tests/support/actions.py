"""Rounds to test promises on: an organisation with a team, opened, answered and brought to its draft or final."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from bot.domain.model import Round, RoundState
from tests.support.places import channel
from tests.support.world import World

TEAM = ("ada", "amira", "ben", "chloe", "dan", "eve", "femi", "gita", "hal")
HOME = channel("alpha")
FORTNIGHTLY = "every other Tuesday at 10:00"


async def opened(world: World, teams: Mapping[str, tuple[str, ...]] | None = None) -> Round:
    """Found the organisation and let its first round open; the first team's last person leads it."""
    listed = teams or {"Alpha": TEAM}
    await world.found(listed, FORTNIGHTLY)
    for team, people in listed.items():
        await world.command("ada", f"lead set <@{people[-1]}> for {team}", channel(team.lower()))
    world.clock.move(timedelta(hours=26))
    await world.settle()
    return (await world.rounds(state=RoundState.OPEN))[0]


async def add_second_team(world: World) -> None:
    """Bring a second team with one person: of a single one the organisation would make no summary."""
    await world.command("ada", "team add Beta", channel("beta"))
    await world.command("ada", "member add <@zoe> to Beta", channel("beta"))


async def cancel(world: World) -> None:
    """Two admins agree to cancel the round of the team Alpha."""
    await world.command("ada", "admin add <@ben>")
    await world.command("ada", "round cancel Alpha", HOME)
    await world.command("ben", "round cancel Alpha", HOME)
    await world.settle()


async def answered(world: World, round_: Round, texts: Mapping[str, tuple[str, ...]]) -> None:
    for who, words in texts.items():
        await world.answer(who, round_.id, *words)
    await world.settle()


async def until(world: World, round_: Round, *states: RoundState) -> Round:
    """Let time pass, six hours at a time, until the round is in one of these states."""
    for _ in range(200):
        now = (await world.rounds(id=round_.id))[0]
        if now.state in states:
            return now
        world.clock.move(timedelta(hours=6))
        await world.settle()
    raise AssertionError(f"the round never became {states}")


async def pass_until(world: World, at: datetime) -> None:
    """Let time pass, a day at a time."""
    while world.clock.now() < at:
        world.clock.move(timedelta(days=1))
        await world.settle()


async def pass_days(world: World, days: int) -> None:
    await pass_until(world, world.clock.now() + timedelta(days=days))


async def answer_ids(world: World, *rounds: Round) -> list[str]:
    rows = await world.read(lambda uow: uow.answers.where(round=tuple(row.id for row in rounds)))
    return [row.id for row in rows]


async def readable_words(world: World, refs: Collection[str]) -> list[str]:
    """Return the words under these names, as far as they can still be read."""
    texts = await world.read(lambda uow: uow.texts.read(list(refs))) if refs else []
    return [text.reveal() for text in texts if text]


async def decide_now(world: World, round_: Round) -> str:
    """Move on to the decisions; return the first name of who decides."""
    while not (now := (await world.rounds(id=round_.id))[0]).deciding:
        assert now.state is RoundState.DRAFT
        world.clock.move(timedelta(hours=6))
        await world.settle()
    member = await world.read(lambda uow: uow.members.get(now.deciders[0]))
    assert member
    return member.name.lower()


async def next_round(world: World, before: Round) -> Round:
    """The next round of the same team, once it is open."""
    for _ in range(200):
        world.clock.move(timedelta(hours=6))
        await world.settle()
        found = [row for row in await world.rounds(state=RoundState.OPEN, team=before.team) if row.id != before.id]
        if found:
            return found[0]
    raise AssertionError("no other round opened")


async def answer_open_rounds(world: World, answered: set[str]) -> None:
    """Let the whole team answer each round that is open, and note it among those that are answered."""
    for round_ in await world.rounds(state=RoundState.OPEN):
        if round_.id not in answered:
            answered.add(round_.id)
            for who in TEAM:
                await world.answer(who, round_.id, f"Harbour says {who}")
