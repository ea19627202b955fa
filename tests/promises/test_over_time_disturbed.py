"""Release rule 15 where a block does not go as planned: rounds withheld or cancelled, other words, a clock set back, a crash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.model import Round, RoundState
from bot.domain.releases import ORGANISATION
from bot.domain.releases.over_time import OVER_TIME, Block
from bot.engine.context import WorkContext
from bot.engine.rounds import over_time, round_facts
from bot.ports import UnitOfWork
from storage.failpoints import AFTER_COMMIT, BEFORE_COMMIT
from tests.promises.test_over_time import told
from tests.support.actions import TEAM, answered, cancel, next_round, opened, pass_days, until
from tests.support.finders import LeftoverFinder
from tests.support.further import further, only_further, part_of
from tests.support.places import person
from tests.support.world import World

pytestmark = further

ENDED = (RoundState.FINAL, RoundState.WITHHELD)
ALL = dict.fromkeys(TEAM, "Orchard")
FEW = dict.fromkeys(TEAM[5:], "Orchard")
"""Of four people nothing is shown: their round is withheld."""
A, B, C = {"amira": "Lantern", "ben": "Lantern"}, {"chloe": "Lantern", "dan": "Meadow"}, {"eve": "Meadow"}


async def asked_next(world: World, before: Round | None) -> Round:
    return await next_round(world, before) if before else await opened(world)


async def say(world: World, round_: Round, topics: Mapping[str, str]) -> None:
    await answered(world, round_, {who: (f"{topic} of {who}", "", "") for who, topic in topics.items()})


async def play(said: Sequence[Mapping[str, str]], world: World | None = None) -> tuple[World, list[RoundState]]:
    """Let people say these things in one round after the other; return how each ended."""
    world = world or World(finder=LeftoverFinder())
    round_: Round | None = None
    ends = []
    for topics in said:
        round_ = await asked_next(world, round_)
        await say(world, round_, topics)
        ends.append((await until(world, round_, *ENDED)).state)
        await world.settle()
    return world, ends


async def test_a_withheld_round_has_its_place_and_nothing_of_its_answers_is_said() -> None:
    few = {**FEW, "gita": "Lantern"}
    world, ends = await play(({**ALL, **A}, {**ALL, "dan": "Meadow"}, {**ALL, **C}, few))
    assert ends[-1] is RoundState.WITHHELD
    assert told(world) == [], "the third lantern was said in a round that is withheld"
    world, _ = await play(({**ALL, **A}, {**ALL, **B}, {**ALL, **C}, few))
    (text,) = told(world)
    assert "Lantern" in text


async def test_withheld_answers_count_in_the_block_of_the_round_that_shows_them() -> None:
    few = {"chloe": "Lantern", "dan": "Meadow", "femi": "Orchard", "gita": "Orchard"}
    others = {who: topic for who, topic in ALL.items() if who != "chloe"}
    world, ends = await play(({**ALL, **A}, {**ALL, **C}, few, {**others, "dan": "Meadow"}))
    assert ends == [RoundState.FINAL, RoundState.FINAL, RoundState.WITHHELD, RoundState.FINAL]
    (text,) = told(world)
    assert "Lantern" in text, "what waited came out with the fourth round, and found no point in it"


async def test_a_cancelled_round_has_no_place_and_its_answers_are_gone() -> None:
    world, _ = await play(({**ALL, **A},))
    round_ = await next_round(world, (await world.rounds(state=RoundState.FINAL))[0])
    await say(world, round_, {**ALL, **B})
    await cancel(world)
    for topics in ({**ALL, "dan": "Meadow"}, {**ALL, **C}):
        round_ = await next_round(world, round_)
        await say(world, round_, topics)
        await until(world, round_, RoundState.FINAL)
    assert [row.block_place for row in await world.rounds(state=RoundState.FINAL)].count(4) == 0
    round_ = await next_round(world, round_)
    await say(world, round_, ALL)
    await until(world, round_, RoundState.FINAL)
    assert [row.block_place for row in await world.rounds(state=RoundState.FINAL)].count(4) == 1
    assert told(world) == [], "chloe's lantern was destroyed with its round"


@pytest.mark.parametrize(("words", "is_told"), [("What should we stoop doing?", True), ("What is good here?", False)])
async def test_a_corrected_slip_leaves_a_question_the_same_and_other_words_do_not(words: str, is_told: bool) -> None:
    world = World(finder=LeftoverFinder())
    round_ = await asked_next(world, None)
    await world.command("ada", "questions set 1 What should we stop doing?", person("ada"))
    for number, topics in enumerate(({**ALL, **A}, {**ALL, **C}, {**ALL, **B}, ALL)):
        round_ = await next_round(world, round_)
        await say(world, round_, topics)
        await until(world, round_, RoundState.FINAL)
        if number == 1:
            order = "correct" if is_told else "set"
            await world.command("ada", f"questions {order} 1 {words}", person("ada"))
    # The round before these was of other words, and is the first of the block.
    await world.settle()
    assert bool(told(world)) is is_told


async def go_on_with_the_clock_set_back(world: World, said: Sequence[Mapping[str, str]]) -> list[Round]:
    """Let people say these things in rounds, the first of which open before the last one did; return them as they ended."""
    world.clock.move(timedelta(days=-40))
    await world.settle()
    ended = []
    for topics in said:
        await world.command("ada", "run now Alpha")
        await world.settle()
        (round_,) = await world.rounds(state=RoundState.OPEN)
        await say(world, round_, topics)
        ended.append(await until(world, round_, *ENDED))
        await world.settle()
    return ended


async def blocks_with_a_clock_set_back(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The answers that each block looked through, where the clock was set back after three rounds."""
    blocks: list[list[str]] = []
    decide = over_time.decide_block

    def noted(block: Block, *given: Any, **more: Any) -> Any:
        blocks.append(sorted(each.ref for each in block.contributions))
        return decide(block, *given, **more)

    monkeypatch.setattr(over_time, "decide_block", noted)
    world, _ = await play(({**ALL, **A}, {**ALL, **B}, {**ALL, **C}))
    await go_on_with_the_clock_set_back(world, (ALL, {**ALL, **A}, {**ALL, **B}))
    return blocks


