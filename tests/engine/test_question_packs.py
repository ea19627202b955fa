"""Packs: a set with its rhythm goes out as one text and comes in as the same; a faulty one names its line and changes nothing."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.confidential import ConfidentialText
from bot.domain.events import MessageReceived
from bot.domain.model import Question
from bot.domain.outcomes.commands import QuestionsShown, WronglyWritten
from bot.domain.outcomes.many_people import FileNotTaken
from bot.domain.outcomes.questions import PackLeftOut, PackRefused, QuestionsExported
from bot.domain.question_packs import Faulty, Pack, Rhythm, read_pack, write_pack
from bot.domain.questions import DIRECTIONS, is_repeated
from bot.domain.text_files import asks_to_read
from tests.engine.test_stuck import told
from tests.support.actions import FORTNIGHTLY, TEAM
from tests.support.places import channel, person
from tests.support.world import Heard, World

PACK = """name = "Nights"
about = "for teams that work at night"

[[question]]
text = "What lifts you at night?"
direction = "keep"

[[question]]
text = "What would you try?"
direction = "missing"

[rhythm]
schedule = "every Thursday at 14:00"
answer_days = 4
check_days = 3
decide_days = 2
close_at = "17:00"
"""
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40).filter(
    lambda text: "`" not in text
)


@given(
    st.lists(st.tuples(WORDS, st.sampled_from(DIRECTIONS)), min_size=1, max_size=5, unique_by=lambda each: each[0]),
    WORDS,
    st.integers(1, 30),
)
def test_what_was_written_is_read_as_the_same(asked: list[tuple[str, str]], name: str, days: int) -> None:
    texts = [text for text, _ in asked]
    if any(is_repeated(one, other) for n, one in enumerate(texts) for other in texts[:n]):
        return
    questions = tuple(Question(key="", text=text, direction=direction) for text, direction in asked)
    pack = Pack(name=name, questions=questions, rhythm=Rhythm(schedule="every Tuesday at 10:00", answer_days=days))
    assert read_pack(write_pack(pack)) == pack


def test_toml_json_and_what_a_chat_makes_of_them_are_one() -> None:
    pack = read_pack(PACK)
    assert isinstance(pack, Pack)
    assert read_pack(json.dumps(tomllib.loads(PACK), indent=2)) == pack
    curly = PACK.replace('name = "Nights"', "name = “Nights”")
    assert read_pack(f"```toml\n{curly}```") == pack


@pytest.mark.parametrize(
    ("before", "after", "line", "says"),
    [
        ('text = "What would you try?"', "text = What would you try?", 9, "Invalid"),
        ('direction = "missing"', 'direction = "sideways"', 10, "A direction is"),
        ('direction = "missing"', 'mood = "missing"', 9, "nothing else"),
        ('text = "What would you try?"', 'text = "what lifts you, at night"', 9, "twice"),
        ("check_days = 3", "check_days = 0", 15, "check_days"),
        ("check_days = 3", "rest_days = 3", 15, "rest_days"),
        ('close_at = "17:00"', 'close_at = "5 pm"', 17, "time of day"),
        ('name = "Nights"', 'name = ""', 1, "name"),
        ('text = "What would you try?"', 'text = "' + "long " * 60 + '?"', 9, "200 fit"),
    ],
)
def test_a_faulty_pack_names_its_line(before: str, after: str, line: int, says: str) -> None:
    fault = read_pack(PACK.replace(before, after))
    assert isinstance(fault, Faulty)
    assert fault.line == line
    assert says in fault.problem


async def founded() -> World:
    world = World()
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    await world.command("ada", f"lead set <@{TEAM[-1]}> for Alpha", channel("alpha"))
    return world


async def exported(world: World, who: str, words: str) -> str:
    await world.command(who, words, person(who))
    return str((await told(world, who, QuestionsExported))[-1].text)


async def test_a_team_takes_in_questions_and_schedule_and_hands_them_on() -> None:
    world, lead = await founded(), TEAM[-1]
    before = read_pack(await exported(world, lead, "questions export"))
    await world.command(lead, f"questions import\n{PACK}", person(lead))
    assert [one.what for one in await told(world, lead, PackLeftOut)] == ["windows"]
    pack, after = read_pack(PACK), read_pack(await exported(world, lead, "questions export for Alpha"))
    assert isinstance(pack, Pack)
    assert isinstance(after, Pack)
    assert isinstance(before, Pack)
    assert [(one.text, one.direction) for one in after.questions] == [
        (one.text, one.direction) for one in pack.questions
    ]
    assert (after.name, after.rhythm.schedule) == ("Nights", pack.rhythm.schedule)
    assert after.rhythm.answer_days == before.rhythm.answer_days
    await world.command("ada", f"questions import for Alpha\n{PACK.replace('Nights', 'Days')}", person("ada"))
    assert "Days" in await exported(world, "ada", "questions export for Alpha")


async def test_the_organisation_takes_in_questions_and_windows_and_undo_brings_back_both() -> None:
    world = await founded()
    before = await exported(world, "ada", "questions export")
    await world.command("ada", f"questions import\n{PACK}", person("ada"))
    after = read_pack(await exported(world, "ada", "questions export"))
    assert isinstance(after, Pack)
    assert (after.rhythm.answer_days, after.rhythm.close_at) == (4, "17:00")
    assert [one.what for one in await told(world, "ada", PackLeftOut)] == ["schedule"]
    await world.command("ada", "undo change", person("ada"))
    assert await exported(world, "ada", "questions export") == before


async def test_of_a_faulty_pack_nothing_is_taken_in() -> None:
    world, lead = await founded(), TEAM[-1]
    before = await exported(world, lead, "questions export for Alpha")
    wrong = PACK.replace("every Thursday at 14:00", "when the moon is full")
    heard = await world.command(lead, f"questions import\n{wrong}", person(lead))
    assert heard.told(PackRefused).line == 13
    heard = await world.command(lead, "questions import\nname = Nights", person(lead))
    assert heard.told(WronglyWritten)
    assert await exported(world, lead, "questions export for Alpha") == before


async def test_a_pack_in_a_file_is_taken_in_like_a_pasted_one_and_of_a_file_that_is_none_nothing() -> None:
    world, lead = await founded(), TEAM[-1]

    async def sent(words: str, content: str | None) -> Heard:
        file = None if content is None else ConfidentialText(content)
        given = {"text": ConfidentialText(words), "kind": "file", "file": file, "file_ref": "f"}
        return await world.hear(world.event(MessageReceived, lead, **given))

    assert (await sent("questions import for Alpha", PACK)).told(QuestionsShown).texts[0] == "What lifts you at night?"
    assert (await sent("/questions import", "name = Nights")).told(WronglyWritten)
    assert (await sent("questions import", None)).told(FileNotTaken).why == "unreadable pack"


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("questions import for Wards", True),
        ("member add to Wards", True),
        ("closed add", True),
        ("the question is", False),
    ],
)
def test_only_a_file_that_is_asked_to_be_read_is_fetched(words: str, read: bool) -> None:
    assert asks_to_read(words) is read
