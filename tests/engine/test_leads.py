"""Leads look after their own team: its one reminder, more time, its last digest again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.model import RoundState
from bot.domain.outcomes.repairs import AllReminded, NotReminded, RoundExtended, RoundNotExtended
from bot.domain.outcomes.sharing import DigestSent
from bot.domain.rounds import with_next_at
from bot.engine import access
from bot.views.text import as_text
from tests.support.actions import FORTNIGHTLY, HOME, TEAM, cancel, opened, until
from tests.support.places import person
from tests.support.world import World

LEAD = TEAM[-1]
TWO_TEAMS = {"Alpha": ("ada", "amira", "ben", "chloe", "dan"), "Beta": ("eve", "femi", "gita", "hal", "iris")}
"""Each too small to be asked alone; dan leads one, iris the other."""


def _reminders(world: World, who: str) -> list[str]:
    texts = [as_text(sent.view) for sent in world.seen_by(person(who))]
    return [text for text in texts if text.startswith("This is the only reminder")]


async def test_everybody_is_reminded_once_whoever_asks_for_it() -> None:
    """Those who answered as well, in the same words: none of them tells anything by it."""
    world = World()
    round_ = await opened(world)
    await world.answer("ben", round_.id, "Our handover")
    assert (await world.command(LEAD, "round remind")).told(AllReminded)
    await world.settle()
    assert {len(_reminders(world, who)) for who in TEAM} == {1}
    assert len({_reminders(world, who)[0] for who in TEAM}) == 1
    assert (await world.command("ada", "round remind")).told(NotReminded).why == "reminded"
    await until(world, round_, RoundState.DRAFT, RoundState.WITHHELD)
    assert {len(_reminders(world, who)) for who in TEAM} == {1}


async def test_without_the_note_that_it_went_there_would_be_two() -> None:
    world = World()
    round_ = await opened(world)
    await world.command(LEAD, "round remind")
    await world.settle()
    now = (await world.rounds(id=round_.id))[0]
    world.store.run_sync(lambda uow: uow.rounds.save(with_next_at(replace(now, reminded=False))))
    assert (await world.command(LEAD, "round remind")).told(AllReminded)


async def test_who_leads_one_of_several_teams_that_are_asked_as_one_does_not_order_about_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    round_ = await opened(world, TWO_TEAMS)
    assert len(round_.teams) == 2
    later = f"{world.clock.now() + timedelta(days=9):%d %B %Y}"
    assert (await world.command("dan", "round remind Alpha")).told(NotReminded).why == "together"
    assert (await world.command("dan", f"round extend Alpha until {later}")).told(RoundNotExtended).why == "together"
    # Negative control: without the look at all teams of the round, it would be done for both.
    monkeypatch.setattr(access, "may_order_round", lambda *given: True)
    assert (await world.command("dan", "round remind Alpha")).told(AllReminded)
    monkeypatch.undo()
    assert (await world.command("ada", f"round extend Alpha until {later}")).told(RoundExtended)


async def test_a_round_that_somebody_asked_to_cancel_reminds_nobody() -> None:
    world = World()
    await opened(world)
    await world.command("ada", "round cancel Alpha", HOME)
    assert (await world.command(LEAD, "round remind")).told(NotReminded).why == "cancelling"
    await cancel(world)
    assert (await world.command(LEAD, "round remind")).told(NotReminded).why == "not open"


async def _ended(world: World) -> None:
    round_ = await opened(world)
    for who in TEAM[1:7]:
        await world.answer(who, round_.id, f"Lantern of {who}")
    await until(world, round_, RoundState.FINAL)


def _digests(world: World, who: str) -> list[Any]:
    texts = [as_text(sent.view) for sent in world.seen_by(person(who))]
    return [text for text in texts if text.startswith("Digest for you")]


async def test_a_digest_is_shown_again_in_private_wherever_it_is_asked_for() -> None:
    world = World()
    await _ended(world)
    for where in (None, HOME):
        await world.command(LEAD, "digest", where)
    await world.settle()
    first, *again = _digests(world, LEAD)
    assert again == [first, first]
    assert not [sent for sent in world.seen_by(HOME) if "Digest" in as_text(sent.view)]


async def test_a_digest_whose_message_is_kept_no_more_is_made_again() -> None:
    world = World()
    await _ended(world)
    await world.settle()
    first = _digests(world, LEAD)[0]
    world.store.run_sync(lambda uow: uow.outbox.prune(world.clock.now() + timedelta(days=1)))
    assert (await world.command(LEAD, "digest")).told(DigestSent)
    await world.settle()
    assert _digests(world, LEAD) == [first, first]


async def test_who_leads_since_then_is_shown_no_digest_of_before() -> None:
    world = World()
    await _ended(world)
    await world.command("ada", "lead set <@ben> for Alpha", HOME)
    assert (await world.command("ben", "digest")).told(DigestSent) is None


async def test_questions_that_wait_for_ones_own_hour_are_not_sent_once_the_round_is_cancelled() -> None:
    for cancels in (True, False):
        world = World()
        await world.found({"Alpha": TEAM}, FORTNIGHTLY)
        await world.command("ben", "my zone New York")
        world.clock.move(timedelta(hours=26))
        await world.settle()
        assert len(await world.rounds(state=RoundState.OPEN)) == 1
        before = len(world.seen_by(person("ben")))
        if cancels:
            await cancel(world)
        world.clock.move(timedelta(hours=6))
        await world.settle()
        asked = [
            as_text(sent.view) for sent in world.seen_by(person("ben"))[before:] if "three questions" in repr(sent.view)
        ]
        assert bool(asked) is not cancels