async def test_with_a_clock_set_back_each_round_counts_once_in_the_order_in_which_they_ended() -> None:
    world, _ = await play((ALL, ALL, ALL))
    first = await world.rounds()
    later = await go_on_with_the_clock_set_back(world, (ALL,) * 6)
    assert {row.block_place for row in first} == {1, 2, 3}
    opened_before = [
        row for row in later if row.opened_at and row.opened_at < max(filter(None, (one.opened_at for one in first)))
    ]
    assert len(opened_before) >= 2, "the clock does not tell their order"
    assert [row.block_place for row in later] == [4, 1, 2, 3, 4, 1]

    def second_block(uow: UnitOfWork) -> list[Round]:
        return over_time.rounds_of_block(WorkContext(uow, world.clock.now(), world.app.services), later[4])

    assert [row.id for row in await world.read(second_block)] == [row.id for row in later[1:5]]


async def test_rounds_that_an_earlier_version_ended_come_first_by_their_opening() -> None:
    world, _ = await play((ALL, ALL))
    rows = await world.rounds()

    def as_earlier(uow: UnitOfWork) -> None:
        for row in rows:
            uow.rounds.save(replace(row, ended_as=0))

    await world.store.run(as_earlier)
    later = await go_on_with_the_clock_set_back(world, (ALL, ALL, ALL))
    assert [row.block_place for row in later] == [3, 4, 1]


async def test_with_a_clock_set_back_no_answer_is_in_two_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = await blocks_with_a_clock_set_back(monkeypatch)
    used = [ref for block in blocks for ref in block]
    assert used and len(used) == len(set(used))


def by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (over_time.rounds, round_facts):
        monkeypatch.setattr(module, "order_of_ending", lambda row: (0, row.opened_at, row.id))


async def test_control_rounds_in_the_order_of_the_clock_are_counted_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    by_the_clock(monkeypatch)
    world, _ = await play((ALL, ALL, ALL))
    later = await go_on_with_the_clock_set_back(world, (ALL, ALL))
    assert [row.block_place for row in later] == [4, 4]


