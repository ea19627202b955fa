"""C4, C8, C9: which points were whose is noted for everybody alike, under their own keys, and shown to each alone."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain import own_point_notes as notes
from bot.domain.model import Round, RoundState
from bot.domain.outcomes.own_points import OwnPointsSet, OwnPointsShown, OwnPointsUnknown
from bot.domain.weighing import OF_WEIGHINGS
from bot.engine import ref_names, retention
from bot.engine.rounds import own_point_notes
from bot.views.text import as_text
from storage.database import open_store
from storage.failpoints import Failpoint
from tests.promises.test_retention import ALONE, finished, in_files
from tests.support.actions import TEAM, answered, next_round, opened, pass_days, until
from tests.support.further import further, only_further, part_of
from tests.support.places import person
from tests.support.stores import KEY, new_database
from tests.support.twins import seen, twin
from tests.support.world import World

pytestmark = further

WORDS = {
    **dict.fromkeys(TEAM[:5], ("Harbour", "Lantern", "")),
    **dict.fromkeys(TEAM[5:7], ("", "Lantern", "")),
    "gita": ("Zebras alone", "", ""),
}
"""The first five are part of a point of each question, two of the second's alone, gita of none; hal says nothing."""


async def noted(world: World, round_: Round) -> dict[str, str]:
    """What is noted for each member of a round's roster who can still be named."""

    def read(uow: Any) -> dict[str, str]:
        names = {row.id: row.name for row in uow.members.where()}
        rows = [row for row in uow.interviews.where(round=round_.id) if row.member in names]
        texts = uow.texts.read([ref_names.own_points_ref(row.id) for row in rows])
        return {names[row.member].lower(): text.reveal() for row, text in zip(rows, texts, strict=True) if text}

    return await world.read(read)


async def to(world: World, state: RoundState) -> Round:
    round_ = await opened(world)
    await answered(world, round_, WORDS)
    return await until(world, round_, state)


async def shown_to(world: World, who: str) -> list[str]:
    """The marks of the points that somebody is shown who asks."""
    await world.command(who, "which were mine")
    await world.settle()
    return re.findall(r"”: (not from|from)", as_text(world.seen_by(person(who))[-1].view))


async def test_everybody_has_a_note_of_the_same_length_and_each_is_shown_their_own() -> None:
    world = twin()
    round_ = await to(world, RoundState.DRAFT)
    found = await noted(world, round_)
    assert found.keys() == set(TEAM)
    assert len({len(text) for text in found.values()}) == 1
    assert found["ada"] == "1.1 2.1" and found["dan"] == "1.1 2.1"
    assert found["femi"] == "--- 2.1" and found["gita"] == found["hal"] == "--- ---"
    await until(world, round_, RoundState.FINAL)
    assert await shown_to(world, "ada") == ["from", "from"]
    assert await shown_to(world, "femi") == ["not from", "from"]
    assert await shown_to(world, "gita") == await shown_to(world, "hal") == ["not from", "not from"]


async def test_an_answer_that_is_withdrawn_is_part_of_nothing() -> None:
    world = twin()
    round_ = await to(world, RoundState.DRAFT)
    await world.press("ada", "withdraw.yes", round_.id)
    found = await noted(world, round_)
    assert found["ada"] == "--- ---" and found["amira"] == "1.1 2.1"
    await world.press("amira", "forget.yes")
    assert (await noted(world, round_)).keys() == set(TEAM) - {"amira"}


async def test_who_wants_no_note_has_none_that_says_anything_from_then_on() -> None:
    world = twin()
    round_ = await to(world, RoundState.FINAL)
    before = await noted(world, round_)
    assert (await world.press("ada", "mine.off")).told(OwnPointsSet)
    assert (await noted(world, round_))["ada"] == "??? ???"
    assert {**await noted(world, round_), "ada": ""} == {**before, "ada": ""}
    later = await next_round(world, round_)
    await answered(world, later, WORDS)
    await until(world, later, RoundState.DRAFT)
    assert (await noted(world, later))["ada"] == "??? ???"
    assert (await noted(world, later))["amira"] == "1.1 2.1"
    await world.press("ada", "mine.on")
    await until(world, later, RoundState.FINAL)
    assert (await noted(world, later))["ada"] == "??? ???"
    assert (await world.command("ada", "which were mine")).told(OwnPointsUnknown).why == "then"


@pytest.mark.parametrize("asks", ["", "which were mine", "which were mine off"])
async def test_that_somebody_asks_or_what_they_said_changes_nothing_for_anybody_else(asks: str) -> None:
    """In the other world gita says nothing and asks for nothing."""
    worlds = twin(), twin()
    for world, words in zip(worlds, (WORDS, {**WORDS, "gita": ("", "", "")}), strict=True):
        round_ = await opened(world)
        await answered(world, round_, words)
        await until(world, round_, RoundState.FINAL)
        over = world.clock.now() + timedelta(hours=1)
        if asks and world is worlds[0]:
            await world.command("gita", asks)
            await world.press("gita", "mine", round_.id)
        world.clock.at = over
        await until(world, await next_round(world, round_), RoundState.WITHHELD)
    assert seen(worlds[0], TEAM, but="gita") == seen(worlds[1], TEAM, but="gita")


