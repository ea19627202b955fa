from dataclasses import replace

import pytest

from adapters.slack.errors import SlackRefusedError, translate_error
from bot.ports import SendLaterError, SendRefusedError, SendUncertainError
from bot.views.text import as_text
from bot.views.view import Button, Buttons, Picture, Text, View
from tests.adapters.harness import Ear
from tests.adapters.slack.stand import AMIRA, BEN, ROOM, channel, person, started
from tests.fakes.slack.world import TEAM
from tests.support.clock import MachineClock

HELLO = View((Text("Hello."),), "A message")
PIXEL = b"png"


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        (200, "channel_not_found", "gone"),
        (200, "is_archived", "archived"),
        (200, "user_disabled", "gone"),
        (200, "not_in_channel", "removed"),
        (200, "missing_scope", "forbidden"),
        (200, "invalid_blocks", "invalid"),
        (200, "something_new", "invalid"),
    ],
)
def test_a_refusal_says_why(status: int, code: str, reason: str) -> None:
    found = translate_error(status, code, {})
    assert isinstance(found, SendRefusedError)
    assert found.reason == reason


def test_what_may_be_said_later_is_said_later() -> None:
    for status, code, headers, seconds in (
        (429, "ratelimited", {"Retry-After": "7"}, 7),
        (429, "", {"retry-after": "odd"}, 1),
        (200, "ratelimited", {}, 1),
        (200, "token_revoked", {}, 60),
        (200, "account_inactive", {}, 60),
    ):
        found = translate_error(status, code, headers)
        assert isinstance(found, SendLaterError)
        assert found.seconds == seconds


def test_what_may_have_arrived_is_uncertain() -> None:
    for status, code in (
        (500, ""),
        (200, "fatal_error"),
        (200, "internal_error"),
        (503, "service_unavailable"),
        (200, ""),
    ):
        assert isinstance(translate_error(status, code, {}), SendUncertainError)


async def test_retry_after_is_told_for_that_destination_alone() -> None:
    async with started(Ear()) as (slack, adapter, hands):
        slack.fail("chat.postMessage", error="ratelimited", status=429, retry_after=30, channel=ROOM)
        with pytest.raises(SendLaterError) as later:
            await adapter.send(channel(ROOM), HELLO, "k1")
        assert later.value.seconds == 30
        await adapter.send(person(AMIRA), HELLO, "k2")
        assert len(slack.called("chat.postMessage")) == 2
        assert len(hands.sees(AMIRA)) == 1


async def test_a_message_that_arrived_although_the_answer_was_lost_is_found_again() -> None:
    async with started(Ear()) as (slack, adapter, hands):
        slack.fail("chat.postMessage", cut=True, done=True)
        with pytest.raises(SendUncertainError):
            await adapter.send(channel(ROOM), HELLO, "k1")
        assert len(slack.called("chat.postMessage")) == 1
        assert await adapter.find(channel(ROOM), "k1") == f"{ROOM}/{slack.messages[0].ts}"
        slack.fail("chat.postMessage", cut=True)
        with pytest.raises(SendUncertainError):
            await adapter.send(person(BEN), HELLO, "k2")
        assert await adapter.find(person(BEN), "k2") is None
        assert hands.sees(BEN) == []


async def test_it_is_looked_twice_for_a_message_that_may_still_be_on_its_way() -> None:
    clock = MachineClock()
    async with started(Ear(), clock=clock) as (slack, adapter, _):
        assert await adapter.find(channel(ROOM), "k1") is None
        assert clock.slept == [1.0]
        assert len(slack.called("conversations.history")) == 2


async def test_the_metadata_carries_the_key_and_nothing_else() -> None:
    async with started(Ear()) as (slack, adapter, _):
        await adapter.send(channel(ROOM), HELLO, "k1")
        (call,) = slack.called("chat.postMessage")
        assert call["metadata"] == {"event_type": "folkmoot_message", "event_payload": {"key": "k1"}}
        assert call["text"] == as_text(HELLO)
        assert not call["unfurl_links"]


async def test_a_person_is_written_to_by_their_id_and_then_by_their_conversation() -> None:
    async with started(Ear()) as (slack, adapter, _):
        first = await adapter.send(person(AMIRA), HELLO, "k1")
        await adapter.send(person(AMIRA), HELLO, "k2")
        direct = slack.direct(AMIRA).id
        assert [call["channel"] for call in slack.called("chat.postMessage")] == [AMIRA, direct]
        assert first.startswith(f"{direct}/")
        assert slack.called("conversations.open") == []
        assert await adapter.find(person(AMIRA), "k2")
        assert slack.called("conversations.open") == []


async def test_where_ids_of_people_are_no_addresses_their_conversation_is_opened() -> None:
    async with started(Ear()) as (slack, adapter, hands):
        slack.fail("chat.postMessage", error="channel_not_found")
        await adapter.send(person(AMIRA), HELLO, "k1")
        assert len(slack.called("conversations.open")) == 1
        assert len(hands.sees(AMIRA)) == 1


