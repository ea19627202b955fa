"""Slack's shortcuts: one's own message becomes a draft, and the questions come from anywhere."""

from __future__ import annotations

from adapters.slack.interactions import SHORTCUTS
from adapters.slack.manifest import make_manifest
from tests.adapters.slack.product import product
from tests.adapters.slack.stand import ROOM

NAMES = ("Amira", "Ben", "Chloe", "Dan", "Eve", "Femi", "Hal")
WORDS = "The rota changes late."


async def test_ones_own_message_becomes_a_draft_that_its_author_alone_sees_and_of_others_nothing_is_taken() -> None:
    async with product() as p:
        _, amira, ben, *_ = await p.set_up(NAMES)
        await p.pass_time(days=1, hours=1)
        await p.hands.use_as_answer(amira, ROOM, WORDS)
        await p.app.settle()
        assert WORDS in p.last(amira)
        await p.press(amira, "Question 1")
        await p.press(amira, "Send it")
        assert "Saved" in p.last(amira)
        await p.hands.use_as_answer(ben, ROOM, WORDS, author=amira)
        await p.app.settle()
        assert WORDS not in p.last(ben) and "Your team has three questions" in p.last(ben)
        assert not [m for m in p.slack.messages if m.channel == ROOM and WORDS in str(m.blocks)]


async def test_the_shortcut_from_anywhere_brings_the_questions_privately() -> None:
    async with product() as p:
        _, amira, *_ = await p.set_up(NAMES)
        await p.pass_time(days=1, hours=1)
        before = len(p.slack.messages)
        await p.hands.shortcut(amira)
        await p.app.settle()
        assert len(p.slack.messages) == before + 1 and "Your team has three questions" in p.last(amira)


def test_the_manifest_offers_the_shortcuts_that_are_understood() -> None:
    offered = make_manifest()["features"]["shortcuts"]
    assert tuple(each["callback_id"] for each in offered) == SHORTCUTS
    assert {each["type"] for each in offered} == {"global", "message"}
    assert all(len(each["name"]) <= 24 for each in offered)
