"""Before a message that may have arrived is sent again, its platform must have said that it did not (R2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.fake import FakeAdapter
from bot.domain.conversation import ConversationRef
from bot.domain.model import Delivery
from bot.engine.outbox import lookups, sending_state, settling
from bot.ports import Clock, SendLaterError, SendRefusedError, SendUncertainError
from tests.engine import test_outbox_parts as parts
from tests.engine.test_outbox_parts import TEAM, queue, state_of, world
from tests.support.clock import HandClock


class Forgetful(FakeAdapter):
    """Cannot be asked for a while."""

    def __init__(self, *troubles: Exception) -> None:
        super().__init__()
        self.troubles = list(troubles)

    async def find(self, ref: ConversationRef, key: str) -> str | None:
        if self.troubles:
            raise self.troubles.pop(0)
        return await super().find(ref, key)


@pytest.mark.parametrize("trouble", [SendLaterError(3), SendUncertainError()])
async def test_a_platform_that_cannot_be_asked_is_asked_again(trouble: Exception) -> None:
    adapter = Forgetful(trouble, trouble)
    adapter.fail(SendUncertainError(), arrived=True)
    async with world(adapter) as app:
        await queue(app, TEAM)
        await app.settle()
        assert len(adapter.sent) == 1
        assert await state_of(app) is Delivery.SENT


async def test_what_can_never_be_told_is_not_said_again() -> None:
    adapter = Forgetful(*[SendUncertainError()] * 500)
    adapter.fail(SendUncertainError(), arrived=True)
    async with world(adapter) as app:
        await queue(app, TEAM)
        await app.settle()
        assert await state_of(app) is Delivery.UNSETTLED
        for _ in range(len(settling.RETRY_SECONDS)):
            await app.settle()
        assert len(adapter.sent) == 1
        assert await state_of(app) is Delivery.UNCERTAIN


async def test_where_nobody_can_look_it_is_sent_again_so_that_the_refusal_is_seen() -> None:
    adapter = Forgetful(SendRefusedError("gone"))
    adapter.fail(SendUncertainError())
    async with world(adapter) as app:
        await queue(app, TEAM)
        await app.settle()
        assert await state_of(app) is Delivery.SENT


async def test_without_patience_it_would_be_said_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the tests above."""

    async def hasty(adapter: FakeAdapter, clock: Clock, ref: ConversationRef, key: str, looks: object) -> str | None:
        try:
            return await adapter.find(ref, key)
        except (SendLaterError, SendUncertainError):
            return None

    monkeypatch.setattr(lookups, "find_sent", hasty)
    adapter = Forgetful(SendUncertainError())
    adapter.fail(SendUncertainError(), arrived=True)
    async with world(adapter) as app:
        await queue(app, TEAM)
        await app.settle()
        assert len(adapter.sent) == 2


async def test_what_arrived_and_could_not_be_recorded_is_looked_up_and_not_taken_for_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    adapter, record = FakeAdapter(), sending_state.record_delivery

    def full(*given: object) -> None:
        monkeypatch.setattr(sending_state, "record_delivery", record)
        raise OSError("disk full")

    monkeypatch.setattr(sending_state, "record_delivery", full)
    async with world(adapter) as app:
        await queue(app, TEAM)
        await app.sender.drain()
        assert (len(adapter.sent), await state_of(app)) == (1, Delivery.SENDING)
        monkeypatch.setattr(HandClock, "now", lambda self: parts.NOW + timedelta(minutes=1))
        await app.sender.recover()
        assert (len(adapter.sent), await state_of(app)) == (1, Delivery.SENT)
