"""How much the bot says on Slack: messages of a plain round, counted for one person, and buttons that are used up."""

from __future__ import annotations

from tests.adapters.slack.product import ROOM, Product, product
from tests.adapters.slack.test_round import NAMES
from tests.fakes.slack.hands import labels
from tests.fakes.slack.world import Message
from tests.support.waiting import wait_until

MOST_TO_SAVE, MOST_IN_ROUND = 4, 6


def of(p: Product, who: str) -> list[Message]:
    """The bot's messages in somebody's own chat."""
    direct = p.slack.direct(who).id
    return [m for m in p.slack.messages if m.channel == direct and not m.private_to]


async def test_messages_of_a_plain_round() -> None:
    async with product() as p:
        people = await p.set_up(NAMES)
        amira = people[1]
        before = len(of(p, amira))
        await p.pass_time(days=1, hours=1)
        asked = len(of(p, amira))
        assert asked - before == 1
        for who in people[1:8]:
            await p.answer(who, "our handover is kind", "the rota comes late", "a room")
        assert len(of(p, amira)) - asked <= MOST_TO_SAVE
        await p.pass_time(days=2)
        await p.pass_time(days=2)
        assert len(of(p, amira)) - before <= MOST_IN_ROUND
        drafts = [m for m in p.slack.messages if m.channel == ROOM and "Weigh these points" in labels(m.blocks)]
        assert len(drafts) == 1
        assert "Draft for checking" in drafts[0].text, "a screen reader reads it"


async def test_buttons_of_what_is_decided_are_taken_away() -> None:
    async with product() as p:
        people = await p.set_up(NAMES)
        amira = people[1]
        await p.pass_time(days=1, hours=1)
        await p.answer(amira, "our handover", "the rota", "a room")
        await p.press(amira, "Withdraw")
        asked = next(m for m in reversed(of(p, amira)) if "Keep them" in labels(m.blocks))
        await p.press(amira, "Keep them")
        await wait_until(lambda: labels(asked.blocks) == [])
        assert asked.text
