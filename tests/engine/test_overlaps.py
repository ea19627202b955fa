"""Windows longer than the rhythm of a schedule: which rounds would run into each other is said, and is what happens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.model import RoundState
from bot.domain.outcomes.answering import NoRoundForYou
from bot.domain.outcomes.commands import RoundStarted
from bot.domain.outcomes.membership import YouLead
from bot.domain.outcomes.repairs import RoundExtended
from bot.domain.outcomes.schedules import ScheduleSet
from bot.domain.outcomes.status import StatusShown
from bot.domain.outcomes.windows import RoundsOverlap, WindowsSet
from bot.engine.rounds import overlaps, rounds_ahead
from bot.views.messages.windows import overlap_sentence
from bot.views.text import as_text
from tests.support.actions import FORTNIGHTLY, TEAM, answer_open_rounds
from tests.support.places import person
from tests.support.world import World

OTHERS = tuple(f"{who}2" for who in TEAM)


async def set_windows(world: World, words: str) -> tuple[RoundsOverlap, ...]:
    told = (await world.command("ada", f"windows set {words}")).told(WindowsSet)
    assert told
    return told.overlaps


async def set_schedule(world: World, words: str) -> RoundsOverlap | None:
    told = (await world.command("ada", f"schedule set {words}", person("ada"))).told(ScheduleSet)
    assert told
    return told.overlap


async def test_windows_that_fit_are_set_without_a_word_more() -> None:
    world = World()
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    assert await set_windows(world, "Alpha: answer 5 days, check 2 days, decide 2 days") == ()


async def test_it_says_of_whom_and_until_when_and_that_a_challenge_takes_longer() -> None:
    world = World()
    await world.found({"Alpha": TEAM, "Beta": OTHERS}, FORTNIGHTLY)
    (one,) = await set_windows(world, "Beta: answer 7 days, check 5 days")
    assert (one.team, one.if_challenged) == ("Beta", False) and one.begins < one.following < one.ends
    assert [each.team for each in await set_windows(world, "answer 8 days, check 5 days")] == ["Beta", "Alpha"], (
        "without a challenge comes first"
    )
    (one,) = await set_windows(world, "Beta: answer 5 days, check 3 days, decide 9 days")
    assert one.if_challenged


async def test_of_teams_with_the_same_course_it_is_looked_ahead_but_once_and_what_is_said_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An organisation of a thousand weekly teams would have its one writer busy for ten seconds."""
    teams = {f"Ward {number}": [f"{who}{number}" for who in TEAM] for number in range(6)}
    world = World()
    await world.found(teams, FORTNIGHTLY)
    await world.command("ada", "windows set Ward 5: check 1 day")
    looked = []
    look = overlaps.first_overlap

    def counted(*given: Any) -> RoundsOverlap | None:
        looked.append(given)
        return look(*given)

    monkeypatch.setattr(overlaps, "first_overlap", counted)
    found = await set_windows(world, "answer 9 days, check 5 days")
    assert len(looked) == 2 and [one.team for one in found] == sorted(teams)
    monkeypatch.setattr(overlaps, "course_of", lambda rhythm, now: rhythm.driver.id)
    await set_windows(world, "answer 9 days, check 4 days")
    looked.clear()
    assert await set_windows(world, "answer 9 days, check 5 days") == found and len(looked) == len(teams)


