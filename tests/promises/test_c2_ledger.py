"""Release rule 7: the ledger names contributions, for each question, under refs that lead to no answer; an older database too."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.model import Answer, LedgerLine, RoundState
from bot.engine.rounds.ledger_refs import rename_ledger_refs
from bot.ports import UnitOfWork
from tests.support.actions import TEAM, add_second_team, answered, opened, until
from tests.support.world import World

EVERYONE = {who: (f"Harbour {who}", "Lantern") for who in TEAM}


async def final(world: World) -> None:
    round_ = await opened(world)
    await answered(world, round_, EVERYONE)
    await until(world, round_, RoundState.FINAL)
    await add_second_team(world)


async def state_of(world: World) -> tuple[list[LedgerLine], list[Answer]]:
    return await world.read(lambda uow: (uow.ledger.where(), uow.answers.where()))


def named(lines: list[LedgerLine], answers: list[Answer]) -> list[str]:
    """Ids of answers, interviews and members that the ledger holds anywhere."""
    known = {id for row in answers for id in (row.id, row.interview, row.member)}
    return [value for row in lines for value in (row.id, row.ref, row.pseudonym) if any(id in value for id in known)]


async def test_c2_the_ledger_names_no_answer_and_nobody() -> None:
    world = World()
    await final(world)
    lines, answers = await state_of(world)
    assert len(lines) == 2 * len(TEAM) and len({row.question for row in lines}) == 2
    assert len({row.pseudonym for row in lines}) == len(TEAM)
    assert named(lines, answers) == []


def as_before(uow: UnitOfWork) -> None:
    """Name the lines as they were named when a ref was the answer's id."""
    ids = {uow.pseudonym(row.member, row.id): row.id for row in uow.answers.where()}
    for row in uow.ledger.where():
        uow.ledger.remove(row.id)
        uow.ledger.save(replace(row, id=f"{row.release}:{ids[row.ref]}", ref=ids[row.ref]))


async def test_c2_a_ledger_of_before_is_renamed_and_the_organisation_still_finds_its_releases() -> None:
    world = World()
    await final(world)
    before, _ = await state_of(world)
    await world.store.run(as_before)
    await world.press("ben", "forget.yes")
    assert named(*await state_of(world)), "the test can tell"
    tokens = iter(f"token-{n}" for n in range(100))
    assert await world.store.run(lambda uow: rename_ledger_refs(uow, lambda: next(tokens))) == len(before)
    lines, answers = await state_of(world)
    assert named(lines, answers) == []
    kept = {row.ref for row in before} & {row.ref for row in lines}
    assert len(kept) == len(before) - 2, "all but those of the one who is forgotten are what they would have been"
    assert await world.store.run(lambda uow: rename_ledger_refs(uow, lambda: next(tokens))) == 0
    world.clock.move(timedelta(days=40))
    await world.settle()
    drawn = await world.read(lambda uow: uow.ledger.where(aggregate="organisation"))
    assert len(drawn) == 2 * len(TEAM), "who is forgotten is counted where the team's final counted them"


async def test_c2_without_anybody_missing_a_renamed_ledger_carries_the_organisation() -> None:
    world = World()
    await final(world)
    await world.store.run(as_before)
    await world.store.run(lambda uow: rename_ledger_refs(uow, lambda: "token"))
    world.clock.move(timedelta(days=40))
    await world.settle()
    drawn = await world.read(lambda uow: uow.ledger.where(aggregate="organisation"))
    assert len(drawn) == 2 * len(TEAM)
