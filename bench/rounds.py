"""A whole round for an organisation: opened, answered, closed, drafted, made final, with every message sent."""

from __future__ import annotations

import asyncio
import math
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.fake import FakeAdapter
from bench.table import show
from bot.bootstrap import App, found_organisation, wire_app
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.events import FormSubmitted, Sender
from bot.domain.model import Identity, Member, Membership, Organisation, RoundState, Schedule, Team
from bot.ports import UnitOfWork
from bot.themes.finder import LocalFinder
from storage.database import open_store
from tests.support.clock import HandClock

OPENS = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
TEAM_SIZE = 10
SIZES, SMALLEST = (400, 2000, 10000), (20,)
PHRASES = (
    "the rota comes too late to plan a week around it",
    "handover between shifts is rushed and things get lost",
    "people look after each other when a call was hard",
    "supervision every month keeps me going",
    "the phone system drops calls at night",
    "we need more training on self-harm calls",
    "decisions are made without asking us",
    "the kitchen has no chairs",
)


def person(number: int) -> ConversationRef:
    return ConversationRef(platform="fake", workspace="w", person=f"p{number}")


def people(uow: UnitOfWork, count: int, team_size: int = TEAM_SIZE) -> None:
    """`count` people in teams of `team_size`, each team with a channel, a lead and a schedule that is due at ten."""
    for number in range(count):
        team = f"team{number // team_size:05}"
        if number % team_size == 0:
            channel = uow.addresses.remember(ConversationRef(platform="fake", workspace="w", channel=team))
            uow.teams.save(Team(id=team, name=team, channel=channel))
            rule = _rule()
            before = OPENS - timedelta(hours=1)
            uow.schedules.save(
                Schedule(id=f"s{team}", team=team, rule=rule, words="", asked_until=before, next_at=OPENS)
            )
        member = f"m{number:06}"
        uow.members.save(Member(id=member, name=f"Person{number}", primary_team=team))
        uow.identities.save(Identity(id=uow.addresses.remember(person(number)), member=member))
        uow.memberships.save(Membership(id=member, team=team, member=member, lead=number % team_size == 0, since=OPENS))


def _rule() -> str:
    from bot.calendar import Rule, parse_schedule

    rule = parse_schedule("first Tuesday of the month at 10:00", today=OPENS.date())
    assert isinstance(rule, Rule)
    return rule.to_text()


async def answers(app: App, count: int) -> None:
    """Eight in ten people answer, fifty at a time."""
    chance = random.Random(7)
    interviews = await app.store.read(lambda uow: {row.member: row.round for row in uow.interviews.where()})
    waiting = [number for number in range(count) if number % TEAM_SIZE < 8]
    for start in range(0, len(waiting), 50):
        await asyncio.gather(
            *(
                app.engine.handle(
                    FormSubmitted(
                        event_id=f"a{number}",
                        sender=Sender(ref=person(number)),
                        where=person(number),
                        at=OPENS,
                        form="answer",
                        token=interviews[f"m{number:06}"],
                        values={f"q{n}": ConfidentialText(chance.choice(PHRASES)) for n in (1, 2, 3)},
                    )
                )
                for number in waiting[start : start + 50]
            )
        )
    await app.sender.drain()


async def timed(work: Callable[[], Awaitable[None]]) -> float:
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started


async def whole(count: int, folder: Path) -> tuple[float, float, float, float]:
    """Seconds to open, to take the answers, to draft, and to finish."""
    clock = HandClock(OPENS - timedelta(minutes=1))
    store = open_store(folder / f"{count}.db", bytes(range(32)))
    app = wire_app(store, clock, [FakeAdapter()], LocalFinder())
    organisation = Organisation(id="org", zone="UTC")
    await store.run(lambda uow: found_organisation(uow, organisation, clock.now(), "q"))
    await store.run(lambda uow: people(uow, count))
    spent = []
    clock.at = OPENS
    spent.append(await timed(app.settle))
    spent.append(await timed(lambda: answers(app, count)))
    for days in (4, 8):
        clock.at = OPENS + timedelta(days=days)
        spent.append(await timed(app.settle))
    states = await store.read(lambda uow: {row.state for row in uow.rounds.where()})
    await store.close()
    if states != {RoundState.FINAL}:
        raise RuntimeError(f"the rounds did not become final: {states}")
    return spent[0], spent[1], spent[2], spent[3]


def run(smallest: bool = False) -> None:
    measure(SMALLEST if smallest else SIZES)


def measure(sizes: tuple[int, ...]) -> None:
    rows = []
    first: tuple[int, float] | None = None
    with tempfile.TemporaryDirectory() as folder:
        for count in sizes:
            spent = asyncio.run(whole(count, Path(folder)))
            total = sum(spent)
            first = first or (count, total)
            exponent = f"{math.log(total / first[1]) / math.log(count / first[0]):.2f}" if count != first[0] else ""
            cells = [f"{seconds:.1f}" for seconds in (*spent, total)]
            rows.append((count, count // TEAM_SIZE, *cells, f"{total / count * 1000:.2f}", exponent))
    header = ("people", "teams", "open s", "answers s", "draft s", "final s", "total s", "ms a person", "exponent")
    show("A whole round, SQLite, every message sent to an adapter without limits", header, rows)


if __name__ == "__main__":
    measure(tuple(int(size) for size in sys.argv[1:]) or SIZES)
