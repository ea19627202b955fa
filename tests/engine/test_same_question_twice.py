"""The same question twice in one set is refused; where an earlier version kept one, its rounds go on (R12)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.model import IncidentKind, QuestionSet, RoundState
from bot.domain.outcomes.commands import QuestionRepeated, QuestionsShown
from bot.engine.rounds import round_facts
from storage.database import open_store
from tests.engine.test_stuck import hours, told
from tests.support.actions import TEAM, answered, opened, until
from tests.support.further import only_further
from tests.support.places import person
from tests.support.stores import KEY, new_database
from tests.support.world import World


@pytest.mark.parametrize("change", [str, str.upper, lambda text: text.rstrip("?") + " ?!", lambda text: f"  {text}"])
async def test_a_question_that_is_asked_already_is_refused(change: type[str]) -> None:
    world = World()
    await world.found({"Alpha": TEAM}, "every other Tuesday at 10:00")
    before = (await world.read(lambda uow: uow.question_sets.where()))[0]
    await world.command("ada", f"questions set 2 {change(before.questions[0].text)}", person("ada"))
    assert [one.number for one in await told(world, "ada", QuestionRepeated)] == [1]
    assert await world.read(lambda uow: uow.question_sets.where()) == [before]
    await world.command("ada", f"questions set 1 {change(before.questions[0].text)}", person("ada"))
    assert len(await told(world, "ada", QuestionsShown)) == 1


def made_equal(uow: Any) -> None:
    """As an earlier version kept it: both questions under one key, and the answers to both."""
    (questions,) = uow.question_sets.where()
    first, second = (question.key for question in questions.questions[:2])
    doubled = replace(questions.questions[1], key=first)
    object.__setattr__(questions, "questions", (questions.questions[0], doubled, questions.questions[2]))
    uow.question_sets.save(questions)
    for row in uow.answers.where():
        uow.answers.save(replace(row, question=first if row.question == second else row.question))


async def outcome(folder: Path) -> list[list[str]]:
    """The points of the final, question by question, of a round in which everybody answered both."""
    path = new_database(folder)
    world = World(lambda failpoint: open_store(path, KEY, failpoint=failpoint))
    round_ = await opened(world)
    await answered(world, round_, dict.fromkeys(TEAM[:7], ("Harbour", "Lantern", "")))
    await world.store.run(made_equal)
    world.clock.move((round_.closes_at or world.clock.at) - world.clock.at)
    await hours(world, 1)
    assert await world.read(lambda uow: uow.incidents.where(kind=IncidentKind.STUCK)) == []
    final = await until(world, round_, RoundState.FINAL)
    release = await world.read(lambda uow: uow.releases.get(final.release))
    await world.store.close()
    assert release
    return [[point.label for point in each.points] for each in release.summary.questions]


async def test_a_round_that_asks_the_same_twice_goes_on_to_its_end(tmp_path: Path) -> None:
    assert await outcome(tmp_path) == [["Harbour"], ["Lantern"], []]


@only_further
async def test_under_one_key_one_answer_would_stand_for_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above: a person counts once for each key."""
    monkeypatch.setattr(QuestionSet, "__post_init__", lambda self: None)
    monkeypatch.setattr(round_facts, "as_asked", lambda work, rows: rows)
    first, second, _ = await outcome(tmp_path)
    assert first == second
