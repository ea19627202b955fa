"""C1, release rule 1: nothing of a cancelled round is used (B1), and a threshold lowered later reaches back to nobody (B2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.domain import rounds
from bot.domain.model import Round, RoundState, Summary
from bot.domain.releases import RULES, decide_release, freeze_contributions
from bot.engine.context import WorkContext
from bot.engine.rounds import cancelling, closing, contributions
from bot.ports import UnitOfWork
from tests.support.actions import HOME, TEAM, answered, cancel, next_round, opened, until
from tests.support.twins import seen, twin
from tests.support.world import World

FEW, OTHERS = ("amira", "ben", "chloe"), ("dan", "eve")
LARGE = (*TEAM, "iris", "jon", "kira")


async def kept_of(world: World, round_: Round) -> list[str]:
    """What the store still holds of the answers to a round, drafts of them included."""

    def find(uow: UnitOfWork) -> list[str]:
        mine = {row.id for row in uow.interviews.where(round=round_.id)}
        members = {row.member for row in uow.interviews.where(round=round_.id)}
        refs = [ref for member in members for ref in uow.texts.refs_of(member)]
        return [row.id for row in uow.answers.where(round=round_.id)] + [
            ref for ref in refs if any(interview in ref for interview in mine)
        ]

    return await world.read(find)


async def after_a_cancelled_round(world: World) -> Round:
    """Three answer, the round is cancelled, two answer the next one; what became of that."""
    first = await opened(world)
    await answered(world, first, {who: (f"Harbour {who}",) for who in FEW})
    await world.type("femi", "Harbour, not sent yet")
    await cancel(world)
    second = await next_round(world, first)
    await answered(world, second, {who: (f"Harbour {who}",) for who in OTHERS})
    return await until(world, second, RoundState.DRAFT, RoundState.WITHHELD)


async def test_three_answer_the_round_is_cancelled_two_answer_the_next() -> None:
    world = World()
    assert (await after_a_cancelled_round(world)).state is RoundState.WITHHELD
    (cancelled,) = await world.rounds(state=RoundState.CANCELLED)
    assert await kept_of(world, cancelled) == []


async def test_control_where_the_answers_stay_they_are_still_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two defences: that they are destroyed, and that a cancelled round's answers wait for nothing."""

    def in_name(work: WorkContext, round_: Round) -> None:
        work.uow.rounds.save(rounds.advance_round(replace(round_, cancels_at=None), rounds.Step.CANCEL))

    monkeypatch.setattr(cancelling, "take_effect", in_name)
    world = World()
    assert (await after_a_cancelled_round(world)).state is RoundState.WITHHELD
    (cancelled,) = await world.rounds(state=RoundState.CANCELLED)
    assert await kept_of(world, cancelled), "the test can tell"
    monkeypatch.setattr(contributions, "waits_for", lambda earlier, teams: True)
    assert (await after_a_cancelled_round(World())).state is RoundState.DRAFT


async def test_until_it_takes_effect_answers_can_be_withdrawn_and_nothing_else_happens() -> None:
    world = World()
    round_ = await opened(world)
    await answered(world, round_, {who: (f"Harbour {who}",) for who in TEAM})
    world.clock.at = (round_.closes_at or world.clock.at) - timedelta(hours=1)
    await world.command("ada", "round cancel Alpha", HOME)
    world.clock.move(timedelta(hours=2))
    await world.settle()
    (waiting,) = await world.rounds(id=round_.id)
    assert waiting.state is RoundState.OPEN
    await world.press("amira", "withdraw.yes", round_.id)
    assert len(await world.read(lambda uow: uow.answers.where(round=round_.id))) == len(TEAM) - 1
    world.clock.move(timedelta(hours=22))
    await world.settle()
    (cancelled,) = await world.rounds(id=round_.id)
    assert cancelled.state is RoundState.CANCELLED
    assert await kept_of(world, cancelled) == []


async def test_a_round_that_closed_meanwhile_is_not_looked_through() -> None:
    world = World()
    round_ = await opened(world)
    await answered(world, round_, {who: (f"Harbour {who}",) for who in TEAM})
    world.clock.at = round_.closes_at or world.clock.at
    await world.store.run(
        lambda uow: closing.close_round(WorkContext(uow, world.clock.now(), world.app.services), round_)
    )
    await world.command("ada", "round cancel Alpha", HOME)
    await world.settle()
    assert (await world.rounds(id=round_.id))[0].state is RoundState.CLOSED
    await world.command("ada", "round keep Alpha", HOME)
    await world.settle()
    assert (await world.rounds(id=round_.id))[0].state is RoundState.DRAFT


