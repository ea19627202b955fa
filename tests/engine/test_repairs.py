"""Repairs by admins: a round closes later and never earlier, all schedules are paused at once, a team is asked no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.model import Member, Round, RoundState, Team
from bot.domain.outcomes.answering import QuestionsAsked
from bot.domain.outcomes.dates import DaysAsked
from bot.domain.outcomes.repairs import (
    AdminNotRemoved,
    AllPaused,
    RoundExtended,
    RoundNotExtended,
    RoundRehearsed,
    TeamNotPutAway,
    TeamNotRemoved,
)
from bot.engine.people import membership_lists
from bot.engine.rounds import deadlines, round_facts
from bot.ports import UnitOfWork
from tests.promises.test_c11_least_power import state
from tests.support.actions import FORTNIGHTLY, TEAM, opened
from tests.support.places import channel, person
from tests.support.world import World

DAY = timedelta(days=1)


async def _round(world: World, round_: Round) -> Round:
    return (await world.rounds(id=round_.id))[0]


def _closing(round_: Round) -> datetime:
    assert round_.closes_at
    return round_.closes_at


async def test_a_round_that_was_extended_closes_later_and_not_before() -> None:
    world = World()
    round_ = await opened(world)
    before = _closing(round_)
    heard = await world.command("ada", f"round extend Alpha until {(before + 4 * DAY):%d %B %Y}")
    assert heard.told(RoundExtended)
    after = _closing(await _round(world, round_))
    assert after - before == 4 * DAY
    world.clock.move(before - world.clock.now() + timedelta(hours=1))
    await world.settle()
    assert (await _round(world, round_)).state is RoundState.OPEN
    world.clock.move(after - world.clock.now() + timedelta(minutes=1))
    await world.settle()
    assert (await _round(world, round_)).state is not RoundState.OPEN


async def test_everybody_who_is_asked_hears_of_it_and_who_stopped_does_not() -> None:
    world = World()
    round_ = await opened(world)
    await world.command("ben", "stop")
    await world.settle()
    seen = len(world.platform.sent)
    await world.command("ada", f"round extend Alpha until {(_closing(round_) + 4 * DAY):%d %B %Y}")
    await world.settle()
    told = {str(sent.ref.person) for sent in world.platform.sent[seen:] if "more time for Alpha" in repr(sent.view)}
    assert told - {"None", ""} == set(TEAM) - {"ben"}


async def test_a_close_is_never_moved_earlier(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    round_ = await opened(world)
    tomorrow = f"round extend Alpha until {(world.clock.now() + DAY):%d %B %Y}"
    heard = await world.command("ada", tomorrow)
    assert heard.told(RoundNotExtended).why == "earlier"
    assert _closing(await _round(world, round_)) == _closing(round_)
    # Negative control: without the look at when it closes, it would.
    monkeypatch.setattr(round_facts, "closing_time", lambda round_: world.clock.now())
    await world.command("ada", tomorrow)
    assert _closing(await _round(world, round_)) < _closing(round_)


async def test_the_days_of_a_pause_of_all_are_asked_back_and_chosen() -> None:
    world = World()
    await world.found({"Alpha": TEAM, "Beta": ("zoe",)}, FORTNIGHTLY)
    asked = (await world.command("ada", "pause all Monday")).told(DaysAsked)
    assert asked
    done = (await world.press("ada", asked.action, asked.choices[-1].token)).told(AllPaused)
    assert done.teams == ("Alpha", "Beta")
    assert done.pause == asked.choices[-1].days
    assert await _schedules(world, paused=True) == 2
    await world.command("ada", "resume all")
    assert await _schedules(world, paused=True) == 0


async def _schedules(world: World, **equal: Any) -> int:
    return len(await world.read(lambda uow: [row for row in uow.schedules.where() if row.paused == equal["paused"]]))


async def test_a_team_with_a_round_is_not_archived_and_an_archived_one_is_not_asked() -> None:
    world = World()
    round_ = await opened(world)
    assert (await world.command("ada", "team archive Alpha")).told(TeamNotPutAway)
    await world.command("ada", "admin add <@ben>")
    await world.command("ada", "round cancel Alpha")
    await world.command("ben", "round cancel Alpha")
    await world.settle()
    assert (await _round(world, round_)).state is RoundState.CANCELLED
    await world.command("ada", "team archive Alpha")
    world.clock.move(40 * DAY)
    await world.settle()
    assert len(await world.rounds()) == 1
    await world.command("ada", "team restore Alpha")
    await world.command("ada", "run now Alpha")
    assert len(await world.rounds()) == 2


async def test_the_last_admin_stays_whoever_asks() -> None:
    world = World()
    await world.found({"Alpha": TEAM})
    for text in ("admin remove <@ada>", "admin remove <@ada> <@ada>"):
        assert (await world.command("ada", text)).told(AdminNotRemoved)
    await world.command("ada", "admin add <@ben>")
    assert (await world.command("ben", "admin remove <@ada> <@ben>")).told(AdminNotRemoved).name == ""
    await world.command("ben", "admin remove <@ada>")
    assert await world.read(lambda uow: [row.name for row in uow.members.where(admin=True)]) == ["ben"]


async def test_nobody_is_asked_on_days_off_and_they_are_no_working_days(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    await world.found({"Alpha": TEAM}, "every day at 10:00")
    today = world.clock.now().date()
    await world.command("ada", f"closed add {today + DAY:%d %B %Y} to {today + 2 * DAY:%d %B %Y}: move")
    world.clock.move(timedelta(hours=2))
    await world.settle()
    coming = await world.read(lambda uow: [row.next_at for row in uow.schedules.where()])
    assert [at.date() for at in coming if at] == [today + 3 * DAY]
    # Negative control: without the days off, the next day is one.
    monkeypatch.setattr(deadlines, "_days_off", lambda closures: ())
    plain = await world.read(lambda uow: deadlines.holidays_of(uow.organisations.where()[0]))
    assert plain.is_working_day(today + DAY) is ((today + DAY).weekday() < 5)


async def test_a_round_keeps_the_days_off_that_it_was_opened_with() -> None:
    world = World()
    round_ = await opened(world)
    closes = _closing(round_)
    await world.command("ada", f"closed add {closes - DAY:%d %B %Y}")
    assert _closing(await _round(world, round_)) == closes
    assert (await _round(world, round_)).windows.closures == ()


async def test_a_merge_moves_nobody_to_another_team(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    await world.found({"Alpha": TEAM, "Beta": ("zoe", "yan")}, FORTNIGHTLY)
    before = await _asked_with(world)
    await world.command("ada", "team merge Beta into Alpha")
    assert await _asked_with(world) == before
    assert len(await world.read(lambda uow: uow.memberships.where(team=_alpha(uow)))) == len(TEAM) + 2
    # Negative control: if they were moved, that would show.
    monkeypatch.setattr(membership_lists, "add_member", _add_and_move)
    await world.command("ada", "team restore Beta")
    await world.command("ada", "member remove <@zoe> from Alpha")
    await world.command("ada", "team merge Beta into Alpha")
    assert await _asked_with(world) != before


def _add_and_move(work: Any, team: Team, member: Member, **_: Any) -> bool:
    work.uow.members.save(replace(member, primary_team=team.id))
    return True


async def _asked_with(world: World) -> dict[str, str]:
    return await world.read(lambda uow: {row.name: row.primary_team for row in uow.members.where()})


def _alpha(uow: UnitOfWork) -> str:
    return uow.teams.where(name="Alpha")[0].id


async def test_who_was_only_in_a_removed_team_is_asked_with_the_next_one() -> None:
    world = World()
    await world.found({"Alpha": TEAM, "Oops": ("zoe",)})
    await world.command("ada", "team remove Oops")
    assert await world.read(lambda uow: [row.name for row in uow.teams.where()]) == ["Alpha"]
    await world.command("ada", "member add <@zoe> to Alpha")
    assert (await _asked_with(world))["zoe"] == await world.read(_alpha)


async def test_a_team_that_was_asked_is_not_removed() -> None:
    world = World()
    await opened(world)
    assert (await world.command("ada", "team remove Alpha")).told(TeamNotPutAway)
    world.clock.move(40 * DAY)
    await world.settle()
    await world.command("ada", "schedule remove Alpha")
    for _ in range(60):
        world.clock.move(DAY)
        await world.settle()
    assert (await world.command("ada", "team remove Alpha")).told(TeamNotRemoved)


async def test_a_dry_run_keeps_nothing_and_writes_to_nobody_else() -> None:
    world = World()
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    before, seen = await state(world), len(world.platform.sent)
    heard = await world.command("ada", "dry run", channel("alpha"))
    await world.settle()
    assert heard.told(RoundRehearsed)
    assert await state(world) == before
    sent = world.platform.sent[seen:]
    assert sent and {one.ref for one in sent} == {person("ada")}
    assert not any(one.view.buttons() for one in sent)


async def test_a_dry_run_says_what_the_round_will_be() -> None:
    """The times and the messages are those of a round that opens at the same instant."""
    world = World()
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    shown = (await world.command("ada", "dry run Alpha")).told(RoundRehearsed)
    await world.command("ada", "run now Alpha")
    await world.settle()
    round_ = (await world.rounds())[0]
    assert (shown.asked.closes_at, shown.check_until) == (round_.closes_at, round_.check_until)
    assert shown.remind_at and round_.remind_at
    assert abs(shown.remind_at - round_.remind_at) < timedelta(minutes=1)
    asked = await world.read(
        lambda uow: [row.outcome for row in uow.outbox.where() if isinstance(row.outcome, QuestionsAsked)]
    )
    assert asked and {replace(one, round="") for one in asked} == {replace(shown.asked, round="")}
