"""Challenges to what is no drafted point: words that are shown, what the draft asks about, and what a meeting said."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from bot.domain.model import Point, QuotePlace, Round, RoundState, Ruling
from bot.domain.outcomes.challenges import CasesToDecide, ChallengeNoted, NoLongerInDraft, NothingToMergeWith
from bot.engine import typed_wording, withdrawn_words
from bot.engine.checks import deciding
from bot.engine.checks.draft_items import challengeable_items
from bot.views.messages.wording import quote_name
from bot.views.text import as_text
from tests.engine.test_weighing_meanwhile import Unsure
from tests.engine.test_weighing_to_the_end import WORDS_OF_DAN, final_of, item_of, weigh
from tests.promises.test_c3_who_weighed import TEN, drafted
from tests.support.actions import TEAM, decide_now, opened, until
from tests.support.places import person
from tests.support.twins import twin
from tests.support.world import World

CHALLENGERS = TEN[5:8]
TOGETHER = "1.t1"
LONG_WORDS = "Harbour staff cannot find a quiet room at night"


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
        first = replace(first, team_statements=(Point(key=TOGETHER, label="We eat together", band=""),))
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
    assert (case.item, case.number) == (key, 1)
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
    assert [(case.item, case.number) for case in (await cases(world, round_, decider)).cases] == [
        (key, 1),
        (TOGETHER, 2),
    ]
    await leave(world, round_, key)
    assert [(case.item, case.number) for case in (await cases(world, round_, decider)).cases] == [(TOGETHER, 2)]
    told = await world.submit(decider, "accept", f"{round_.id}:{key}:too strong", {"wording": "Boats"})
    assert told.told(NoLongerInDraft) or "left the draft" in str(told.reply)


async def test_words_of_a_challenge_are_shown_for_nothing_that_has_left_the_draft() -> None:
    world, round_, key = await words_of_dan(shared=False)
    values = {"kind": "too strong", "words": "Not on the ward"}
    noted = (await world.submit(CHALLENGERS[0], "challenge", f"{round_.id}:{key}", values)).told(ChallengeNoted)
    await leave(world, round_, key)
    assert (await world.press(CHALLENGERS[0], "check.show", noted.token)).told(NoLongerInDraft)
    assert not any(check.shown for check in await world.read(lambda uow: uow.checks.where(round=round_.id)))


async def test_words_that_left_the_draft_cannot_be_challenged_and_it_is_said() -> None:
    world, round_, key = await words_of_dan(shared=False)
    await leave(world, round_, key)
    told = await world.press("amira", "challenge", f"{round_.id}:{key}")
    assert told.told(NoLongerInDraft) or "left the draft" in str(told.reply)


async def test_who_rewords_somebodys_words_may_keep_some_of_them_but_none_of_others() -> None:
    world, round_, key = await words_of_dan(shared=True)
    decider = await decide_now(world, round_)
    form = (await world.press(decider, "accept", f"{round_.id}:{key}:too strong")).reply.form
    assert form is not None and WORDS_OF_DAN in form.fields[0].label
    same = await world.submit(decider, "accept", f"{round_.id}:{key}:too strong", {"wording": WORDS_OF_DAN})
    assert "reads like this already" in same.reply.errors["wording"]
    await world.submit(decider, "accept", f"{round_.id}:{key}:too strong", {"wording": "Harbour of a fisher"})
    await finished(world, round_)
    assert "What somebody wrote to question 1 now reads “Harbour of a fisher” as a point." in final_of(world)
    assert [row.wording for row in await rulings(world, round_)] == ["Harbour of a fisher"]


@pytest.mark.parametrize("guarded", [True, False])
async def test_who_rewords_somebodys_long_words_may_keep_five_of_them_in_a_row_and_none_of_others(
    guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their author lets them be read; those of others are no wording of these. With the control."""
    if not guarded:
        plain = typed_wording.check_typed_wording
        monkeypatch.setattr(
            deciding,
            "check_typed_wording",
            lambda context, member, text, field, about: plain(context, member, text, field),
        )
    world = twin()
    round_ = await drafted(world, dan=LONG_WORDS, chloe="Harbour lights go out before the boats are in")
    key = await item_of(world, round_, LONG_WORDS)
    await weigh(world, round_, TEN[5:], {key: "agree"})
    await challenged(world, round_, key)
    decider = await decide_now(world, round_)
    token = f"{round_.id}:{key}:too strong"
    others = await world.submit(decider, "accept", token, {"wording": "The lights go out before the boats leave"})
    assert "own words" in others.reply.errors["wording"]
    own = await world.submit(decider, "accept", token, {"wording": "Staff cannot find a quiet room"})
    assert bool(own.reply.errors) is not guarded
    assert [row.wording for row in await rulings(world, round_)] == ["Staff cannot find a quiet room"] * guarded


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
    assert [point.label for point in release.summary.questions[0].team_statements] == ["We often eat together"]


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
    assert f"you challenged quote {quote_name(noted.quoted)} of the draft" in mine


