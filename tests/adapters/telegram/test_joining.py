"""Joining by a link, and the bot's own coming and going in groups, as people see it over the real library."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.engine.people import invites
from tests.adapters.telegram.product import CODE, Product, product
from tests.fakes.telegram.world import BOT_ID, Group, Person

LINK = re.compile(r"https://t\.me/folkmoot_bot\?start=([A-Za-z0-9_-]+)")
NO_TEAM = re.compile("Crisis line", re.IGNORECASE)


async def a_link(p: Product) -> tuple[Person, str]:
    """Ada is admin and has made one link."""
    ada = p.fake.person(500, "Ada")
    await p.say(ada, f"/claim {CODE}")
    await p.say(ada, "/team_add Crisis line")
    await p.say(ada, "/team_link Crisis line")
    return ada, LINK.findall(p.last(ada))[0]


def stranger(p: Product, id: int) -> Person:
    return p.fake.person(id, f"Stranger{id}", started=False)


async def test_a_link_comes_as_a_picture_with_the_link_in_its_caption_and_is_128_bit() -> None:
    async with product() as p:
        ada, code = await a_link(p)
        (picture,) = [m for m in p.fake.messages if m.photo]
        assert picture.chat == ada.id
        assert picture.photo
        assert picture.photo.startswith(b"\x89PNG")
        assert code in picture.text
        assert len(code) * 5 >= 128
        assert len(code) <= 64


async def test_a_link_is_good_once_and_tells_a_stranger_nothing_of_teams_otherwise() -> None:
    """A wrong code, one that was used and one that is too old sound the same, and name no team."""
    async with product() as p:
        ada, code = await a_link(p)
        first, second, third, fourth = (stranger(p, 601 + n) for n in range(4))
        p.fake.start(first, code)
        await p.settle()
        assert NO_TEAM.search(" ".join(p.fake.transcript(first.id))), "the control: who joins hears of the team"
        await p.say(ada, "/team_link Crisis line")
        late = LINK.findall(p.last(ada))[0]
        p.clock.at += invites.GOOD_FOR + timedelta(seconds=1)
        for who, payload in ((second, code), (third, "a" * len(code)), (fourth, late)):
            p.fake.start(who, payload)
        await p.settle()
        said = [p.fake.transcript(who.id) for who in (second, third, fourth)]
        assert said[0] == said[1] == said[2]
        assert not NO_TEAM.search(" ".join(said[0]))


async def test_a_start_without_a_link_names_no_team() -> None:
    async with product() as p:
        await a_link(p)
        who = stranger(p, 601)
        p.fake.start(who)
        await p.settle()
        assert p.fake.transcript(who.id)
        assert not NO_TEAM.search(" ".join(p.fake.transcript(who.id)))


async def test_the_bot_says_hello_in_a_group_and_its_lead_hears_when_it_is_put_out() -> None:
    async with product() as p:
        group, people = await p.set_up(("Amira", "Hal"))
        assert "Folkmoot" in p.fake.transcript(group.id)[0]
        p.fake.remove_bot(people[0], group)
        await p.settle()
        assert "I was taken out of the group of Crisis line" in p.last(people[-1])


async def test_a_reply_to_the_bot_in_the_group_is_answered_in_private_and_to_others_not_at_all() -> None:
    async with product() as p:
        group, (amira, _) = await p.set_up(("Amira", "Hal"))
        before = p.fake.transcript(group.id)
        own = len(p.fake.transcript(amira.id))
        for by, heard in ((700, 0), (BOT_ID, 1)):
            await p.say(amira, "the rota is bad", group, reply_to_message=replied(group, by))
            assert len(p.fake.transcript(amira.id)) == own + heard
        assert "Others can read what you wrote here" in p.last(amira)
        assert p.fake.transcript(group.id) == before


def replied(group: Group, by: int) -> dict[str, object]:
    user = {"id": by, "is_bot": by == BOT_ID, "first_name": "Somebody"}
    return {"message_id": 3, "date": 1, "chat": group.chat, "from": user, "text": "Hello"}


async def test_the_questions_can_wait_or_be_left_out() -> None:
    async with product() as p:
        _, (amira, ben, *_) = await p.set_up(("Amira", "Ben", "Chloe", "Dan", "Eve", "Femi", "Gita"))
        await p.pass_time(days=1, hours=1)
        asked = [sum("three questions" in text for text in p.fake.transcript(who.id)) for who in (amira, ben)]
        await p.press(amira, "Remind me tomorrow")
        await p.press(ben, "Not this time")
        await p.pass_time(days=1)
        again = [sum("three questions" in text for text in p.fake.transcript(who.id)) for who in (amira, ben)]
        assert (again[0] > asked[0], again[1]) == (True, asked[1])
