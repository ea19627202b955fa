"""What the bot makes of words that are said to it where others read them, and in which order it answers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.events import MessageReceived
from bot.ports import Tokens
from tests.support.house import House

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEAM = ConversationRef("fake", "w", channel="crisis")
ADA = ConversationRef("fake", "w", person="ada")


async def founded(tokens: Tokens | None = None) -> House:
    """Crisis line is in TEAM."""
    house = await House(tokens=tokens).__aenter__()
    await house.order("ada", "team add Crisis line", TEAM)
    return house


async def mention(house: House, text: str) -> None:
    await house.do(MessageReceived, "ada", TEAM, text=ConfidentialText(text))


@pytest.mark.parametrize(
    "words",
    ["stop asking us to fill in the same form twice", "help is what we need on Friday nights", "start with the rota"],
)
async def test_an_answer_in_a_channel_is_no_command_although_it_begins_like_one(words: str) -> None:
    house = await founded()
    await mention(house, words)
    assert "Others can read what you wrote here" in house.said(TEAM, ADA)[-1]
    assert not house.store.read_sync(lambda uow: uow.members.where(stopped=True))


async def test_a_command_in_a_channel_is_heard() -> None:
    """The control: what is a command as a whole, or begins with a command of two words, is still one."""
    house = await founded()
    await mention(house, "stop")
    assert house.store.read_sync(lambda uow: uow.members.where(stopped=True))
    await mention(house, "schedule set first Tuesday of the month at 10:00")
    assert "first Tuesday" in house.said(TEAM, ADA)[-1]


async def test_what_is_said_in_one_turn_arrives_in_the_order_in_which_it_was_said() -> None:
    """Tokens that fall are the control: they alone would put the later message first."""
    numbers = iter(range(99_999, 0, -1))
    house = await founded(lambda: f"token{next(numbers)}")
    await house.order("ada", "schedule set first Tuesday of the month at 10:00", TEAM)
    told, confirmed = house.platform.transcript(TEAM, ADA)[-2:]
    assert told.startswith("This team is asked on the first Tuesday")
    assert "The next times" in confirmed
