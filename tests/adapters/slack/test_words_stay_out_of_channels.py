"""What quotes somebody's words is shown in their form or direct chat, and never in a channel, not even to them alone (C6)."""

from __future__ import annotations

import pytest

from bot.domain.outcomes.base import Outcome
from bot.engine.context import EventContext
from tests.adapters.slack.product import ROOM, Product, product
from tests.adapters.slack.test_round import NAMES
from tests.fakes.slack.hands import labels
from tests.support.waiting import wait_until

WORDS = "Only the late zebra changes hurt us"
ANSWER = "the handover takes a zebra hour"
KIND = "too strong"


async def drafted(p: Product) -> list[str]:
    ids = await p.set_up(NAMES)
    await p.pass_time(days=1, hours=1)
    for id in ids[1:8]:
        await p.answer(id, ANSWER, "", "")
    await p.pass_time(days=4)
    return ids


async def challenge_in_the_channel(p: Product) -> list[str]:
    ids = await drafted(p)
    await challenge(p, ids[1])
    return ids


async def challenge(p: Product, who: str) -> None:
    await p.press(who, "Weigh these points", ROOM)
    await p.fill(who)
    await p.press(who, "Challenge one", ROOM)
    points = [b for b in p.slack.modals[who].view["blocks"] if b.get("block_id") == "point"]
    first = {"point": points[0]["element"]["options"][0]["value"]} if points else {}
    await p.fill(who, kind=KIND, words=WORDS, **first)


def zebras(p: Product, ids: list[str]) -> list[str]:
    return [text for id in ids for text in p.hands.sees(id, ROOM) if "zebra" in text]


async def test_consent_to_show_challenge_words_is_asked_in_the_direct_chat() -> None:
    async with product() as p:
        ids = await challenge_in_the_channel(p)
        assert zebras(p, ids) == []
        assert WORDS in p.last(ids[1]) and "Show these words" in labels(
            p.slack.visible(p.slack.direct(ids[1]).id, ids[1])[-1].blocks
        )
        await p.press(ids[1], "Show these words")
        assert "may see these words" in p.last(ids[1])


async def test_who_decides_sees_challenge_words_in_the_direct_chat() -> None:
    async with product() as p:
        ids = await challenge_in_the_channel(p)
        await p.press(ids[1], "Show these words")
        await p.pass_time(days=3, hours=9)
        await p.command(ids[-1], "challenges", ROOM)
        assert zebras(p, ids) == []
        assert sum(WORDS in text for text in p.hands.sees(ids[-1])) == 1, "the list points to where they stand"


async def test_own_words_that_were_asked_for_in_a_channel_come_directly() -> None:
    async with product() as p:
        ids = await drafted(p)
        for command in ("my words", "my data"):
            await p.command(ids[1], command, ROOM)
            assert ANSWER in p.last(ids[1])
        assert zebras(p, ids) == []


async def test_for_its_readers_eyes_alone_it_would_stand_in_the_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the tests above."""

    def reply(self: EventContext, outcome: Outcome) -> None:
        self.say(self.uow.addresses.remember(self.event.where), outcome, private_to=self.person)

    monkeypatch.setattr(EventContext, "reply", reply)
    async with product() as p:
        ids = await drafted(p)
        await challenge(p, ids[1])
        assert zebras(p, ids)


async def test_consent_that_was_given_leaves_only_the_buttons_that_still_lead_somewhere() -> None:
    async with product() as p:
        ids = await challenge_in_the_channel(p)
        direct = p.slack.direct(ids[1]).id
        asked = next(m for m in p.slack.visible(direct, ids[1]) if "Show these words" in labels(m.blocks))
        others = set(labels(asked.blocks)) - {"Show these words", "Only count me"}
        assert others
        await p.press(ids[1], "Show these words")
        await wait_until(lambda: set(labels(asked.blocks)) == others)
        await p.press(ids[1], "Only count me after all")
        assert "You are only counted" in p.last(ids[1])
