"""Slack: our share of an event beside Bolt's, a press to its form, a form to its acknowledgement, and a broadcast under limits.

`python -m bench.slack` (about two minutes); `--broadcast 10000 --rate 28` sends that many prompts at that pace, `--times 3` has
people press in three processes of the product one after the other. Everything runs against the strict stand-in that the tests use,
on the loopback: for presses and forms the product is a process of its own, for the broadcast it shares this one with the stand-in.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters.slack.body import as_json
from adapters.slack.bolt import bolt_app
from adapters.slack.client import silent_logger
from adapters.slack.intake import Intake, IntakeCallbacks
from adapters.slack.signature import Signature
from bench.pressing import forms, until
from bench.table import show
from bot.bootstrap import App, found_organisation, wire_app
from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent
from bot.domain.model import Identity, Member, Organisation, OutboxMessage, Urgency
from bot.domain.outcomes.answering import QuestionsAsked
from bot.ports import Limits, Reply
from bot.system_clock import SystemClock
from storage.database import open_memory_store
from tests.adapters.slack.stand import make
from tests.fakes.slack.hands import Hands as People
from tests.fakes.slack.server import FakeSlack, encoded, signed
from tests.fakes.slack.world import BOT_ID, BOT_TOKEN, BOT_USER, SECRET, TEAM
from tests.payloads.slack import shapes
from tests.support.finders import OnePoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many events are measured, how often; how many people press how often in how many processes; and the broadcast."""

    events: int = 3_000
    repeats: int = 5
    people: int = 50
    presses: int = 10
    times: int = 1
    prompts: int = 400
    rate: float = 40.0
    askers: int = 20


SMALLEST = Size(events=4, repeats=1, people=7, presses=1, prompts=5, askers=2)

Dispatch = Callable[[], Awaitable[float]]


def requests(events: int) -> list[tuple[bytes, dict[str, str]]]:
    """Signed messages and presses, as they come in over HTTP."""
    bodies = [shapes.event(shapes.direct_message()) if n % 2 else shapes.press() for n in range(events)]
    made = []
    for body in bodies:
        kind, data = encoded(body)
        made.append((data, {"content-type": kind, **{k.lower(): v for k, v in signed(data).items()}}))
    return made


async def authorized(**given: Any) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id=TEAM, bot_token=BOT_TOKEN, bot_id=BOT_ID, bot_user_id=BOT_USER, bot_scopes=[]
    )


def library() -> AsyncApp:
    """Bolt as it comes, with one empty listener for each kind."""
    app = AsyncApp(signing_secret=SECRET, authorize=authorized, process_before_response=True, logger=silent_logger())

    async def nothing(ack: Any) -> None:
        await ack()

    app.event("message")(nothing)
    app.action({"type": "block_actions", "action_id": "answer|1"})(nothing)
    return app


async def bolt(raw: list[tuple[bytes, dict[str, str]]]) -> float:
    """Microseconds a request: reading, verifying, authorizing, an empty listener."""
    app = library()
    begun = time.perf_counter()
    for data, headers in raw:
        answer = await app.async_dispatch(AsyncBoltRequest(body=data.decode(), headers=dict(headers)))
        assert answer.status == 200
    return (time.perf_counter() - begun) / len(raw) * 1e6


def our_app() -> tuple[AsyncApp, list[AnyEvent]]:
    heard: list[AnyEvent] = []

    async def on_event(event: AnyEvent) -> Reply:
        heard.append(event)
        return Reply()

    async def complete(told: object, event: AnyEvent) -> AnyEvent:
        return event

    async def unused(*given: object) -> None:
        raise AssertionError

    def nothing_pressed(*given: object) -> None:
        raise AssertionError

    intake = Intake(SystemClock().now, IntakeCallbacks(complete, unused, unused, nothing_pressed))
    intake.on_event = on_event
    return bolt_app(intake), heard


async def ours(raw: list[tuple[bytes, dict[str, str]]]) -> float:
    """Microseconds a request: verifying, reading, understanding, handing over; storage and encryption apart."""
    app, heard = our_app()
    signature = Signature(SECRET, time.time)
    begun = time.perf_counter()
    for data, headers in raw:
        named = {
            "X-Slack-Request-Timestamp": headers["x-slack-request-timestamp"],
            "X-Slack-Signature": headers["x-slack-signature"],
        }
        assert signature.is_good(named, data)
        answer = await app.async_dispatch(AsyncBoltRequest(body=as_json(data), headers=dict(headers)))
        assert answer.status == 200
    took = time.perf_counter() - begun
    assert len(heard) == len(raw)
    return took / len(raw) * 1e6


async def by_socket(raw: list[tuple[bytes, dict[str, str]]], app: AsyncApp) -> float:
    """Microseconds an envelope's payload, as Socket Mode hands it over."""
    bodies = [json.loads(data) for data, headers in raw if headers["content-type"] == "application/json"]
    begun = time.perf_counter()
    for body in bodies:
        answer = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))
        assert answer.status == 200
    return (time.perf_counter() - begun) / len(bodies) * 1e6


async def best(measure: Callable[[], Awaitable[float]], repeats: int) -> float:
    return statistics.median([await measure() for _ in range(repeats)])


