"""Telegram: our share of an update beside the library's, a press to its answer, and a broadcast under the platform's limits.

`python -m bench.telegram` (about half a minute); `--broadcast 10000` sends that many prompts (six minutes at 28 a second);
`--forged 50000` sends that many requests with a wrong secret to the webhook instead. Everything runs against the strict
stand-in of the Bot API that the tests use, on the loopback; its limits are 30 messages in any second and one a second a chat.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import aiohttp
from telegram import Update
from telegram.ext import Application, TypeHandler

from adapters.telegram.app import TelegramAdapter
from adapters.telegram.backlog import Backlog
from adapters.telegram.callbacks import Callbacks
from adapters.telegram.capabilities import LIMITS
from adapters.telegram.inbound import parse_update
from adapters.telegram.intake import Intake
from adapters.telegram.reading import Me, ParsedUpdate
from adapters.telegram.webhook import HEADER
from bench.table import show
from bot.bootstrap import App, found_organisation, wire_app
from bot.domain.conversation import ConversationRef
from bot.domain.model import Identity, Member, Organisation, OutboxMessage, Urgency
from bot.domain.outcomes.answering import QuestionsAsked
from bot.domain.outcomes.membership import YouJoined
from bot.ports.listening import RawUpdate
from bot.system_clock import SystemClock
from storage.database import open_memory_store
from tests.adapters.telegram.stand import SECRET, adapter_for
from tests.adapters.telegram.test_webhook import BODY, mutated
from tests.fakes.telegram.server import TOKEN, FakeTelegram
from tests.fakes.telegram.world import BOT_ID
from tests.support.finders import NoPoints
from tests.support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Sequence

BATCH = 100
EVERY = 0.25
"""Seconds between the presses of different people during a broadcast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many updates are measured, how often; how many presses one after the other; and the broadcast."""

    updates: int = 5_000
    repeats: int = 5
    presses: int = 200
    prompts: int = 400
    pressers: int = 40


SMALLEST = Size(updates=2 * BATCH, repeats=1, presses=2, prompts=5, pressers=2)


class Nowhere:
    """Where updates cost nothing to be kept."""

    async def keep(self, updates: Sequence[RawUpdate]) -> None:
        return

    async def waiting(self) -> list[RawUpdate]:
        return []

    async def remove(self, numbers: Collection[int]) -> None:
        return


def payloads(count: int) -> list[bytes]:
    """Messages and presses of many people, as bytes."""
    callbacks, made = Callbacks(TOKEN), []
    for n in range(count):
        user = {"id": 500 + n % 997, "is_bot": False, "first_name": "Amira", "username": "amira"}
        chat = {"id": user["id"], "type": "private", "first_name": "Amira"}
        message = {"message_id": n, "date": 1764000000, "chat": chat, "from": user, "text": "The rota is late again."}
        if n % 2:
            data = callbacks.pack(str(user["id"]), "answer", "a" * 26)
            press = {"id": str(n), "from": user, "message": message, "chat_instance": "1", "data": data}
            made.append(json.dumps({"update_id": n, "callback_query": press}).encode())
        else:
            made.append(json.dumps({"update_id": n, "message": message}).encode())
    return made


async def library(raw: list[bytes]) -> float:
    """Microseconds an update: JSON, `de_json`, `process_update` with an empty handler."""
    application = Application.builder().token(TOKEN).updater(None).build()

    async def nothing(update: Update, context: Any) -> None:
        return

    application.add_handler(TypeHandler(Update, nothing))
    application._initialized = True
    begun = time.perf_counter()
    for payload in raw:
        await application.process_update(Update.de_json(json.loads(payload), application.bot))
    return (time.perf_counter() - begun) / len(raw) * 1e6


async def ours(raw: list[bytes]) -> float:
    """Microseconds an update: JSON, reading, what is stored of it, order per person, handing over; storage itself apart."""
    callbacks, me, now = Callbacks(TOKEN), Me(BOT_ID, "folkmoot_bot"), SystemClock().now()

    async def act(heard: ParsedUpdate) -> None:
        assert heard.events

    backlog = Backlog(
        lambda update, at: parse_update(update, me, at, callbacks.open), Intake(act), Nowhere(), lambda: now
    )
    begun = time.perf_counter()
    for at in range(0, len(raw), BATCH):
        await backlog.take([json.loads(payload) for payload in raw[at : at + BATCH]])
        await backlog.room()
    while backlog.busy:  # noqa: ASYNC110 - over in a moment
        await asyncio.sleep(0)
    return (time.perf_counter() - begun) / len(raw) * 1e6


@asynccontextmanager
async def serving(limits: bool) -> AsyncIterator[tuple[FakeTelegram, App, TelegramAdapter]]:
    """The whole product before the stand-in, on the real clock."""
    async with FakeTelegram(strict_limits=limits) as fake:
        adapter = adapter_for(fake, clock=SystemClock(), limits=LIMITS, wait=20)
        store, stopping = open_memory_store(), asyncio.Event()
        app = wire_app(store, SystemClock(), [adapter], NoPoints())
        now = app.clock.now()
        await store.run(lambda uow: found_organisation(uow, Organisation(id="org"), now, "questions"))
        async with asyncio.TaskGroup() as group:
            group.create_task(app.serve(stopping))
            await wait_until(lambda: fake.called("getUpdates"))
            yield fake, app, adapter
            stopping.set()


def queue(uow: Any, fake: FakeTelegram, now: Any, ids: range, urgency: Urgency) -> None:
    asked = QuestionsAsked(
        round="r" * 26, team="Crisis line", questions=("One?", "Two?", "Three?"), closes_at=now, zone="UTC", k=5
    )
    for id in ids:
        fake.person(id, "Amira")
        to = uow.addresses.remember(ConversationRef("telegram", str(BOT_ID), person=str(id)))
        uow.members.save(Member(id=f"m{id}", name="Amira"))
        uow.identities.save(Identity(id=to, member=f"m{id}"))
        outcome = asked if urgency is Urgency.PROMPT else YouJoined(team="Crisis line", k=5)
        uow.outbox.add(OutboxMessage(id=f"o{id}", to=to, outcome=outcome, urgency=urgency, created_at=now))


async def broadcast(size: Size) -> tuple[list[float], list[float], int]:
    """When each prompt arrived, how long people who pressed meanwhile waited for the words of the answer, and the 429s."""
    arrived: list[float] = []
    replied: dict[int, float] = {}
    async with serving(limits=True) as (fake, app, _):
        loop = asyncio.get_running_loop()

        def note(message: Any) -> None:
            arrived.append(loop.time())
            if message.chat < 10_000:
                replied[message.chat] = loop.time()

        fake.after_send = note
        now = app.clock.now()
        pressers = range(1_000, 1_000 + size.pressers)
        await app.store.run(lambda uow: queue(uow, fake, now, pressers, Urgency.PERSON))
        app.sender.wake()
        await wait_until(lambda: len(arrived) >= size.pressers, 60)
        await asyncio.sleep(1.2)
        arrived.clear()
        await app.store.run(lambda uow: queue(uow, fake, now, range(10_000, 10_000 + size.prompts), Urgency.PROMPT))
        app.sender.wake()
        waits = []
        for id in pressers:
            if len(arrived) > size.prompts:
                break
            replied.pop(id, None)
            begun = loop.time()
            fake.say(fake.people[id], "/privacy")
            await wait_until(lambda id=id: id in replied, 60)  # type: ignore[misc]
            waits.append(replied[id] - begun)
            await asyncio.sleep(EVERY)
        await wait_until(lambda: len(arrived) >= size.prompts + len(waits), 1_000)
        return arrived, waits, fake.too_many


async def presses(count: int) -> list[float]:
    """From a press to its answer, one after the other, with nothing else going on."""
    async with serving(limits=False) as (fake, app, _):
        now, loop = app.clock.now(), asyncio.get_running_loop()
        await app.store.run(lambda uow: queue(uow, fake, now, range(1_000, 1_001), Urgency.PROMPT))
        app.sender.wake()
        await wait_until(lambda: fake.messages)
        waits = []
        for _ in range(count):
            begun = loop.time()
            press = fake.press(fake.people[1_000], "Not this time")
            await wait_until(lambda press=press: fake.answered(press), 60)  # type: ignore[misc]
            waits.append(loop.time() - begun)
        return waits


async def forged(count: int) -> dict[int, int]:
    """Answers to requests with a secret that is nearly right, by status."""

    async def never(event: object) -> Any:
        raise AssertionError("a forged request was taken")

    statuses: dict[int, int] = {}
    async with FakeTelegram() as fake, aiohttp.ClientSession() as session:
        adapter = adapter_for(fake, mode="webhook")
        await adapter.start(never)
        assert adapter.webhook
        url = f"http://127.0.0.1:{adapter.webhook.port}/telegram"

        async def some(seeds: range) -> None:
            for n in seeds:
                secret, body = mutated(random.Random(n))
                async with session.post(url, data=body, headers={HEADER: secret}) as answer:
                    statuses[answer.status] = statuses.get(answer.status, 0) + 1

        await asyncio.gather(*(some(range(first, count, 20)) for first in range(20)))
        async with session.post(url, data=BODY[:-1], headers={HEADER: SECRET}) as answer:
            assert answer.status == 200
        await adapter.stop()
    return statuses


def most_in_a_second(at: list[float]) -> int:
    window: deque[float] = deque()
    most = 0
    for instant in sorted(at):
        window.append(instant)
        while instant - window[0] >= 1:
            window.popleft()
        most = max(most, len(window))
    return most


def p(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] * 1000


async def best(measure: Callable[[list[bytes]], Awaitable[float]], raw: list[bytes], repeats: int) -> float:
    return statistics.median([await measure(raw) for _ in range(repeats)])


async def measured(size: Size) -> None:
    raw = payloads(size.updates)
    theirs, mine = await best(library, raw, size.repeats), await best(ours, raw, size.repeats)
    rows = [("library, empty handler", f"{theirs:.1f}", "1.00"), ("ours", f"{mine:.1f}", f"{mine / theirs:.2f}")]
    show("One update, storage and encryption apart (to reach: at most 20 µs more)", ("", "µs", "ratio"), rows)
    waits = await presses(size.presses)
    row = (f"{p(waits, 0.5):.1f}", f"{p(waits, 0.99):.1f}")
    show("A press to its answer: the whole product, in memory", ("p50 ms", "p99 ms"), [row])
    arrived, waits, too_many = await broadcast(size)
    took, least = max(arrived) - min(arrived), len(arrived) / 30
    head = ("messages", "s", "at 30/s", "ratio", "most in 1 s", "429s", "asked p50 ms", "asked p99 ms")
    counts = (len(arrived), f"{took:.1f}", f"{least:.1f}", f"{took / least:.2f}", most_in_a_second(arrived), too_many)
    title = f"A broadcast to {size.prompts}, while {len(waits)} people ask something (to reach: 1.15, 30, 0, 300 ms)"
    show(title, head, [(*counts, f"{p(waits, 0.5):.0f}", f"{p(waits, 0.99):.0f}")])


def run(smallest: bool = False) -> None:
    asyncio.run(measured(SMALLEST if smallest else Size()))
    if smallest:
        print_forged(20)


def print_forged(count: int) -> None:
    print(f"{count} forged requests: {asyncio.run(forged(count))}")


def main() -> None:
    usual = Size()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--broadcast", type=int, default=usual.prompts, metavar="N")
    parser.add_argument("--forged", type=int, default=0, metavar="N")
    given = parser.parse_args()
    if given.forged:
        print_forged(given.forged)
    else:
        asyncio.run(measured(replace(usual, prompts=given.broadcast)))


if __name__ == "__main__":
    main()
