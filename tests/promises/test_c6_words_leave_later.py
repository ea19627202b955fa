"""Release rule 6 (B11): words that were taken back leave a posted draft at the group's daily close, never at that instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.model import Round, RoundState
from bot.domain.outcomes.answering import WordsPreviewed
from bot.engine import ref_names
from bot.engine.answers import withdrawing
from bot.engine.rounds import deadlines, draft_release
from bot.views.view import Quote
from tests.support.actions import HOME, TEAM, opened, until
from tests.support.twins import seen, twin
from tests.support.world import World

X = "amira"
ALLOWING = (X, "ben", "chloe", "dan")
TEN = (*TEAM, "iris")


def quotes(world: World) -> list[str]:
    """What the channel's draft quotes as it stands now."""
    draft = [sent for sent in world.platform.sent if sent.key.startswith("draft:")][-1]
    return [block.text for block in draft.view.blocks if isinstance(block, Quote)]


async def drafted(world: World, allowing: tuple[str, ...] = ALLOWING) -> Round:
    """A team of ten, in whose draft four are quoted beside a point."""
    round_ = await opened(world, {"Alpha": TEN})
    for who in (*ALLOWING, "eve", "femi"):
        await world.answer(who, round_.id, f"{'Lantern' if who == 'femi' else 'Harbour'} of {who}")
        world.clock.move(timedelta(seconds=1))
    for who in allowing:
        for answer in (await world.press(who, "words", round_.id)).told(WordsPreviewed).answers:
            await world.press(who, "allow", answer.seen)
    await world.settle()
    round_ = await until(world, round_, RoundState.DRAFT)
    assert len(quotes(world)) == len(allowing)
    return round_


async def keep_private(world: World, round_: Round) -> None:
    previewed = (await world.press(X, "words", round_.id)).told(WordsPreviewed)
    await world.press(X, "private", previewed.answers[0].token)


async def withdraw(world: World, round_: Round) -> None:
    await world.press(X, "withdraw.yes", round_.id)


async def empty(world: World, round_: Round) -> None:
    await world.answer(X, round_.id, "")


async def be_forgotten(world: World, round_: Round) -> None:
    await world.press(X, "forget.yes")


async def nothing(world: World, round_: Round) -> None:
    return None


WAYS: dict[str, Callable[[World, Round], Any]] = {
    "the permission alone": keep_private,
    "the answers": withdraw,
    "by an emptied form": empty,
    "everything": be_forgotten,
}


def closing_before(world: World, round_: Round, **earlier: float) -> None:
    """Move the clock to so long before the next daily close."""
    at = round_.closes_at or world.clock.at
    while at - timedelta(**earlier) < world.clock.at:
        at += timedelta(days=1)
    world.clock.at = at - timedelta(**earlier)


async def weighed_form(world: World, who: str) -> object:
    """The form of what can be weighed, as one person sees it now."""
    round_ = (await world.rounds(state=RoundState.DRAFT))[0]
    heard = await world.press(who, "weigh", round_.id)
    assert heard.reply.form
    return heard.reply.form


@pytest.mark.parametrize("way", WAYS)
async def test_a_twin_run_with_words_taken_back_looks_the_same_until_the_daily_close(way: str) -> None:
    taken, kept = twin(), twin()
    for world, what in ((taken, WAYS[way]), (kept, nothing)):
        round_ = await drafted(world)
        closing_before(world, round_, hours=5)
        begun = world.clock.at
        await what(world, round_)
        for minutes in (1, 60, 299):
            world.clock.at = begun + timedelta(minutes=minutes)
            await world.settle()
    others = [who for who in TEN if who != X]
    assert seen(taken, others) == seen(kept, others)
    assert await weighed_form(taken, "ben") == await weighed_form(kept, "ben")
    for world in (taken, kept):
        world.clock.move(timedelta(minutes=1))
        await world.settle()
    assert len(quotes(taken)) == 3 and not [quote for quote in quotes(taken) if X in quote]
    assert len(quotes(kept)) == 4


async def test_control_words_that_die_with_their_author_leave_what_is_weighed_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(withdrawing, "_keep_until_they_leave", lambda work, answer: None)
    world = World()
    round_ = await drafted(world)
    closing_before(world, round_, hours=5)
    before = await weighed_form(world, "ben")
    await be_forgotten(world, round_)
    assert await weighed_form(world, "ben") != before


