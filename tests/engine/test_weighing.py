"""Weighing through the engine: what the golden conversations do not show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from bot.domain.model import Release, Round, RoundState
from bot.domain.outcomes.challenges import CheckingOver
from bot.domain.releases import Candidate
from bot.domain.weighing import count_weighings
from bot.domain.weighing.counting import COUNTS
from bot.engine.checks import weighing_count
from bot.engine.context import WorkContext
from bot.engine.rounds.draft_release import Analysed, with_findings
from bot.ports import Found, FoundPoint, Item
from bot.views.text import as_text
from tests.support.actions import TEAM, answered, opened, until
from tests.support.finders import NoPoints
from tests.support.world import World

UNSURE = "The door code"


class Unsure(NoPoints):
    """Is never sure: whatever three people said may be a point."""

    def find(self, items: Sequence[Item], direction: str, small: bool, names: object = ()) -> Found:
        refs = frozenset(item.ref for item in items)
        return Found(candidates=(FoundPoint(UNSURE, False, refs),) if len(items) >= 3 else ())


async def drafted(world: World) -> Round:
    round_ = await opened(world)
    await answered(world, round_, dict.fromkeys(TEAM, ("The code of the door", "", "")))
    return await until(world, round_, RoundState.DRAFT)


async def release_of(world: World, round_: Round) -> Release:
    found: Release = (await world.app.store.read(lambda uow: uow.releases.where(round=round_.id)))[0]
    return found


async def test_what_the_draft_asks_about_becomes_a_point_when_people_share_it() -> None:
    world = World(finder=Unsure())
    round_ = await drafted(world)
    draft = next(sent for sent in world.platform.sent if sent.key.startswith("draft:"))
    assert f"Several of you may have written about “{UNSURE}”" in as_text(draft.view)
    form = (await world.press("amira", "weigh", round_.id)).reply.form
    assert form is not None and UNSURE in form.fields[0].label
    for who in TEAM[:5]:
        await world.submit(who, "weigh", round_.id, {"1.a1": "agree"})
    await until(world, round_, RoundState.FINAL)
    final = next(sent for sent in world.platform.sent if sent.key.startswith("final:"))
    assert f"Shared in the check:\n\n1.1 {UNSURE}" in as_text(final.view)


async def test_what_the_draft_asks_about_is_no_point_when_few_share_it() -> None:
    world = World(finder=Unsure())
    round_ = await drafted(world)
    for who in TEAM[:4]:
        await world.submit(who, "weigh", round_.id, {"1.a1": "agree"})
    await until(world, round_, RoundState.FINAL)
    assert (await release_of(world, round_)).summary.questions[0].points == ()


async def test_weighings_are_gone_once_they_are_counted() -> None:
    world = World(finder=Unsure())
    round_ = await drafted(world)
    for who in TEAM[:5]:
        await world.submit(who, "weigh", round_.id, {"1.a1": "differ"})
    assert len(await world.app.store.read(lambda uow: uow.weighings.where())) == 5
    await until(world, round_, RoundState.FINAL)
    assert await world.app.store.read(lambda uow: uow.weighings.where()) == []


async def test_a_second_form_changes_the_weighing_and_adds_none() -> None:
    world = World(finder=Unsure())
    round_ = await drafted(world)
    for choice in ("agree", "differ", "differ", "nonsense"):
        await world.submit("amira", "weigh", round_.id, {"1.a1": choice, "9.9": "agree"})
    (row,) = await world.app.store.read(lambda uow: uow.weighings.where())
    assert row.state == "differs"
    await world.submit("amira", "weigh", round_.id, {"1.a1": "skip"})
    assert await world.app.store.read(lambda uow: uow.weighings.where()) == []


async def test_after_the_window_nothing_is_weighed() -> None:
    world = World(finder=Unsure())
    round_ = await drafted(world)
    await until(world, round_, RoundState.FINAL)
    refused = await world.submit("amira", "weigh", round_.id, {"1.a1": "agree"})
    assert refused.told(CheckingOver)
    assert await world.app.store.read(lambda uow: uow.weighings.where()) == []


async def test_the_invitation_says_the_same_to_who_answered_and_who_did_not() -> None:
    world = World(finder=Unsure())
    round_ = await opened(world)
    await answered(world, round_, dict.fromkeys(TEAM[:6], ("The code of the door", "", "")))
    await until(world, round_, RoundState.DRAFT)
    invited = [sent for sent in world.platform.sent if sent.key.startswith("weigh:")]
    assert {sent.ref.person for sent in invited} == set(TEAM)
    assert len({as_text(sent.view) for sent in invited}) == 1


async def test_a_draft_comes_before_the_invitation_that_speaks_of_it() -> None:
    world = World(finder=Unsure())
    await drafted(world)
    keys = [sent.key.partition(":")[0] for sent in world.platform.sent]
    assert keys.index("draft") < keys.index("weigh")


@pytest.mark.parametrize("counted", [True, False])
async def test_a_draft_is_counted_once(counted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the control: without the count the final says nothing of what was weighed."""
    if not counted:
        monkeypatch.setattr(weighing_count, "count_draft_weighings", lambda work, round_: None)
    world = World(finder=Unsure())
    round_ = await drafted(world)
    for who in TEAM[:5]:
        await world.submit(who, "weigh", round_.id, {"1.a1": "agree"})
    await until(world, round_, RoundState.FINAL)
    assert bool((await release_of(world, round_)).summary.questions[0].points) is counted


@pytest.mark.parametrize("guarded", [True, False])
async def test_the_same_weighings_are_counted_once(guarded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted a second time, after one more person weighed, they would tell of that person. With the control."""
    if not guarded:
        lax = replace(COUNTS, ledger=lambda new, ledger, k: None)
        monkeypatch.setattr(weighing_count, "count_weighings", partial(count_weighings, rules=lax))
    world = World(finder=Unsure())
    round_ = await drafted(world)

    def count(uow: Any) -> None:
        work = WorkContext(uow, world.clock.now(), world.app.services)
        weighing_count.count_draft_weighings(work, round_)

    async def counted(agreeing: int) -> bool:
        for who in TEAM[:agreeing]:
            await world.submit(who, "weigh", round_.id, {"1.a1": "agree"})
        await world.store.run(count)
        weighed = (await release_of(world, round_)).weighed
        return bool(weighed and weighed.results[0].carried)

    assert await counted(5)
    assert await counted(6) is not guarded


@pytest.mark.parametrize("weighed", [True, False])
def test_what_may_be_a_point_is_taken_up_only_where_people_can_say_so(weighed: bool) -> None:
    """An addition to an earlier summary and the organisation's summary are weighed by nobody."""
    work: Any = SimpleNamespace(uow=SimpleNamespace(texts=SimpleNamespace(read=lambda refs: [])))
    found = Found(candidates=(FoundPoint(UNSURE, False, frozenset("abc")),))
    plain = Candidate("r", "team", "round", 9, frozenset(), asked=("q",))
    made = with_findings(work, plain, Analysed({"q": found}), ["q"], {}, weighed=weighed)
    assert [each.unsure for each in made.points] == ([True] if weighed else [])
