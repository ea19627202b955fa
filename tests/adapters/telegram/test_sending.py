"""What leaves: messages, edits, pictures, and what the Bot API's refusals mean (R2, R8)."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from telegram.error import BadRequest

from adapters.telegram.errors import translate_error
from bot.domain.events import ConversationMoved
from bot.ports import SendLaterError, SendRefusedError, SendUncertainError
from bot.views.view import Button, Buttons, Picture
from tests.adapters.harness import Ear
from tests.adapters.telegram.stand import adapter_for, channel, direct, talking, view
from tests.fakes.telegram.rules import RefusedError
from tests.fakes.telegram.server import FakeTelegram

PNG = b"\x89PNG not really"


async def test_a_message_arrives_with_its_keys() -> None:
    async with talking(Ear()) as (fake, adapter):
        fake.person(501, "Amira")
        ref = await adapter.send(direct(501), view("Hello & <welcome>.", Buttons((Button("Yes", "do", "t"),))), "k")
        (message,) = fake.messages
        assert (ref, message.text) == (str(message.id), "Hello & <welcome>.")
        assert message.button("Yes")
        (params,) = fake.called("sendMessage")
        assert params["parse_mode"] == "HTML"
        assert '"is_disabled":true' in params["link_preview_options"].replace(" ", "")


class Searches:
    """Looks first among those that look for a module, finds none, and notes what was asked for."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        self.names.append(name)