@only_further
async def test_control_answers_that_are_not_spent_are_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Either is enough: that they are spent, and that no round is in two blocks."""
    by_the_clock(monkeypatch)
    monkeypatch.setattr(over_time, "_spend_answers", lambda work, round_: None)
    used = [ref for block in await blocks_with_a_clock_set_back(monkeypatch) for ref in block]
    assert len(used) > len(set(used))


async def crashed(kind: str, count: int) -> tuple[World, bool]:
    """The process dies at the n-th such step from the last draft on; whether it did."""
    world, _ = await play(({**ALL, **A}, {**ALL, **B}, {**ALL, **C}))
    round_ = await next_round(world, (await world.rounds(state=RoundState.FINAL))[-1])
    await say(world, round_, ALL)
    drafted = await until(world, round_, RoundState.DRAFT)
    assert drafted.check_until
    while world.clock.now() < drafted.check_until:
        world.clock.move(timedelta(hours=6))
        await world.settle()
    world.trap.arm(kind, count)
    died = False
    for _ in range(60):
        died = not await world.survive(world.settle) or died
        world.clock.move(timedelta(hours=1))
    return world, died


@only_further
@pytest.mark.parametrize("kind", [BEFORE_COMMIT, AFTER_COMMIT])
async def test_wherever_the_process_dies_a_block_is_told_once(kind: str) -> None:
    for count in part_of((1, 2, 3, 4, 5), 3, first=1 if kind is AFTER_COMMIT else 0):
        world, died = await crashed(kind, count)
        assert died
        assert len(told(world)) == 1, (kind, count)
        rows = await world.read(lambda uow: uow.ledger.where())
        assert len({row.release for row in rows if row.aggregate.endswith(OVER_TIME)}) == 1
        assert not [row for row in await world.read(lambda uow: uow.answers.where()) if row.unplaced]


async def test_control_a_block_that_does_not_note_that_it_was_told_is_told_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(over_time.rounds, "with_next_at", lambda round_: replace(round_, block_due=True))
    monkeypatch.setattr(over_time, "_spend_answers", lambda work, round_: None)
    with pytest.raises((AssertionError, TimeoutError)):
        world, _ = await play(({**ALL, **A}, {**ALL, **B}, {**ALL, **C}, ALL))
        assert len(told(world)) == 1


BETA = ("ines", "jon", "kim", "lea", "mo", "nia", "oli", "pia")


async def whole_after_a_block(absent: str) -> frozenset[str]:
    """A summary of the whole that comes after a block and draws on its last rounds; return whom of Alpha it draws on.

    `absent` is in the block by an answer to its first round, and answers none of these last rounds.
    """
    world = World(finder=LeftoverFinder())
    round_ = await opened(world, {"Alpha": TEAM, "Beta": BETA})
    topics = ({**ALL, **A}, {**ALL, **B}, {**ALL, **C}, ALL)
    for number, said in enumerate(topics):
        for each in await world.rounds(state=RoundState.OPEN):
            if round_.team != each.team:
                await say(world, each, dict.fromkeys(BETA, "Orchard"))
        late = {absent} if number > 1 else set()
        await say(world, round_, {who: topic for who, topic in said.items() if who not in late})
        await until(world, round_, RoundState.FINAL)
        round_ = await next_round(world, round_)
    (text,) = told(world)
    assert "Lantern" in text
    await pass_days(world, 40)
    own = {await world.read(lambda uow, who=who: uow.pseudonym(_member(uow, who))): who for who in TEAM}
    rows = await world.read(lambda uow: [row for row in uow.ledger.where() if row.aggregate == ORGANISATION])
    last = max(await world.rounds(team=""), key=lambda row: row.opened_at or world.clock.now())
    return frozenset(own[row.pseudonym] for row in rows if row.release == last.release and row.pseudonym in own)


def _member(uow: UnitOfWork, who: str) -> str:
    (row,) = [row for row in uow.members.where() if row.name.lower() == who]
    return row.id


async def test_a_later_summary_of_the_whole_leaves_out_a_group_whose_block_it_would_narrow() -> None:
    assert await whole_after_a_block("") == frozenset(TEAM), "it holds everybody of the block"
    assert await whole_after_a_block("amira") == frozenset(), "without her it would tell of her alone"


@only_further
async def test_control_a_summary_that_does_not_look_at_blocks_draws_on_the_group(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(over_time, "blocks_beside", lambda work, finals: [])
    assert await whole_after_a_block("amira") == frozenset(TEAM) - {"amira"}
