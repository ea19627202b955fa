"""Every kind of update over the real library: what is not for the bot moves nothing, what a person sends to it is answered."""

from __future__ import annotations

from copy import deepcopy

import pytest

from tests.adapters.telegram.product import Product, product
from tests.adapters.telegram.test_inbound import ASIDE, BY_SHAPE, EXPECTED
from tests.fakes.telegram.world import BOT_ID
from tests.payloads.telegram import UPDATES

NOT_READ = sorted(name for name, events in EXPECTED.items() if len(events) == 1 and events[0][3:4] == ("other",))


async def bring(p: Product, name: str) -> None:
    p.fake.happen(**{kind: deepcopy(body) for kind, body in UPDATES[name].items() if kind != "update_id"})
    await p.settle()


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_what_is_not_for_the_bot_moves_nothing_and_holds_nothing_up(mode: str) -> None:
    async with product(mode=mode) as p:
        _, (amira,) = await p.set_up(["Amira"])
        p.fake.unfiltered = True
        before = len([m for m in p.fake.messages if m.by == BOT_ID])
        for name in sorted({*ASIDE, *BY_SHAPE}):
            await bring(p, name)
        assert [m.text for m in p.fake.messages if m.by == BOT_ID][before:] == []
        members = await p.app.store.read(lambda uow: uow.members.where(stopped=True))
        assert members == [], "“stop” to somebody else’s business account is not said to the bot"
        await p.say(amira, "/privacy")
        assert "confidential" in p.last(amira).lower(), "the control: the next is served"


async def test_whatever_a_person_sends_in_their_own_chat_is_answered() -> None:
    assert len(NOT_READ) >= 5
    async with product() as p:
        _, (amira,) = await p.set_up(["Amira"])
        for name in NOT_READ:
            before = len(p.fake.transcript(amira.id))
            await bring(p, name)
            assert len(p.fake.transcript(amira.id)) == before + 1, name
            assert "I cannot read" in p.last(amira), name