async def test_everybody_who_was_asked_is_told_the_same_whether_they_answered_or_not() -> None:
    worlds = []
    for texts in ({}, {"amira": ("Harbour amira",)}):
        world = twin()
        round_ = await opened(world)
        await answered(world, round_, texts)
        world.clock.at = (round_.opened_at or world.clock.at) + timedelta(hours=1)
        await cancel(world)
        worlds.append(seen(world, TEAM, but="amira"))
        told = [sent for sent in world.platform.sent if sent.key.startswith("destroyed:")]
        assert len(told) == len(TEAM)
    assert worlds[0] == worlds[1]


# -- a threshold that is lowered


async def lowered(world: World, new: tuple[str, ...]) -> tuple[Round, Round]:
    """Asked under k = 8 five answer, k becomes 5, and these answer the next round."""
    await world.found({"Alpha": LARGE}, "every other Tuesday at 10:00")
    await world.command("ada", "privacy threshold 8")
    world.clock.move(timedelta(hours=26))
    await world.settle()
    (first,) = await world.rounds(state=RoundState.OPEN)
    assert first.k == 8
    await answered(world, first, {who: (f"Harbour {who}",) for who in LARGE[:5]})
    first = await until(world, first, RoundState.WITHHELD, RoundState.DRAFT)
    await world.command("ada", "privacy threshold 5")
    second = await next_round(world, first)
    assert second.k == 5
    await answered(world, second, {who: (f"Lantern {who}",) for who in new})
    return first, await until(world, second, RoundState.DRAFT, RoundState.WITHHELD)


async def points(world: World, round_: Round) -> list[str]:
    release = await world.read(lambda uow: uow.releases.get(round_.release))
    summary = release.summary if release else Summary(questions=())
    return [point.label for question in summary.questions for point in question.points]


@pytest.mark.parametrize(
    ("new", "state", "shown"),
    [
        (LARGE[5:7], RoundState.WITHHELD, []),
        (LARGE[5:8], RoundState.DRAFT, ["Harbour", "Lantern"]),
        (LARGE[5:10], RoundState.DRAFT, ["Harbour", "Lantern"]),
        (LARGE[:5], RoundState.DRAFT, ["Lantern"]),
    ],
)
async def test_five_who_were_promised_eight_wait_until_eight_stand_together(
    new: tuple[str, ...], state: RoundState, shown: list[str]
) -> None:
    """Two more make seven; three make eight; and whoever says it anew is there with the newer words alone."""
    world = World()
    first, second = await lowered(world, new)
    assert first.state is RoundState.WITHHELD
    assert second.state is state
    assert sorted(await points(world, second)) == shown


async def test_six_new_ones_alone_do_not_carry_one_who_was_promised_eight() -> None:
    world = World()
    await world.found({"Alpha": LARGE}, "every other Tuesday at 10:00")
    await world.command("ada", "privacy threshold 8")
    world.clock.move(timedelta(hours=26))
    await world.settle()
    (first,) = await world.rounds(state=RoundState.OPEN)
    await answered(world, first, {"ada": ("Harbour ada",)})
    await until(world, first, RoundState.WITHHELD)
    await world.command("ada", "privacy threshold 5")
    second = await next_round(world, first)
    await answered(world, second, {who: (f"Lantern {who}",) for who in LARGE[1:7]})
    second = await until(world, second, RoundState.DRAFT)
    drawn = await world.read(lambda uow: uow.ledger.where(release=second.release))
    assert len(drawn) == 6
    left = await world.read(lambda uow: uow.answers.where(round=first.id))
    assert [row.released for row in left] == [""], "it waits on"


async def test_control_by_the_present_k_alone_five_become_visible(monkeypatch: pytest.MonkeyPatch) -> None:
    lax = replace(RULES, promise=lambda each: 1)
    monkeypatch.setattr(closing, "freeze_contributions", partial(freeze_contributions, rules=lax))
    monkeypatch.setattr(closing, "decide_release", partial(decide_release, rules=lax))
    world = World()
    _, second = await lowered(world, LARGE[5:6])
    assert second.state is RoundState.DRAFT