async def test_rounds_that_were_opened_one_after_another_are_looked_at_but_once_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each of a thousand rounds that a schedule opens has an instant of its own."""
    teams = {f"Ward {number}": [f"{who}{number}" for who in TEAM] for number in range(4)}
    world = World()
    await world.found(teams, FORTNIGHTLY)
    for name in teams:
        await world.command("ada", f"run now {name}")
        world.clock.move(timedelta(seconds=1))
    for name in teams:
        await world.command("ada", f"schedule set {name}: every weekday at 10:00", person("ada"))
    ahead, looked = rounds_ahead.rounds_ahead, []

    def counted(*given: Any) -> Any:
        looked.append(given)
        return ahead(*given)

    for module in (rounds_ahead, overlaps):
        monkeypatch.setattr(module, "rounds_ahead", counted)
    found = await set_windows(world, "answer 9 days")
    opened = {row.opened_at for row in await world.read(lambda uow: uow.rounds.where(state=RoundState.OPEN))}
    assert {one.begins for one in found} == opened and len(opened) == len(found) == len(teams)
    assert len(looked) == 3, "for what runs into the next, for the channels, and for who set them"
    looked.clear()
    await world.command("ada", "status", person("ada"))
    assert len(looked) == 1


async def test_a_schedule_of_a_shorter_rhythm_than_the_windows_is_set_and_says_so() -> None:
    world = World()
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    assert await set_schedule(world, "Alpha: every other Tuesday at 10:00") is None
    overlap = await set_schedule(world, "Alpha: every weekday at 10:00")
    assert overlap and not overlap.if_challenged, "nothing fits"
    overlap = await set_schedule(world, "Alpha: every Tuesday at 10:00")
    assert overlap and overlap.if_challenged, "its check is shortened"
    await world.command("ada", "windows set Alpha: answer 3 days, check 2 days")
    overlap = await set_schedule(world, "Alpha: every Tuesday at 10:00")
    assert overlap and not overlap.if_challenged, "a team's own days are not"
    await world.command("ada", "windows reset Alpha")
    await world.command("ada", "windows set answer 1 day, check 1 day")
    assert await set_schedule(world, "Alpha: every Tuesday at 11:00") is None


async def test_teams_asked_together_are_looked_at_by_the_schedule_that_counts_and_with_the_longest_windows() -> None:
    world = World()
    await world.found({"Alpha": TEAM[:5], "Beta": TEAM[5:]}, FORTNIGHTLY)
    await world.command("ada", "windows set answer 1 day, check 1 day")
    assert [each.following for each in await set_windows(world, "Beta: answer 12 days")] != []
    assert len(await set_windows(world, "check 2 days")) == 1, "both are one group"


async def test_what_it_says_is_what_happens() -> None:
    world = World()
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    await world.command("ada", "windows set Alpha: answer 3 days, check 2 days")
    overlap = await set_schedule(world, "Alpha: every Tuesday at 10:00")
    assert overlap
    world.clock.move(overlap.begins - world.clock.now())
    await world.settle()
    (first,) = await world.rounds(state=RoundState.OPEN)
    for who in TEAM:
        await world.answer(who, first.id, f"Harbour says {who}")
    while world.clock.now() < overlap.following:
        world.clock.move(min(timedelta(hours=6), overlap.following - world.clock.now()))
        await world.settle()
    (draft,) = await world.rounds(id=first.id)
    assert (draft.state, draft.check_until) == (RoundState.DRAFT, overlap.ends)
    assert [row.why for row in await world.rounds(state=RoundState.SKIPPED)] == ["running"]


async def test_control_with_windows_that_end_before_the_next_date_nothing_is_left_out() -> None:
    world = World()
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    await world.command("ada", "windows set answer 1 day, check 1 day")
    assert await set_schedule(world, "Alpha: every Tuesday at 10:00") is None
    for _ in range(4 * 21):
        world.clock.move(timedelta(hours=6))
        await world.settle()
    assert await world.rounds(state=RoundState.SKIPPED) == []
    assert len(await world.rounds()) >= 2


async def test_the_reply_is_one_sentence_for_one_team() -> None:
    world = World()
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    since = len(world.platform.sent)
    await world.command("ada", "windows set Alpha: answer 9 days, check 5 days", person("ada"))
    await world.settle()
    told = "\n".join(as_text(sent.view) for sent in world.seen_by(person("ada"), since))
    assert told.count("is left out.") == 1 and "The round of Alpha on" in told


async def months(world: World, days: int) -> None:
    """Let everybody answer every round for so many days."""
    answered: set[str] = set()
    end = world.clock.now() + timedelta(days=days)
    while (due := await world.app.scheduler.next_at()) and due <= end:
        world.clock.move(max(due - world.clock.now(), timedelta(0)))
        await world.settle()
        await answer_open_rounds(world, answered)
    world.clock.move(max(end - world.clock.now(), timedelta(0)))


async def left_out(world: World) -> list[str]:
    return sorted(row.occasion.rpartition(":")[2] for row in await world.rounds(state=RoundState.SKIPPED))


def dates_of(overlap: RoundsOverlap | None) -> list[str]:
    assert overlap and not overlap.if_challenged and overlap.more >= len(overlap.then)
    return [date.date().isoformat() for date in (overlap.following, *overlap.then)]


@pytest.mark.parametrize(
    "rhythm", ["every Tuesday and Thursday at 10:00", "every day except Monday at 10:00", "every Tuesday at 18:00"]
)
async def test_every_date_that_falls_into_a_round_is_said_also_at_the_instant_of_its_end(rhythm: str) -> None:
    world = World()
    await world.found({"Alpha": TEAM})
    await world.command("ada", "windows set Alpha: check 2 days")
    dates = dates_of(await set_schedule(world, f"Alpha: {rhythm}"))
    await months(world, 60)
    found = await left_out(world)
    assert len(dates) == overlaps.NAMED + 1 and len(found) > 3
    assert found[: len(dates)] == dates[: len(found)]


async def test_holidays_that_are_half_a_year_away_are_said_with_every_date_that_they_cost() -> None:
    world = World()
    world.clock.move(timedelta(days=100))
    await world.found({"Alpha": TEAM})
    await world.command("ada", "organisation set holidays England")
    overlap = await set_schedule(world, "Alpha: every Tuesday at 10:00")
    await months(world, 365)
    dates = dates_of(overlap)
    assert overlap and overlap.more == len(dates) - 1 > 2
    assert await left_out(world) == dates


async def test_a_round_that_runs_already_costs_dates_of_a_schedule_that_is_set_meanwhile() -> None:
    world = World()
    await world.found({"Alpha": TEAM})
    await world.command("ada", "run now Alpha")
    overlap = await set_schedule(world, "Alpha: every other Thursday at 10:00")
    (running,) = await world.rounds(state=RoundState.OPEN)
    await months(world, 60)
    assert overlap and (overlap.begins, overlap.ends) == (running.opened_at, running.check_until)
    assert await left_out(world) == dates_of(overlap) == ["2026-03-05"]


async def test_who_asks_a_team_by_hand_or_extends_its_round_hears_which_dates_that_costs() -> None:
    world = World()
    await world.found({"Alpha": TEAM}, "every other Tuesday at 10:00")
    world.clock.move(timedelta(hours=26))
    await world.settle()
    told = []
    for day in ("9 March", "20 March"):
        heard = await world.command("ada", f"round extend Alpha until {day}", person("ada"))
        outcomes = [message.outcome for message in heard.messages]
        told += [one.overlap for one in outcomes if isinstance(one, RoundExtended) and one.done]
        assert {one.overlap for one in outcomes if isinstance(one, RoundExtended) and not one.done} == {None}
    await months(world, 15)
    assert told[0] is None
    assert await left_out(world) == dates_of(told[1]) == ["2026-03-17"]
    await months(world, 8)
    started = (await world.command("ada", "run now Alpha")).told(RoundStarted)
    await months(world, 13)
    assert (await left_out(world))[1:] == dates_of(started.overlap) == ["2026-03-31"]


async def test_what_is_said_of_the_next_round_is_not_of_one_that_is_left_out() -> None:
    world = World()
    await world.found({"Alpha": TEAM})
    await world.command("ada", "run now Alpha")
    await world.command("ada", "schedule set Alpha: every Tuesday at 10:00")
    told = (await world.command("ada", "windows set decide 2 days")).told(WindowsSet)
    await months(world, 20)
    later = [row for row in await world.rounds() if row.opened_at and row.occasion[:4] != "run:"]
    assert told.shortened[0].check_days == later[0].windows.check_days


@pytest.mark.parametrize("closing", [("17:00", "20:00"), ("20:00", "17:00")])
async def test_teams_asked_together_close_when_that_of_them_says_whose_schedule_counts(
    closing: tuple[str, str],
) -> None:
    world = World()
    await world.found({"Alpha": TEAM[:4], "Beta": TEAM[4:]}, "every weekday at 10:00")
    for name, at in zip(("Alpha", "Beta"), closing, strict=True):
        await world.command("ada", f"windows set {name}: close {at}")
    (overlap,) = await set_windows(world, "answer 4 days")
    await months(world, 2)
    (round_,) = await world.rounds(state=RoundState.OPEN)
    assert (overlap.team, overlap.begins, overlap.ends) == ("Beta", round_.opened_at, round_.check_until)


async def test_another_schedule_of_teams_asked_together_counts_neither_before_their_round_nor_in_it() -> None:
    world = World()
    await world.found({"Alpha": TEAM[:4], "Beta": TEAM[4:]})
    await world.command("ada", "schedule set Beta: every other Tuesday at 10:00")
    await world.command("ada", "run now Beta")
    told = (await world.command("ada", "schedule set Alpha: every day at 11:00", person("ada"))).told(ScheduleSet)
    assert told.asked_with == ("Beta",) and told.overlap is None
    await months(world, 28)
    assert await left_out(world) == ["2026-03-03"], "of Beta, whose schedule counts"


async def test_no_date_that_is_left_out_is_told_as_the_next_round() -> None:
    world = World()
    await world.found({"Alpha": TEAM[:4], "Beta": TEAM[4:]})
    await world.command("ada", "schedule set Beta: every Tuesday and Thursday at 10:00")
    await months(world, 2)
    status = (await world.command("ada", "status")).told(StatusShown)
    assert [row.state for row in status.rows] == ["open", "open"]
    await world.command("ada", "member add <@zoe> to Alpha")
    told = (await world.type("zoe", "Harbour at last")).told(NoRoundForYou)
    lead = (await world.command("ada", "lead set <@ben> for Beta", person("ada"))).told(YouLead)
    await months(world, 12)
    (_, later) = sorted(row.opened_at for row in await world.rounds() if row.opened_at)
    assert {row.next_at for row in status.rows} == {told.next_at} == {lead.next_at} == {later}


async def test_of_several_teams_it_says_truly_which_need_a_challenge() -> None:
    world = World()
    await world.found({"Alpha": TEAM, "Beta": OTHERS, "Gamma": tuple(f"{who}3" for who in TEAM)}, FORTNIGHTLY)
    for name in ("Alpha", "Gamma"):
        await world.command("ada", f"schedule set {name}: every {'Tuesday' if name == 'Alpha' else 'weekday'} at 10:00")
    await world.command("ada", "schedule set Beta: every day at 10:00")
    found = await set_windows(world, "decide 2 days")
    assert [(one.team, one.if_challenged) for one in found] == [("Beta", False), ("Gamma", False), ("Alpha", True)]
    said = overlap_sentence(found)
    assert "Dates of Gamma are left out in the same way." in said
    assert "If a draft of Alpha is challenged, dates of theirs are left out too." in said
