"""Release rule 11: who weighed a draft, how, and who took it back look the same to everybody else until the final, and in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from bot.domain.model import Round, RoundState
from bot.domain.outcomes.answering import WordsPreviewed
from bot.domain.outcomes.base import Outcome
from bot.domain.weighing import counting, weighed_labels
from bot.engine.checks import weighing_count as engine_counting
from bot.engine.context import EventContext
from tests.support.actions import HOME, TEAM, opened, until
from tests.support.further import further, part_of
from tests.support.places import person
from tests.support.twins import seen, twin
from tests.support.world import World

pytestmark = further

X = "amira"
TEN = (*TEAM, "iris")
Deed = Callable[[World, Round], Awaitable[None]]


async def drafted(world: World, roster: tuple[str, ...] = TEN, **words: str) -> Round:
    """A team of ten, or of this roster, whose draft has a point and the words of three; some may be given other `words`."""
    round_ = await opened(world, {"Alpha": roster})
    for who in TEN[1:7]:
        plain = f"{'Lantern' if who == 'femi' else 'Harbour'} of {who}"
        await world.answer(who, round_.id, words.get(who, plain))
    for who in TEN[2:5]:
        for answer in (await world.press(who, "words", round_.id)).told(WordsPreviewed).answers:
            await world.press(who, "allow", answer.seen)
    await world.settle()
    return await until(world, round_, RoundState.DRAFT)


async def test_there_is_a_point_to_weigh_and_the_words_of_three() -> None:
    world = twin()
    round_ = await drafted(world)
    release = await world.read(lambda uow: uow.releases.get(round_.release))
    assert release and sorted(item.key for item in release.items) == ["1.1", "1.q1", "1.q2", "1.q3"]


async def weigh(world: World, round_: Round, who: str, **chosen: str) -> None:
    await world.submit(who, "weigh", round_.id, {key.replace("_", ".")[1:]: value for key, value in chosen.items()})


async def agree(world: World, round_: Round) -> None:
    await weigh(world, round_, X, _1_1="agree", _1_q1="agree")


async def differ(world: World, round_: Round) -> None:
    await weigh(world, round_, X, _1_1="differ", _1_q1="differ")


async def skip(world: World, round_: Round) -> None:
    await weigh(world, round_, X, _1_1="skip")


async def look(world: World, round_: Round) -> None:
    await world.press(X, "weigh", round_.id)


async def press_twice(world: World, round_: Round) -> None:
    await agree(world, round_)
    await agree(world, round_)


async def call_the_same(world: World, round_: Round) -> None:
    await agree(world, round_)
    await world.submit(X, "same", f"{round_.id}:", {"item": "1.q1", "other": "1.q2"})


async def take_back(world: World, round_: Round) -> None:
    await differ(world, round_)
    await world.press(X, "weigh.none", round_.id)


async def be_forgotten(world: World, round_: Round) -> None:
    await agree(world, round_)
    await world.press(X, "forget.yes")


async def be_away(world: World, round_: Round) -> None:
    await agree(world, round_)
    await world.command(X, "stop")


async def nothing(world: World, round_: Round) -> None:
    """The other twin: somebody who was invited and did not weigh."""


DEEDS: tuple[Deed, ...] = (agree, differ, skip, look, press_twice, call_the_same, take_back, be_forgotten, be_away)


async def lived(deed: Deed, others: int = 0, to: RoundState = RoundState.FINAL) -> World:
    """A draft that X treats like this, after so many others agreed, brought to its final or to the end of its window."""
    world = twin()
    round_ = await drafted(world)
    begun = world.clock.at
    for who in TEN[7 : 7 + others]:
        await weigh(world, round_, who, _1_1="agree")
    await deed(world, round_)
    world.clock.at = begun
    await world.settle()
    if to is RoundState.FINAL:
        await until(world, round_, to)
    return world


def of_others(world: World) -> dict[str, list[str]]:
    return seen(world, TEN, but=X)


@pytest.mark.parametrize("deed", part_of(DEEDS, 3))
async def test_until_the_final_it_looks_as_if_nobody_had_weighed(deed: Deed) -> None:
    moved, still = [await lived(one, others=3, to=RoundState.DRAFT) for one in (deed, nothing)]
    assert of_others(moved) == of_others(still)


@pytest.mark.parametrize("deed", part_of(DEEDS, 3, first=1))
async def test_in_the_final_too_where_too_few_weighed_for_a_label(deed: Deed) -> None:
    """Three others make the draft a checked one; four who weighed are too few for a label."""
    assert of_others(await lived(deed, others=3)) == of_others(await lived(nothing, others=3))


async def test_control_with_labels_for_four_the_final_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    lax = counting.CountRules(weighed_labels.LabelRules(enough=lambda n, k: n > 3))
    monkeypatch.setattr(engine_counting, "count_weighings", partial(counting.count_weighings, rules=lax))
    assert of_others(await lived(agree, others=3)) != of_others(await lived(nothing, others=3))


async def test_control_with_the_receipt_in_the_channel_everybody_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def reply(context: EventContext, outcome: Outcome) -> None:
        context.say(context.uow.addresses.remember(HOME), outcome)

    monkeypatch.setattr(EventContext, "reply", reply)
    assert of_others(await lived(agree, to=RoundState.DRAFT)) != of_others(await lived(nothing, to=RoundState.DRAFT))


async def test_everybody_is_invited_in_the_same_words_whether_they_answered_or_not() -> None:
    world = await lived(nothing, to=RoundState.DRAFT)
    invited = {
        who: [str(one.view) for one in world.seen_by(person(who)) if one.key.startswith("weigh:")] for who in TEN
    }
    assert len({tuple(views) for views in invited.values()}) == 1 and all(invited.values())


async def weighed_by(how: dict[str, str]) -> dict[str, list[str]]:
    """Return what three who did not weigh see of a draft that others weighed like this, its final included."""
    world = twin()
    round_ = await drafted(world)
    begun = world.clock.at
    for who, choice in how.items():
        await weigh(world, round_, who, _1_1=choice)
    world.clock.at = begun
    await world.settle()
    await until(world, round_, RoundState.FINAL)
    return seen(world, ("ben", "chloe", "iris"))


@pytest.mark.parametrize("who", ["amira", "eve", "hal"])
async def test_whose_weighings_make_a_label_cannot_be_told(who: str) -> None:
    """Five agree and one differs, another one each time; the final, and all that those see who did not weigh, is the same."""
    six = ("amira", "eve", "hal", "femi", "gita", "dan")
    usual = await weighed_by({one: "differ" if one == "dan" else "agree" for one in six})
    assert await weighed_by({one: "differ" if one == who else "agree" for one in six}) == usual
    assert "Widely shared" in usual["iris"][-1]
