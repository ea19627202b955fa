"""Asking back: once a point, twice a round, of everybody, without a band, and told nowhere but in the team."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.follow_ups import ASKED_BACK, about_of
from bot.domain.model import FollowUp, QuestionSet, Round, RoundState
from bot.domain.outcomes.ask_back import AskBackNoted, AskBackRefused
from bot.domain.outcomes.questions import QuestionHistoryShown
from bot.engine.context import WorkContext
from bot.engine.follow_ups import asking_back
from bot.engine.rounds import group_finals
from tests.support.actions import TEAM, answered, next_round, opened, until
from tests.support.world import World

LEAD = "hal"
TOPICS = dict.fromkeys(TEAM[:6], ("Harbour", "Lantern", "Meadow"))
"""Three points, one of each question."""


async def points_of(world: World) -> list[FollowUp]:
    return sorted(await world.read(lambda uow: uow.follow_ups.where()), key=lambda row: row.point)


async def with_points(world: World) -> tuple[Round, list[FollowUp]]:
    round_ = await opened(world)
    await answered(world, round_, TOPICS)
    return await until(world, round_, RoundState.FINAL), await points_of(world)


async def ask(world: World, who: str, point: FollowUp, question: str = "example") -> Any:
    return await world.submit(who, "ask_back", point.id, {"point": point.id, "question": question})


async def set_of(world: World, round_: Round) -> QuestionSet:
    found = await world.read(lambda uow: uow.question_sets.get(round_.questions))
    assert found
    return found


async def test_each_point_once_and_two_a_round_by_who_leads_alone() -> None:
    world = World()
    round_, (first, second, third) = await with_points(world)
    assert (await ask(world, "amira", first)).told(AskBackRefused).why == "gone"
    assert (await ask(world, LEAD, first)).told(AskBackNoted)
    assert not (await ask(world, LEAD, first, "since")).told(AskBackNoted)
    assert (await ask(world, LEAD, second, "better")).told(AskBackNoted)
    assert (await ask(world, LEAD, third)).told(AskBackRefused).why == "most"
    later = await next_round(world, round_)
    asked = await set_of(world, later)
    assert [about_of(one.key) for one in asked.questions[3:]] == [first.id, second.id]
    assert (await ask(world, LEAD, third)).told(AskBackNoted)


async def test_a_lead_is_told_why_points_in_somebody_s_own_words_are_left_out() -> None:
    world = World()
    _, rows = await with_points(world)

    def word_by_a_quote(uow: Any, *some: FollowUp) -> None:
        for row in some:
            uow.follow_ups.save(replace(row, label="", ref="published:words"))

    await world.store.run(lambda uow: word_by_a_quote(uow, rows[0]))
    form = (await world.press(LEAD, "ask_back", rows[1].id)).reply.form
    assert form and "in somebody’s own words" in form.note and len(form.fields[0].options) == 2
    await world.store.run(lambda uow: word_by_a_quote(uow, *rows))
    assert (await world.command(LEAD, "ask back")).told(AskBackRefused).why == "words"
    assert (await world.press(LEAD, "ask_back", rows[1].id)).told(AskBackRefused).why == "words"
    await world.store.run(lambda uow: [uow.follow_ups.remove(row.id) for row in rows])
    assert (await world.command(LEAD, "ask back")).told(AskBackRefused).why == "none"


async def test_what_waits_comes_as_far_as_a_set_has_room() -> None:
    world = World()
    round_, (first, second, _) = await with_points(world)
    await world.command("ada", "questions add What else?")
    await ask(world, LEAD, first)
    await ask(world, LEAD, second)
    later = await next_round(world, round_)
    assert [about_of(one.key) for one in (await set_of(world, later)).questions] == ["", "", "", "", first.id]
    await until(world, later, RoundState.WITHHELD)
    after = await next_round(world, later)
    assert [about_of(one.key) for one in (await set_of(world, after)).questions][4:] == [second.id]


@pytest.mark.parametrize("banded", [False, True])
async def test_what_people_say_is_added_without_a_band_and_is_no_point_to_answer(
    banded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control leaves the bands."""
    if banded:
        monkeypatch.setattr(asking_back, "without_bands", lambda release: release)
    world = World()
    round_, (first, *others) = await with_points(world)
    await ask(world, LEAD, first)
    later = await next_round(world, round_)
    await answered(world, later, dict.fromkeys(TEAM[:6], ("", "", "", "Orchard")))
    final = await until(world, later, RoundState.FINAL)
    release = await world.read(lambda uow: uow.releases.get(final.release))
    assert release
    (point,) = release.summary.questions[3].points
    assert bool(point.band) is banded
    now = {row.id: row for row in await points_of(world)}
    assert now[first.id].additions == (point.label,)
    assert now.keys() == {first.id, *(row.id for row in others)}
    assert point.label not in {row.label for row in await world.read(lambda uow: uow.lasting_points.where())}


async def test_no_other_group_and_no_history_of_questions_knows_of_it() -> None:
    world = World()
    round_, (first, *_) = await with_points(world)
    await ask(world, LEAD, first)
    later = await next_round(world, round_)
    asked = await set_of(world, later)
    assert asked.what == ASKED_BACK

    key = asked.questions[-1].key

    def hidden(uow: Any) -> frozenset[str]:
        return group_finals.keys_of_one_group(WorkContext(uow, world.clock.now(), world.app.services))

    assert about_of(key) == first.id
    assert key in await world.read(hidden)
    assert (await world.read(lambda uow: uow.organisations.where()))[0].questions != asked.id
    shown = (await world.command(LEAD, "questions history")).told(QuestionHistoryShown)
    assert [change.version for change in shown.changes] == [1]
