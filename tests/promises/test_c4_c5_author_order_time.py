"""C4: no author on a point. C5: order and time of arrival tell nothing."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.domain.model import Answer, RoundState
from bot.domain.outcomes.answering import WordsPreviewed
from bot.domain.releases import RULES, Band, decide_release, quotes
from bot.engine import ref_names
from bot.engine.context import WorkContext
from bot.engine.rounds import closing, contributions
from bot.engine.rounds.contributions import Known, contributions_of
from bot.ports import PointFinder
from bot.themes.finder import LocalFinder
from tests.support.actions import TEAM, opened, until
from tests.support.finders import TopicFinder
from tests.support.twins import seen, twin
from tests.support.world import World

TEXTS = {
    "ada": "Harbour the waiting list is far too long for families",
    "amira": "Harbour people wait for months on the waiting list",
    "ben": "Harbour the waiting list grows and nobody says why",
    "chloe": "Lantern the rota comes out much too late every month",
    "dan": "Lantern we get the rota far too late to plan",
    "eve": "Lantern a late rota makes child care hard to plan",
    "femi": "Meadow more supervision after hard calls would help",
    "gita": "Meadow supervision is the first thing that is cancelled",
    "hal": "Meadow we need supervision that is not cancelled",
}
APART = {
    "ada": "Zebras at the gate",
    "amira": "A kettle on every floor",
    "ben": "Chalk instead of pens",
    "chloe": "Shorter corridors",
    "dan": "Nine of something",
    "eve": "Bicycles under cover",
    "femi": "Music on Fridays",
    "gita": "Plants by the window",
    "hal": "Another colour of paint",
}
"""Words that have nothing in common: no point stands beside them."""


async def told(texts: dict[str, str], order: list[str], gaps: list[int], finder: PointFinder) -> World:
    """A whole round with words shown by permission; answers arrive in this order, with these seconds between them."""
    world = twin(finder)
    round_ = await opened(world)
    begun = world.clock.now()
    for who, gap in zip(order, gaps, strict=True):
        world.clock.move(timedelta(seconds=gap))
        await world.answer(who, round_.id, texts[who], "", APART[who])
        heard = await world.press(who, "words", round_.id)
        for answer in heard.told(WordsPreviewed).answers:
            await world.press(who, "allow", answer.seen)
        await world.settle()
    world.clock.at = begun + timedelta(hours=9)
    await until(world, round_, RoundState.FINAL)
    for _ in range(40):
        world.clock.move(timedelta(days=1))
        await world.settle()
    return world


def arrival(seed: int) -> tuple[list[str], list[int]]:
    drawn = random.Random(seed)
    order = list(TEAM)
    drawn.shuffle(order)
    return order, [drawn.randint(1, 900) for _ in order]


@pytest.mark.parametrize("finder", [TopicFinder, LocalFinder])
async def test_c5_order_and_time_of_arrival_tell_nothing(finder: type[PointFinder]) -> None:
    first = seen(await told(TEXTS, *arrival(0), finder()), TEAM)
    assert any("own words" in one for one in first["ben"])
    for seed in (1, 2, 3):
        assert seen(await told(TEXTS, *arrival(seed), finder()), TEAM) == first


async def test_c5_words_in_the_order_of_arrival_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: dict[str, str] = {}
    keep = ref_names.answer_id

    def noting(interview: str, number: int, late: bool = False) -> str:
        id = keep(interview, number, late)
        counted.setdefault(id, f"{len(counted):03}")
        return id

    def known(work: WorkContext, rows: list[Answer], k: dict[str, int]) -> Known:
        found = contributions_of(work, rows, k)
        counted.update({ref: counted[row.id] for ref, row in found.answers.items()})
        return found

    monkeypatch.setattr(ref_names, "answer_id", noting)
    monkeypatch.setattr(contributions, "contributions_of", known)
    monkeypatch.setattr(quotes, "seeded_key", lambda release, ref: counted[ref])
    first = seen(await told(TEXTS, *arrival(0), TopicFinder()), TEAM)
    counted.clear()
    assert seen(await told(TEXTS, *arrival(1), TopicFinder()), TEAM) != first


@pytest.mark.parametrize("other", ["Orchard alone with this", "Meadow with two more only"])
async def test_c4_an_answer_below_the_threshold_changes_nothing_for_anybody_else(other: str) -> None:
    """One answer differs, in a point that too few people make either way."""
    texts = {**TEXTS, "hal": "Orchard said once", "gita": "Brook said by one", "femi": "Heath said by one"}
    order, gaps = list(TEAM), [5] * len(TEAM)
    mine = {**texts, "hal": other.replace("Meadow", "Brook")}
    one, two = await quiet(texts, order, gaps), await quiet(mine, order, gaps)
    assert seen(one, TEAM, but="hal") == seen(two, TEAM, but="hal")


async def quiet(texts: dict[str, str], order: list[str], gaps: list[int]) -> World:
    """A round without permitted words."""
    world = twin()
    round_ = await opened(world)
    for who, gap in zip(order, gaps, strict=True):
        world.clock.move(timedelta(seconds=gap))
        await world.answer(who, round_.id, texts[who], "", "")
    await until(world, round_, RoundState.FINAL)
    return world


async def test_c4_a_point_of_one_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        closing,
        "decide_release",
        partial(
            decide_release, rules=replace(RULES, point=lambda count: True, band=lambda count, roster: Band.SEVERAL)
        ),
    )
    order, gaps = list(TEAM), [5] * len(TEAM)
    texts = {**TEXTS, "hal": "Orchard said once"}
    one, two = await quiet(texts, order, gaps), await quiet({**texts, "hal": "Brook said once"}, order, gaps)
    assert seen(one, TEAM, but="hal") != seen(two, TEAM, but="hal")
