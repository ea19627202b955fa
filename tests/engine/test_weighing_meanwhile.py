"""Weighing a draft against all that may happen beside it: what left, strangers, foreign fields, drafts of an earlier version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.domain.model import ItemKind, Round, RoundState, WeighingState
from bot.domain.outcomes import weighing as said
from bot.domain.outcomes.answering import NotYourRound, WordsPreviewed
from bot.domain.outcomes.challenges import ChallengeNoted, CheckingOver, SoundsRight
from bot.ports import Found, Item
from bot.views.view import FormField
from tests.promises.test_c3_who_weighed import TEN, drafted
from tests.support.actions import TEAM, next_round, opened, until
from tests.support.finders import TopicFinder
from tests.support.places import channel
from tests.support.twins import twin
from tests.support.world import World

ALL = {"1.1": "agree", "1.q1": "agree", "1.q2": "agree", "1.q3": "differ"}


async def fields(world: World, round_: Round, who: str = "amira") -> dict[str, FormField]:
    form = (await world.press(who, "weigh", round_.id)).reply.form
    assert form
    return {field.name: field for field in form.fields}


async def states(world: World, round_: Round) -> dict[str, WeighingState]:
    rows = await world.read(lambda uow: uow.weighings.where(round=round_.id))
    return {row.item: row.state for row in rows}


async def change_release(world: World, round_: Round, **changed: Any) -> None:
    def change(uow: Any) -> None:
        uow.releases.save(replace(uow.releases.get(round_.release), **changed))

    await world.store.run(change)


@dataclass
class Unsure(TopicFinder):
    """Takes every topic but Lantern for something about which it must ask."""

    def find(self, items: Sequence[Item], direction: str, small: bool, names: object = ()) -> Found:
        found = super().find(items, direction, small, names)
        return Found(
            tuple(each for each in found.points if each.label == "Lantern"),
            candidates=tuple(each for each in found.points if each.label != "Lantern"),
        )


async def test_what_may_be_a_point_is_asked_about_by_its_name_and_statements_by_their_own_words() -> None:
    world = twin(Unsure())
    round_ = await drafted(world)
    asked = await fields(world, round_)
    release = await world.read(lambda uow: uow.releases.get(round_.release))
    assert release
    candidate = next(item.key for item in release.items if item.kind is ItemKind.CANDIDATE)
    assert "“Harbour”" in asked[candidate].label
    words = {key: field.label for key, field in asked.items() if ".q" in key}
    assert len(words) == 3 and all("Somebody wrote: “Harbour of " in label for label in words.values())


async def test_a_statement_leaves_with_a_quote_that_is_no_item_where_too_few_are_left() -> None:
    """Three are quoted, of which one alone fits into the items; the draft shows none of them once another has left."""
    world = twin()
    round_ = await drafted(world)
    release = await world.read(lambda uow: uow.releases.get(round_.release))
    assert release
    kept = tuple(item for item in release.items if item.key in ("1.1", "1.q1"))
    other = next(item.source for item in release.items if item.key == "1.q2")
    await change_release(world, round_, items=kept)
    await world.store.run(lambda uow: uow.texts.remove([other]))
    assert list(await fields(world, round_)) == ["1.1", "missing"]


async def test_what_is_missing_is_taken_though_all_items_have_left_meanwhile() -> None:
    world = twin()
    round_ = await drafted(world)
    await change_release(world, round_, items=())
    heard = await world.submit("amira", "weigh", round_.id, {"1.1": "agree", "missing": "The night shift"})
    assert heard.told(ChallengeNoted)
    assert (await world.submit("amira", "weigh", round_.id, {"1.1": "agree"})).told(said.NothingToWeigh)


@pytest.mark.parametrize("action", ["weigh", "weigh.on", "same", "weigh.none"])
@pytest.mark.parametrize("who", ["stranger", "zoe"])
async def test_nobody_else_can_weigh_or_see_what_there_is(action: str, who: str) -> None:
    world = twin()
    round_ = await drafted(world)
    await world.command("ada", "team add Beta", channel("beta"))
    await world.command("ada", "member add <@zoe> to Beta", channel("beta"))
    heard = await world.press(who, action, round_.id)
    assert heard.told(NotYourRound) and not heard.reply.form
    for form in ("weigh", "same"):
        values = ALL if form == "weigh" else {"item": "1.q1", "other": "1.q2"}
        assert (await world.submit(who, form, round_.id, values)).told(NotYourRound)
    assert await states(world, round_) == {}


@pytest.mark.parametrize(
    "values", [{"1.9": "agree"}, {"1.1": "all of it"}, {"1.1": ""}, {"": "agree"}, {"1.1 ": "agree"}]
)
async def test_fields_and_choices_that_the_form_does_not_have_change_nothing(values: dict[str, str]) -> None:
    world = twin()
    round_ = await drafted(world)
    await world.submit("amira", "weigh", round_.id, {"1.1": "differ"})
    await world.submit("amira", "weigh", round_.id, values)
    assert await states(world, round_) == {"1.1": WeighingState.DIFFERS}


@pytest.mark.parametrize(
    "values", [{}, {"item": "1.q1"}, {"item": "1.q1", "other": "1.q1"}, {"item": "1.q1", "other": "2.q1"}]
)
async def test_the_same_as_nothing_or_as_itself_is_refused(values: dict[str, str]) -> None:
    world = twin()
    round_ = await drafted(world)
    heard = await world.submit("amira", "same", f"{round_.id}:", values)
    assert heard.reply.errors and await states(world, round_) == {}


async def turn_against(world: World, round_: Round, key: str) -> None:
    release = await world.read(lambda uow: uow.releases.get(round_.release))
    assert release
    await change_release(world, round_, items=tuple(replace(item, against=item.key == key) for item in release.items))


@pytest.mark.parametrize(
    ("other", "why"), [("1.q2", "take opposite sides"), ("1.q1", "two different ones"), ("2.q1", "two different ones")]
)
async def test_two_that_cannot_be_the_same_are_told_the_true_reason(other: str, why: str) -> None:
    """Two opposites stand under the same question, so nobody is asked to choose two of the same question."""
    world = twin()
    round_ = await drafted(world)
    await turn_against(world, round_, "1.q2")
    heard = await world.submit("amira", "same", f"{round_.id}:", {"item": "1.q1", "other": other})
    assert why in str(heard.reply.errors) and await states(world, round_) == {}


async def test_where_no_other_is_left_that_is_what_is_said() -> None:
    """All others take the other side."""
    world = twin()
    round_ = await drafted(world)
    await turn_against(world, round_, "1.q2")
    heard = await world.press("amira", "same", f"{round_.id}:1.q2")
    assert heard.told(said.NoOtherSame) and not heard.reply.form


async def test_two_devices_are_one_person_and_the_last_choice_counts() -> None:
    world = twin()
    round_ = await drafted(world)
    first, second = await fields(world, round_), await fields(world, round_)
    assert first == second
    await world.submit("amira", "weigh", round_.id, {"1.1": "agree", "1.q1": "agree"})
    await world.submit("amira", "weigh", round_.id, {"1.1": "differ"})
    await world.submit("amira", "weigh", round_.id, {"1.1": "differ"})
    assert await states(world, round_) == {"1.1": WeighingState.DIFFERS, "1.q1": WeighingState.AGREES}


@pytest.mark.parametrize("deciding", [True, False])
async def test_after_the_window_nothing_is_weighed_and_it_is_said(deciding: bool) -> None:
    """Also while challenges are decided."""
    world = twin()
    round_ = await drafted(world)
    if deciding:
        await change_round(world, round_, deciding=True)
    else:
        await until(world, round_, RoundState.FINAL)
    for form in ("weigh", "same"):
        assert (await world.submit("amira", form, round_.id, ALL)).told(CheckingOver)
    for action in ("weigh", "weigh.on", "weigh.none"):
        assert (await world.press("amira", action, round_.id)).told(CheckingOver)
    assert await states(world, round_) == {}


async def change_round(world: World, round_: Round, **changed: Any) -> None:
    def change(uow: Any) -> None:
        uow.rounds.save(replace(uow.rounds.get(round_.id), **changed))

    await world.store.run(change)


async def test_a_draft_that_an_earlier_version_posted_is_checked_as_it_was() -> None:
    world = twin()
    round_ = await drafted(world)
    await change_release(world, round_, items=())
    assert (await world.press("amira", "right", f"{round_.id}:1.1")).told(SoundsRight)
    assert (await world.press("ben", "challenge", f"{round_.id}:1.1")).reply.form
    await until(world, round_, RoundState.FINAL)


async def test_a_restart_in_the_window_loses_nothing_and_the_count_leaves_nothing() -> None:
    world = twin()
    round_ = await drafted(world)
    for who in TEN[:6]:
        await world.submit(who, "weigh", round_.id, ALL)
    await world.restart()
    assert (await fields(world, round_))["1.q3"].value == "differ"
    await until(world, round_, RoundState.FINAL)
    assert await states(world, round_) == {}
    (final,) = [sent for sent in world.platform.sent if sent.key.startswith("final:")]
    assert "Widely shared" in str(final.view)


async def test_who_moved_to_another_team_still_weighs_the_draft_that_they_were_asked_for() -> None:
    world = twin()
    round_ = await drafted(world)
    await world.command("ada", "team add Beta", channel("beta"))
    await world.command("ada", "member remove <@amira> from Alpha", channel("alpha"))
    await world.command("ada", "member add <@amira> to Beta", channel("beta"))
    await world.submit("amira", "weigh", round_.id, ALL)
    assert len(await states(world, round_)) == 4


async def test_weighings_of_one_round_are_none_of_the_next() -> None:
    world = twin()
    first = await drafted(world)
    await world.submit("amira", "weigh", first.id, ALL)
    await until(world, first, RoundState.FINAL)
    second = await next_round(world, first)
    assert (await world.press("amira", "weigh", second.id)).told(CheckingOver)


MARKUP = "<!channel> <@U123> *bold* _it_ `x` & <b>b</b> https://example.org @ada"


@pytest.mark.parametrize("words", [f"Harbour {'long ' * 595}end", f"Harbour {MARKUP}"], ids=["long", "markup"])
async def test_statements_are_shown_as_they_were_written_and_at_most_so_much_of_them(words: str) -> None:

    world = twin()
    round_ = await opened(world, {"Alpha": TEN})
    for who in TEAM[1:7]:
        await world.answer(who, round_.id, "Lantern" if who == "femi" else words)
    for who in TEAM[2:5]:
        for answer in (await world.press(who, "words", round_.id)).told(WordsPreviewed).answers:
            await world.press(who, "allow", answer.seen)
    round_ = await until(world, round_, RoundState.DRAFT)
    asked = [field.label for key, field in (await fields(world, round_)).items() if ".q" in key]
    assert asked and all(len(label) < 450 for label in asked)


async def test_said_again_two_items_are_no_longer_the_same() -> None:
    world = twin()
    round_ = await drafted(world)
    pair = {"item": "1.q1", "other": "1.q2"}
    assert not (await world.submit("amira", "same", f"{round_.id}:", pair)).told(said.SameNoted).undone
    assert (
        not (await world.submit("amira", "same", f"{round_.id}:", {**pair, "item": "1.q3"})).told(said.SameNoted).undone
    )
    assert (await world.submit("amira", "same", f"{round_.id}:", pair)).told(said.SameNoted).undone
    (row,) = await world.read(lambda uow: uow.weighings.where(round=round_.id))
    assert {row.item, *row.same_as} == {"1.q2", "1.q3"}


async def test_a_round_of_so_few_is_not_promised_that_the_final_says_how_widely() -> None:
    async def note(people: tuple[str, ...]) -> str:
        world = twin()
        round_ = await opened(world, {"Alpha": people})
        for who in people[:6]:
            await world.answer(who, round_.id, "Harbour of all")
        round_ = await until(world, round_, RoundState.DRAFT)
        form = (await world.press("amira", "weigh", round_.id)).reply.form
        assert form
        return form.note

    assert "can say how widely" in await note(TEAM[:8]) and "too small for the final" in await note(TEAM[:7])
