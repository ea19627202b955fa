"""Whoever is nobody's leaves nothing behind: neither what they typed nor what they were told."""

from __future__ import annotations

import pytest

from bot.domain.outcomes.commands import Welcome
from bot.engine.outbox import message_rows
from bot.engine.routes import PRESSES
from storage.kinds import decode_stored
from tests.support.actions import HOME, opened
from tests.support.places import person
from tests.support.world import World

JUNK = (
    "hello",
    "buy cheap watches",
    "claim wrong-code-here-now",
    "/start abc",
    "help",
    "team add Mine",
    "x" * 5000,
    "🙂",
)


async def rows_left_by_junk() -> int:
    world = World()
    await opened(world)
    await world.settle()
    before = await world.read(lambda uow: len(uow.outbox.where()))
    for place, junk in enumerate(JUNK):
        await world.type("zoe", junk, f"m{place}")
        await world.command("yan", junk, HOME)
    await world.settle()
    assert world.seen_by(person("zoe"))
    return await world.read(lambda uow: len(uow.outbox.where())) - before


async def test_junk_from_strangers_leaves_no_messages() -> None:
    assert await rows_left_by_junk() == 0


async def test_without_that_every_answer_would_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(message_rows, "_is_for_a_stranger", lambda uow, message: False)
    assert await rows_left_by_junk() >= len(JUNK)


async def test_a_stranger_is_told_of_as_many_questions_as_there_are() -> None:
    world = World()
    await opened(world)
    await world.command("ada", "question remove 3")
    pressed = [await world.press("zoe", action, "no-such-thing") for action in PRESSES]
    heard = [*pressed, await world.type("zoe", "hello"), await world.command("zoe", "status")]
    told = [one.told(Welcome) for one in heard]
    assert sum(welcome is not None for welcome in told[: len(pressed)]) > 5
    assert {welcome.question_count for welcome in told if welcome} == {2}


def test_a_welcome_of_an_earlier_version_says_three_questions() -> None:
    assert decode_stored(b'{"is":"welcome/1","claimed":true}', Welcome).question_count == 3
