"""A whole round on Telegram, from the claim to the digest, as people see it (R1, C3, C6)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.domain.model import CheckKind
from bot.views.messages.checks import KINDS
from tests.adapters.telegram.product import Product, product
from tests.fakes.telegram.rules import RefusedError
from tests.fakes.telegram.world import BOT_ID, Group, Person
from tests.support.further import only_further

NAMES = ("Amira", "Ben", "Chloe", "Dan", "Eve", "Femi", "Gita", "Hal")
LABEL = "Waiting and delays"
ASKED = "Your team has three questions"


async def answered_round(p: Product) -> tuple[Group, list[Person]]:
    """Seven of eight answer, each with a word of their own."""
    group, people = await p.set_up(NAMES)
    await p.pass_time(days=1, hours=1)
    for who in people[:7]:
        await p.answer(who, f"canary{who.name} waiting", "the rota", "")
    return group, people


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_a_whole_round(mode: str) -> None:
    async with product(mode=mode) as p:
        group, people = await answered_round(p)
        assert "questions 1 and 2" in p.last(people[0])
        await p.pass_time(days=4)
        (draft,) = [m for m in p.fake.messages if m.chat == group.id and m.button("Weigh these points")]
        assert draft.button("Something is missing"), "a draft of any length is one message with two buttons"
        await weigh(p, people[0], group)
        for who in people[1:5]:
            await challenge(p, who, group)
        await p.pass_time(days=3, hours=12)
        await decide(p, people[-1])
        await p.pass_time(days=2)
        final = p.last(group)
        assert "Final summary: Crisis line" in final
        assert "Long waits" in final
        assert "Digest for you as a lead" in "".join(p.fake.transcript(people[-1].id))
        nothing_leaks(p, group, people)


async def weigh(p: Product, who: Person, group: Group) -> None:
    """One message for all items, which is changed in place, and a press for each."""
    before = len(p.fake.transcript(who.id))
    await p.press(who, "Weigh these points", group)
    for place in (1, 2):
        assert f"Weigh these points: {place} of 3" in p.last(who)
        await p.press(who, "I say so too")
    await p.press(who, "Skip")
    assert "You have weighed all of it" in p.last(who)
    assert len(p.fake.transcript(who.id)) == before + 1


async def challenge(p: Product, who: Person, group: Group) -> None:
    """In private, where nobody sees it."""
    before = len(p.fake.transcript(group.id))
    await p.press(who, "Weigh these points", group)
    await p.press(who, "Challenge it")
    await p.press(who, KINDS[CheckKind.TOO_STRONG])
    await p.press(who, "Skip")
    await p.press(who, "Send")
    assert len(p.fake.transcript(group.id)) == before


async def decide(p: Product, lead: Person) -> None:
    await p.press(lead, "Accept, reword")
    await p.say(lead, "Long waits")
    await p.press(lead, "Done")
    await p.press(lead, "Send")


def nothing_leaks(p: Product, group: Group, people: list[Person]) -> None:
    """Nobody's words reach another chat, and no first line says what a message is about."""
    for message in p.fake.messages:
        if message.by != BOT_ID:
            continue
        for who in people:
            assert f"canary{who.name}" not in message.text or message.chat == who.id
        first = message.text.split("\n", 1)[0]
        for telling in ("canary", "waiting", LABEL, "rota", "should stay", "stop doing"):
            assert telling not in first
    assert "canary" not in "".join(p.fake.transcript(group.id))


async def test_the_scan_would_find_a_leak() -> None:
    """Negative control of the scan above."""
    async with product() as p:
        group, people = await p.set_up(NAMES[:1])
        nothing_leaks(p, group, people)
        p.fake.messages[-1].text += "\ncanaryAmira"
        p.fake.messages[-1].chat, p.fake.messages[-1].by = group.id, BOT_ID
        with pytest.raises(AssertionError):
            nothing_leaks(p, group, people)
        p.fake.messages[-1].text, p.fake.messages[-1].chat = f"{LABEL}\n", people[0].id
        with pytest.raises(AssertionError):
            nothing_leaks(p, group, people)


