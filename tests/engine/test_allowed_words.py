"""A draft in which nothing can be weighed asks for words: what is allowed by then is posted, everything else as if never asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import rounds
from bot.domain.model import Release, Round, RoundState
from bot.domain.outcomes.answering import Previewed, WordsAllowed, WordsPreviewed
from bot.engine.rounds.draft_release import draft_key
from bot.views.text import as_text
from tests.support.actions import HOME, TEAM, answered, opened, until
from tests.support.finders import NoPoints
from tests.support.twins import seen, twin
from tests.support.world import World

X = "amira"
WRITERS = TEAM[1:7]


async def drafted(world: World) -> Round:
    round_ = await opened(world)
    await answered(world, round_, {who: (f"Harbour of {who}", "", "") for who in WRITERS})
    return await until(world, round_, RoundState.DRAFT)


async def previewed(world: World, round_: Round, who: str) -> Previewed:
    """What one sees of one's words before one allows them."""
    (answer,) = (await world.press(who, "words", round_.id)).told(WordsPreviewed).answers
    return answer


async def allow(world: World, round_: Round, *people: str) -> None:
    for who in people:
        await world.press(who, "allow", (await previewed(world, round_, who)).seen)


async def keep_private(world: World, round_: Round, who: str) -> None:
    await world.press(who, "private", (await previewed(world, round_, who)).token)


async def until_shown(world: World, round_: Round) -> Round:
    assert round_.words_at is not None
    world.clock.at = round_.words_at
    await world.settle()
    return (await world.rounds(id=round_.id))[0]


async def release_of(world: World, round_: Round) -> Release:
    found: Release = (await world.read(lambda uow: uow.releases.where(round=round_.id)))[0]
    return found


def drafts(world: World) -> list[str]:
    return [as_text(sent.view) for sent in world.platform.sent if sent.key.startswith("draft:")]


async def test_everybody_is_asked_in_the_same_words_but_who_wants_no_offers() -> None:
    world = World(finder=NoPoints())
    round_ = await opened(world)
    await answered(world, round_, {who: (f"Harbour of {who}", "", "") for who in WRITERS})
    await world.press("hal", "offer.no")
    await until(world, round_, RoundState.DRAFT)
    asked = [sent for sent in world.platform.sent if sent.key.startswith("words:")]
    assert {sent.ref.person for sent in asked} == set(TEAM) - {"hal"}
    assert len({as_text(sent.view) for sent in asked}) == 1


async def test_a_draft_with_items_asks_nobody() -> None:
    world = twin()
    round_ = await opened(world)
    await answered(world, round_, dict.fromkeys(WRITERS, ("Harbour", "", "")))
    round_ = await until(world, round_, RoundState.DRAFT)
    assert round_.words_at is None
    assert not [sent for sent in world.platform.sent if sent.key.startswith("words:")]


async def test_the_words_of_three_are_posted_and_weighed_and_stand_in_the_final() -> None:
    world = World(finder=NoPoints())
    round_ = await drafted(world)
    await allow(world, round_, *WRITERS[:3])
    assert len(drafts(world)) == 1, "nobody sees when somebody allows words"
    round_ = await until_shown(world, round_)
    first, again = drafts(world)
    assert "Harbour" not in first and all(f"Harbour of {who}" in again for who in WRITERS[:3])
    release = await release_of(world, round_)
    assert sorted(item.key for item in release.items) == ["1.q1", "1.q2", "1.q3"]
    for who in TEAM[:6]:
        await world.submit(who, "weigh", round_.id, {item.key: "agree" for item in release.items})
    await until(world, round_, RoundState.FINAL)
    assert len((await release_of(world, round_)).summary.questions[0].points) == 3


async def test_who_is_asked_to_weigh_the_words_is_led_to_the_draft_that_has_them() -> None:
    world = World(finder=NoPoints())
    round_ = await drafted(world)
    await allow(world, round_, *WRITERS[:3])
    await until_shown(world, round_)
    asked = [sent.view.posted for sent in world.platform.sent if sent.key.startswith("weigh:")]
    assert asked
    again = draft_key(round_.id, round_.team, again=True)
    row = await world.read(lambda uow: uow.outbox.get(again))
    assert row and {each and each.name for each in asked} == {row.sent_ref}


async def test_allowed_after_that_it_says_that_the_draft_stays() -> None:
    world = World(finder=NoPoints())
    round_ = await drafted(world)
    seen_before = (await previewed(world, round_, X)).seen
    assert not (await world.press(X, "allow", seen_before)).told(WordsAllowed).drafted
    await until_shown(world, round_)
    seen_after = (await previewed(world, round_, "ben")).seen
    assert (await world.press("ben", "allow", seen_after)).told(WordsAllowed).drafted


