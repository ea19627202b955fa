"""Retention under what can come between: a year switched off, a clock set back, other settings, cancelled rounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.model import LeaseRecord, Round, RoundState
from bot.domain.retention import Retention, months
from bot.domain.rounds import AT_ONCE, Step, advance_round
from bot.engine import retention
from bot.engine.context import WorkContext
from bot.engine.rounds import ended_rounds, skipping
from bot.engine.start_steps import look_at_ended_rounds, note_last_rounds
from tests.support.actions import TEAM, answer_ids, answered, cancel, opened, pass_days, readable_words, until
from tests.support.world import World

DAY = timedelta(days=1)
LOOKED_AHEAD = 900


async def finished(world: World) -> Round:
    round_ = await opened(world)
    await answered(world, round_, {who: (f"Harbour as {who} sees it", "", "") for who in TEAM})
    round_ = await until(world, round_, RoundState.FINAL)
    await world.command("ada", "schedule pause Alpha")
    await world.settle()
    return round_


async def test_after_a_year_switched_off_the_second_day_removes() -> None:
    world = World()
    round_ = await finished(world)
    await pass_days(world, 2)
    world.clock.move(365 * DAY)
    await world.restart()
    await world.settle()
    assert len(await readable_words(world, await answer_ids(world, round_))) == len(TEAM), "the clock may have jumped"
    await pass_days(world, 2)
    assert len(await readable_words(world, await answer_ids(world, round_))) == 0
    assert await world.read(lambda uow: uow.interviews.count(round=round_.id)) == 0


async def set_back(world: World) -> Round:
    """A final, and a clock that has run ahead for long enough to be believed, within which nothing was past its time."""
    round_ = await finished(world)
    await pass_days(world, 2)
    ahead = world.clock.now() + LOOKED_AHEAD * DAY
    await world.store.run(lambda uow: uow.rounds.save(_looking(uow.rounds.get(round_.id), ahead)))
    await world.store.run(lambda uow: uow.leases.save(LeaseRecord(id=retention.LOOKED, holder="", until=ahead)))
    await pass_days(world, 150)
    return round_


def _looking(round_: Round, at: Any) -> Round:
    return replace(round_, look_at=at)


async def test_a_clock_that_is_set_back_puts_no_end_off() -> None:
    world = World()
    assert len(await readable_words(world, await answer_ids(world, await set_back(world)))) == 0


async def test_control_without_another_look_at_all_it_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ended_rounds, "look_at_all_again", lambda work: 0)
    world = World()
    assert len(await readable_words(world, await answer_ids(world, await set_back(world)))) > 0


async def test_shorter_times_hold_from_the_next_start_on() -> None:
    world = World()
    round_ = await finished(world)
    await pass_days(world, 35)
    (kept,) = await world.rounds(id=round_.id)
    assert kept.look_at and kept.look_at > world.clock.now() - DAY
    world.retention = Retention(answer_days=7, waiting_days=30, challenge_days=7)
    await world.restart()
    await world.store.run(lambda uow: look_at_ended_rounds(WorkContext(uow, world.clock.now(), world.app.services)))
    (kept,) = await world.rounds(id=round_.id)
    assert kept.look_at == AT_ONCE
    again = await world.store.run(
        lambda uow: look_at_ended_rounds(WorkContext(uow, world.clock.now(), world.app.services))
    )
    assert again == 0
    await pass_days(world, 3)
    assert len(await readable_words(world, await answer_ids(world, round_))) == 0


async def passed_over(world: World, months_then: int, months_now: int) -> tuple[timedelta, timedelta]:
    """For how long a round that nobody was asked in is kept, from now on, before another setting is in force and after it."""
    world.retention = Retention(summary_months=months_then)
    await world.restart()
    await opened(world)

    def skip(work: WorkContext) -> str:
        (team, *_) = work.uow.teams.where()
        round_ = skipping.record_skipped(work, work.organisation(), team, "another", "late")
        return round_.id if round_ else ""

    at = await world.store.run(lambda uow: skip(WorkContext(uow, world.clock.now(), world.app.services)))
    await pass_days(world, 10)
    (before,) = await world.rounds(id=at)
    world.retention = Retention(summary_months=months_now)
    await world.restart()
    await world.store.run(lambda uow: look_at_ended_rounds(WorkContext(uow, world.clock.now(), world.app.services)))
    await pass_days(world, 3)
    (after,) = await world.rounds(id=at)
    assert before.look_at and after.look_at
    return before.look_at - world.clock.now(), after.look_at - world.clock.now()


async def test_another_setting_begins_no_new_time_for_rounds_that_were_passed_over() -> None:
    before, after = await passed_over(World(), 24, 24)
    assert after == before
    before, after = await passed_over(World(), 13, 24)
    assert after == before
    before, after = await passed_over(World(), 24, 13)
    assert timedelta(days=13 * 30) < after < timedelta(days=13 * 31) < before


async def test_a_database_of_before_is_looked_through_and_knows_the_last_rounds() -> None:
    world = World()
    round_ = await finished(world)

    def older(uow: Any) -> None:
        uow.rounds.save(replace(uow.rounds.get(round_.id), look_at=None))
        for team in uow.teams.where():
            uow.teams.save(replace(team, last_round=""))

    await world.store.run(older)
    for step, expected in ((look_at_ended_rounds, 1), (note_last_rounds, 1), (note_last_rounds, 0)):
        done = await world.store.run(
            lambda uow, step=step: step(WorkContext(uow, world.clock.now(), world.app.services))
        )
        assert done == expected
    (team,) = await world.read(lambda uow: uow.teams.where())
    assert team.last_round == round_.id


async def test_who_cancelled_a_round_ends_and_so_does_who_was_asked() -> None:
    world = World()
    round_ = await opened(world)
    await answered(world, round_, {who: (f"Harbour as {who} sees it", "", "") for who in TEAM})
    await cancel(world)
    await world.command("ada", "schedule pause Alpha")
    (cancelled,) = await world.rounds(id=round_.id)
    assert cancelled.state is RoundState.CANCELLED
    await pass_days(world, 40)
    (cancelled,) = await world.rounds(id=round_.id)
    assert (cancelled.cancelled_by, cancelled.deciders) == ("", ())
    await pass_days(world, 90)
    assert await world.read(lambda uow: uow.interviews.count(round=round_.id)) == 0


async def test_the_rounds_of_an_archived_team_end_alike() -> None:
    world = World()
    round_ = await finished(world)
    await world.command("ada", "team archive Alpha")
    await world.command("ada", "yes")
    await pass_days(world, 130)
    assert len(await readable_words(world, await answer_ids(world, round_))) == 0
    assert await world.read(lambda uow: uow.interviews.count(round=round_.id)) == 0


async def test_occasions_that_were_passed_over_end_with_the_summaries_of_their_time() -> None:
    world = World()
    await finished(world)
    made = Round(
        id="passed",
        occasion="s:2026-04-01",
        team="t",
        teams=("t",),
        state=RoundState.SCHEDULED,
        questions="q",
        zone="UTC",
        k=5,
    )
    await world.store.run(lambda uow: uow.rounds.save(advance_round(made, Step.SKIP)))
    await pass_days(world, 3)
    (seen,) = await world.rounds(id="passed")
    assert seen.look_at and seen.look_at > world.clock.now() + 700 * DAY
    world.clock.at = seen.look_at - 3 * DAY
    await pass_days(world, 2)
    assert await world.rounds(id="passed")
    await pass_days(world, 4)
    assert await world.rounds(id="passed") == []
    assert months(24) > 700 * DAY
