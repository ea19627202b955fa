"""Words that were allowed know their side: who defends what others would stop is not merged with them (release rule 11)."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.model import Round, RoundState
from bot.domain.outcomes.answering import WordsPreviewed
from bot.themes.finder import LocalFinder
from bot.views.text import as_text
from tests.support.actions import TEAM, opened, until
from tests.support.finders import NoPoints
from tests.support.twins import twin
from tests.support.world import World

TEN = (*TEAM, "iris")


@pytest.mark.parametrize(
    ("direction", "words", "other"),
    [
        ("stop", "Please keep the Monday meeting, it is useful", True),
        ("stop", "The Monday meeting", False),
        ("keep", "The rota is terrible", True),
        ("keep", "Our kind team", False),
        ("missing", "We have everything we need, it is fine", True),
        ("missing", "A quiet room", False),
    ],
)
def test_the_finder_tells_words_that_say_the_contrary(direction: str, words: str, other: bool) -> None:
    assert LocalFinder().takes_other_side(words, direction) is other


async def weighed(*said: str) -> tuple[World, Round, list[str]]:
    """A draft that shows these words, and the keys of its items in their order."""
    world = twin(NoPoints())
    round_ = await opened(world, {"Alpha": TEN})
    for who, words in zip(TEN, (*said, *["Nothing new"] * (6 - len(said))), strict=False):
        await world.answer(who, round_.id, words)
    for who in TEN[: len(said)]:
        for answer in (await world.press(who, "words", round_.id)).told(WordsPreviewed).answers:
            await world.press(who, "allow", answer.seen)
    round_ = await until(world, round_, RoundState.DRAFT)
    release = await world.read(lambda uow: uow.releases.get(round_.release))
    assert release

    def keys(uow: Any) -> list[str]:
        words = {uow.texts.read([item.source])[0].reveal(): item.key for item in release.items}
        return [words[each] for each in said]

    return world, round_, await world.read(keys)


async def test_two_that_take_opposite_sides_stay_two() -> None:
    world, round_, (one, contrary, other) = await weighed("The forms", "No, the forms help", "The paper forms")
    form = await world.submit("gita", "same", f"{round_.id}:", {"item": one, "other": contrary})
    assert "opposite sides" in str(form.reply.errors)
    form = await world.submit("gita", "same", f"{round_.id}:", {"item": one, "other": other})
    assert not form.reply.errors


async def test_a_digest_says_of_words_that_take_the_other_side_that_they_do() -> None:
    """As a point or beside the points; what takes the side of its question is the control."""
    world, round_, (_, contrary, _) = await weighed("The forms", "No, the forms help", "No, the paper forms")
    for who in TEN[4:]:
        await world.submit(who, "weigh", round_.id, {contrary: "agree"})
    await until(world, round_, RoundState.FINAL)
    await world.settle()
    (digest,) = [as_text(sent.view) for sent in world.platform.sent if sent.key.startswith("digest:")]
    lines = digest.splitlines()
    assert "- Not to keep: “No, the forms help”" in lines
    assert "Not to keep: “No, the paper forms”" in lines and "To keep: “The forms”" in lines
    assert "what you will change about “No, the forms help”" in digest