async def test_a_restart_and_a_late_tick_change_nothing() -> None:
    world = World(finder=NoPoints())
    round_ = await drafted(world)
    await allow(world, round_, *WRITERS[:3])
    await world.restart()
    assert round_.words_at is not None
    world.clock.at = round_.words_at + timedelta(hours=2)
    await world.settle()
    await world.restart()
    assert len(drafts(world)) == 2
    world.clock.move(timedelta(hours=1))
    await world.settle()
    assert len(drafts(world)) == 2


async def test_slept_through_to_the_end_of_the_window_the_words_stand_in_the_final() -> None:
    world = World(finder=NoPoints())
    round_ = await drafted(world)
    await allow(world, round_, *WRITERS[:3])
    assert round_.check_until is not None
    world.clock.at = round_.check_until + timedelta(days=1)
    await world.settle()
    final = next(as_text(sent.view) for sent in world.platform.sent if sent.key.startswith("final:"))
    assert all(f"Harbour of {who}" in final for who in WRITERS[:3])


async def test_with_a_short_window_the_words_come_in_its_middle() -> None:
    world = World(finder=NoPoints())
    round_ = await opened(world)
    windows = replace(round_.windows, check_days=1)
    await world.store.run(lambda uow: uow.rounds.save(replace(round_, windows=windows, check_until=None)))
    await answered(world, round_, {who: (f"Harbour of {who}", "", "") for who in WRITERS})
    round_ = await until(world, round_, RoundState.DRAFT)
    assert round_.words_at and round_.check_until and world.clock.at < round_.words_at < round_.check_until


async def test_words_taken_back_before_are_not_shown_and_after_leave_the_newest_draft() -> None:
    world = World(finder=NoPoints())
    round_ = await drafted(world)
    await allow(world, round_, *WRITERS[:5])
    await keep_private(world, round_, WRITERS[0])
    await until_shown(world, round_)
    assert f"Harbour of {WRITERS[0]}" not in drafts(world)[1] and f"Harbour of {WRITERS[1]}" in drafts(world)[1]
    await keep_private(world, round_, WRITERS[1])
    world.clock.move(timedelta(hours=25))
    await world.settle()
    (round_,) = await world.rounds(id=round_.id)
    left = drafts(world)[-1]
    assert f"Harbour of {WRITERS[1]}" not in left and f"Harbour of {WRITERS[2]}" in left
    edited = [sent for sent in world.platform.sent if sent.key.startswith("draft:")][-1]
    assert edited.ref == HOME


Deed = Callable[[World, Round], Awaitable[None]]


async def nothing(world: World, round_: Round) -> None:
    """The other twin: somebody who was asked and did nothing."""


async def one_more(world: World, round_: Round) -> None:
    await allow(world, round_, X)


async def look(world: World, round_: Round) -> None:
    await world.press(X, "words", round_.id)


async def and_back(world: World, round_: Round) -> None:
    await allow(world, round_, X)
    await keep_private(world, round_, X)


async def lived(deed: Deed, others: int, to: RoundState = RoundState.FINAL) -> dict[str, list[str]]:
    world = twin(NoPoints())
    round_ = await drafted(world)
    begun = world.clock.at
    await allow(world, round_, *WRITERS[1 : 1 + others])
    await deed(world, round_)
    world.clock.at = begun
    await world.settle()
    if to is RoundState.FINAL:
        await until(world, round_, to)
    return seen(world, TEAM, but=X)


@pytest.mark.parametrize("deed", [one_more, look, and_back])
async def test_where_too_few_allow_words_nobody_else_learns_that_one_did(deed: Deed) -> None:
    assert await lived(deed, others=1) == await lived(nothing, others=1)


async def test_before_the_words_are_shown_nobody_else_learns_that_one_allowed_them() -> None:
    assert await lived(one_more, 3, RoundState.DRAFT) == await lived(nothing, 3, RoundState.DRAFT)


async def test_control_shown_as_soon_as_a_third_allows_everybody_sees_when_that_was() -> None:
    async def third(world: World, round_: Round) -> None:
        await one_more(world, round_)
        now = replace(round_, words_at=world.clock.now())
        await world.store.run(lambda uow: uow.rounds.save(rounds.with_next_at(now)))
        await world.settle()

    assert await lived(third, 2, RoundState.DRAFT) != await lived(nothing, 2, RoundState.DRAFT)