async def test_several_messages_are_one_answer_and_an_edit_corrects_its_part() -> None:
    async with product() as p:
        _, (amira, *_) = await p.set_up(NAMES)
        await p.pass_time(days=1, hours=1)
        await p.press(amira, "Answer privately")
        first = p.fake.say(amira, "the tae")
        await p.say(amira, "and the team")
        assert any("2 messages are kept as one answer" in text for text in p.fake.transcript(amira.id))
        p.fake.edit(amira, first, "the tea")
        await p.settle()
        await p.press(amira, "Done")
        await p.press(amira, "Skip")
        await p.press(amira, "Skip")
        assert "“the tea\nand the team”" in p.last(amira)
        await p.press(amira, "Send")
        await p.say(amira, "/withdraw")
        await p.press(amira, "Withdraw all")
        assert "gone" in p.last(amira)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"voice": {"file_id": "x", "file_unique_id": "y", "duration": 1}}, "voice notes"),
        ({"photo": [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]}, "pictures"),
        ({"sticker": {"file_id": "x", "file_unique_id": "y"}}, "stickers"),
        ({"video_note": {"file_id": "x", "file_unique_id": "y", "length": 1, "duration": 1}}, "videos"),
        (
            {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Z"}},
            "forwarded",
        ),
        ({"document": {"file_id": "x", "file_unique_id": "y"}}, "that kind of message"),
    ],
)
async def test_what_cannot_be_read_is_said_and_not_kept(more: dict[str, Any], expected: str) -> None:
    async with product() as p:
        _, (amira, *_) = await p.set_up(NAMES[:1])
        await p.say(amira, "theirs" if "forward_origin" in more else "", **more)
        assert f"I cannot read {expected}" in p.last(amira)


async def test_plain_words_are_commands_in_the_direct_chat() -> None:
    async with product() as p:
        _, (amira, *_) = await p.set_up(NAMES)
        await p.say(amira, "stop")
        await p.pass_time(days=1, hours=1)
        assert not any(ASKED in text for text in p.fake.transcript(amira.id))
        await p.say(amira, "delete my data")
        answered = p.fake.answered(await p.press(amira, "Destroy my words"))
        assert answered
        assert "nobody can read them any more" in answered.text


async def test_words_in_the_group_are_answered_in_private() -> None:
    async with product() as p:
        group, (amira, *_) = await p.set_up(NAMES[:2])
        before = p.fake.transcript(group.id)
        await p.say(amira, "canary lunch?", group)
        own = len(p.fake.transcript(amira.id))
        named = [{"type": "mention", "offset": 0, "length": 13}]
        await p.say(amira, "@folkmoot_bot canary the rota is bad", group, entities=named)
        assert p.fake.transcript(group.id) == before
        assert len(p.fake.transcript(amira.id)) == own + 1
        assert "Others can read what you wrote here" in p.last(amira)


async def test_who_never_pressed_start_is_told_how_in_the_group_and_nothing_else() -> None:
    async with product() as p:
        group, _ = await p.set_up(NAMES[:1])
        await p.say(p.fake.person(700, "Zed", started=False), "/status", group)
        assert "press Start" in p.last(group)


async def test_a_group_that_becomes_a_supergroup_is_its_teams_home_still() -> None:
    async with product() as p:
        ada = p.fake.person(500, "Ada")
        small = p.fake.group(-77, "Crisis line", ada)
        await p.say(ada, "/claim abcd-efgh-jkmn-pqrs")
        await p.say(ada, "/team_add Crisis line", small)
        big = p.fake.migrate(small, -1002)
        await p.settle()
        people = [p.fake.person(501 + n, name, started=False) for n, name in enumerate(NAMES)]
        for person, link in zip(people, await p.links(ada, 8), strict=True):
            p.fake.start(person, link)
        await p.settle()
        assert "who is asked was changed" in p.last(big)
        assert p.fake.transcript(-77) == []


async def test_a_group_that_becomes_a_supergroup_while_its_round_runs_gets_the_draft() -> None:
    async with product() as p:
        group, people = await p.set_up(NAMES)
        await p.pass_time(days=1, hours=1)
        assert "Three questions" in p.last(group)
        big = p.fake.migrate(group, -1005)
        await p.settle()
        for who in people[:7]:
            await p.answer(who, "waiting", "", "")
        await p.pass_time(days=4)
        assert any("Draft for checking" in text for text in p.fake.transcript(big.id))
        assert not any("Draft for checking" in text for text in p.fake.transcript(group.id))


async def test_blocking_ends_the_questions_and_unblocking_brings_them_back() -> None:
    async with product() as p:
        _, (amira, ben, *_) = await p.set_up(NAMES)
        p.fake.block(amira)
        await p.settle()
        ben.blocked = True
        await p.pass_time(days=1, hours=1)
        assert not any(ASKED in text for text in p.fake.transcript(amira.id))
        member = await p.app.store.read(lambda uow: [m.name for m in uow.members.where(reachable=False)])
        assert sorted(member) == ["Amira", "Ben"]
        p.fake.unblock(amira)
        await p.settle()
        await p.say(amira, "/start")
        left = await p.app.store.read(lambda uow: [m.name for m in uow.members.where(reachable=False)])
        assert left == ["Ben"]


