"""Teams in the topics of a forum, over the real library: each hears its own, and a topic that goes takes nothing along."""

from __future__ import annotations

from tests.adapters.telegram.product import Product, product
from tests.fakes.telegram.world import Group, Person

NAMES = ("Amira", "Ben", "Chloe", "Dan", "Eve", "Femi", "Hal")


def heard(p: Product, group: Group, topic: int | None) -> str:
    """What the bot said in a topic; None is the chat itself."""
    return "\n".join(m.text for m in p.fake.messages if (m.chat, m.thread) == (group.id, topic) and m.by == 9000)


async def forum(p: Product) -> tuple[Group, list[Person]]:
    """The team of the set-up lives in topic 12, and another in topic 13."""
    group, people = await p.set_up(NAMES)
    for topic, team in ((12, "Crisis line"), (13, "Reception")):
        await p.say(p.fake.people[500], f"/team_add {team}", group, topic=p.fake.topic(group, topic))
    return group, people


async def a_round(p: Product, people: list[Person]) -> None:
    await p.pass_time(days=1, hours=1)
    for person in people[:5]:
        await p.answer(person, "Waiting is long", "", "")
    await p.pass_time(days=4)
    await p.pass_time(days=4)


async def test_notice_draft_and_final_appear_in_the_topic_alone() -> None:
    async with product() as p:
        group, people = await forum(p)
        before = heard(p, group, None)
        await a_round(p, people)
        said = heard(p, group, 12)
        for words in ("Three questions for Crisis line", "Draft for checking", "Final summary: Crisis line"):
            assert words in said
        assert (heard(p, group, 13), heard(p, group, None)) == ("", before)


async def test_a_draft_for_a_topic_that_was_deleted_appears_in_the_group_and_the_lead_is_told() -> None:
    async with product() as p:
        group, people = await forum(p)
        group.topics.discard(12)
        await a_round(p, people)
        for words in ("Three questions for Crisis line", "Draft for checking", "Final summary: Crisis line"):
            assert heard(p, group, None).count(words) == 1
        told = [text for text in p.fake.transcript(people[-1].id) if "The topic of Crisis line is gone" in text]
        assert len(told) == 1
        tried = [call for call in p.fake.called("sendMessage") if call.get("message_thread_id") == "12"]
        assert len(tried) == 1, "after the first refusal the home is the group"


async def test_a_closed_topic_is_told_in_status_with_what_to_do() -> None:
    async with product() as p:
        group, people = await forum(p)
        group.closed.add(12)
        await a_round(p, people)
        ada = p.fake.people[500]
        await p.say(ada, "status")
        assert "Crisis line: its topic is closed" in p.last(ada)
        assert "Final summary" not in heard(p, group, 12)
        group.closed.clear()
        await p.say(ada, "/run_now Crisis line", group, topic=12)
        await p.say(ada, "status")
        assert "its topic is closed" not in p.last(ada), "the control: what can be written to again is no trouble"


async def test_presses_in_a_topic_are_answered_and_stay_private() -> None:
    async with product() as p:
        group, people = await forum(p)
        await p.pass_time(days=1, hours=1)
        for person in people[:5]:
            await p.answer(person, "Waiting is long", "", "")
        await p.pass_time(days=4)
        before = heard(p, group, 12)
        await p.press(people[0], "Challenge one", group)
        await p.press(people[0], "it is too strong")
        await p.press(people[0], "Skip")
        await p.press(people[0], "Send")
        assert heard(p, group, 12) == before
        assert "is noted: it is too strong" in p.last(people[0])


async def test_an_anonymous_admin_in_a_topic_is_answered_there() -> None:
    async with product() as p:
        group, _ = await forum(p)
        anonymous = {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}, "sender_chat": group.chat}
        await p.say(p.fake.people[500], "/team_add X", group, topic=12, **anonymous)
        assert "You are anonymous here" in heard(p, group, 12)


async def test_a_direct_chat_with_topics_is_answered_in_the_topic_in_which_words_were_typed() -> None:
    async with product() as p:
        _, people = await p.set_up(NAMES)
        topic = p.fake.topic(people[0], 41)
        for words in ("privacy", "/help", "bananas are not a command here"):
            await p.say(people[0], words, topic=topic)
            assert p.fake.messages[-1].thread == topic
        await p.pass_time(days=1, hours=1)
        assert p.fake.messages[-1].thread is None, "what the bot begins itself is outside of topics"
