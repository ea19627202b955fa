"""A weighed draft until its final and after: people who leave, words that leave, a process that dies, many items."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.model import ItemKind, Release, Round, RoundState, Weighing
from bot.domain.outcomes.answering import Previewed, WordsPreviewed
from storage.database import open_store
from storage.failpoints import AFTER_COMMIT, BEFORE_COMMIT, Failpoint
from storage.spec import spec_of
from tests.promises.test_c3_who_weighed import TEN, drafted
from tests.support.actions import TEAM, answered, opened, until
from tests.support.finders import NoPoints
from tests.support.further import only_further
from tests.support.places import channel
from tests.support.stores import KEY, new_database
from tests.support.twins import twin
from tests.support.world import World

WORDS_OF_DAN = "Harbour of dan"


async def weigh(world: World, round_: Round, people: tuple[str, ...], chosen: dict[str, str]) -> None:
    for who in people:
        await world.submit(who, "weigh", round_.id, chosen)


async def release_of(world: World, round_: Round) -> Release:
    found: Release = (await world.read(lambda uow: uow.releases.where(round=round_.id)))[0]
    return found


async def item_of(world: World, round_: Round, words: str) -> str:
    """The key of the statement that says this."""
    release = await release_of(world, round_)

    def key(uow: Any) -> str:
        said = {item.key: uow.texts.read([item.source])[0] for item in release.items if item.source}
        return next(key for key, text in said.items() if text and text.reveal() == words)

    return await world.read(key)


async def previewed(world: World, round_: Round, who: str) -> Previewed:
    (answer,) = (await world.press(who, "words", round_.id)).told(WordsPreviewed).answers
    return answer


def final_of(world: World) -> str:
    (final,) = [sent for sent in world.platform.sent if sent.key.startswith("final:")]
    return str(final.view)


async def carried(world: World) -> tuple[Round, str]:
    """A draft in whose window the words of dan were shared by enough people to be a point of the final."""
    round_ = await drafted(world)
    key = await item_of(world, round_, WORDS_OF_DAN)
    await weigh(world, round_, TEN[5:], {key: "agree"})
    return round_, key


async def test_words_that_were_shared_are_a_point() -> None:
    world = twin()
    round_, _ = await carried(world)
    await until(world, round_, RoundState.FINAL)
    assert "Shared in the check" in final_of(world)


@pytest.mark.parametrize("leaves", ["withdraw", "private", "forget"])
async def test_until_the_final_shared_words_leave_with_their_author(leaves: str) -> None:
    """And the words of the two who are left leave too."""
    world = twin()
    round_, _ = await carried(world)
    if leaves == "private":
        await world.press("dan", "private", (await previewed(world, round_, "dan")).token)
    elif leaves == "forget":
        await world.press("dan", "forget.yes")
    else:
        await world.press("dan", "withdraw.yes", round_.id)
    await until(world, round_, RoundState.FINAL)
    assert "Shared in the check" not in final_of(world) and "Harbour of" not in final_of(world)


async def test_after_the_final_shared_words_stay_as_published_and_only_their_source_goes() -> None:
    world = twin()
    round_, _ = await carried(world)
    await until(world, round_, RoundState.FINAL)
    before = len(world.platform.sent)
    summary = (await release_of(world, round_)).summary
    await world.press("dan", "forget.yes")
    await world.settle()
    assert (await release_of(world, round_)).summary == summary
    assert not [sent for sent in world.platform.sent[before:] if not sent.ref.direct]


async def test_who_is_forgotten_while_it_is_decided_changes_nothing_that_was_counted() -> None:
    async def lived(forgotten: str) -> str:
        world = twin()
        round_ = await drafted(world)
        await weigh(world, round_, TEN[4:], {"1.1": "agree"})
        for who in TEN[4:8]:
            await world.submit(who, "challenge", f"{round_.id}:1.1", {"kind": "meaning"})
        assert round_.check_until
        world.clock.at = round_.check_until
        await world.settle()
        (deciding,) = await world.rounds(id=round_.id)
        assert deciding.state is RoundState.DRAFT and deciding.deciding
        if forgotten:
            await world.press(forgotten, "forget.yes")
        await until(world, round_, RoundState.FINAL)
        return final_of(world)

    usual = await lived("")
    assert "Widely shared" in usual and await lived("gita") == usual


async def test_who_is_forgotten_before_the_count_has_not_weighed() -> None:
    world = twin()
    round_ = await drafted(world)
    await weigh(world, round_, TEN[5:], {"1.1": "agree"})
    await world.press("gita", "forget.yes")
    await until(world, round_, RoundState.FINAL)
    assert "Widely shared" not in final_of(world), "four are left, fewer than k"


@pytest.mark.parametrize("place", [1, 2, 3])
@pytest.mark.parametrize("kind", [BEFORE_COMMIT, AFTER_COMMIT])
async def test_a_process_that_dies_in_the_count_leaves_the_same_final(kind: str, place: int) -> None:
    world = twin()
    round_, _ = await carried(world)
    assert round_.check_until
    world.clock.at = round_.check_until
    world.trap.arm(kind, place)
    assert not await world.survive(world.settle)
    await until(world, round_, RoundState.FINAL)
    world.clock.move(timedelta(hours=1))
    await world.settle()
    whole = twin()
    other, _ = await carried(whole)
    await until(whole, other, RoundState.FINAL)
    assert final_of(world) == final_of(whole)


async def test_of_many_words_twelve_can_be_weighed_from_all_questions_in_turn() -> None:
    world = World(finder=NoPoints())
    round_ = await opened(world, {"Alpha": TEN})
    await answered(
        world, round_, {who: tuple(f"{who} says {number}" for number in ("one", "two", "three")) for who in TEN}
    )
    for who in TEN[1:]:
        shown = (await world.press(who, "words", round_.id)).told(WordsPreviewed)
        await world.press(who, "allow.all", shown.seen_all)
    round_ = await until(world, round_, RoundState.DRAFT)
    release = await release_of(world, round_)
    assert [question.words for question in release.summary.questions] == [5, 5, 5]
    assert [item.question for item in release.items[:3]] == [each.key for each in release.summary.questions]
    assert len(release.items) == 12 and {item.kind for item in release.items} == {ItemKind.STATEMENT}
    form = (await world.press("ada", "weigh", round_.id)).reply.form
    assert form and len(form.fields) == 13


async def test_teams_that_were_asked_together_weigh_one_draft() -> None:
    world = twin()
    round_ = await opened(world, {"Alpha": TEN[:5], "Beta": TEN[5:]})
    assert len(round_.teams) == 2
    for who in TEN[:8]:
        await world.answer(who, round_.id, "Lantern of all")
    await world.settle()
    round_ = await until(world, round_, RoundState.DRAFT)
    await weigh(world, round_, TEN[2:8], {"1.1": "agree"})
    await until(world, round_, RoundState.FINAL)
    finals = {str(sent.ref): str(sent.view) for sent in world.platform.sent if sent.key.startswith("final:")}
    assert set(finals) == {str(channel("alpha")), str(channel("beta"))}
    assert all("Widely shared" in view for view in finals.values())


async def test_what_people_call_the_same_is_one_point_of_the_final() -> None:
    world = twin()
    round_ = await drafted(world)
    first, second = [await item_of(world, round_, f"Harbour of {who}") for who in ("chloe", "dan")]
    for who in TEN[4:]:
        await world.submit(who, "weigh", round_.id, {first: "agree", second: "agree"})
        await world.submit(who, "same", f"{round_.id}:", {"item": first, "other": second})
    await until(world, round_, RoundState.FINAL)
    carried_points = [point for point in (await release_of(world, round_)).summary.questions[0].points if point.quote]
    assert len(carried_points) == 1


def lengths(path: Path) -> set[int]:
    with closing(sqlite3.connect(path)) as raw:
        return {row[0] for row in raw.execute("select length(body) from weighings")}


async def lengths_of_weighings(folder: Path) -> set[int]:
    """The lengths of the rows of one who agrees, differs, and calls two items the same."""
    path = new_database(folder)

    def opener(failpoint: Failpoint) -> Any:
        return open_store(path, KEY, failpoint=failpoint)

    world = World(opener, finder=NoPoints())
    round_ = await opened(world)
    await answered(world, round_, {who: (f"Harbour of {who}", "", "") for who in TEAM[1:7]})
    for who in TEAM[1:5]:
        await world.press(who, "allow", (await previewed(world, round_, who)).seen)
    round_ = await until(world, round_, RoundState.DRAFT)
    await world.submit("hal", "weigh", round_.id, {"1.q1": "agree", "1.q2": "differ", "1.q3": "agree"})
    await world.submit("hal", "same", f"{round_.id}:", {"item": "1.q1", "other": "1.q3"})
    found = lengths(path)
    world.store.close_sync()  # type: ignore[attr-defined]
    return found


async def test_no_length_of_a_row_tells_how_somebody_weighed(tmp_path: Path) -> None:
    assert len(await lengths_of_weighings(tmp_path)) == 1


@only_further
async def test_control_rows_as_long_as_what_is_in_them_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spec_of(Weighing), "_padded", 0)
    assert len(await lengths_of_weighings(tmp_path)) > 1