async def searched_while_sending(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    searches = Searches()
    async with talking(Ear()) as (fake, adapter):
        fake.person(501, "Amira")
        await adapter.send(direct(501), view("One."), "k1")
        monkeypatch.setattr(sys, "meta_path", [searches, *sys.meta_path])
        await adapter.send(direct(501), view("Two."), "k2")
        assert fake.transcript(501) == ["One.", "Two."]
    monkeypatch.undo()
    return searches.names


async def test_no_request_looks_for_a_module(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await searched_while_sending(monkeypatch) == []


async def test_one_that_is_not_known_to_be_absent_would_be_looked_for_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as forgetful:
        forgetful.delitem(sys.modules, "sniffio")
        assert set(await searched_while_sending(forgetful)) == {"sniffio"}


async def test_pictures_are_uploaded_and_their_captions_edited() -> None:
    async with talking(Ear()) as (fake, adapter):
        fake.person(501, "Amira")
        ref = await adapter.send(direct(501), view(Picture(PNG, "Two bars."), "More."), "k")
        (message,) = fake.messages
        assert (message.photo, message.text) == (PNG, "Two bars.\n\nMore.")
        await adapter.edit(direct(501), ref, view("Three bars."), "k2")
        assert (message.text, len(fake.messages)) == ("Three bars.", 1)


async def test_an_edit_changes_the_message_and_one_that_changes_nothing_is_fine() -> None:
    async with talking(Ear()) as (fake, adapter):
        fake.person(501, "Amira")
        ref = await adapter.send(direct(501), view("One."), "k")
        assert await adapter.edit(direct(501), ref, view("Two."), "k2") == ref
        assert await adapter.edit(direct(501), ref, view("Two."), "k3") == ref
        assert fake.transcript(501) == ["Two."]


async def test_a_message_that_is_gone_is_sent_anew_and_not_lost() -> None:
    async with talking(Ear()) as (fake, adapter):
        fake.person(501, "Amira")
        assert await adapter.edit(direct(501), "4711", view("Three."), "k4") == str(fake.messages[-1].id)
        assert fake.transcript(501) == ["Three."]


async def test_a_quiet_view_makes_no_sound_nor_does_any_message_of_a_view_after_the_first() -> None:
    async with talking(Ear()) as (fake, adapter):
        fake.person(501, "Amira")
        await adapter.send(direct(501), replace(view("Saved."), quiet=True), "k")
        await adapter.send(direct(501), view("One.", Picture(PNG, "Two bars.")), "k2")
        assert [message.silent for message in fake.messages] == [True, False, True]


async def test_a_topic_is_written_to() -> None:
    async with talking(Ear()) as (fake, adapter):
        fake.topic(fake.group(-1001, "Crisis line", fake.person(501, "Amira")), 12)
        fake.topic(fake.people[501], 13)
        await adapter.send(channel(-1001, "12"), view("Hello."), "k")
        await adapter.send(replace(direct(501), thread="13"), view("Hello."), "k")
        assert [message.thread for message in fake.messages] == [12, 13]


async def test_what_was_for_a_topic_that_is_gone_appears_in_the_chat_and_the_engine_hears_of_it() -> None:
    ear = Ear()
    async with talking(ear) as (fake, adapter):
        fake.group(-1001, "Crisis line", fake.person(501, "Amira"), forum=True)
        await adapter.send(channel(-1001, "12"), view("Hello."), "k")
        await adapter.send(replace(direct(501), thread="13"), view("Hello."), "k")
        assert [message.thread for message in fake.messages] == [None, None]
        (moved,) = ear.heard
        assert isinstance(moved, ConversationMoved)
        assert (moved.where, moved.to) == (channel(-1001, "12"), channel(-1001))


async def test_a_topic_that_is_closed_refuses_everybody_but_who_manages_topics() -> None:
    async with talking(Ear()) as (fake, adapter):
        group = fake.group(-1001, "Crisis line", fake.person(501, "Amira"))
        group.closed.add(fake.topic(group, 12))
        with pytest.raises(SendRefusedError) as closed:
            await adapter.send(channel(-1001, "12"), view("Hello."), "k")
        assert closed.value.reason == "closed"
        group.manages_topics = True
        await adapter.send(channel(-1001, "12"), view("Hello."), "k")
        assert fake.messages[-1].thread == 12


async def test_a_chat_that_knows_no_topic_at_all_is_not_tried_for_ever() -> None:
    async with talking(Ear()) as (fake, adapter):
        fake.group(-1001, "Crisis line", fake.person(501, "Amira"))
        fake.fail("sendMessage", RefusedError(400, "Bad Request: message thread not found"), times=9)
        with pytest.raises(SendRefusedError) as refused:
            await adapter.send(channel(-1001), view("Hello."), "k")
        assert refused.value.reason == "invalid"


async def test_a_private_message_in_a_group_is_refused_rather_than_shown_to_all() -> None:
    async with talking(Ear()) as (fake, adapter):
        fake.group(-1001, "Crisis line", fake.person(501, "Amira"))
        with pytest.raises(SendRefusedError):
            await adapter.send(channel(-1001), view("For Amira."), "k", private_to=direct(501))
        assert fake.messages == []


@pytest.mark.parametrize(
    ("state", "reason"),
    [({"started": False}, "forbidden"), ({"blocked": True}, "blocked"), ({"deactivated": True}, "gone")],
)
async def test_people_who_cannot_be_written_to(state: dict[str, bool], reason: str) -> None:
    async with talking(Ear()) as (fake, adapter):
        person = fake.person(501, "Amira")
        for name, value in state.items():
            setattr(person, name, value)
        with pytest.raises(SendRefusedError) as refused:
            await adapter.send(direct(501), view("Hello."), "k")
        assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("state", "reason"), [({"status": "kicked"}, "removed"), ({"silenced": True}, "forbidden"), (None, "gone")]
)
async def test_groups_that_cannot_be_written_to(state: dict[str, object] | None, reason: str) -> None:
    async with talking(Ear()) as (fake, adapter):
        if state is not None:
            group = fake.group(-1001, "Crisis line", fake.person(501, "Amira"))
            for name, value in state.items():
                setattr(group, name, value)
        with pytest.raises(SendRefusedError) as refused:
            await adapter.send(channel(-1001), view("Hello."), "k")
        assert refused.value.reason == reason


async def test_too_many_is_later_for_as_long_as_telegram_says() -> None:
    async with talking(Ear()) as (fake, adapter):
        fake.person(501, "Amira")
        fake.fail("sendMessage", RefusedError(429, "Too Many Requests: retry after 7", retry_after=7))
        with pytest.raises(SendLaterError) as later:
            await adapter.send(direct(501), view("Hello."), "k")
        assert later.value.seconds == 7
        fake.fail("sendMessage", RefusedError(429, "Too Many Requests"))
        with pytest.raises(SendLaterError):
            await adapter.send(direct(501), view("Hello."), "k")


async def test_a_cut_answer_is_uncertain_and_a_closed_door_is_not() -> None:
    async with FakeTelegram() as fake:
        fake.person(501, "Amira")
        adapter = adapter_for(fake)
        await adapter.start(Ear())
        fake.fail("sendMessage", done=True)
        with pytest.raises(SendUncertainError):
            await adapter.send(direct(501), view("Hello."), "k")
        assert fake.transcript(501) == ["Hello."]
        fake.fail("sendMessage", RefusedError(502, "Bad Gateway"))
        with pytest.raises(SendUncertainError):
            await adapter.send(direct(501), view("Hello."), "k")
    with pytest.raises(SendLaterError):
        await adapter.send(direct(501), view("Hello."), "k")
    await adapter.stop()
    with pytest.raises(SendLaterError):
        await adapter.send(direct(501), view("Hello."), "k")


async def test_a_group_that_moved_is_written_to_at_its_new_place() -> None:
    ear = Ear()
    async with talking(ear) as (fake, adapter):
        group = fake.group(-77, "Crisis line", fake.person(501, "Amira"))
        fake.migrate(group, -1001, tell=False)
        await adapter.send(channel(-77), view("Hello."), "k")
        await adapter.send(channel(-77), view("Again."), "k")
        assert fake.transcript(-1001) == ["Hello.", "Again."]
        assert len(fake.called("sendMessage")) == 3
        (heard,) = ear.heard
        assert isinstance(heard, ConversationMoved)
        assert (heard.where, heard.to) == (channel(-77), channel(-1001))


async def test_what_belongs_to_a_message_that_is_partly_there_is_waited_for() -> None:
    async with talking(Ear()) as (fake, adapter):
        fake.person(501, "Amira")
        fake.fail("sendMessage", RefusedError(429, "Too Many Requests: retry after 3", retry_after=3), times=2)
        await adapter.send(direct(501), view(Picture(PNG, "Bars."), "word " * 300), "k")
        assert [message.photo for message in fake.messages] == [PNG, None]


async def test_messages_are_taken_out_of_a_chat() -> None:
    async with talking(Ear()) as (fake, adapter):
        amira = fake.person(501, "Amira")
        typed = [fake.say(amira, f"word {n}") for n in range(120)]
        ref = await adapter.send(direct(501), view("You said: word"), "k")
        assert await adapter.sending.clear(direct(501), [*map(str, typed), ref])
        assert fake.transcript(501) == []
        assert all(message.deleted for message in fake.messages)
        fake.fail("deleteMessages", RefusedError(400, "Bad Request: message can't be deleted"))
        assert not await adapter.sending.clear(direct(501), ["1"])


def test_an_unknown_complaint_blames_the_message_and_not_the_person() -> None:
    refused = translate_error(BadRequest("Something new"))
    assert isinstance(refused, SendRefusedError)
    assert refused.reason == "invalid"


async def test_a_planned_home_is_looked_at_and_nothing_is_sent() -> None:
    async with talking(Ear()) as (fake, adapter):
        group = fake.group(-1001, "Team", fake.person(501, "Amira"))
        await adapter.look_at(channel(-1001))
        group.silenced = True
        with pytest.raises(SendRefusedError, match="forbidden"):
            await adapter.look_at(channel(-1001))
        group.silenced, group.status = False, "kicked"
        with pytest.raises(SendRefusedError, match="removed"):
            await adapter.look_at(channel(-1001))
        with pytest.raises(SendRefusedError, match="gone"):
            await adapter.look_at(channel(-1999))
        assert not [name for name, _ in fake.calls if name.startswith("send")]


@pytest.mark.parametrize("may", [True, False])
async def test_what_may_not_leave_does_not_and_may_later(may: bool) -> None:
    async with talking(Ear()) as (fake, adapter):
        fake.person(501, "Amira")
        adapter.send_while(lambda: may)
        if may:
            await adapter.send(direct(501), view("Hello."), "k")
        else:
            with pytest.raises(SendLaterError):
                await adapter.send(direct(501), view("Hello."), "k")
        assert bool(fake.called("sendMessage")) is may
        await adapter.sending.send(direct(501), view("A notice."))
        assert fake.called("sendMessage")
