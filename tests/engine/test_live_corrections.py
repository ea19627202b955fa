"""A slip in a question is corrected while its round runs: same question, answers kept, both texts in its set, teams told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.model import QuestionSet, RoundState
from bot.domain.outcomes.commands import NotForYou, QuestionsLeft, QuestionsShown
from bot.domain.outcomes.questions import RunningMended
from bot.domain.questions import version_of, with_words
from bot.engine.commands import live_corrections
from tests.engine.test_stuck import told
from tests.support.actions import TEAM, answered, until
from tests.support.places import channel, person
from tests.support.world import World

SLIP, MENDED = "What should we sotp doing?", "What should we stop doing?"
PAIR = {"Alpha": TEAM[:4], "Beta": TEAM[4:]}


async def running(teams: dict[str, tuple[str, ...]]) -> tuple[World, QuestionSet]:
    """A round that asks a question with a slip, which five have answered already, and which was corrected for the next round."""
    world = World()
    await world.found(teams, parent="Care")
    await world.command("ada", f"lead set <@{TEAM[3]}> for Alpha", channel("alpha"))
    await world.command("ada", f"questions set 1 {SLIP}", person("ada"))
    await world.command("ada", "run now Alpha", person("ada"))
    await world.settle()
    (round_,) = await world.rounds(state=RoundState.OPEN)
    await answered(world, round_, dict.fromkeys(TEAM[:5], ("Harbour",)))
    await world.command("ada", f"questions correct 1 {MENDED}", person("ada"))
    found = await world.read(lambda uow: uow.question_sets.get(round_.questions))
    assert found
    return world, found


async def test_answers_and_version_stay_and_the_set_keeps_both_texts() -> None:
    world, before = await running({"Alpha": TEAM})
    offered = (await told(world, "ada", QuestionsShown))[-1]
    assert offered.words_before == SLIP
    await world.press("ada", "question.mend", f"1:{offered.set}")
    (round_,) = await world.rounds(state=RoundState.OPEN)
    after = await world.read(lambda uow: uow.question_sets.get(round_.questions))
    assert after
    assert after.mended == ((1, SLIP),)
    assert after.questions == with_words(before.questions, 1, MENDED)
    assert await first_question_of_final(world) == (MENDED, version_of(before.questions[0]), ["Harbour"])


async def first_question_of_final(world: World) -> tuple[str, str, list[str]]:
    """The words, the version and the points of the first question of the one round, at its final."""
    (round_,) = await world.rounds(state=RoundState.OPEN)
    done = await until(world, round_, RoundState.FINAL)
    release = await world.read(lambda uow: uow.releases.get(done.release))
    assert release
    asked = release.summary.questions[0]
    return asked.text, asked.key, [one.label for one in asked.points]


async def test_with_another_version_its_points_would_be_those_of_another_question(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Negative control."""
    world, before = await running({"Alpha": TEAM})
    other = (replace(before.questions[0], key="other", text=MENDED), *before.questions[1:])
    monkeypatch.setattr(live_corrections, "with_words", lambda questions, number, text: other)
    await world.command("ada", "questions mend 1", person("ada"))
    assert (await first_question_of_final(world))[1] != version_of(before.questions[0])


async def test_another_question_does_not_take_the_place_of_one_that_is_asked() -> None:
    world, _ = await running({"Alpha": TEAM})
    await world.command("ada", "questions correct 1 Whom should we let go?", person("ada"))
    assert (await told(world, "ada", QuestionsLeft))[-1].why == "another"
    await world.command("ada", "questions set 1 Whom should we let go?", person("ada"))
    await world.command("ada", "questions mend 1", person("ada"))
    assert (await told(world, "ada", RunningMended))[-1].teams == ()


async def test_of_teams_asked_together_no_lead_of_one_corrects_what_all_are_asked() -> None:
    world, _ = await running(PAIR)
    shown = (await told(world, "ada", QuestionsShown))[-1]
    lead = TEAM[3]
    assert (await world.press(lead, "question.mend", f"1:{shown.set}")).told(NotForYou)
    await world.command(lead, "questions mend 1", person(lead))
    assert (await told(world, lead, RunningMended))[-1].teams == ()
    await world.command("ada", "questions mend 1", person("ada"))
    assert (await told(world, "ada", RunningMended))[-1].teams == ("Alpha", "Beta")


async def test_a_slip_of_the_organisations_is_corrected_in_the_teams_that_have_the_question_too() -> None:
    world = World()
    await world.found({"Alpha": TEAM})
    for words in (f"questions set 1 {SLIP}", "questions remove 3 for Alpha", f"questions correct 1 {MENDED}"):
        await world.command("ada", words, person("ada"))
    await world.command("ada", "questions show for Alpha", person("ada"))
    assert (await told(world, "ada", QuestionsShown))[-1].texts[0] == MENDED