async def test_nothing_that_is_sent_or_stored_beside_the_notes_tells_whose_a_point_is() -> None:
    """The outcomes that two people are shown differ in the name of the note alone; nothing else was said of it to anybody."""
    world = twin()
    round_ = await to(world, RoundState.FINAL)
    ada, hal = [(await world.command(who, "which were mine")).told(OwnPointsShown) for who in ("ada", "hal")]
    assert (ada.keys, ada.labels, ada.refs[:-1]) == (hal.keys, hal.labels, hal.refs[:-1])
    assert ada.refs[-1] != hal.refs[-1]
    became = await world.read(lambda uow: [row.outcome for row in uow.outbox.where() if row.id.startswith("became:")])
    assert len(became) == len(TEAM) and all(outcome == became[0] for outcome in became)
    assert (await world.press("ben", "mine", round_.id)).told(OwnPointsShown).refs[-1] not in (*ada.refs, *hal.refs)


async def rows_of_notes(folder: Path) -> tuple[list[int], list[str], list[str]]:
    """The lengths of the notes' rows, and whose they are in the order in which they stand, beside the order of interviews."""
    path = new_database(folder)

    def opener(failpoint: Failpoint) -> Any:
        return open_store(path, KEY, failpoint=failpoint)

    world = World(opener)
    round_ = await to(world, RoundState.DRAFT)
    vault = world.store.vault  # type: ignore[attr-defined]
    rows = await world.read(lambda uow: uow.interviews.where(round=round_.id))
    whose = {vault.hashed("texts", ref_names.own_points_ref(row.id)): row for row in rows}
    with closing(sqlite3.connect(path)) as raw:
        stored = [row for row in raw.execute("select id, length(sealed) from texts order by rowid") if row[0] in whose]
    await world.store.close()
    return [length for _, length in stored], [whose[id].id for id, _ in stored], sorted(row.id for row in rows)


async def test_c8_no_number_length_or_order_of_rows_tells_whose_a_point_is(tmp_path: Path) -> None:
    lengths, order, ids = await rows_of_notes(tmp_path)
    assert len(lengths) == len(TEAM) and len(set(lengths)) == 1
    assert order == ids


@only_further
async def test_c8_notes_as_long_as_what_they_say_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a few points the length would be hidden by that of a block."""
    monkeypatch.setattr(
        own_point_notes, "write_note", lambda keys, own: " ".join(key for key in 40 * keys if key in (own or ())) or "-"
    )
    lengths, _, _ = await rows_of_notes(tmp_path)
    assert len(set(lengths)) > 1


@only_further
@pytest.mark.parametrize("kept", part_of([False, True], 2))
async def test_it_ends_with_the_words_and_not_before(
    kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control forgets it when the words end."""
    if kept:
        monkeypatch.setattr(own_point_notes, "refs_of_round", lambda work, round_: [])
    world, round_ = await finished(tmp_path)
    ids = await world.read(lambda uow: [row.id for row in uow.interviews.where(round=round_.id)])
    refs = [ref_names.own_points_ref(id) for id in ids]
    await pass_days(world, 20)
    assert len(await noted(world, round_)) == len(TEAM)
    await pass_days(world, 100)
    left = await world.read(lambda uow: [text for text in uow.texts.read(refs) if text])
    assert bool(left) is kept
    assert in_files(tmp_path, [ALONE.encode()]) == 0


@pytest.mark.parametrize("forgotten", [False, True])
async def test_who_weighed_is_in_the_ledger_no_longer_than_who_answered(
    forgotten: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control forgets that the ledger holds weighings under a name of their own."""
    if forgotten:
        monkeypatch.setattr(retention, "_names_in_ledger", lambda release: (release.id,))
    world = World()
    round_ = await opened(world)
    await answered(world, round_, dict.fromkeys(TEAM, ("Harbour", "", "")))
    await until(world, round_, RoundState.DRAFT)
    for who in TEAM[:6]:
        await world.submit(who, "weigh", round_.id, {"1.1": "agree"})
    await until(world, round_, RoundState.FINAL)

    async def lines() -> set[str]:
        return {line.release for line in await world.read(lambda uow: uow.ledger.where(round=round_.id))}

    assert any(name.endswith(OF_WEIGHINGS) for name in await lines())
    await world.command("ada", "schedule pause Alpha")
    await pass_days(world, 160)
    assert bool(await lines()) is forgotten


def test_a_note_keeps_its_length_whatever_becomes_of_it() -> None:
    keys = ["1.1", "1.a1", "2.q1"]
    for own in (set(keys), {"1.1"}, set[str](), None):
        note = notes.write_note(keys, own)
        assert notes.read_note(note) == (None if own is None else frozenset(own))
        assert len({len(each) for each in (note, notes.without_question(note, 1), notes.emptied(note))}) == 1
    assert notes.read_note(notes.without_question(notes.write_note(keys, set(keys)), 1)) == {"2.q1"}
    assert notes.read_note(notes.write_note([], set())) == frozenset() and notes.read_note("") == frozenset()
