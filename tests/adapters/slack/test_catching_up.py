"""What people wrote while nobody listened is read back, once, by the same process and by the next (R1, R6)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.slack import catching_up
from adapters.slack.app import SlackAdapter
from adapters.slack.intake import Intake
from bot.bootstrap import App, found_organisation, wire_app
from bot.domain.model import Identity, Member, Organisation
from bot.ports import UnitOfWork
from storage.database import open_store
from tests.adapters.slack.product import Product, product
from tests.adapters.slack.stand import AMIRA, BEN, aim, make, person, populate
from tests.fakes.slack.hands import Hands
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import BOT_USER
from tests.support.clock import HandClock
from tests.support.finders import OnePoint
from tests.support.stores import KEY, new_database
from tests.support.waiting import wait_until


class Absence:
    """Everybody who is given, since the instant that is given."""

    def __init__(self, *people: str) -> None:
        self._people = [person(id) for id in people]

    async def since(self) -> datetime | None:
        return None

    async def over(self) -> None:
        return

    async def people(self) -> list[Any]:
        return self._people


def say_unheard(p: Product, user: str, text: str, **more: Any) -> dict[str, Any]:
    """Said in a gap: it stands in the conversation, and Slack has not brought it."""
    message: dict[str, Any] = p.hands.message(user, text, **more)
    if "thread_ts" in more:
        p.slack.messages[-1].thread_ts = more["thread_ts"]
    return message


async def read_back(p: Product, *people: str) -> None:
    p.clock.at += timedelta(minutes=10)
    await p.adapter.catching_up.read_back(Absence(*people), datetime.fromtimestamp(0, p.clock.at.tzinfo))
    await p.app.settle()


def greetings(p: Product, user: str) -> int:
    """How often somebody unknown was answered."""
    return len(answers(p.slack, user))


def answers(slack: FakeSlack, user: str) -> list[str]:
    return [m.text for m in slack.messages if m.channel == slack.direct(user).id and m.user == BOT_USER]


@asynccontextmanager
async def two_strangers() -> AsyncIterator[Product]:
    async with product() as p:
        populate(p.slack)
        await p.say(AMIRA, "hello")
        yield p


async def test_what_was_said_in_a_gap_is_answered_once_however_it_comes() -> None:
    async with two_strangers() as p:
        missed = say_unheard(p, AMIRA, "in the gap")
        await read_back(p, AMIRA)
        assert greetings(p, AMIRA) == 2
        assert await p.slack.deliver(missed, retry=2) == {}
        await read_back(p, AMIRA)
        assert greetings(p, AMIRA) == 2


async def test_without_its_other_name_it_would_be_answered_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: known by event ids alone, what was brought is read back as if it were new."""
    monkeypatch.setattr("bot.engine.engine.first_time", lambda uow, event, now: uow.inbox.claim(event.event_id, now))
    async with two_strangers() as p:
        await read_back(p, AMIRA)
        assert greetings(p, AMIRA) == 2


async def test_replies_in_a_thread_are_read_back_too() -> None:
    async with two_strangers() as p:
        parent = next(m for m in p.slack.messages if m.user == AMIRA)
        say_unheard(p, AMIRA, "in the thread", thread_ts=parent.ts)
        await read_back(p, AMIRA)
        assert greetings(p, AMIRA) == 2


@pytest.mark.parametrize("ahead", [timedelta(seconds=5), timedelta(hours=1), timedelta(days=40)])
async def test_a_gap_in_which_the_clock_was_set_back_is_read_back_too(ahead: timedelta) -> None:
    async with two_strangers() as p:
        said = say_unheard(p, AMIRA, "in the gap")
        p.clock.at = datetime.fromtimestamp(float(said["event"]["ts"]) + 60, p.clock.at.tzinfo)
        await p.adapter.catching_up.read_back(Absence(AMIRA), p.clock.at + ahead)
        await p.app.settle()
        assert greetings(p, AMIRA) == 2


async def test_more_than_a_page_is_read_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "MESSAGES_PER_READING", 3)
    async with two_strangers() as p:
        for n in range(7):
            say_unheard(p, AMIRA, f"in the gap {n}")
        await read_back(p, AMIRA)
        assert greetings(p, AMIRA) == 8


async def test_somebody_whose_conversation_is_not_known_yet_is_looked_for() -> None:
    async with two_strangers() as p:
        say_unheard(p, BEN, "from Ben")
        p.slack.calls.clear()
        await read_back(p, BEN, AMIRA)
        assert len(p.slack.called("conversations.open")) == 1
        assert greetings(p, BEN) == 1