async def test_a_group_that_puts_the_bot_out_has_no_home_for_its_team_any_more() -> None:
    async with product() as p:
        group, people = await p.set_up(NAMES[:2])
        p.fake.remove_bot(people[0], group)
        await p.settle()
        assert [team.channel for team in await p.app.store.read(lambda uow: uow.teams.where())] == [""]


async def test_a_repeated_start_of_the_process_says_nothing_twice() -> None:
    """Killed before it confirmed: Telegram sends everything again, and it is known."""
    async with product() as p:
        _, (amira, *_) = await p.set_up(NAMES[:1])
        p.fake.say(amira, "/help")
        seen = list(p.fake.updates)
        await p.settle()
        before = len(p.fake.messages)
        p.adapter.intake._done.clear()
        p.fake.updates += seen
        p.fake.changed()
        await p.settle()
        assert len(p.fake.messages) == before


async def test_words_leave_the_chat_when_asked() -> None:
    async with product() as p:
        _, (amira, *_) = await answered_round(p)
        assert "canaryAmira" in "".join(p.fake.transcript(amira.id))
        await p.say(amira, "clear my words from this chat")
        left = [m for m in p.fake.messages if m.chat == amira.id and not m.deleted]
        assert not any("canary" in m.text for m in left)
        assert any("three questions" in m.text for m in left)


async def told(answered: bool) -> dict[int, list[str]]:
    """What an admin and a lead are told by every command that they may say, with seven answers or with none."""
    async with product() as p:
        group, people = await answered_round(p) if answered else await p.set_up(NAMES)
        if not answered:
            await p.pass_time(days=1, hours=1)
        ada, hal = p.fake.people[500], people[-1]
        for who in (ada, hal):
            for words in ("/status", "/who_answered", "/team_list", "/help", "/audit", "/schedule_show", "/cases"):
                await p.say(who, words, group)
                await p.say(who, words)
        assert p.fake.transcript(group.id)
        return {chat: p.fake.transcript(chat) for chat in (ada.id, hal.id, group.id)}


def lines(texts: list[str]) -> list[str]:
    """In order of letters: what happened in one instant has no order of its own, and links are random."""
    return sorted(line for text in texts for line in re.sub(r"start=\w+", "", text).splitlines())


@only_further
async def test_nothing_that_leads_and_admins_are_told_depends_on_who_answered() -> None:
    """C3: the same in every letter."""
    some, none = await told(True), await told(False)
    assert {chat: lines(texts) for chat, texts in some.items()} == {chat: lines(texts) for chat, texts in none.items()}


# --- sending that goes wrong


async def test_too_many_for_one_chat_does_not_hold_up_the_others() -> None:
    """R8: the chat that Telegram wants left alone is served last, and everybody is served."""
    async with product() as p:
        people = [p.fake.person(501 + n, name) for n, name in enumerate(NAMES)]
        p.fake.fail("sendMessage", RefusedError(429, "Too Many Requests: retry after 1", retry_after=1))
        for who in people:
            p.fake.say(who, "/privacy")
        await p.settle()
        assert [len(p.fake.transcript(who.id)) for who in people] == [1] * len(people)
        refused = int(p.fake.called("sendMessage")[0]["chat_id"])
        assert [m.chat for m in p.fake.messages if m.by == BOT_ID][-1] == refused


async def test_a_question_is_asked_at_least_once_and_a_summary_at_most_once() -> None:
    """R2: Telegram cannot be asked what arrived; what is uncertain is shown to the admin."""
    async with product() as p:
        group, people = await p.set_up(NAMES)
        p.fake.fail("sendMessage", done=True)
        await p.pass_time(days=1, hours=1)
        asked = [m.chat for m in p.fake.messages if ASKED in m.text]
        assert set(asked) == {who.id for who in people}
        assert len(asked) in (len(people), len(people) + 1), "whoever it was heard it twice, if it was a question"
        for who in people[:7]:
            await p.answer(who, "waiting", "", "")
        p.fake.fail("sendMessage", done=True)
        await p.pass_time(days=4)
        drafts = [m for m in p.fake.messages if m.chat == group.id and "Draft for checking" in m.text]
        assert len(drafts) == 1
        await p.say(p.fake.people[500], "/status")
        assert "may or may not have arrived" in p.last(p.fake.people[500])


async def test_a_group_that_moved_unheard_is_followed_when_it_is_written_to() -> None:
    async with product() as p:
        group, people = await p.set_up(NAMES)
        big = p.fake.migrate(group, -1005, tell=False)
        await p.pass_time(days=1, hours=1)
        assert "Three questions" in p.last(big)
        for who in people[:7]:
            await p.answer(who, "waiting", "", "")
        await p.pass_time(days=4)
        assert any("Draft for checking" in text for text in p.fake.transcript(big.id))
        await p.press(people[0], "Weigh these points", big)
        assert "Weigh these points: 1 of" in p.last(people[0])
