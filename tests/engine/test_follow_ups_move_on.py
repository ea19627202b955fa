"""Follow-ups when people and teams move on: left, merged, archived and back; and answers that come while others weigh."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.confidential import ConfidentialText
from bot.domain.model import FollowUpState, RoundState
from bot.domain.outcomes.follow_ups import FollowUpNoted, FollowUpRefused, FollowUpsShown
from bot.engine import ref_names
from bot.engine.context import WorkContext
from bot.engine.follow_ups import better_now
from tests.engine.test_follow_ups import DAY, LEAD, answer, finished, name_of, only, said_in
from tests.support.actions import TEAM, answered, next_round, until
from tests.support.places import person
from tests.support.world import World

BETA = ("ina", "jon", "kim", "liz", "max", "nia", "oli")


async def test_who_was_asked_and_has_left_since_sees_to_nothing() -> None:
    world = World()
    await finished(world)
    await answer(world, step="do", day="in 5 days", owner="Dan")
    found = await only(world)
    await world.command("ada", "member remove <@dan> from Alpha")
    told = await world.press("dan", "owner.yes", f"{found.id}:{found.turn}")
    assert told.told(FollowUpRefused).why == "gone"
    await world.settle()
    assert "Dan sees to" not in said_in(world)


async def test_points_of_a_team_that_is_merged_are_answered_where_its_people_are_now() -> None:
    world = World()
    await finished(world, {"Alpha": TEAM, "Beta": BETA})
    await world.command("ada", "schedule remove Alpha")
    assert (await answer(world, "oli", step="finish")).told(FollowUpRefused).why == "gone"
    await world.command("ada", "team merge Alpha into Beta")
    assert (await world.command("ina", "promises Beta")).told(FollowUpsShown).lines
    assert (await answer(world, LEAD, step="finish")).told(FollowUpRefused).why == "gone"
    assert (await answer(world, "oli", step="finish")).told(FollowUpNoted)
    beta = next(row.id for row in await world.read(lambda uow: uow.teams.where(name="Beta")))
    lasting = await world.read(lambda uow: uow.lasting_points.where())
    assert {row.teams for row in lasting} == {(beta,)} == {(row.team,) for row in lasting}, (
        "and are weighed again there"
    )


async def test_an_archived_teams_promises_stand_still_until_it_is_back() -> None:
    world = World()
    await finished(world)
    await answer(world, step="do", day="in 5 days")
    await world.command("ada", "team archive Alpha")
    await world.settle()
    said, told = said_in(world), len(world.seen_by(person(LEAD)))
    assert (await answer(world, step="finish")).told(FollowUpRefused).why == "gone"
    for _ in range(12):
        world.clock.move(DAY)
        await world.settle()
    assert said_in(world).removeprefix(said).strip() == ""
    assert not any("day for this" in str(sent.view) for sent in world.seen_by(person(LEAD))[told:])
    assert (await only(world)).next_at is None
    await world.command("ada", "team restore Alpha")
    await world.settle()
    assert (await only(world)).state is FollowUpState.LATE


@pytest.mark.parametrize("named", ["Dan", "dan", "@dan", "dan miller"])
async def test_a_first_name_is_enough_where_one_person_has_it(named: str) -> None:
    world = World()
    await finished(world)

    def rename(uow: Any) -> None:
        for row in uow.members.where():
            if row.name == "dan":
                uow.members.save(replace(row, name="Dan Miller"))

    await world.store.run(rename)
    await answer(world, step="do", day="Friday", owner=named)
    assert await name_of(world, (await only(world)).asked) == "Dan Miller"


async def test_me_is_who_answers() -> None:
    world = World()
    await finished(world)
    await answer(world, step="do", day="today", owner="Me")
    found = await only(world)
    assert (await name_of(world, found.owner), found.role, found.asked) == (LEAD, "", "")
    assert found.due == world.clock.now().date()


async def test_what_was_answered_anew_since_people_were_asked_is_not_opened_again() -> None:
    world = World()
    first = await finished(world)
    await answer(world, step="finish", words="There is a list now")
    round_ = await next_round(world, first)
    await answered(world, round_, dict.fromkeys(TEAM, ("Zebra crossings", "", "")))
    round_ = await until(world, round_, RoundState.DRAFT)
    for who in TEAM[:6]:
        await world.submit(who, "weigh", round_.id, {"f1": "differ"})
    done = next(row for row in await world.read(lambda uow: uow.follow_ups.where()))
    await world.submit(LEAD, "follow_up", f"{done.id}:{done.turn}", {"step": "finish", "words": "A better list now"})
    await until(world, round_, RoundState.FINAL)
    after = await world.read(lambda uow: uow.follow_ups.get(done.id))
    assert after and (after.state, after.sentence) == (FollowUpState.DONE, "A better list now")


async def test_nobody_is_asked_about_words_that_have_ended() -> None:
    world = World()
    round_ = await finished(world)
    await answer(world, step="finish")

    def word_by_a_quote(uow: Any) -> tuple[int, int]:
        (row,) = uow.follow_ups.where()
        ref = ref_names.published_ref(round_.release, row.point)
        uow.follow_ups.save(replace(row, label="", ref=ref))
        work = WorkContext(uow, world.clock.now(), world.app.services)
        uow.texts.keep(ref, ref_names.publisher(round_.release), ConfidentialText("The words as published"))
        before = len(better_now.better_now_items(work, round_))
        uow.texts.remove([ref])
        return before, len(better_now.better_now_items(work, round_))

    assert await world.store.run(word_by_a_quote) == (1, 0)
