"""Months of rounds, really played with a clock moved by hand: what is asked often takes no longer at the end than at the beginning.

`python -m bench.growth 24 40` plays 24 months of 40 teams. The ratios are printed, and the highest allowed beside them.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from adapters.fake import FakeAdapter
from bench.rounds import OPENS, TEAM_SIZE, people, person
from bench.table import show
from bot.bootstrap import App, found_organisation, wire_app
from bot.domain.confidential import ConfidentialText
from bot.domain.events import ChatCommandTyped, FormSubmitted, HomeOpened, Sender
from bot.domain.model import Organisation, RoundState
from bot.domain.rounds import RUNNING
from bot.engine import retention
from bot.engine.context import WorkContext
from bot.ports import UnitOfWork
from storage.database import open_store
from storage.sqlite_store import SqliteStore
from tests.support.clock import HandClock
from tests.support.finders import TOPICS, LeftoverFinder

MONTHS, TEAMS, SMALLEST = 24, 40, (3, 4)
MONTH = timedelta(days=30)
FULL = 6
"""Months after which the times of `retention` are full: from then on as much ends as is added."""
MOST = 1.3
"""Ratio of the end to the sixth month that is allowed."""
REPEATED = 15


@dataclass(slots=True)
class House:
    """An organisation that is played, and what is measured of it."""

    app: App
    store: SqliteStore
    clock: HandClock
    count: int
    chance: random.Random
    typed: int = 0
    looked_at: dict[str, datetime] = field(default_factory=dict)

    async def pass_day(self) -> None:
        """A day: what is due is done in the morning and in the evening, and who is asked answers at noon."""
        for hours in (1, 6, 17):
            self.clock.at += timedelta(hours=hours)
            await self.app.settle()
            if hours == 6:
                await self.answer()

    async def play_until(self, end: datetime) -> dict[str, float]:
        """Play on, and until no round runs: what is asked then is the same each time. What is measured there."""
        while self.clock.at < end or await self.store.read(lambda uow: uow.rounds.count(state=RUNNING)):
            await self.pass_day()
        return await self.measure()

    async def answer(self) -> None:
        """Eight in ten of those who are asked and have not answered do."""
        waiting = await self.app.store.read(_asked)
        for member, round_ in waiting:
            number = int(member[1:])
            if number % TEAM_SIZE < 8:
                await self.app.engine.handle(self._answer_of(number, round_))
        if waiting:
            await self.app.sender.drain()

    def _answer_of(self, number: int, round_: str) -> FormSubmitted:
        self.typed += 1
        words = {
            f"q{n}": ConfidentialText(f"{self.chance.choice(TOPICS)} as person {number} sees it") for n in (1, 2, 3)
        }
        return FormSubmitted(
            event_id=f"a{self.typed}",
            sender=Sender(ref=person(number)),
            where=person(number),
            at=self.clock.at,
            form="answer",
            token=round_,
            values=words,
        )

    async def measure(self) -> dict[str, float]:
        """Milliseconds of each thing that is asked often, the median of several."""
        now = self.clock.at
        found = {
            "idle tick": await _median_of(self.app.scheduler.tick),
            "status": await _median_of(lambda: self._type("status")),
            "one's own page": await _median_of(self._open_home),
            "sweep of the stores": await _median_of(lambda: self.store.sweep(now), 3),
            "look for what is past its time": await _median_of(lambda: self._look(), 3),
            "look through all rows": await _median_of(lambda: self.store.read(lambda uow: uow.look_through()), 3),
        }
        return {name: 1000 * seconds for name, seconds in found.items()}

    async def _type(self, text: str) -> None:
        self.typed += 1
        event = ChatCommandTyped(
            event_id=f"c{self.typed}", sender=Sender(ref=person(0)), where=person(0), at=self.clock.at, text=text
        )
        await self.app.engine.handle(event)

    async def _open_home(self) -> None:
        self.typed += 1
        event = HomeOpened(event_id=f"h{self.typed}", sender=Sender(ref=person(1)), where=person(1), at=self.clock.at)
        await self.app.engine.handle(event)

    async def _look(self) -> object:
        def look(uow: UnitOfWork) -> object:
            return retention.find_past_time(WorkContext(uow, self.clock.at, self.app.services), self.looked_at)

        return await self.store.read(look)


def _asked(uow: UnitOfWork) -> list[tuple[str, str]]:
    """Members and the round that asks them and has no answer of theirs."""
    found = []
    for round_ in uow.rounds.where(state=RoundState.OPEN):
        if not uow.answers.count(round=round_.id):
            found += [(row.member, round_.id) for row in uow.interviews.where(round=round_.id)]
    return found


async def _median_of(work: Callable[[], Awaitable[object]], times: int = REPEATED) -> float:
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        await work()
        spent.append(time.perf_counter() - started)
    return median(spent)


async def play(months: int, teams: int, folder: Path) -> tuple[list[dict[str, float]], int]:
    """What is measured after the first month, the sixth and at the end; and how many rounds there were."""
    clock, count = HandClock(OPENS - timedelta(hours=2)), teams * TEAM_SIZE
    store = open_store(folder / "growth.db", bytes(range(32)))
    app = wire_app(store, clock, [FakeAdapter()], LeftoverFinder())
    await store.run(lambda uow: found_organisation(uow, Organisation(id="org", zone="UTC"), clock.now(), "q"))
    await store.run(lambda uow: people(uow, count))
    await store.run(_make_admin)
    house = House(app, store, clock, count, random.Random(7))
    begun = clock.at
    found = [await house.play_until(begun + number * MONTH) for number in (1, min(FULL, months), months)]
    rounds = await store.read(lambda uow: uow.rounds.count())
    await store.close()
    return found, rounds


def _make_admin(uow: UnitOfWork) -> None:
    """The first person is one, so that `status` shows everything."""
    member = uow.members.where(id="m000000")[0]
    uow.members.save(replace(member, admin=True))


def run(smallest: bool = False) -> None:
    measure(*(SMALLEST if smallest else (MONTHS, TEAMS)))


def measure(months: int, teams: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        found, rounds = asyncio.run(play(months, teams, Path(folder)))
        spent = time.perf_counter() - started
    rows = [_row(name, *(each[name] for each in found)) for name in found[0]]
    header = ("what", "month 1, ms", "month 6, ms", "the end, ms", "end to 1", "end to 6", "allowed")
    show(f"{months} months of {teams} teams, {rounds} rounds, played in {spent:.0f} s", header, rows)


def _row(name: str, first: float, full: float, last: float) -> tuple[object, ...]:
    return name, f"{first:.2f}", f"{full:.2f}", f"{last:.2f}", f"{last / first:.2f}", f"{last / full:.2f}", MOST


if __name__ == "__main__":
    measure(*[int(number) for number in sys.argv[1:3]])
