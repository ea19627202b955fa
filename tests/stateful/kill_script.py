"""One round on SQLite or on PostgreSQL, told step by step, by a process that may be killed at any numbered point and begun again.

What must outlive the process is in files beside the database: the platform with all that arrived, and what it was told was
done. A step that was not acknowledged is done again, as a platform delivers an event again.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

from bot.bootstrap import App, wire_app
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent, FormSubmitted, Sender
from bot.domain.model import AnswerState, RoundState
from bot.ports import Limits, OnEvent, UnitOfWork
from bot.views.capabilities import FULL, Capabilities
from bot.views.view import View
from storage.database import open_store
from storage.failpoints import Failpoint
from storage.sql_store import SqlStore
from tests.support.clock import START, HandClock
from tests.support.finders import TopicFinder
from tests.support.places import person
from tests.support.stores import KEY, new_database
from tests.support.world import World

PEOPLE = ("ada", "amira", "ben", "chloe", "dan", "eve", "femi")
ANSWERS = (
    ("amira", "Harbour one"),
    ("ben", "Harbour two"),
    ("chloe", "Harbour three"),
    ("dan", "Harbour four"),
    ("eve", "Harbour five"),
    ("amira", "Harbour one, changed"),
)
ADDRESSES = "addresses"
DAYS = 10
STEPS = len(ANSWERS) + DAYS
OPENED = START + timedelta(hours=26)


class Points:
    """Counts every point that is passed, and kills the process at the chosen one; 0 never kills."""

    def __init__(self, kill_at: int) -> None:
        self.passed = 0
        self._kill_at = kill_at

    def reach(self, name: str) -> None:
        self.passed += 1
        if self.passed == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


class FilePlatform:
    """A platform in a file: it remembers what arrived, whatever becomes of who sent it."""

    platform = "fake"
    limits = Limits(overall=1e6, per_direct=1e6, per_channel=1e6)
    settles = True

    def __init__(self, file: Path, points: Points) -> None:
        self._file = file
        self._points = points

    def capabilities(self, ref: ConversationRef) -> Capabilities:
        return FULL

    def arrived(self) -> list[str]:
        return self._file.read_text().split() if self._file.exists() else []

    async def send(self, ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
        self._points.reach("before-arrival")
        append(self._file, key)
        self._points.reach("after-arrival")
        return key

    async def edit(self, ref: ConversationRef, sent_ref: str, view: View, key: str) -> str:
        return sent_ref

    async def find(self, ref: ConversationRef, key: str) -> str | None:
        return key if key in self.arrived() else None

    async def start(self, on_event: OnEvent) -> None: ...

    async def stop(self) -> None: ...


def append(file: Path, line: str) -> None:
    with file.open("a") as out:
        out.write(line + "\n")


def opened_in(folder: Path, failpoint: Failpoint) -> SqlStore:
    """The store in a folder, or on PostgreSQL at the two addresses that are written down there."""
    if not (folder / ADDRESSES).exists():
        return open_store(folder / "folkmoot.db", KEY, failpoint=failpoint)
    from tests.support.postgres import open_pair, pair_at

    return open_pair(pair_at(*(folder / ADDRESSES).read_text().split()), failpoint=failpoint)


def prepare(folder: Path) -> None:
    """The organisation as it is before its round opens."""
    if not (folder / ADDRESSES).exists():
        new_database(folder)
    world = World(lambda failpoint: opened_in(folder, failpoint))

    async def begin() -> None:
        await world.found({"Alpha": PEOPLE}, "every other Tuesday at 10:00")
        await world.store.close()

    asyncio.run(begin())


class Play:
    """One process's part of the story."""

    def __init__(self, folder: Path, points: Points, early: bool) -> None:
        self.done = folder / "acknowledged"
        self.begun = folder / "begun"
        append(self.begun, "x")
        self.early = early
        self.clock = HandClock()
        self.platform = FilePlatform(folder / "platform", points)
        self.store: SqlStore = opened_in(folder, points.reach)
        life = len(self.begun.read_text().split())
        drawn = count(1)
        self.life = timedelta(minutes=3 * life)
        tokens: Callable[[], str] = lambda: f"life{life}token{next(drawn):05}"  # noqa: E731
        self.app: App = wire_app(self.store, self.clock, [self.platform], TopicFinder(), tokens)

    def acknowledged(self) -> int:
        return len(self.done.read_text().split()) if self.done.exists() else 0

    async def tell(self) -> list[str]:
        """Go on from the first step that was not acknowledged; what is wrong with what was found."""
        first = self.acknowledged()
        self.clock.at = OPENED + self.life + timedelta(days=max(0, first - len(ANSWERS)))
        wrong = await self.store.read(lambda uow: lost(uow, first))
        await self.app.sender.recover()
        await self.app.settle()
        for step in range(first, STEPS):
            if self.early:
                append(self.done, str(step))
            await self._step(step)
            if not self.early:
                append(self.done, str(step))
        self.clock.at += timedelta(minutes=5)
        await self.app.sender.recover()
        await self.app.settle()
        wrong += await self.store.read(lambda uow: lost(uow, STEPS))
        wrong += await self.store.read(lambda uow: unfinished(uow, self.platform.arrived()))
        await self.store.close()
        return wrong

    async def _step(self, step: int) -> None:
        if step < len(ANSWERS):
            await self.app.engine.handle(await self._answer(step))
        else:
            self.clock.at += timedelta(days=1)
        await self.app.settle()

    async def _answer(self, step: int) -> AnyEvent:
        who, words = ANSWERS[step]
        (round_,) = await self.store.read(lambda uow: uow.rounds.where(state=RoundState.OPEN))
        sender = Sender(ref=person(who), name=who)
        values = {"q1": ConfidentialText(words)}
        now = self.clock.now()
        return FormSubmitted(
            event_id=f"step{step}",
            sender=sender,
            where=person(who),
            at=now,
            form="answer",
            token=round_.id,
            values=values,
        )