async def test_a_closed_account_and_a_channel_without_the_bot_are_refused_with_a_reason() -> None:
    async with started(Ear()) as (slack, adapter, _):
        slack.users[BEN].deleted = True
        slack.add_channel("C0OTHER001", "other", {AMIRA}, with_bot=False)
        for ref, reason in ((person(BEN), "gone"), (channel("C0OTHER001"), "removed"), (channel("C0NO"), "gone")):
            with pytest.raises(SendRefusedError) as refused:
                await adapter.send(ref, HELLO, "k")
            assert refused.value.reason == reason


async def test_a_private_word_in_a_channel_goes_to_its_person_where_the_bot_is_not() -> None:
    async with started(Ear()) as (slack, adapter, hands):
        slack.add_channel("C0OTHER001", "other", {AMIRA, BEN}, with_bot=False)
        await adapter.send(channel("C0OTHER001"), HELLO, "k1", private_to=person(AMIRA))
        assert len(hands.sees(AMIRA)) == 1
        assert hands.sees(BEN) == [] and hands.sees(BEN, "C0OTHER001") == []


async def test_a_private_word_can_be_corrected_by_another() -> None:
    async with started(Ear()) as (slack, adapter, hands):
        sent = await adapter.send(channel(ROOM), HELLO, "k1", private_to=person(AMIRA))
        await adapter.edit(channel(ROOM), sent, View((Text("Hello again."),), "A message"), "k2")
        assert "Hello again." in hands.sees(AMIRA, ROOM)[-1]
        assert hands.sees(BEN, ROOM) == []
        assert slack.called("chat.update") == []


async def test_a_message_that_is_gone_is_followed_by_a_new_one() -> None:
    async with started(Ear()) as (slack, adapter, hands):
        sent = await adapter.send(channel(ROOM), HELLO, "k1")
        slack.messages.clear()
        again = await adapter.edit(channel(ROOM), sent, HELLO, "k2")
        assert again != sent
        assert len(hands.sees(BEN, ROOM)) == 1


async def test_a_picture_is_brought_first_and_shown_in_the_message() -> None:
    shown = View((Text("This round:"), Picture(PIXEL, "Two bars.", "bars.png")), "A message")
    async with started(Ear()) as (slack, adapter, _):
        await adapter.send(channel(ROOM), shown, "k1")
        image = next(block for block in slack.messages[0].blocks if block["type"] == "image")
        assert slack.files[image["slack_file"]["id"]] == PIXEL
        assert image["alt_text"] == "Two bars."


@pytest.mark.parametrize("trouble", ["invalid_blocks", "upload"])
async def test_without_the_picture_its_description_is_shown(trouble: str) -> None:
    shown = View((Picture(PIXEL, "Two bars."),), "A message")
    async with started(Ear()) as (slack, adapter, hands):
        if trouble == "upload":
            slack.fail("files.getUploadURLExternal", error="file_uploads_disabled", times=2)
        else:
            slack.fail("chat.postMessage", error="invalid_blocks", times=2)
        await adapter.send(channel(ROOM), shown, "k1")
        slack.problems.clear()
        assert "Two bars." in hands.sees(BEN, ROOM)[0]
        assert not any(block["type"] == "image" for block in slack.messages[0].blocks)


async def test_a_thread_that_is_gone_does_not_swallow_the_message() -> None:
    async with started(Ear()) as (slack, adapter, _):
        slack.fail("chat.postMessage", error="thread_not_found")
        ref = type(channel(ROOM))("slack", TEAM, channel=ROOM, thread="1.2")
        await adapter.send(ref, HELLO, "k1")
        assert [call.get("thread_ts") for call in slack.called("chat.postMessage")] == ["1.2", None]


async def test_what_was_for_a_thread_that_is_gone_is_found_in_the_conversation() -> None:
    async with started(Ear()) as (slack, adapter, _):
        slack.fail("chat.postMessage", error="thread_not_found")
        ref = replace(channel(ROOM), thread="1.2")
        sent = await adapter.send(ref, HELLO, "k1")
        slack.fail("conversations.replies", error="thread_not_found", times=9)
        assert await adapter.find(ref, "k1") == sent
        slack.fail("chat.postEphemeral", error="thread_not_found")
        await adapter.send(ref, HELLO, "k2", private_to=person(AMIRA))
        assert [call.get("thread_ts") for call in slack.called("chat.postEphemeral")] == ["1.2", None]


async def test_the_sdk_never_sends_twice_by_itself() -> None:
    async with started(Ear()) as (slack, adapter, _):
        slack.fail("chat.postMessage", cut=True, times=5)
        with pytest.raises(SendUncertainError):
            await adapter.send(channel(ROOM), View((Buttons((Button("A", "a"),)),), "A message"), "k1")
        assert len(slack.called("chat.postMessage")) == 1


async def test_after_its_end_the_adapter_sends_nothing() -> None:
    async with started(Ear()) as (slack, adapter, _):
        await adapter.stop()
        with pytest.raises(SendLaterError):
            await adapter.send(channel(ROOM), HELLO, "k1")
        assert slack.called("chat.postMessage") == []
    assert SlackRefusedError("channel_not_found").code == "channel_not_found"
