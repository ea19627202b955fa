"""A set holds 1 to 5 question records; a key is assigned, and a corrected question stays the same question."""

from __future__ import annotations

import pytest

from bot.domain.model import Question, QuestionSet, RoundState
from bot.domain.outcomes.commands import QuestionsLeft
from bot.domain.questions import KEEP, MISSING, STOP, is_correction, keys_of, merge_questions, texts_of
from bot.engine import question_versions
from bot.views.messages.questions import QUESTIONS
from storage.kinds import decode_stored, encode_stored
from tests.engine.test_stuck import told
from tests.support.actions import FORTNIGHTLY, TEAM, answered, next_round, opened, until
from tests.support.places import person
from tests.support.world import World

SLIP, MENDED = "What should we stop dooing?", "What should we stop doing?"


def question(key: str, text: str = "Why?") -> Question:
    return Question(key=key, text=text, direction=STOP)


@pytest.mark.parametrize("count", [0, 6])
def test_a_set_of_another_size_is_none(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 5 questions"):
        QuestionSet(id="s", version=1, questions=tuple(question(str(n)) for n in range(count)))


def test_a_set_of_an_earlier_version_is_read() -> None:
    written = (
        b'{"is":"question-set/1","id":"s","version":3,"texts":["A?","B?","C?"],"directions":["keep","stop","missing"],'
        b'"keys":["a","b","a"]}'
    )
    read = decode_stored(written, QuestionSet)
    assert keys_of(read.questions) == ("a", "b", "a+")
    assert texts_of(read.questions) == ("A?", "B?", "C?")
    assert [one.direction for one in read.questions] == [KEEP, STOP, MISSING]
    assert decode_stored(encode_stored(read), QuestionSet) == read


def test_teams_that_were_asked_different_sets_are_merged_by_key() -> None:
    first = (question("a"), question("b", SLIP), question("c"))
    second = (question("d"), question("b", MENDED), question("e"), question("f"), question("a"))
    merged = merge_questions([first, second])
    assert keys_of(merged) == ("a", "b", "c", "d", "e", "f")
    assert merged[1].text == MENDED
    assert keys_of(merge_questions([first, second], only={"f", "c"})) == ("c", "f")
    assert merge_questions([]) == ()


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (SLIP, MENDED, True),
        ("What shuold we sotp doing?", "What should we stop doing?", True),
        ("what should we stop", "What should we stop?", True),
        ("What surprised you?", "Whom should we let go?", False),
        ("What should we stop doing?", "What should we start doing?", False),
        ("What should we do?", "What should we not do?", False),
        ("What do you enjoy?", "What do you avoid?", False),
    ],
)
def test_a_correction_mends_slips_alone(before: str, after: str, same: bool) -> None:
    assert is_correction(before, after) is same


async def asked_now(world: World) -> tuple[Question, ...]:
    organisation = (await world.read(lambda uow: uow.organisations.where()))[0]
    found = await world.read(lambda uow: uow.question_sets.get(organisation.questions))
    assert found
    return found.questions


async def founded(*commands: str) -> World:
    world = World()
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    for words in commands:
        await world.command("ada", words, person("ada"))
    return world


async def test_a_corrected_question_keeps_its_key_and_another_gets_one_of_its_own() -> None:
    world = await founded(f"questions set 2 {SLIP}")
    first = await asked_now(world)
    await world.command("ada", f"questions correct 2 {MENDED}", person("ada"))
    second = await asked_now(world)
    assert keys_of(second) == keys_of(first)
    assert second[1].text == MENDED
    await world.command("ada", "questions set 2 What wears you out?", person("ada"))
    third = await asked_now(world)
    assert third[1].key not in keys_of(first)
    await world.command("ada", f"questions set 2 {SLIP}", person("ada"))
    assert keys_of(await asked_now(world)) == keys_of(first)


async def test_a_former_question_that_was_corrected_is_not_asked_twice_under_one_key() -> None:
    world = await founded(f"questions set 2 {SLIP}", f"questions correct 2 {MENDED}", "questions set 1 What else?")
    await world.command("ada", "questions add What surprised you?", person("ada"))
    await world.command("ada", "questions remove 2", person("ada"))
    await world.command("ada", f"questions add {SLIP}", person("ada"))
    found = await asked_now(world)
    assert len(set(keys_of(found))) == len(found) == 4


async def labels_of_final(before: str, after: str) -> list[list[str]]:
    """What two rounds said of question 2 whose words were changed in between: four answered in the first, one in the second."""
    world = World()
    round_ = await opened(world)
    await answered(world, round_, dict.fromkeys(TEAM[:4], ("", "Lantern", "")))
    await world.command("ada", f"questions {after}", person("ada"))
    await until(world, round_, RoundState.WITHHELD)
    later = await next_round(world, round_)
    await answered(world, later, {TEAM[4]: ("", before, "")})
    ended = await until(world, later, RoundState.FINAL, RoundState.WITHHELD)
    release = await world.read(lambda uow: uow.releases.get(ended.release))
    return [[point.label for point in each.points] for each in release.summary.questions] if release else []


async def test_answers_to_a_corrected_question_go_on_waiting_and_count() -> None:
    corrected = f"correct 2 {QUESTIONS[1].replace('differently', 'differently here')}"
    assert await labels_of_final("Lantern", corrected) == [[], ["Lantern"], []]


async def test_answers_to_another_question_do_not_count_for_it() -> None:
    """Negative control of the test above: a new question is a new pool."""
    assert await labels_of_final("Lantern", "set 2 What wears you out?") == []


async def test_without_likeness_a_correction_would_pass_off_answers_as_given_to_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Negative control of the refusal."""
    world = await founded("questions correct 2 Whom should we let go?")
    assert [one.why for one in await told(world, "ada", QuestionsLeft)] == ["another"]
    monkeypatch.setattr(question_versions, "is_correction", lambda before, after: True)
    await world.command("ada", "questions correct 2 Whom should we let go?", person("ada"))
    assert (await asked_now(world))[1].text == "Whom should we let go?"