async def test_a_limit_makes_it_wait_and_look_into_the_same_conversation_again() -> None:
    async with two_strangers() as p:
        say_unheard(p, AMIRA, "in the gap")
        p.slack.fail("conversations.history", status=429, retry_after=3, times=2)
        await read_back(p, AMIRA)
        assert greetings(p, AMIRA) == 2


async def test_what_could_not_be_looked_through_is_looked_through_later() -> None:
    """Slack was away for longer than a few attempts take."""
    async with two_strangers() as p:
        say_unheard(p, AMIRA, "in the gap")
        p.slack.fail("conversations.history", status=503, times=catching_up.ATTEMPTS)
        await read_back(p, AMIRA)
        assert greetings(p, AMIRA) == 2


async def test_a_conversation_that_never_can_be_looked_through_is_told_of(caplog: pytest.LogCaptureFixture) -> None:
    async with two_strangers() as p:
        p.slack.fail("conversations.history", status=503, times=10_000)
        await read_back(p, AMIRA)
        assert [record.message for record in caplog.records if "looked through" in record.message] == [
            "conversations could not be looked through"
        ]


async def test_a_conversation_that_cannot_be_looked_into_stops_nothing() -> None:
    async with two_strangers() as p:
        say_unheard(p, AMIRA, "in the gap")
        p.slack.users.pop(BEN)
        await read_back(p, BEN, AMIRA)
        assert greetings(p, AMIRA) == 2


# --- processes


class Process:
    """One start of the product on a database that outlives it."""

    def __init__(self, path: Path, slack: FakeSlack, clock: HandClock) -> None:
        self.store = open_store(path, KEY)
        self.slack = slack
        self.adapter: SlackAdapter = make(slack, "http", clock=clock)
        self.app: App = wire_app(self.store, clock, [self.adapter], OnePoint())

    async def start(self) -> None:
        await self.adapter.start(self.app.engine.handle)
        aim(self.slack, self.adapter)

    async def end(self) -> None:
        await self.app.settle()
        await self.adapter.stop()
        await self.store.close()


async def over_a_restart(folder: Path, away: timedelta) -> list[str]:
    """What Amira sees after she wrote once while the product was away for that long."""
    path, clock = new_database(folder), HandClock()
    async with FakeSlack() as slack:
        slack.wall = lambda: clock.now().timestamp()
        slack.ts = lambda: f"{clock.now().timestamp():.0f}.{slack.number():06}"  # type: ignore[method-assign]
        populate(slack)
        hands = Hands(slack)
        first = Process(path, slack, clock)
        made = Organisation(id="org")
        await first.store.run(lambda uow: found_organisation(uow, made, clock.now(), "questions"))
        await first.start()
        await wait_until(lambda: first.store.read_sync(_signs))
        assert await hands.command(AMIRA, "claim wrong-code") == {}
        await first.store.run(_everybody_is_known)
        await first.end()
        clock.move(away)
        hands.message(AMIRA, "while it was away")
        second = Process(path, slack, clock)
        await second.start()
        signs = second.store.read_sync(_signs)
        await wait_until(lambda: second.store.read_sync(_signs) != signs)
        await second.end()
        return answers(slack, AMIRA)


def _signs(uow: UnitOfWork) -> list[Any]:
    return uow.leases.where(holder="")


def _everybody_is_known(uow: UnitOfWork) -> None:
    uow.members.save(Member(id="amira", name="Amira"))
    uow.identities.save(Identity(id=uow.addresses.remember(person(AMIRA)), member="amira"))


async def test_the_next_process_reads_back_what_was_said_since_the_last_sign_of_life(tmp_path: Path) -> None:
    assert len(await over_a_restart(tmp_path, timedelta(hours=2))) == 2


async def test_a_short_stop_is_left_to_slacks_own_attempts(tmp_path: Path) -> None:
    assert len(await over_a_restart(tmp_path, timedelta(seconds=5))) == 1


async def test_what_was_cut_off_while_reading_back_begins_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No sign of life is left before all was looked through."""
    take = Intake.read_back
    tried = 0

    async def fails_once(self: Intake, body: Any) -> None:
        nonlocal tried
        tried += 1
        if tried == 1:
            raise OSError("disk full")
        await take(self, body)

    monkeypatch.setattr(Intake, "read_back", fails_once)
    monkeypatch.setattr(catching_up, "SIGN", 0.02)
    assert len(await over_a_restart(tmp_path, timedelta(hours=2))) == 2
    assert tried > 1
