"""Release rule 15: which points were whose is kept for its author alone, under their key, and ends with the answer's words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.domain.model import Round, RoundState
from bot.domain.weighing import OF_WEIGHINGS
from bot.engine import ref_names, retention
from bot.engine.rounds import draft_release
from bot.views.text import as_text
from tests.promises.test_retention import ALONE, finished, in_files
from tests.support.actions import TEAM, answered, opened, pass_days, until
from tests.support.further import further
from tests.support.places import person
from tests.support.world import World

pytestmark = further


async def noted(world: World, round_: Round) -> dict[str, str]:
    """What is noted of each answer, by its author."""

    def read(uow: Any) -> dict[str, str]:
        names = {row.id: row.name for row in uow.members.where()}
        rows = uow.answers.where(round=round_.id)
        texts = uow.texts.read([ref_names.points_ref(row.id) for row in rows])
        return {names[row.member].lower(): text.reveal() for row, text in zip(rows, texts, strict=True) if text}

    return await world.read(read)


async def test_each_answer_knows_its_points_and_one_that_is_in_none_says_so_in_as_many_letters(tmp_path: Path) -> None:
    world, round_ = await finished(tmp_path)
    found = await noted(world, round_)
    assert found.keys() == set(TEAM)
    assert {who: text.strip() for who, text in found.items()} == {
        who: draft_release.IN_NO_POINT if who == "ben" else "1.1" for who in TEAM
    }
    assert len({len(text) for text in found.values()}) == 1


async def test_it_is_shown_to_its_author_and_to_nobody_else(tmp_path: Path) -> None:
    world, _ = await finished(tmp_path)
    for who, part in (("amira", "“1.1"), ("ben", f"“{draft_release.IN_NO_POINT}")):
        await world.type(who, "my data")
        await world.settle()
        mine = as_text(world.seen_by(person(who))[-1].view)
        assert mine.count("that your answer to") == 1 and part in mine


@pytest.mark.parametrize("leaves", ["withdraw.yes", "forget.yes"])
async def test_it_goes_with_the_answer(leaves: str, tmp_path: Path) -> None:
    world, round_ = await finished(tmp_path)
    await world.press("amira", leaves, round_.id if leaves == "withdraw.yes" else "")
    await world.settle()
    assert (await noted(world, round_)).keys() == set(TEAM) - {"amira"}


@pytest.mark.parametrize("kept", [False, True])
async def test_it_ends_with_the_words_and_not_before(
    kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control forgets it when the words end."""
    if kept:
        plain = ref_names.refs_of_answer
        monkeypatch.setattr(
            ref_names,
            "refs_of_answer",
            lambda answer: tuple(ref for ref in plain(answer) if not ref.startswith("points:")),
        )
    world, round_ = await finished(tmp_path)
    answers = await world.read(lambda uow: [row.id for row in uow.answers.where(round=round_.id)])
    refs = [ref_names.points_ref(id) for id in answers]
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
