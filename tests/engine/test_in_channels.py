"""What the bot makes of words that are said to it where others read them, and in which order it answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from adapters.fake import FakeAdapter
from bot.bootstrap import App, found_organisation, wire_app
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent, ChatCommandTyped, MessageReceived, Sender
from bot.domain.model import Organisation
from bot.engine.people import claims
from storage.database import open_memory_store
from tests.support.clock import HandClock
from tests.support.finders import NoThemes

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CODE = "abcd-efgh-jkmn-pqrs"
TEAM = ConversationRef("fake", "w", channel="crisis")
ADA = ConversationRef("fake", "w", person="ada")


class House:
    def __init__(self, tokens: Callable[[], str] | None = None) -> None:
        self.adapter = FakeAdapter()
        self.store = open_memory_store()
        more = {"tokens": tokens} if tokens else {}
        self.app: App = wire_app(self.store, HandClock(), [self.adapter], NoThemes(), **more)  # type: ignore[arg-type]
        self.events = 0

    async def found(self) -> House:
        made = Organisation(id="org")
        await self.store.run(lambda uow: found_organisation(uow, made, NOW, "questions"))
        await self.store.run(lambda uow: claims.keep_claim(uow, CODE, NOW))
        await self.command(f"claim {CODE}", ADA)
        await self.command("team add Crisis line", TEAM)
        return self

    async def do(self, event: AnyEvent) -> None:
        await self.app.engine.handle(event)
        await self.app.settle()

    async def command(self, text: str, where: ConversationRef) -> None:
        await self.do(ChatCommandTyped(event_id=self.id(), sender=Sender(ref=ADA), where=where, at=NOW, text=text))

    async def mention(self, text: str) -> None:
        words = ConfidentialText(text)
        await self.do(MessageReceived(event_id=self.id(), sender=Sender(ref=ADA), where=TEAM, at=NOW, text=words))

    def id(self) -> str:
        self.events += 1
        return f"event-{self.events}"

    def last(self, where: ConversationRef) -> str:
        return self.adapter.transcript(where, ADA)[-1]


@pytest.mark.parametrize(
    "words",
    ["stop asking us to fill in the same form twice", "help is what we need on Friday nights", "start with the rota"],
)
async def test_an_answer_in_a_channel_is_no_command_although_it_begins_like_one(words: str) -> None:
    house = await House().found()
    await house.mention(words)
    assert "Others can read what you wrote here" in house.last(TEAM)
    assert not house.store.read_sync(lambda uow: uow.members.where(stopped=True))


async def test_a_command_in_a_channel_is_heard() -> None:
    """The control: what is a command as a whole, or begins with a command of two words, is still one."""
    house = await House().found()
    await house.mention("stop")
    assert house.store.read_sync(lambda uow: uow.members.where(stopped=True))
    await house.mention("schedule set first Tuesday of the month at 10:00")
    assert "first Tuesday" in house.last(TEAM)


async def test_what_is_said_in_one_turn_arrives_in_the_order_in_which_it_was_said() -> None:
    """Tokens that fall are the control: they alone would put the later message first."""
    numbers = iter(range(99_999, 0, -1))
    house = await House(lambda: f"token{next(numbers)}").found()
    await house.command("schedule set first Tuesday of the month at 10:00", TEAM)
    told, confirmed = house.adapter.transcript(TEAM, ADA)[-2:]
    assert told.startswith("This team is asked on the first Tuesday")
    assert "The next times" in confirmed