def lost(uow: UnitOfWork, steps: int) -> list[str]:
    """Which of the answers acknowledged in the first `steps` steps are not there exactly once."""
    expected = dict(ANSWERS[:steps])
    rows = uow.answers.where(state=AnswerState.GIVEN)
    names = {row.id: row.name for row in uow.members.where()}
    texts = [text.reveal() if text else "" for text in uow.texts.read([row.id for row in rows])] if rows else []
    found = sorted(zip([names[row.member] for row in rows], texts, strict=True))
    gone = [f"lost: {who}" for who, words in expected.items() if not any(one == who for one, _ in found)]
    old = {ANSWERS[0]} if steps < len(ANSWERS) else set()
    wrong = [f"not as acknowledged: {one}" for one in found if one not in ANSWERS or (one in old and steps == STEPS)]
    twice = [f"twice: {who}" for who in expected if sum(one == who for one, _ in found) > 1]
    if steps == STEPS:
        wrong += [f"not the newest: {who}" for who, words in found if expected.get(who) != words]
    return gone + wrong + twice


def unfinished(uow: UnitOfWork, arrived: list[str]) -> list[str]:
    """What the end of the story lacks, and what was said twice."""
    states = [row.state for row in uow.rounds.where()]
    wrong = [] if states == [RoundState.FINAL] else [f"rounds: {states}"]
    wrong += [f"said twice: {key}" for key in set(arrived) if arrived.count(key) > 1]
    later = [row for row in uow.outbox.where() if row.created_at >= OPENED]
    unsent = [row for row in later if row.state != "sent" or row.id not in arrived]
    return wrong + [f"never said: {row.id} {row.state}" for row in unsent]


def play(folder: Path, kill_at: int, early: bool = False) -> int:
    """Play to the end, or to the point that kills. The number of points passed; what is wrong goes to a file."""
    points = Points(kill_at)
    wrong = asyncio.run(Play(folder, points, early).tell())
    for one in wrong:
        append(folder / "wrong", json.dumps(one))
    return points.passed
