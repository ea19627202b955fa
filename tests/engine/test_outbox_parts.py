"""A message of several parts: each part waits its turn (R8), and none is said twice because a later one failed (R2)."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.fake import FakeAdapter
from bot.bootstrap import App, found_organisation, wire_app
from bot.domain.conversation import ConversationRef
from bot.domain.model import Delivery, Identity, Member, Organisation, OutboxMessage, Urgency
from bot.domain.outcomes import commands as said
from bot.engine.outbox.pacing import Pacer
from bot.ports import Limits, SendLaterError, SendRefusedError, SendUncertainError
from bot.views.capabilities import Capabilities, Support
from bot.views.view import View
from storage.database import open_memory_store
from tests.support.clock import HandClock
from tests.support.finders import NoPoints

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEAM = ConversationRef("fake", "w", channel="team")
AMIRA = ConversationRef("fake", "w", person="amira")
NARROW = Capabilities(text_limit=60, private_in_channel=Support.REFUSED)
QUESTIONS = said.QuestionsShown(texts=tuple(f"Question {n} " + "word " * 8 for n in range(3)), version=1)


class Timed(FakeAdapter):
    """Remembers when each call was made."""

    def __init__(self, **given: object) -> None:
        super().__init__(**given)  # type: ignore[arg-type]
        self.at: list[float] = []

    async def send(self, ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
        self.at.append(asyncio.get_running_loop().time())
        return await super().send(ref, view, key, private_to)


@asynccontextmanager
async def world(adapter: FakeAdapter) -> AsyncIterator[App]:
    store = open_memory_store()
    app = wire_app(store, HandClock(), [adapter], NoPoints())
    await store.run(lambda uow: found_organisation(uow, Organisation(id="org"), NOW, "qs1"))
    yield app
    await store.close()


async def queue(app: App, ref: ConversationRef, urgency: Urgency = Urgency.PROMPT, id: str = "m", **given: str) -> None:
    def add(uow: object) -> None:
        to = uow.addresses.remember(ref)  # type: ignore[attr-defined]
        uow.outbox.add(  # type: ignore[attr-defined]
            OutboxMessage(id=id, to=to, outcome=QUESTIONS, urgency=urgency, created_at=NOW, **given)
        )

    await app.store.run(add)


async def state_of(app: App, id: str = "m") -> Delivery:
    found = await app.store.read(lambda uow: uow.outbox.get(id))
    assert found
    return found.state


def keys(adapter: FakeAdapter) -> list[str]:
    return [sent.key for sent in adapter.sent]


async def test_every_part_waits_for_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the pacer's own clock: what happens between its word and the platform depends on the machine."""
    left: list[float] = []
    leave = Pacer._leave

    def noted(self: Pacer, *given: Any) -> OutboxMessage:
        left.append(given[-1])
        return leave(self, *given)

    monkeypatch.setattr(Pacer, "_leave", noted)
    adapter = Timed(capabilities=NARROW, limits=Limits(overall=1e6, per_direct=1e6, per_channel=50))
    async with world(adapter) as app:
        await queue(app, TEAM)
        await app.sender.drain()
        parts = len(adapter.sent)
        assert parts > 3
        assert keys(adapter) == ["m", *(f"m.{n}" for n in range(1, parts))]
        assert len(left) == parts
        assert min(b - a for a, b in itertools.pairwise(left)) >= 0.0199
        assert await state_of(app) is Delivery.SENT


async def test_a_part_that_is_to_wait_does_not_repeat_the_earlier_ones() -> None:
    adapter = Timed(capabilities=NARROW)
    async with world(adapter) as app:
        await queue(app, TEAM)
        slow = adapter.send

        async def send(ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
            if key == "m.2" and adapter.at.count(-1) < 2:
                adapter.at.append(-1)
                raise SendLaterError(0.01)
            return await slow(ref, view, key, private_to)

        adapter.send = send  # type: ignore[method-assign]
        await app.sender.drain()
        assert keys(adapter) == ["m", *(f"m.{n}" for n in range(1, len(adapter.sent)))]
        assert await state_of(app) is Delivery.SENT


@pytest.mark.parametrize(
    ("settles", "urgency", "arrived", "expected", "state"),
    [
        (True, Urgency.DIGEST, True, 1, Delivery.SENT),
        (True, Urgency.DIGEST, False, 1, Delivery.SENT),
        (False, Urgency.PROMPT, True, 2, Delivery.SENT),
        (False, Urgency.PROMPT, False, 1, Delivery.SENT),
        (False, Urgency.DIGEST, True, 1, Delivery.UNCERTAIN),
        (False, Urgency.DIGEST, False, 0, Delivery.UNCERTAIN),
    ],
)
async def test_an_ambiguous_part_is_settled_alone(
    settles: bool, urgency: Urgency, arrived: bool, expected: int, state: Delivery
) -> None:
    adapter = FakeAdapter(capabilities=NARROW, settles=settles)
    async with world(adapter) as app:
        await queue(app, TEAM, urgency)
        plain = adapter.send

        async def send(ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
            if key == "m.1" and not failed:
                failed.append(key)
                adapter.fail(SendUncertainError(), arrived=arrived)
            return await plain(ref, view, key, private_to)

        failed: list[str] = []
        adapter.send = send  # type: ignore[method-assign]
        await app.sender.drain()
        assert keys(adapter).count("m") == 1
        assert keys(adapter).count("m.1") == expected
        assert await state_of(app) is state


async def test_what_is_private_in_a_channel_keeps_the_pace_of_the_direct_chat() -> None:
    """A group's few messages a minute must not hold up the answers to its members."""
    adapter = Timed(capabilities=NARROW, limits=Limits(overall=1e6, per_direct=1e6, per_channel=0.001))
    async with world(adapter) as app:
        amira = await app.store.run(lambda uow: uow.addresses.remember(AMIRA))
        await queue(app, TEAM, private_to=amira)
        await app.sender.drain()
        assert {sent.ref for sent in adapter.sent} == {AMIRA}
        assert await state_of(app) is Delivery.SENT


@pytest.mark.parametrize(("reason", "reachable"), [("blocked", False), ("gone", False), ("invalid", True)])
async def test_a_message_that_is_wrong_does_not_make_its_reader_unreachable(reason: str, reachable: bool) -> None:
    adapter = FakeAdapter()
    async with world(adapter) as app:

        def people(uow: object) -> None:
            uow.members.save(Member(id="m1", name="Amira"))  # type: ignore[attr-defined]
            uow.identities.save(  # type: ignore[attr-defined]
                Identity(id=uow.addresses.remember(AMIRA), member="m1")  # type: ignore[attr-defined]
            )

        await app.store.run(people)
        await queue(app, AMIRA)
        adapter.fail(SendRefusedError(reason))
        await app.sender.drain()
        member = await app.store.read(lambda uow: uow.members.get("m1"))
        assert member
        assert member.reachable is reachable
        assert await state_of(app) is Delivery.FAILED
