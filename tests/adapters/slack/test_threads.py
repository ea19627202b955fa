"""Replies on Slack appear in the thread in which the person is looking; a home is the channel."""

from __future__ import annotations

from tests.adapters.slack.product import product
from tests.adapters.slack.stand import ROOM

THREAD = "1764000000.000001"
NAMES = ("Amira", "Ben", "Chloe", "Dan", "Eve", "Femi", "Hal")


async def test_words_and_buttons_in_a_thread_of_a_direct_chat_are_answered_there() -> None:
    async with product() as p:
        _, amira, *_ = await p.set_up(NAMES)
        await p.pass_time(days=1, hours=1)
        await p.say(amira, "The rota changes late.", thread_ts=THREAD)
        assert (p.slack.messages[-1].thread_ts, "The rota changes late." in p.last(amira)) == (THREAD, True)
        await p.press(amira, "Question 1")
        await p.press(amira, "Send it")
        assert (p.slack.messages[-1].thread_ts, "Saved" in p.last(amira)) == (THREAD, True)
        await p.say(amira, "privacy")
        assert p.slack.messages[-1].thread_ts == "", "the control: outside of the thread outside of it"


async def test_a_mention_in_a_thread_is_answered_there_and_makes_no_home_of_it() -> None:
    async with product() as p:
        ada, amira, *_ = await p.set_up(NAMES)
        await p.hands.mention(ada, ROOM, "team add Crisis line", thread_ts=THREAD)
        await p.app.settle()
        reply = p.slack.messages[-1]
        assert (reply.thread_ts, reply.private_to) == (THREAD, ada)
        await p.hands.mention(amira, ROOM, "the rota is unfair", thread_ts=THREAD)
        await p.app.settle()
        assert (p.slack.messages[-1].thread_ts, p.slack.messages[-1].private_to) == (THREAD, amira)
        await p.pass_time(days=1, hours=1)
        notices = [
            m for m in p.slack.messages if m.channel == ROOM and "Three questions for Crisis line" in str(m.blocks)
        ]
        assert [m.thread_ts for m in notices] == [""]