async def test_words_of_who_is_forgotten_are_destroyed_when_they_leave() -> None:
    world = World()
    round_ = await drafted(world)
    closing_before(world, round_, hours=5)
    await keep_private(world, round_)
    await be_forgotten(world, round_)
    release = await world.read(lambda uow: uow.releases.get(round_.release))
    assert release
    names = [ref_names.leaving_ref(ref) for ref in draft_release.shown_refs(release)]
    assert [text.reveal() for text in await world.read(lambda uow: uow.texts.read(names)) if text] == [
        "Harbour of amira"
    ]
    closing_before(world, round_, minutes=0)
    await world.settle()
    assert not any(await world.read(lambda uow: uow.texts.read(names)))


async def test_control_a_correction_at_once_tells_who(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "correction_of", lambda round_, taken_back: taken_back)
    world = World()
    round_ = await drafted(world)
    closing_before(world, round_, hours=5)
    await keep_private(world, round_)
    await world.settle()
    assert len(quotes(world)) == 3


async def test_less_than_an_hour_before_the_close_they_leave_a_day_later_whoever_else_leaves() -> None:
    """Ben took his words back in the morning; amira's stay when his go."""
    world = World()
    round_ = await drafted(world)
    closing_before(world, round_, hours=5)
    previewed = (await world.press("ben", "words", round_.id)).told(WordsPreviewed)
    await world.press("ben", "private", previewed.answers[0].token)
    closing_before(world, round_, minutes=30)
    await keep_private(world, round_)
    closing_before(world, round_, minutes=0)
    await world.settle()
    assert sorted(quotes(world)) == ["Harbour of amira", "Harbour of chloe", "Harbour of dan"]
    world.clock.move(timedelta(days=1))
    await world.settle()
    assert quotes(world) == [], "two are left, so all leave"


async def test_where_three_were_quoted_all_leave_with_the_first() -> None:
    world = World()
    round_ = await drafted(world, ALLOWING[:3])
    closing_before(world, round_, hours=5)
    await withdraw(world, round_)
    await world.settle()
    assert len(quotes(world)) == 3
    closing_before(world, round_, minutes=0)
    await world.settle()
    assert quotes(world) == []


async def test_the_final_is_without_them_and_the_draft_follows_at_the_next_close() -> None:
    world = World()
    round_ = await drafted(world)
    world.clock.at = (round_.check_until or world.clock.at) - timedelta(minutes=20)
    await keep_private(world, round_)
    world.clock.at = round_.check_until or world.clock.at
    await world.settle()
    assert (await world.rounds(id=round_.id))[0].state is RoundState.FINAL
    (final,) = [sent for sent in world.platform.sent if sent.key.startswith("final:")]
    said = [block.text for block in final.view.blocks if isinstance(block, Quote)]
    assert len(said) == 3 and "Harbour of amira" not in said
    assert len(quotes(world)) == 4, "the draft is not edited at that instant"
    world.clock.move(timedelta(days=1))
    await world.settle()
    assert len(quotes(world)) == 3
    assert (await world.rounds(id=round_.id))[0].next_at is None


async def test_after_the_final_what_is_published_stays() -> None:
    world = World()
    round_ = await drafted(world)
    round_ = await until(world, round_, RoundState.FINAL)
    before = len(world.platform.sent)
    await withdraw(world, round_)
    world.clock.move(timedelta(days=2))
    await world.settle()
    edits = [sent.key for sent in world.platform.sent[before:] if sent.ref == HOME and sent.edits]
    assert edits == []


async def test_a_late_answer_that_a_later_draft_quotes_can_be_taken_back_from_it() -> None:
    """The stage that counts is that of the release, not of the round that asked for the words."""
    world = World()
    first = await opened(world, {"Alpha": TEN})
    for who in ("eve", "femi", "gita", "hal", "iris"):
        await world.answer(who, first.id, f"Harbour of {who}")
    first = await until(world, first, RoundState.FINAL)
    for who in ALLOWING:
        await world.answer(who, first.id, f"Harbour of {who}")
        for answer in (await world.press(who, "words", first.id)).told(WordsPreviewed).answers:
            await world.press(who, "allow", answer.seen)
    for _ in range(60):
        world.clock.move(timedelta(hours=6))
        await world.settle()
        found = await world.rounds(state=RoundState.OPEN)
        if found:
            break
    await world.answer("eve", found[0].id, "Harbour of eve again")
    second = await until(world, found[0], RoundState.DRAFT)
    assert len(quotes(world)) == 4
    await keep_private(world, first)
    closing_before(world, second, minutes=0)
    world.clock.move(timedelta(days=1))
    await world.settle()
    assert "Harbour of amira" not in quotes(world) and len(quotes(world)) == 3
