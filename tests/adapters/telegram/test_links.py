"""Links to posted messages: where a group's messages have addresses, and only there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.conversation import ConversationRef
from bot.views.view import PostedMessage, Text, View
from tests.adapters.harness import Ear
from tests.adapters.telegram.stand import channel, direct, talking

SUPERGROUP, GROUP = -1001234567890, -1002345
SPOKEN_OF = View((Text("The draft of <A & B> is there.", opens="The draft of <A & B>"),), "A message")


async def sent(posted: PostedMessage | None) -> str:
    """The HTML of a message to a person that speaks of a posted one."""
    async with talking(Ear()) as (fake, adapter):
        fake.person(501, "Amira")
        await adapter.send(direct(501), replace(SPOKEN_OF, posted=posted), "k")
        (message,) = fake.messages
        assert message.text.endswith("The draft of <A & B> is there.")
        return str(fake.called("sendMessage")[0]["text"])


def in_topic(ref: ConversationRef) -> ConversationRef:
    return replace(ref, topic="7")


@pytest.mark.parametrize(
    ("posted", "address"),
    [
        (PostedMessage(channel(SUPERGROUP), "42"), "https://t.me/c/1234567890/42"),
        (PostedMessage(channel(SUPERGROUP), "p42"), "https://t.me/c/1234567890/42"),
        (PostedMessage(in_topic(channel(SUPERGROUP)), "42"), "https://t.me/c/1234567890/7/42"),
    ],
)
async def test_a_message_of_a_supergroup_has_an_address(posted: PostedMessage, address: str) -> None:
    assert f'<a href="{address}">The draft of &lt;A &amp; B&gt;</a> is there.' in await sent(posted)


@pytest.mark.parametrize("posted", [None, PostedMessage(channel(GROUP), "42"), PostedMessage(direct(502), "42")])
async def test_no_other_message_has_one(posted: PostedMessage | None) -> None:
    assert "<a" not in await sent(posted)
