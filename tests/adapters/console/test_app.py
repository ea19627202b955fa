from dataclasses import replace

import pytest

from adapters.console import capabilities
from adapters.console.app import ConsoleAdapter
from adapters.console.client import ConsoleClient
from bot.domain.events import BotAdded, ButtonPressed, MemberJoined, MemberLeft, MessageReceived
from bot.ports import Reply, SendRefusedError
from bot.views.capabilities import FULL, MINIMAL, Support
from bot.views.text import as_text
from bot.views.view import Button, Buttons, Text, View
from tests.adapters.console.stand import Stand
from tests.adapters.harness import NOW, Ear

CHOICE = View((Text("Well?"), Buttons((Button("Yes", "yes", "t1"), Button("No", "no", "t1")))), "s")


async def test_the_newest_button_in_sight_is_pressed() -> None:
    stand = await Stand().begin()
    await stand.console.send(stand.team, CHOICE, "k1")
    await stand.console.send(stand.team, View((Buttons((Button("Yes", "yes", "t2"),)),), "s"), "k2")
    pressed = stand.console.press("amira", stand.team, "yes")
    assert isinstance(pressed, ButtonPressed)
    assert (pressed.token, pressed.can_show_form) == ("t2", True)
    older = stand.console.press("amira", stand.team, "No")
    assert isinstance(older, ButtonPressed)
    assert older.token == "t1"
    with pytest.raises(LookupError, match="Yes"):
        stand.console.press("amira", stand.team, "Maybe")


async def test_nobody_presses_what_another_alone_sees() -> None:
    stand = await Stand().begin()
    await stand.console.send(stand.team, CHOICE, "k1", private_to=stand.ben)
    assert stand.console.press("ben", stand.team, "Yes")
    with pytest.raises(LookupError):
        stand.console.press("amira", stand.team, "Yes")


async def test_where_there_are_no_buttons_the_choice_is_typed() -> None:
    stand = await Stand(MINIMAL).begin()
    event = stand.console.press("amira", stand.amira, "2")
    assert isinstance(event, MessageReceived)
    assert event.text.reveal() == "2"


async def test_a_notice_is_shown_as_the_room_can_show_it() -> None:
    stand = await Stand(MINIMAL).begin()
    await stand.console.start(Ear(Reply(notice=CHOICE)))
    await stand.act(stand.console.type_text("amira", stand.amira, "hello"))
    shown = [as_text(message.view) for message in stand.client.visible(stand.amira, "amira")]
    assert shown == ["hello", "Well?\n\n1. Yes\n2. No\n\nReply with a number."]


async def test_what_a_room_cannot_do_is_refused() -> None:
    stand = await Stand(MINIMAL).begin()
    sent = await stand.console.send(stand.team, CHOICE, "k1")
    for deed in (
        stand.console.edit(stand.team, sent, CHOICE, "k2"),
        stand.console.send(stand.team, CHOICE, "k3", private_to=stand.amira),
    ):
        with pytest.raises(SendRefusedError, match="invalid"):
            await deed
    stand.console.able = FULL
    with pytest.raises(SendRefusedError, match="gone"):
        await stand.console.edit(stand.team, "unknown", CHOICE, "k4")
    with pytest.raises(SendRefusedError, match="gone"):
        await stand.console.send(replace(stand.team, workspace="other"), CHOICE, "k5")


async def test_an_edit_is_found_by_its_own_key() -> None:
    stand = await Stand().begin()
    sent = await stand.console.send(stand.team, CHOICE, "k1")
    assert await stand.console.edit(stand.team, sent, CHOICE, "k2") == sent
    assert await stand.console.find(stand.team, "k1") == sent
    assert await stand.console.find(stand.team, "k2") == sent
    assert await stand.console.find(stand.team, "") is None


async def test_a_command_is_shown_to_its_author_alone() -> None:
    stand = await Stand().begin()
    await stand.act(stand.console.type_text("amira", stand.team, "/team add @ben"))
    assert as_text(stand.client.visible(stand.team, "amira")[0].view) == "/folkmoot team add @ben"
    assert stand.client.visible(stand.team, "ben") == []


async def test_coming_and_going_and_being_added_are_events() -> None:
    stand = await Stand().begin()
    joined, left = stand.console.join("ben", stand.team), stand.console.leave("ben", stand.team)
    added = stand.console.add_bot("lena", stand.team)
    assert isinstance(joined, MemberJoined)
    assert isinstance(left, MemberLeft)
    assert isinstance(added, BotAdded)
    assert added.title == "Crisis line"
    assert len({event.event_id for event in (joined, left, added)}) == 3


async def test_a_form_that_is_not_open_is_not_sent() -> None:
    stand = await Stand().begin()
    with pytest.raises(LookupError, match="Amira"):
        stand.console.submit("amira", {})


async def test_before_the_start_nobody_hears() -> None:
    client = ConsoleClient(lambda: NOW)
    room = client.add_person("amira", "Amira")
    console = ConsoleAdapter(client, event_ids=iter(["own-id"]).__next__)
    event = console.type_text("amira", room, "hello")
    assert event.event_id == "own-id"
    with pytest.raises(RuntimeError):
        await console.act(event)
    assert client.messages == []


def test_capabilities_have_names() -> None:
    assert capabilities.capabilities_named("full") == replace(FULL, files=Support.AS_TEXT)
    assert capabilities.capabilities_named("minimal") is MINIMAL
    with pytest.raises(ValueError, match="full and minimal"):
        capabilities.capabilities_named("large")
