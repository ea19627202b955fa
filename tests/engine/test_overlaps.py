"""Windows longer than the rhythm of a schedule: which rounds would run into each other is said, and is what happens."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.model import RoundState
from bot.domain.outcomes.schedules import ScheduleSet
from bot.domain.outcomes.windows import RoundsOverlap, WindowsSet
from bot.views.text import as_text
from tests.support.actions import FORTNIGHTLY, TEAM
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
    assert [each.team for each in await set_windows(world, "answer 8 days, check 5 days")] == ["Alpha", "Beta"]
    (one,) = await set_windows(world, "Beta: answer 5 days, check 3 days, decide 9 days")
    assert one.if_challenged


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