@asynccontextmanager
async def serving(rate: float) -> AsyncIterator[tuple[FakeSlack, App]]:
    """The whole product before the stand-in, on the real clock, at a pace."""
    async with FakeSlack(pace=1.0) as slack:
        limits = Limits(overall=rate, per_direct=1.0, per_channel=1.0)
        adapter = make(slack, clock=SystemClock(), limits=limits)
        store, stopping = open_memory_store(), asyncio.Event()
        app = wire_app(store, SystemClock(), [adapter], OnePoint())
        now = app.clock.now()
        await store.run(lambda uow: found_organisation(uow, Organisation(id="org"), now, "questions"))
        async with asyncio.TaskGroup() as group:
            group.create_task(app.serve(stopping))
            await slack.connected()
            yield slack, app
            stopping.set()


def queue(uow: Any, slack: FakeSlack, now: datetime, ids: list[str], prompt: bool) -> None:
    asked = QuestionsAsked(
        round="r" * 26, team="Crisis line", questions=("One?", "Two?", "Three?"), closes_at=now, zone="UTC", k=5
    )
    for id in ids:
        slack.add_user(id, "Amira")
        to = uow.addresses.remember(ConversationRef("slack", TEAM, person=id))
        uow.members.save(Member(id=f"m{id}", name="Amira"))
        uow.identities.save(Identity(id=to, member=f"m{id}"))
        if prompt:
            uow.outbox.add(OutboxMessage(id=f"o{id}", to=to, outcome=asked, urgency=Urgency.PROMPT, created_at=now))


async def broadcast(size: Size) -> tuple[float, list[float], int]:
    """Seconds for all prompts, seconds that people who asked meanwhile waited for the answer, and the 429s."""
    async with serving(size.rate) as (slack, app):
        hands, now = People(slack), app.clock.now()
        askers = [f"U0ASKER{n:03}" for n in range(size.askers)]
        prompted = [f"U0{n:08}" for n in range(size.prompts)]
        await app.store.run(lambda uow: queue(uow, slack, now, askers, False))
        await app.store.run(lambda uow: queue(uow, slack, now, prompted, True))
        begun = time.perf_counter()
        app.sender.wake()
        waits = []
        for id in askers:
            place = slack.direct(id).id
            asked = time.perf_counter()
            assert await hands.command(id, "privacy") == {}
            await until(lambda place=place: any(m.channel == place for m in slack.messages))  # type: ignore[misc]
            waits.append(time.perf_counter() - asked)
            await asyncio.sleep(size.prompts / size.rate / size.askers / 2)
        await until(lambda: len(slack.messages) >= size.prompts + size.askers, 3_600)
        return time.perf_counter() - begun, waits, slack.limited


def p(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] * 1000


async def pressed(size: Size) -> None:
    rows: list[tuple[object, ...]] = []
    for mode in ("socket", "http") * size.times:
        found = await forms(mode, size.people, size.presses)
        figures = (p(found.to_form, 0.5), p(found.to_form, 0.99), p(found.to_ack, 0.5), p(found.to_ack, 0.99))
        rows.append((mode, *(f"{value:.0f}" for value in figures), found.late))
    header = ("", "to form p50 ms", "p99 ms", "to acknowledgement p50 ms", "p99 ms", "too late")
    show(
        f"{size.people} people at once, `folkmoot run` by itself (to reach: p99 of 150 and 100 ms, none too late)",
        header,
        rows,
    )


async def measured(size: Size) -> None:
    raw, repeats = requests(size.events), size.repeats
    theirs, mine = await best(lambda: bolt(raw), repeats), await best(lambda: ours(raw), repeats)
    app, _ = our_app()
    other = library()
    theirs_socket = await best(lambda: by_socket(raw, other), repeats)
    mine_socket = await best(lambda: by_socket(raw, app), repeats)
    rows = [
        ("signed request", f"{theirs:.0f}", f"{mine:.0f}", f"{mine - theirs:+.0f}", f"{mine / theirs:.2f}"),
        (
            "envelope",
            f"{theirs_socket:.0f}",
            f"{mine_socket:.0f}",
            f"{mine_socket - theirs_socket:+.0f}",
            f"{mine_socket / theirs_socket:.2f}",
        ),
    ]
    header = ("", "Bolt, empty listener µs", "ours µs", "more", "ratio")
    show("One event, storage and encryption apart (to reach: at most 20 µs more)", header, rows)
    await pressed(size)
    took, waits, limited = await broadcast(size)
    least = (size.prompts + size.askers) / size.rate
    row = (
        size.prompts,
        f"{took:.1f}",
        f"{least:.1f}",
        f"{took / least:.2f}",
        limited,
        f"{p(waits, 0.5):.0f}",
        f"{p(waits, 0.99):.0f}",
    )
    named = ("messages", "s", f"at {size.rate:g}/s", "ratio", "429s", "asked p50 ms", "asked p99 ms")
    show(f"A broadcast, while {size.askers} people ask something (to reach: 1.1, 0, 300 ms)", named, [row])


def run(smallest: bool = False) -> None:
    asyncio.run(measured(SMALLEST if smallest else Size()))


def main() -> None:
    usual = Size()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--broadcast", type=int, default=usual.prompts, metavar="N")
    parser.add_argument("--rate", type=float, default=usual.rate, metavar="A_SECOND")
    parser.add_argument("--times", type=int, default=usual.times, metavar="N")
    given = parser.parse_args()
    asyncio.run(measured(replace(usual, prompts=given.broadcast, rate=given.rate, times=given.times)))


if __name__ == "__main__":
    main()
