"""An organisation that is really played with a clock moved by hand: who is asked answers, and what is due is done."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.fake import FakeAdapter
from bench.database_steps import connections_made
from bench.rounds import OPENS, PHRASES, TEAM_SIZE, people, person
from bot.bootstrap import App, found_organisation, wire_app
from bot.domain.confidential import ConfidentialText
from bot.domain.events import FormSubmitted, Sender
from bot.domain.model import Organisation, RoundState
from bot.domain.rounds import RUNNING
from bot.engine.rounds import deadlines
from bot.ports import UnitOfWork
from bot.themes.finder import LocalFinder
from storage.database import open_store
from storage.sqlite.store import SqliteStore
from tests.support.clock import HandClock

if TYPE_CHECKING:
    from bot.themes.embed import Vectors

KEY = bytes(range(32))
DAY = timedelta(days=1)
ENDINGS = ("", " for us", " every week", " and it wears people out", " since the spring", " as before")


class CachedEncoder:
    """The shipped encoder, which is asked once for each text: its vector is kept under the hash of its content."""

    def __init__(self) -> None:
        self._known: dict[bytes, Vectors] = {}

    def __call__(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        from bot.themes.encoding import shared_process

        names = [sha256(text.encode()).digest() for text in texts]
        new = {name: text for name, text in zip(names, texts, strict=True) if name not in self._known}
        if new:
            self._known.update(zip(new, shared_process().encode(list(new.values())), strict=True))
        return np.array([self._known[name] for name in names])


ENCODER = CachedEncoder()


@dataclass(slots=True)
class House:
    """An organisation in files, open at an instant."""

    app: App
    store: SqliteStore
    clock: HandClock
    chance: random.Random
    connections: list[sqlite3.Connection]
    typed: int = 0

    async def play_to_draft(self, least: datetime) -> None:
        """Play on past `least`, until all finals wait for the organisation's draft, which is due within a day."""
        while self.clock.at < least or not await self.store.read(lambda uow: _awaits_draft(uow, self.clock.at)):
            await self.pass_day()

    async def pass_day(self) -> None:
        """A day: what is due is done in the morning and in the evening, and who is asked answers at noon."""
        for hours in (1, 6, 17):
            self.clock.at += timedelta(hours=hours)
            await self.app.settle()
            if hours == 6:
                await self.answer()

    async def answer(self) -> None:
        """Eight in ten of those who are asked and have not answered do."""
        waiting = await self.store.read(_asked)
        for member, round_ in waiting:
            number = int(member[1:])
            if number % TEAM_SIZE < 8:
                await self.app.engine.handle(self._answer_of(number, round_))
        if waiting:
            await self.app.sender.drain()

    def _answer_of(self, number: int, round_: str) -> FormSubmitted:
        words = {
            f"q{n}": ConfidentialText(self.chance.choice(PHRASES) + self.chance.choice(ENDINGS)) for n in (1, 2, 3)
        }
        return FormSubmitted(
            event_id=self.event_id(),
            sender=Sender(ref=person(number)),
            where=person(number),
            at=self.clock.at,
            form="answer",
            token=round_,
            values=words,
        )

    def event_id(self) -> str:
        self.typed += 1
        return f"{self.clock.at:%Y%m%d}:{self.typed}"


def _awaits_draft(uow: UnitOfWork, now: datetime) -> bool:
    (organisation,) = uow.organisations.where()
    due = deadlines.organisation_draft_at(organisation)
    waiting = uow.releases.where(final=True, pooled="")
    return bool(due and now < due <= now + DAY and waiting and not uow.rounds.count(state=RUNNING))


def _asked(uow: UnitOfWork) -> list[tuple[str, str]]:
    """Members and the round that asks them and has no answer of theirs."""
    found = []
    for round_ in uow.rounds.where(state=RoundState.OPEN):
        if not uow.answers.count(round=round_.id):
            found += [(row.member, round_.id) for row in uow.interviews.where(round=round_.id)]
    return found


def open_house(folder: Path, at: datetime) -> House:
    with connections_made() as connections:
        store = open_store(folder / "growth.db", KEY)
    clock = HandClock(at)
    app = wire_app(store, clock, [FakeAdapter()], LocalFinder(ENCODER, ENCODER))
    return House(app, store, clock, random.Random(7), connections)


async def found_house(folder: Path, teams: int, team_size: int = TEAM_SIZE) -> House:
    """An organisation of so many teams, each with a lead and a schedule, two hours before the first rounds."""
    house = open_house(folder, OPENS - timedelta(hours=2))
    await house.store.run(
        lambda uow: found_organisation(uow, Organisation(id="org", zone="UTC"), house.clock.now(), "q")
    )
    await house.store.run(lambda uow: people(uow, teams * team_size, team_size))
    await house.store.run(_make_admin)
    return house


def _make_admin(uow: UnitOfWork) -> None:
    """The first person is one, so that `status` shows everything."""
    member = uow.members.where(id="m000000")[0]
    uow.members.save(replace(member, admin=True))
