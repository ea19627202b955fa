"""C12: what the rule does not know is looked at once more by its meaning, in time or shortly after, and nothing is lost or told."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from threading import Event

import pytest

from bot.domain.confidential import ConfidentialText
from bot.domain.events import MessageReceived
from bot.domain.outcomes import answering, drafts
from bot.domain.outcomes import support as said
from bot.domain.outcomes.commands import Welcome
from bot.engine.safeguarding import second_look
from bot.views.text import as_text
from tests.support.actions import HOME, opened
from tests.support.places import person
from tests.support.world import World

MEANT = "I have written the letters already, this is just so you know"
HARMLESS = "The letters to donors go out too late"


class Reader:
    """Knows one sentence; `waits` until it is let go."""

    def __init__(self, *, waits: bool = False) -> None:
        self.asked: list[str] = []
        self.warmed = 0
        self.free = Event()
        if not waits:
            self.free.set()

    def warm_up(self) -> None:
        self.warmed += 1

    def find_risky(self, texts: Sequence[str]) -> frozenset[str]:
        self.asked += texts
        self.free.wait(10)
        return frozenset(texts) & {MEANT, "go on with our meeting"}


class Failing(Reader):
    def find_risky(self, texts: Sequence[str]) -> frozenset[str]:
        raise RuntimeError


async def a_world(reader: Reader | None) -> tuple[World, str]:
    world = World(risk_reader=reader)
    round_ = await opened(world)
    return world, round_.id


async def test_what_is_meant_brings_the_contacts_and_holds_the_words() -> None:
    world, round_id = await a_world(Reader())
    heard = await world.type("amira", MEANT, "m1")
    shown = heard.told(said.SupportShown)
    assert shown.found and shown.held and not shown.late
    assert heard.told(drafts.DraftKept) is None
    form = await world.answer("ben", round_id, HARMLESS, MEANT)
    assert form.told(said.SupportShown).held
    assert form.told(answering.AnswerSaved).given == (1,)
    openly = await world.hear(world.event(MessageReceived, "dan", HOME, text=ConfidentialText(MEANT)))
    assert openly.told(said.SupportShown).openly


async def test_without_the_second_look_the_rule_alone_lets_them_pass() -> None:
    world, _ = await a_world(None)
    assert (await world.type("amira", MEANT, "m1")).told(drafts.DraftKept)


async def test_what_means_no_risk_or_is_a_request_goes_its_way() -> None:
    world, _ = await a_world(Reader())
    assert (await world.type("amira", HARMLESS, "m1")).told(drafts.DraftKept)
    assert (await world.type("amira", "go on with our meeting", "m2")).told(said.SupportShown) is None


async def test_what_the_rule_knows_is_not_looked_at_again() -> None:
    reader = Reader()
    world, _ = await a_world(reader)
    assert (await world.type("amira", "I want to die", "m1")).told(said.SupportShown)
    assert "I want to die" not in reader.asked
    await world.type("ben", HARMLESS, "m2")
    assert HARMLESS in reader.asked


async def test_a_failing_reader_costs_nobody_their_words() -> None:
    world, _ = await a_world(Failing())
    assert (await world.type("amira", MEANT, "m1")).told(drafts.DraftKept)


async def test_whoever_presses_something_makes_it_get_ready() -> None:
    reader = Reader()
    world, round_id = await a_world(reader)
    before = reader.warmed
    assert (await world.press("amira", "answer", round_id)).reply.form
    await world.app.engine.second_look.finish(5)
    assert reader.warmed == before + 1


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_look.SecondLook.__init__, "__defaults__", (0.01,))


async def told_late(world: World, who: str) -> list[str]:
    await world.app.engine.second_look.finish(5)
    await world.settle()
    return [as_text(sent.view) for sent in world.seen_by(person(who)) if "It sounds hard" in as_text(sent.view)]


@pytest.mark.usefixtures("impatient")
async def test_who_is_understood_late_is_shown_the_contacts_late_and_once() -> None:
    reader = Reader(waits=True)
    world, _ = await a_world(reader)
    assert (await world.type("amira", MEANT, "m1")).told(drafts.DraftKept)
    assert (await world.type("ben", HARMLESS, "m2")).told(drafts.DraftKept)
    assert (await world.type("amira", MEANT, "m3")).told(drafts.DraftKept)
    reader.free.set()
    (text,) = await told_late(world, "amira")
    assert "has gone its usual way" in text
    assert await told_late(world, "ben") == []
    world.clock.move(timedelta(hours=2))
    await world.type("amira", MEANT, "m4")
    assert len(await told_late(world, "amira")) == 2


async def reminded(world: World, who: str) -> int:
    """How often somebody was told how to see the contacts again."""
    await world.app.engine.second_look.finish(5)
    await world.settle()
    return sum("Say “support” whenever" in as_text(sent.view) for sent in world.seen_by(person(who)))


@pytest.mark.usefixtures("impatient")
async def test_who_is_understood_late_within_the_hour_is_told_how_to_see_them() -> None:
    """Words that were typed before the contacts were shown are answered by these."""
    reader = Reader(waits=True)
    world, _ = await a_world(reader)
    await world.type("amira", MEANT, "m1")
    await world.type("amira", MEANT, "m2")
    reader.free.set()
    assert len(await told_late(world, "amira")) == 1 and await reminded(world, "amira") == 0
    reader.free.clear()
    world.clock.move(timedelta(minutes=1))
    assert (await world.type("amira", MEANT, "m3")).told(drafts.DraftKept)
    assert (await world.type("ada", HARMLESS, "m4")).told(drafts.DraftKept)
    openly = await world.hear(world.event(MessageReceived, "amira", HOME, text=ConfidentialText(MEANT)))
    assert openly.told(said.SupportNamed) is None
    reader.free.set()
    assert await reminded(world, "amira") == 1 and await reminded(world, "ada") == 0
    assert len(await told_late(world, "amira")) == 1


@pytest.mark.usefixtures("impatient")
async def test_a_stranger_is_shown_them_late_as_well() -> None:
    reader = Reader(waits=True)
    world, _ = await a_world(reader)
    assert (await world.type("zoe", MEANT, "m1")).told(Welcome)
    reader.free.set()
    assert len(await told_late(world, "zoe")) == 1


@pytest.mark.usefixtures("impatient")
async def test_the_product_stops_while_it_looks() -> None:
    reader = Reader(waits=True)
    world, _ = await a_world(reader)
    await world.type("amira", MEANT, "m1")
    async with asyncio.timeout(5):
        await world.app.engine.second_look.finish(0.01)
    reader.free.set()
    assert await told_late(world, "amira") == []
