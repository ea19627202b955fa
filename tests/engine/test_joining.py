"""Joining by a link (C11), who may be written to, anonymous speakers, and taking words out of a chat (C9)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.bootstrap import new_token
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.events import ButtonPressed, MemberJoined, MessageReceived, Sender
from bot.domain.model import Invite, OutboxMessage, Urgency
from bot.domain.outcomes.mydata import MyData
from bot.engine.people import invites
from bot.ports import Reply, SendRefusedError
from bot.views.capabilities import FULL, Support
from bot.views.view import Picture
from tests.support.house import House
from tests.support.places import person

LINKED = replace(
    FULL,
    private_in_channel=Support.REFUSED,
    speak_first=Support.REFUSED,
    clear_words=Support.NATIVE,
    start_link="https://chat.example/bot?start={code}",
)
TEAM = ConversationRef("fake", "w", channel="crisis")


class LinkedHouse(House):
    """People come by links alone; Crisis line is in TEAM."""

    def __init__(self) -> None:
        super().__init__(LINKED, tokens=new_token)

    async def __aenter__(self) -> LinkedHouse:
        await super().__aenter__()
        await self.order("ada", "team add Crisis line", TEAM)
        return self

    async def write(self, who: str, text: str, message_id: str) -> Reply:
        return await self.do(MessageReceived, who, text=ConfidentialText(text), message_id=message_id)

    async def repeat(self, who: str, ref: str) -> None:
        """Let the bot say something that repeats words."""

        def queue(uow: Any) -> None:
            read_back = MyData(name=who, teams=(), answers=(), refs=(ref,))
            uow.outbox.add(
                OutboxMessage(
                    id=ref,
                    to=uow.addresses.remember(person(who)),
                    outcome=read_back,
                    urgency=Urgency.PERSON,
                    created_at=self.clock.now(),
                )
            )

        await self.store.run(queue)
        await self.app.settle()

    async def links(self, words: str = "team link Crisis line") -> list[str]:
        await self.order("ada", words, TEAM)
        found = self.said("ada")[-1]
        return [line.rpartition("=")[2] for line in found.splitlines() if "https://chat.example" in line]

    async def members_of_team(self) -> int:
        return await self.store.read(lambda uow: uow.memberships.count())


@pytest.fixture
async def house() -> AsyncIterator[LinkedHouse]:
    async with LinkedHouse() as made:
        yield made


async def test_a_link_goes_to_the_asker_alone_with_a_picture_and_is_kept_nowhere_in_the_clear(
    house: LinkedHouse,
) -> None:
    (code,) = await house.links()
    assert len(code) == 26
    assert not any(code in text for text in house.said(TEAM))
    picture = house.platform.messages(person("ada"))[-1].blocks[0]
    assert isinstance(picture, Picture)
    assert picture.data.startswith(b"\x89PNG")
    rows = await house.store.read(lambda uow: (uow.invites.where(), uow.outbox.where()))
    assert code not in repr(rows)
    assert rows[0] == [
        Invite(
            id=invites.hash_of(code),
            team=rows[0][0].team,
            by=rows[0][0].by,
            expires_at=house.clock.at + timedelta(days=7),
        )
    ]


async def test_a_link_binds_one_person_once(house: LinkedHouse) -> None:
    (code,) = await house.links()
    await house.order("ben", f"join {code.upper()}")
    assert "You are in Crisis line now." in house.said("ben")[-1]
    assert await house.members_of_team() == 1
    await house.order("eve", f"join {code}")
    assert "wrong, was used, or is too old" in house.said("eve")[-1]
    assert await house.members_of_team() == 1
    assert await house.store.read(lambda uow: uow.identities.count()) == 2


async def test_a_link_that_is_not_bound_would_let_a_second_person_in(
    house: LinkedHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(invites, "bind_invite", lambda work, invite: None)
    (code,) = await house.links()
    await house.order("ben", f"join {code}")
    await house.order("eve", f"join {code}")
    assert await house.members_of_team() == 2


async def test_nothing_tells_a_wrong_code_from_one_that_is_used_or_too_old(house: LinkedHouse) -> None:
    (used,) = await house.links()
    await house.order("ben", f"join {used}")
    (old,) = await house.links()
    house.clock.at += timedelta(days=7)
    for code in (used, old, "abcdefghjkmnpqrstuvwxyz234"):
        await house.order("eve", f"join {code}")
    answers = house.said("eve")
    assert len(answers) == 3
    assert len(set(answers)) == 1
    assert "Crisis" not in answers[0]


async def test_a_link_ends_with_its_makers_say_and_with_its_team(house: LinkedHouse) -> None:
    await house.order("ben", f"join {(await house.links())[0]}")
    await house.order("ada", "lead set <@ben>", TEAM)
    await house.order("ben", "team link Crisis line")
    code = house.said("ben")[-1].split("start=")[1].split()[0]
    await house.order("ada", "lead remove <@ben>", TEAM)
    await house.order("eve", f"join {code}")
    assert "wrong, was used" in house.said("eve")[-1]


async def test_several_links_are_for_several_people(house: LinkedHouse) -> None:
    codes = await house.links("team link Crisis line for 3 people")
    assert len(set(codes)) == 3
    for who, code in zip(("ben", "chloe", "dan"), codes, strict=True):
        await house.order(who, f"join {code}")
    assert await house.members_of_team() == 3
    await house.order("ada", "team link Crisis line for 31 people")
    assert "between 1 and 30" in house.said("ada")[-1]


async def test_who_is_in_the_team_already_leaves_the_link_for_another(house: LinkedHouse) -> None:
    first, second = await house.links("team link Crisis line for 2 people")
    await house.order("ben", f"join {first}")
    await house.order("ben", f"join {second}")
    assert "already" in house.said("ben")[-1]
    await house.order("eve", f"join {second}")
    assert await house.members_of_team() == 2


async def test_only_leads_and_admins_make_links_and_nobody_joins_where_others_read(house: LinkedHouse) -> None:
    (code,) = await house.links()
    await house.order("ben", f"join {code}", TEAM)
    assert await house.members_of_team() == 0
    await house.order("ben", f"join {code}")
    await house.order("ben", "team link Crisis line")
    assert "leads and admins only" in house.said("ben")[-1]


async def test_where_there_are_no_links_people_are_added(house: LinkedHouse) -> None:
    house.platform.give(person("ada"), FULL)
    await house.order("ada", "team link Crisis line")
    assert "member add" in house.said("ada")[-1]
    await house.order("ada", "help all")
    assert not any(words in house.said("ada")[-1] for words in ("team link", "clear chat", "join CODE"))
    house.platform.give(person("ada"), LINKED)
    await house.order("ada", "help all")
    assert all(words in house.said("ada")[-1] for words in ("team link", "clear chat", "join CODE"))


async def test_old_links_are_swept(house: LinkedHouse) -> None:
    await house.links("team link Crisis line for 3 people")
    house.clock.at += timedelta(days=8)
    await house.app.scheduler.tick()
    assert await house.store.read(lambda uow: uow.invites.count()) == 0


# --- who may be written to


async def test_who_was_added_before_pressing_start_hears_of_their_team_when_they_do(house: LinkedHouse) -> None:
    await house.order("ada", "member add <@ben>", TEAM)
    assert house.said("ben") == []
    await house.order("ben", "start")
    (hello,) = house.said("ben")
    assert "You are in Crisis line now." in hello
    await house.order("ben", "start")
    assert len(house.said("ben")) == 2


async def test_a_press_in_the_channel_is_not_a_start(house: LinkedHouse) -> None:
    await house.order("ada", "member add <@ben>", TEAM)
    await house.do(MemberJoined, "ben", TEAM)
    await house.order("ben", "my data", TEAM)
    assert house.said("ben") == []
    assert "press Start" in house.said(TEAM)[-1]


async def test_what_cannot_be_told_in_private_is_not_told_openly(house: LinkedHouse) -> None:
    await house.order("eve", "my data", TEAM)
    assert "press Start" in house.said(TEAM)[-1]
    before = len(house.said(TEAM))
    await house.order("ada", "status", TEAM)
    assert len(house.said(TEAM)) == before
    assert "Crisis line" in house.said("ada")[-1]


async def test_without_that_rule_the_answer_would_be_lost(house: LinkedHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    from bot.engine.context import EventContext

    monkeypatch.setattr(EventContext, "cannot_be_told", lambda self: False)
    house.platform.fail(SendRefusedError("forbidden"), person("eve"))
    await house.order("eve", "my data", TEAM)
    assert not any("press Start" in text for text in house.said(TEAM))
    assert house.said("eve") == []


@pytest.mark.parametrize("where", [TEAM, None])
async def test_who_speaks_anonymously_has_no_rights_and_is_told_so(
    house: LinkedHouse, where: ConversationRef | None
) -> None:
    nobody = Sender(ref=person("ada"), name="Group", anonymous=True)
    await house.order("ada", "team add Night shift", where or TEAM, sender=nobody)
    assert "anonymous" in house.said(TEAM)[-1]
    assert await house.store.read(lambda uow: uow.teams.count()) == 1
    await house.do(MessageReceived, "ada", TEAM, sender=nobody, text=ConfidentialText("hello"))
    assert len([text for text in house.said(TEAM) if "anonymous" in text]) == 2


# --- taking words out of a chat


async def test_words_are_taken_out_of_the_chat_and_nothing_else_is(house: LinkedHouse) -> None:
    await house.order("ben", f"join {(await house.links())[0]}")
    await house.write("ben", "the rota is bad", "m1")
    await house.repeat("ben", "text of ben")
    await house.order("ben", "help")
    repeated = house.platform.sent[-2].sent_ref
    reply = await house.write("ben", "clear my words from this chat", "m2")
    assert set(reply.clear) == {"m1", "m2", repeated}
    assert "2 of your messages and 1 of mine" in house.said("ben")[-1]
    reply = await house.write("ben", "clear chat", "m3")
    assert "m1" not in reply.clear


async def test_only_the_last_two_days_can_be_cleared_and_only_ones_own(house: LinkedHouse) -> None:
    await house.write("ada", "hers", "a1")
    await house.write("ada", "old", "a2")
    house.clock.at += timedelta(hours=49)
    await house.app.scheduler.tick()
    assert await house.store.read(lambda uow: uow.traces.count()) == 0
    reply = await house.order("ada", "clear chat")
    assert reply.clear == ()
    assert "nothing of yours" in house.said("ada")[-1]
    reply = await house.order("ada", "clear chat", TEAM)
    assert (reply.clear, "cannot take messages" in house.said("ada")[-1]) == ((), True)


async def test_where_the_platform_cannot_clear_nothing_is_remembered(house: LinkedHouse) -> None:
    house.platform.give(person("ada"), replace(LINKED, clear_words=Support.REFUSED))
    await house.write("ada", "hers", "a1")
    assert await house.store.read(lambda uow: uow.traces.count()) == 0
    await house.order("ada", "clear chat")
    assert "cannot take messages" in house.said("ada")[-1]


async def test_forgetting_a_person_forgets_their_messages_and_links(house: LinkedHouse) -> None:
    (code,) = await house.links()
    await house.write("ada", "hers", "a1")
    await house.do(ButtonPressed, "ada", action="forget.yes")
    assert await house.store.read(lambda uow: uow.traces.count()) == 0
    await house.order("eve", f"join {code}")
    assert "wrong, was used" in house.said("eve")[-1]


# --- public names


async def test_a_person_whom_the_bot_has_met_can_be_meant_by_their_public_name(house: LinkedHouse) -> None:
    hal = Sender(ref=person("7"), name="Hal", handle="Hal_9000")
    await house.order("7", f"join {(await house.links())[0]}", sender=hal)
    await house.order("ada", "lead set @hal_9000", TEAM)
    assert "Hal leads Crisis line" in house.said("ada")[-1]
    rows = await house.store.read(lambda uow: uow.handles.where())
    assert "hal" not in repr(rows).lower()
    await house.do(ButtonPressed, "7", action="forget.yes")
    assert await house.store.read(lambda uow: uow.handles.count()) == 0


async def test_a_name_whose_bearer_the_bot_has_not_met_changes_nothing(house: LinkedHouse) -> None:
    await house.order("ada", "member add @stranger", TEAM)
    assert "not met @stranger" in house.said("ada")[-1]
    assert await house.members_of_team() == 0
    assert await house.store.read(lambda uow: uow.members.count()) == 1
