"""How much the bot says on Telegram: messages of a plain round, counted for one person, and what makes no sound."""

from __future__ import annotations

from bot.domain.model import CheckKind
from bot.views.messages.checks import KINDS
from tests.adapters.telegram.product import Product, product
from tests.adapters.telegram.test_round import NAMES, answered_round
from tests.fakes.telegram.world import BOT_ID, Message, Person

MOST_TO_SAVE, MOST_IN_ROUND = 4, 6
ANSWERS = ("Our handover is kind", "The rota comes late", "A room of our own")


def of(p: Product, who: Person) -> list[Message]:
    """The bot's messages in somebody's own chat; one that is changed in place is one."""
    return [m for m in p.fake.messages if m.chat == who.id and m.by == BOT_ID]


async def test_messages_of_a_plain_round() -> None:
    async with product() as p:
        _, people = await p.set_up(NAMES)
        amira = people[0]
        before = len(of(p, amira))
        await p.pass_time(days=1, hours=1)
        asked = len(of(p, amira))
        assert asked - before == 1
        for who in people[:7]:
            await p.answer(who, *ANSWERS)
        assert "Saved: questions 1, 2 and 3" in p.last(amira)
        saved = len(of(p, amira))
        assert saved - asked <= MOST_TO_SAVE
        await p.pass_time(days=2)
        await p.pass_time(days=2)
        await p.press(amira, "Weigh these points")
        await p.press(amira, "I say so too")
        assert len(of(p, amira)) - before <= MOST_IN_ROUND
        assert [m for m in of(p, amira)[before:] if "only reminder" in m.text], "the reminder is counted too"


async def test_what_answers_a_person_makes_no_sound_and_what_asks_them_does() -> None:
    async with product() as p:
        _, people = await p.set_up(NAMES)
        amira = people[0]
        before = len(of(p, amira))
        await p.pass_time(days=1, hours=1)
        await p.answer(amira, *ANSWERS)
        asked, *answers = of(p, amira)[before:]
        assert not asked.silent
        assert answers
        assert all(message.silent for message in answers)


async def test_used_buttons_are_gone() -> None:
    """Of a form only the newest message has buttons, and a receipt none of the form's."""
    async with product() as p:
        _, people = await p.set_up(NAMES)
        amira = people[0]
        await p.pass_time(days=1, hours=1)
        asked = len(of(p, amira))
        await p.press(amira, "Answer privately")
        for words in ("One", "Two", "Three"):
            await p.say(amira, words)
            assert len([m for m in of(p, amira)[asked:] if m.keys]) == 1
        await p.press(amira, "Done")
        await p.press(amira, "Skip")
        await p.press(amira, "Skip")
        await p.press(amira, "Send")
        left = [m for m in of(p, amira)[asked:] if m.button("Send") or m.button("Cancel") or m.button("Done")]
        assert left == []


async def test_a_long_answer_brings_its_reply_beneath_it() -> None:
    """What is changed above a screenful of words nobody would see."""
    async with product() as p:
        _, people = await p.set_up(NAMES)
        amira = people[0]
        await p.pass_time(days=1, hours=1)
        await p.press(amira, "Answer privately")
        asked = len(of(p, amira))
        await p.say(amira, "The rota comes late. " * 30)
        assert len(of(p, amira)) == asked + 1
        assert "is kept" in p.last(amira)


async def test_buttons_of_what_is_decided_are_taken_away() -> None:
    async with product() as p:
        _, people = await p.set_up(NAMES)
        amira = people[0]
        await p.pass_time(days=1, hours=1)
        await p.answer(amira, *ANSWERS)
        await p.press(amira, "Withdraw")
        (asked,) = [m for m in of(p, amira) if m.button("Withdraw all")]
        assert asked.button("Keep them")
        await p.press(amira, "Keep them")
        assert asked.keys == []


async def test_consent_that_was_given_leaves_only_the_keys_that_still_lead_somewhere() -> None:
    async with product() as p:
        group, people = await answered_round(p)
        amira = people[0]
        await p.pass_time(days=4)
        await p.press(amira, "Weigh these points", group)
        await p.press(amira, "Challenge it")
        await p.press(amira, KINDS[CheckKind.TOO_STRONG])
        await p.say(amira, "A zebra and nothing else")
        await p.press(amira, "Done")
        await p.press(amira, "Send")
        (asked,) = [m for m in of(p, amira) if m.button("Show these words")]
        others = {key["text"] for row in asked.keys for key in row} - {"Show these words", "Only count me"}
        assert others
        await p.press(amira, "Show these words")
        assert {key["text"] for row in asked.keys for key in row} == others
        await p.press(amira, "Only count me after all")
        assert "You are only counted" in p.last(amira)
