"""The adapter before servers that lack what Telegram has: nothing essential depends on it."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from adapters.telegram.client import TelegramClient
from adapters.telegram.inbound import parse_update
from adapters.telegram.reading import Me
from adapters.telegram.self_check import collect_findings
from bot.domain.events import ButtonPressed, ChatCommandTyped, MessageReceived
from bot.ports import CommandMenu, SendUncertainError
from bot.views.view import Picture
from tests.adapters.harness import Ear
from tests.adapters.telegram.stand import NOW, adapter_for, direct, talking, view
from tests.fakes.telegram import methods
from tests.fakes.telegram.rules import RefusedError
from tests.fakes.telegram.server import TOKEN, FakeTelegram
from tests.support.waiting import wait_until

MISSING = RefusedError(404, "Not Found: method not found")
ALWAYS = 10**6


async def test_it_starts_with_a_bot_that_is_told_in_few_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(methods, "BOT", {"id": 666, "username": "TestNameBot"})
    ear = Ear()
    async with talking(ear) as (fake, adapter):
        fake.say(fake.person(501, "Amira"), "hello")
        await fake.settled()
        assert (adapter.me.id, adapter.me.username, len(ear.heard)) == (666, "TestNameBot", 1)


async def test_pictures_that_are_not_taken_go_without_but_their_words_go() -> None:
    async with talking(Ear()) as (fake, adapter):
        fake.person(501, "Amira")
        fake.fail("sendPhoto", MISSING, times=ALWAYS)
        ref = await adapter.send(direct(501), view(Picture(b"png", "Two bars."), "More."), "k")
        assert fake.transcript(501) == ["Two bars.\n\nMore."]
        assert await adapter.edit(direct(501), ref, view("Three bars."), "k2") == ref
        assert fake.transcript(501) == ["Three bars."]


async def test_a_picture_that_may_have_arrived_is_not_replaced() -> None:
    async with talking(Ear()) as (fake, adapter):
        fake.person(501, "Amira")
        fake.fail("sendPhoto", RefusedError(500, "Internal Server Error"))
        with pytest.raises(SendUncertainError):
            await adapter.send(direct(501), view(Picture(b"png", "Two bars.")), "k")
        assert fake.transcript(501) == []


async def test_a_server_without_menus_is_asked_once_and_named_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    async with talking(Ear()) as (fake, adapter):
        fake.fail("setMyCommands", MISSING, times=ALWAYS)
        for _ in range(3):
            await adapter.offer(CommandMenu("everyone", (("help", "What can be said."),)))
        assert len(fake.called("setMyCommands")) == 1
        assert sum("no menus" in record.message for record in caplog.records) == 1


async def test_words_are_cleared_one_by_one_where_many_at_once_cannot() -> None:
    async with talking(Ear()) as (fake, adapter):
        amira = fake.person(501, "Amira")
        ids = [str(fake.say(amira, f"word {n}")) for n in range(3)]
        fake.fail("deleteMessages", MISSING, times=ALWAYS)
        assert await adapter.sending.clear(direct(501), ids)
        assert len(fake.called("deleteMessage")) == 3


async def test_a_server_that_does_not_hold_requests_open_is_not_overrun() -> None:
    """Ten times a second would be too many; a person's words still come at once."""
    async with FakeTelegram() as fake:
        adapter = adapter_for(fake)
        ear = Ear()
        fake.fail("getUpdates", raw=b'{"ok":true,"result":[]}', times=ALWAYS)
        await adapter.start(ear)
        await asyncio.sleep(1)
        assert len(fake.called("getUpdates")) <= 5
        fake.heal()
        fake.say(fake.person(501, "Amira"), "hello")
        await wait_until(lambda: ear.heard)
        await adapter.stop()


async def test_the_check_goes_on_where_the_webhook_is_not_told() -> None:
    async with FakeTelegram() as fake:
        fake.fail("getWebhookInfo", MISSING, times=ALWAYS)
        client = TelegramClient(TOKEN, fake.url)
        await client.open()
        found = await collect_findings(client, "polling", "")
        await client.close()
        assert all(one.ok for one in found)
        assert any("did not tell about its webhook" in one.found for one in found)


async def test_the_check_goes_on_where_a_group_is_described_in_few_words() -> None:
    async with FakeTelegram() as fake:
        fake.fail("getChatMember", raw=b'{"ok":true,"result":{"status":"restricted"}}')
        client = TelegramClient(TOKEN, fake.url)
        await client.open()
        found = await collect_findings(client, "polling", "", ["-1001"])
        await client.close()
        assert found[-1].ok
        assert "could not be looked at" in found[-1].found


def opened(chat: str, data: str) -> tuple[str, str] | None:
    return ("do", chat)


def read(**update: Any) -> Any:
    (event,) = parse_update({"update_id": 1, **update}, Me(9000, "folkmoot_bot"), NOW, opened).events
    return event


USER, CHAT = {"id": 501, "first_name": "Amira"}, {"id": 501}


def message(text: str, chat: dict[str, Any] = CHAT) -> dict[str, Any]:
    return {"message_id": 1, "from": USER, "chat": chat, "date": 1, "text": text}


def test_commands_that_nobody_marked_are_commands() -> None:
    for text, meant in (
        ("/start abc", "join abc"),
        ("/team_add Crisis line", "team add Crisis line"),
        ("/help@folkmoot_bot", "help"),
    ):
        event = read(message=message(text))
        assert isinstance(event, ChatCommandTyped)
        assert event.text == meant
    for text in ("/etc/hosts is full", "and/or", "/ ", "1/2"):
        assert isinstance(read(message=message(text)), MessageReceived)


def test_the_bots_name_that_nobody_marked_is_its_name() -> None:
    event = read(message=message("@Folkmoot_bot the rota", {"id": -1001}))
    assert isinstance(event, MessageReceived)
    assert event.text.reveal() == "the rota"
    assert (
        parse_update(
            {"update_id": 1, "message": message("lunch @folkmoot_bots?", {"id": -1001})},
            Me(9000, "folkmoot_bot"),
            NOW,
            opened,
        ).events
        == ()
    )


def test_a_press_without_its_message_was_made_in_private() -> None:
    event = read(callback_query={"id": 7, "from": USER, "data": "x"})
    assert isinstance(event, ButtonPressed)
    assert (event.where.person, event.token) == ("501", "501")
