"""R6: updates that come again, alone or in old batches, leave what a single delivery in order leaves."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

from adapters.fake import FakeAdapter
from adapters.telegram.callbacks import Callbacks
from adapters.telegram.capabilities import CAPABILITIES, START_LINK
from adapters.telegram.inbound import parse_update
from adapters.telegram.intake import Intake
from adapters.telegram.reading import Me, ParsedUpdate
from bot.bootstrap import found_organisation, wire_app
from bot.domain.model import Organisation
from bot.engine.people import claims
from bot.ports import UnitOfWork
from storage.database import open_memory_store
from tests.adapters.telegram.product import CODE, START, product
from tests.adapters.telegram.stand import NOW
from tests.fakes.telegram.server import TOKEN
from tests.fakes.telegram.world import BOT_ID
from tests.support.clock import HandClock
from tests.support.finders import OnePoint
from tests.support.further import GOES_FURTHER, further, only_further

pytestmark = further

NAMES = ("Amira", "Ben", "Chloe", "Dan", "Eve", "Femi", "Gita", "Hal")
KEPT = ("teams", "members", "memberships", "identities", "interviews", "answers", "dialogues", "invites", "handles")
EXAMPLES = 40 if GOES_FURTHER else 10
Phase = list[dict[str, Any]]


def numbered() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"{next(numbers):026d}"


async def recorded() -> tuple[Phase, Phase]:
    """Setting up, and two people answering: what Telegram brought, as it was."""
    async with product(tokens=numbered()) as p:
        phases: tuple[Phase, Phase] = ([], [])
        happen = p.fake.happen

        def keep(**update: Any) -> int:
            id = happen(**update)
            phases[p.clock.at > START].append({"update_id": id, **update})
            return id

        p.fake.happen = keep  # type: ignore[method-assign]
        _, (amira, ben, *_) = await p.set_up(NAMES)
        await p.pass_time(days=1, hours=1)
        await p.answer(amira, "the call", "the rota", "")
        await p.answer(ben, "", "more tea", "")
        return phases


async def replayed(phases: tuple[Phase, Phase], again: list[int], known: bool = True) -> dict[str, list[str]]:
    """What is kept in the end; after every update, old ones named by `again` come once more. `known` false forgets them."""
    clock, store, used = HandClock(NOW), open_memory_store(), 0
    clock.at = START
    capabilities = replace(CAPABILITIES, start_link=START_LINK.format(username="folkmoot_bot"))
    app = wire_app(store, clock, [FakeAdapter("telegram", capabilities)], OnePoint(), numbered())
    organisation = Organisation(id="org", zone="Europe/London", name="Harbour")
    await store.run(lambda uow: found_organisation(uow, organisation, clock.at, "qs1"))
    await store.run(lambda uow: claims.keep_claim(uow, CODE, clock.at))
    callbacks, me = Callbacks(TOKEN), Me(BOT_ID, "folkmoot_bot")

    async def act(heard: ParsedUpdate) -> None:
        nonlocal used
        for event in heard.events:
            used += 1
            await app.engine.handle(event if known else replace(event, event_id=str(used)))

    seen: Phase = []
    for phase in phases:
        for update in phase:
            seen.append(update)
            old = [seen[n % len(seen)] for n in again[: len(seen) % 4]]
            await Intake(act).take_one(parse_update(update, me, clock.at, callbacks.open))
            for one in old:
                await Intake(act).take_one(parse_update(one, me, clock.at, callbacks.open))
            await app.settle()
        clock.at += timedelta(days=1, hours=1)
        await app.settle()
    found = await store.read(everything)
    await store.close()
    return found


def everything(uow: UnitOfWork) -> dict[str, list[str]]:
    found = {name: sorted(map(repr, getattr(uow, name).where())) for name in KEPT}
    answers = [row.id for row in uow.answers.where()]
    found["texts"] = [text.reveal() if text else "" for text in uow.texts.read(answers)]
    return found


async def test_what_comes_again_changes_nothing() -> None:
    phases = await recorded()
    once = await replayed(phases, [])
    assert once["texts"] == ["the call", "the rota", "more tea"]
    assert len(once["members"]) == 1 + len(NAMES)
    for seed in range(EXAMPLES):
        chance = random.Random(seed)
        again = [chance.randrange(200) for _ in range(3)]
        assert await replayed(phases, again) == once, f"these came again: {again}"


@only_further
async def test_without_the_claim_it_would() -> None:
    """Negative control: every update is taken for a new one."""
    phases = await recorded()
    assert await replayed(phases, [0, 199, 60], known=False) != await replayed(phases, [])
