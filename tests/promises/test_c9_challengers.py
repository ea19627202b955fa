"""C9: who is forgotten while challenges are decided leaves them as they were shown: nothing missing tells whose they were."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.model import CheckKind, Round, RoundState
from bot.engine.checks import deciding
from bot.engine.checks.challenge_groups import ChallengeGroup, group_challenges
from bot.engine.context import WorkContext
from tests.support.actions import TEAM, answered, opened, until
from tests.support.further import only_further
from tests.support.twins import seen, twin
from tests.support.world import World

X = "amira"
ALONE, AMONG_THREE = ((X, "ben"), (X, "ben", "chloe"))
WORDS = "The rota is written elsewhere"
OTHERS = tuple(who for who in TEAM if who != X)


async def challenged(challengers: tuple[str, ...]) -> tuple[World, Round]:
    """A draft that these people challenge in one way, X and the next with words for who decides."""
    world = twin()
    round_ = await opened(world)
    await answered(world, round_, dict.fromkeys(TEAM, ("Harbour", "", "")))
    round_ = await until(world, round_, RoundState.DRAFT)
    for who in challengers:
        given = {"kind": "too strong", "words": f"{WORDS} says {who}" if who in ALONE else ""}
        await world.submit(who, "challenge", f"{round_.id}:1.1", given)
        for check in await world.read(lambda uow, who=who: uow.checks.where(round=round_.id)):  # type: ignore[misc]
            if given["words"]:
                await world.press(who, "check.show", check.id)
    await world.settle()
    return world, round_


async def decided(world: World, round_: Round) -> None:
    """The lead looks at what there is to decide, and holds it."""
    await world.command("hal", "challenges")
    await world.settle()
    await world.press("hal", "accept", f"{round_.id}:1.1:too strong")
    await world.press("hal", "hold", f"{round_.id}:1.1:too strong")
    await world.settle()


async def until_deciding(world: World, round_: Round) -> None:
    while not (await world.rounds(id=round_.id))[0].deciding:
        world.clock.move(timedelta(hours=6))
        await world.settle()


async def lived(challengers: tuple[str, ...], *, forgotten: bool) -> World:
    world, round_ = await challenged(challengers)
    await until_deciding(world, round_)
    if forgotten:
        await world.press(X, "forget.yes")
    else:
        world.clock.move(timedelta(seconds=1))
    await world.settle()
    await decided(world, round_)
    await until(world, round_, RoundState.FINAL)
    return world


@pytest.mark.parametrize("challengers", [(X,), ALONE, AMONG_THREE], ids=["alone", "of two", "of three"])
async def test_c9_who_decides_sees_nothing_of_who_was_forgotten_meanwhile(challengers: tuple[str, ...]) -> None:
    stays, leaves = await lived(challengers, forgotten=False), await lived(challengers, forgotten=True)
    assert seen(leaves, OTHERS) == seen(stays, OTHERS)
    assert any("Accept the challenge" in repr(view) or WORDS in view for view in seen(stays, ["hal"])["hal"])


Find = Callable[[WorkContext, Round], list[ChallengeGroup]]


def of_who_is_still_there(find: Find) -> Find:
    def found(work: WorkContext, round_: Round) -> list[ChallengeGroup]:
        kept = [
            replace(each, checks=tuple(check for check in each.checks if work.uow.members.get(check.member)))
            for each in find(work, round_)
        ]
        texts = [[ref for ref in each.words if work.read(ref)] for each in kept]
        return [replace(each, words=tuple(refs)) for each, refs in zip(kept, texts, strict=True)]

    return found


@only_further
@pytest.mark.parametrize("challengers", [(X,), AMONG_THREE], ids=["alone", "of three"])
async def test_c9_control_cases_of_who_is_still_there_tell_it(
    monkeypatch: pytest.MonkeyPatch, challengers: tuple[str, ...]
) -> None:
    monkeypatch.setattr(deciding, "group_challenges", of_who_is_still_there(group_challenges))
    stays, leaves = await lived(challengers, forgotten=False), await lived(challengers, forgotten=True)
    assert seen(leaves, ["hal"]) != seen(stays, ["hal"])


async def test_c9_control_words_that_are_shown_once_more_would_tell_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "was_shown", lambda *given: False)
    stays, leaves = await lived(ALONE, forgotten=False), await lived(ALONE, forgotten=True)
    assert seen(leaves, ["hal"]) != seen(stays, ["hal"])


async def test_c9_in_the_check_window_their_words_are_as_if_never_given() -> None:
    world, round_ = await challenged((X,))
    await world.press(X, "forget.yes")
    await until(world, round_, RoundState.FINAL)
    assert not any(WORDS in view or "Challenges" in view for view in seen(world, ["hal"])["hal"])


async def test_consent_to_show_words_needs_words() -> None:
    """A press without any, which no message offers, makes no case for who decides."""
    world, round_ = await challenged(())
    await world.submit(X, "challenge", f"{round_.id}:1.1", {"kind": CheckKind.OTHER.value, "words": ""})
    (check,) = await world.read(lambda uow: uow.checks.where(round=round_.id))
    heard: Any = await world.press(X, "check.show", check.id)
    assert heard.answered
    assert not (await world.read(lambda uow: uow.checks.where(round=round_.id)))[0].shown
