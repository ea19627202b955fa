"""Challenges to what is no drafted point: words that are shown, what the draft asks about, and what a meeting said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.model import Point, Round, RoundState, Ruling
from bot.domain.outcomes.challenges import CasesToDecide, ChallengeNoted, NoLongerInDraft
from bot.views.text import as_text
from tests.engine.test_weighing_meanwhile import Unsure
from tests.engine.test_weighing_to_the_end import WORDS_OF_DAN, final_of, item_of, weigh
from tests.promises.test_c3_who_weighed import TEN, drafted
from tests.support.actions import decide_now, until
from tests.support.places import person
from tests.support.twins import twin
from tests.support.world import World

CHALLENGERS = TEN[5:8]
TOGETHER = "1.t1"


async def challenged(world: World, round_: Round, key: str, people: tuple[str, ...] = CHALLENGERS) -> None:
    for who in people:
        await world.submit(who, "challenge", f"{round_.id}:{key}", {"kind": "too strong"})


async def words_of_dan(*, shared: bool) -> tuple[World, Round, str]:
    """A draft in which three people challenge the words of dan, and enough people share them, or nobody."""
    world = twin()
    round_ = await drafted(world)
    key = await item_of(world, round_, WORDS_OF_DAN)
    if shared:
        await weigh(world, round_, TEN[5:], {key: "agree"})
    await challenged(world, round_, key)
    return world, round_, key


async def leave(world: World, round_: Round, key: str) -> None:
    """Take the words of an item out of the draft, as they leave at the daily close, and leave the other quotes in it."""

    def drop(uow: Any) -> None:
        release = uow.releases.get(round_.release)
        uow.texts.remove([item.source for item in release.items if item.key == key])

    await world.store.run(drop)


async def said_together(world: World, round_: Round) -> None:
    """Put what the team said in its meeting into the draft."""

    def add(uow: Any) -> None:
        release = uow.releases.get(round_.release)
        first, *others = release.summary.questions
        first = replace(first, together=(Point(key=TOGETHER, label="We eat together", band=""),))
        uow.releases.save(replace(release, summary=replace(release.summary, questions=(first, *others))))

    await world.store.run(add)


async def finished(world: World, round_: Round) -> None:
    await until(world, round_, RoundState.FINAL)
    await world.settle()


def ended(world: World, who: str) -> list[str]:
    return [as_text(sent.view) for sent in world.seen_by(person(who)) if sent.key.startswith("ended:")]


async def cases(world: World, round_: Round, decider: str) -> CasesToDecide:
    return (await world.type(decider, "challenges")).told(CasesToDecide)


async def rulings(world: World, round_: Round) -> list[Ruling]:
    found: list[Ruling] = await world.read(lambda uow: uow.rulings.where(round=round_.id))
    return found


async def test_words_that_became_a_point_are_decided_on_and_those_that_did_not_are_not() -> None:
    world, round_, key = await words_of_dan(shared=True)
    other = await item_of(world, round_, "Harbour of chloe")
    await challenged(world, round_, other)
    decider = await decide_now(world, round_)
    (case,) = (await cases(world, round_, decider)).cases
    assert (case.point, case.number) == (key, 1)
    await world.submit(decider, "refuse", f"{round_.id}:{key}:too strong", {"reason": "It was measured"})
    await finished(world, round_)
    assert "was declined, because: It was measured" in final_of(world)
    declined, no_point = sorted(ended(world, CHALLENGERS[0]), key=lambda text: "did not make a point" in text)
    assert "was declined" in declined and "did not make a point of it" in no_point


async def test_where_nothing_of_it_became_a_point_nobody_is_asked_to_decide() -> None:
    world, round_, _ = await words_of_dan(shared=False)
    await finished(world, round_)
    assert not [sent for sent in world.platform.sent if sent.key.startswith("cases:")]
    assert "hallenge" not in final_of(world)
    assert "did not make a point of it" in ended(world, CHALLENGERS[0])[0]


async def test_what_was_decided_of_words_that_leave_before_the_final_is_not_told() -> None:
    world, round_, key = await words_of_dan(shared=True)
    decider = await decide_now(world, round_)
    await world.press("dan", "forget.yes")
    await world.submit(decider, "accept", f"{round_.id}:{key}:too strong", {"wording": "Boats"})
    await world.submit(decider, "hold", f"{round_.id}:{key}:too strong", {})
    await finished(world, round_)
    assert "What somebody wrote" not in final_of(world) and "challenge to what" not in final_of(world)
    assert "have left the draft" in ended(world, CHALLENGERS[0])[0]


async def test_words_that_leave_while_it_is_decided_take_their_case_along_and_the_others_keep_their_numbers() -> None:
    world, round_, key = await words_of_dan(shared=True)
    await said_together(world, round_)
    await challenged(world, round_, TOGETHER)
    decider = await decide_now(world, round_)
    assert [(case.point, case.number) for case in (await cases(world, round_, decider)).cases] == [
        (key, 1),
        (TOGETHER, 2),
    ]
    await leave(world, round_, key)
    assert [(case.point, case.number) for case in (await cases(world, round_, decider)).cases] == [(TOGETHER, 2)]
    told = await world.submit(decider, "accept", f"{round_.id}:{key}:too strong", {"wording": "Boats"})
    assert told.told(NoLongerInDraft) or "left the draft" in str(told.reply)


async def test_words_that_left_the_draft_cannot_be_challenged_and_it_is_said() -> None:
    world, round_, key = await words_of_dan(shared=False)
    await leave(world, round_, key)
    told = await world.press("amira", "challenge", f"{round_.id}:{key}")
    assert told.told(NoLongerInDraft) or "left the draft" in str(told.reply)


async def test_who_rewords_somebodys_words_may_keep_some_of_them_but_none_of_others() -> None:
    world, round_, key = await words_of_dan(shared=True)
    decider = await decide_now(world, round_)
    form = (await world.press(decider, "accept", f"{round_.id}:{key}:too strong")).reply.form
    assert form is not None and form.fields[0].value == WORDS_OF_DAN
    same = await world.submit(decider, "accept", f"{round_.id}:{key}:too strong", {"wording": WORDS_OF_DAN})
    assert "reads like this already" in same.reply.errors["wording"]
    await world.submit(decider, "accept", f"{round_.id}:{key}:too strong", {"wording": "Harbour of a fisher"})
    await finished(world, round_)
    assert "What somebody wrote to question 1 now reads “Harbour of a fisher” as a point." in final_of(world)
    assert [row.wording for row in await rulings(world, round_)] == ["Harbour of a fisher"]


async def test_somebodys_words_can_be_merged_into_a_point_and_stand_under_it() -> None:
    world, round_, key = await words_of_dan(shared=True)
    decider = await decide_now(world, round_)
    await world.submit(decider, "merge", f"{round_.id}:{key}:too strong", {"into": "1.1"})
    await finished(world, round_)
    text = final_of(world)
    assert "What somebody wrote to question 1 was merged into" in text and "Shared in the check" not in text


@pytest.mark.parametrize("shared", [True, False])
async def test_what_a_draft_asks_about_can_be_challenged(shared: bool) -> None:
    world = twin(Unsure())
    round_ = await drafted(world)
    if shared:
        await weigh(world, round_, TEN[5:], {"1.a1": "agree"})
    await challenged(world, round_, "1.a1")
    if shared:
        decider = await decide_now(world, round_)
        await world.submit(decider, "accept", f"{round_.id}:1.a1:too strong", {"wording": "Some boats"})
    await finished(world, round_)
    assert ("now reads “Some boats”" in final_of(world)) is shared
    assert ("Some boats" in ended(world, CHALLENGERS[0])[0]) is shared


async def test_what_a_team_said_together_can_be_challenged() -> None:
    world = twin()
    round_ = await drafted(world)
    await said_together(world, round_)
    await challenged(world, round_, TOGETHER)
    decider = await decide_now(world, round_)
    await world.submit(decider, "accept", f"{round_.id}:{TOGETHER}:too strong", {"wording": "We often eat together"})
    await finished(world, round_)
    assert "“We eat together” now reads “We often eat together”." in final_of(world)
    (release,) = await world.read(lambda uow: uow.releases.where(round=round_.id))
    assert [point.label for point in release.summary.questions[0].together] == ["We often eat together"]


async def test_a_receipt_points_at_the_words_and_does_not_repeat_them() -> None:
    """A message to one person cannot be taken back when the words are."""
    world = twin()
    round_ = await drafted(world)
    key = await item_of(world, round_, WORDS_OF_DAN)
    told = await world.submit("amira", "challenge", f"{round_.id}:{key}", {"kind": "too strong"})
    noted = told.told(ChallengeNoted)
    assert noted.quoted and noted.quoted.question == 1 and noted.quoted.place
    assert WORDS_OF_DAN not in str([sent.view for sent in world.seen_by(person("amira"))][-1])
    await world.type("amira", "my data")
    await world.settle()
    mine = as_text(world.seen_by(person("amira"))[-1].view)
    assert f"you challenged quote {noted.quoted.place} under question 1 of the draft" in mine