async def probed(world: World, round_: Round, decider: str, key: str) -> tuple[str, str]:
    """The answers to what a decider can try: the words as they stand, and all of them in a reason."""
    token = f"{round_.id}:{key}:too strong"
    same = await world.submit(decider, "accept", token, {"wording": LONG_WORDS})
    reason = await world.submit(
        decider, "accept", token, {"wording": f"It is known that {LONG_WORDS[:1].lower()}{LONG_WORDS[1:]}"}
    )
    return str(same.reply.errors), str(reason.reply.errors)


@pytest.mark.parametrize("guarded", [True, False])
async def test_a_decider_cannot_ask_whether_words_were_just_taken_back(
    guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the daily close they stand in the draft, and what may be typed of them is the same. With the control."""
    if not guarded:
        plain = withdrawn_words.repeats_withdrawn_words
        monkeypatch.setattr(
            typed_wording,
            "repeats_withdrawn_words",
            lambda work, release, wording, about: plain(work, release, wording),
        )
    told = []
    for leaves in (False, True):
        world = twin()
        round_ = await drafted(world, dan=LONG_WORDS)
        key = await item_of(world, round_, LONG_WORDS)
        await weigh(world, round_, TEN[5:], {key: "agree"})
        await challenged(world, round_, key)
        decider = await decide_now(world, round_)
        if leaves:
            await world.press("dan", "forget.yes")
        told.append(await probed(world, round_, decider, key))
    assert (told[0] == told[1]) is guarded


async def test_what_was_decided_of_words_that_left_is_stored_nowhere() -> None:
    world, round_, key = await words_of_dan(shared=True)
    decider = await decide_now(world, round_)
    await world.press("dan", "forget.yes")
    await world.submit(decider, "accept", f"{round_.id}:{key}:too strong", {"wording": "Harbour of somebody"})
    await finished(world, round_)
    assert await rulings(world, round_) == []
    rows = await world.read(lambda uow: [repr(row) for row in uow.outbox.where()])
    assert not [row for row in rows if "Harbour of somebody" in row and "CaseRuled" not in row]


async def test_a_quote_keeps_its_name_when_others_leave() -> None:
    world = twin()
    round_ = await drafted(world)
    draft = next(sent for sent in world.platform.sent if sent.key.startswith("draft:"))
    named = dict(re.findall(r"(1[abc]) “(Harbour of \w+)”", as_text(draft.view)))
    assert sorted(named) == ["1a", "1b", "1c"]
    for name, words in named.items():
        key = await item_of(world, round_, words)
        noted = (await world.submit("amira", "challenge", f"{round_.id}:{key}", {"kind": "other"})).told(ChallengeNoted)
        assert noted.quoted and quote_name(noted.quoted) == name
    first = await item_of(world, round_, named["1a"])
    last = await item_of(world, round_, named["1c"])
    await leave(world, round_, first)
    items = await world.read(
        lambda uow: challengeable_items(SimpleNamespace(uow=uow), uow.releases.get(round_.release))
    )
    assert items[last].quoted == QuotePlace(1, 3)


@pytest.mark.parametrize(("form", "field"), [("accept", "wording"), ("refuse", "reason")])
async def test_what_a_decider_types_has_the_length_of_a_line(form: str, field: str) -> None:
    world, round_, key = await words_of_dan(shared=True)
    decider = await decide_now(world, round_)
    token = f"{round_.id}:{key}:too strong"
    long = await world.submit(decider, form, token, {field: "Boats " * 60})
    assert "characters" in long.reply.errors[field]
    await world.submit(decider, form, token, {field: "Boats"})
    assert [row.item for row in await rulings(world, round_)] == [key]


async def test_words_are_merged_into_a_point_of_their_own_question_alone() -> None:
    world = World()
    round_ = await opened(world)
    for who in TEAM[:6]:
        await world.answer(who, round_.id, f"Harbour of {who}", f"Lantern of {who}")
    await until(world, round_, RoundState.DRAFT)
    await challenged(world, round_, "1.1", TEAM[:3])
    decider = await decide_now(world, round_)
    (case,) = (await cases(world, round_, decider)).cases
    assert not case.merges, "the only other point stands under another question"
    told = await world.submit(decider, "merge", f"{round_.id}:1.1:too strong", {"into": "2.1"})
    assert told.told(NothingToMergeWith)
    assert await rulings(world, round_) == []


async def test_in_a_round_too_small_for_labels_words_cannot_be_challenged_for_the_check_makes_nothing_of_them() -> None:
    world = twin()
    round_ = await drafted(world, roster=TEN[:7])
    form = (await world.press("amira", "challenge", f"{round_.id}:")).reply.form
    assert (form is not None and not form.fields[0].options) or "“Harbour" not in str(form.fields[0].options)
    weigh_form = (await world.press("amira", "weigh", round_.id)).reply.form
    assert weigh_form is not None
    asides = {field.name: [button.action for button in field.asides] for field in weigh_form.fields}
    assert "challenge" in asides["1.1"] and sum("challenge" in each for each in asides.values()) == 1
