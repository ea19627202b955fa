"""`folkmoot demo --answers`: a story of somebody's own answers loses none of them, fits its lines, and names what it cannot use."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.cli.demo import cast, story_of_file
from bot.cli.demo.answers import AnswerRow
from bot.cli.demo.playing import play_demo
from bot.cli.demo.stage import DemoStage
from bot.cli.demo.world import make_world
from bot.cli.settings import CommandStoppedError
from bot.domain.model import AnswerState, RoundState
from bot.domain.questions import texts_of
from bot.views.messages.questions import QUESTIONS
from tests.cli.calling import files_in, folkmoot
from tests.cli.test_answers import TEXTS
from tests.cli.test_demo import MOST_LINES, flat, played
from tests.support.further import further, only_further, part_of

pytestmark = further

OF_A_FILE = [((), False), (TEXTS[:2], True), (TEXTS[:1], False), (TEXTS[:3], False), (TEXTS, True), (TEXTS[:4], False)]
"""Questions that a file brings, and whether there are no buttons."""


@only_further
@pytest.mark.parametrize(("questions", "minimal"), part_of(OF_A_FILE, 2))
async def test_no_answer_of_a_file_is_lost(questions: tuple[str, ...], minimal: bool) -> None:
    count = len(questions) or 3
    rows = [AnswerRow(f"T{n // 24}", n % count + 1, f"Answer number {n} is about the rota.") for n in range(24 * count)]
    world = await make_world(cast.of_answers(rows), minimal)
    steps = story_of_file.story_steps(world.cast, len(rows), questions)
    stage = DemoStage(world, steps, world.cast.teams[0].people[1].handle)
    await played(stage)
    assert stage.left_out == []
    asked = world.made.store.read_sync(
        lambda uow: {texts_of(uow.question_sets.get(row.questions).questions) for row in uow.rounds.where()}
    )
    assert asked == {questions or QUESTIONS}
    kept = world.made.store.read_sync(
        lambda uow: uow.texts.read([row.id for row in uow.answers.where(state=AnswerState.GIVEN)])
    )
    assert sorted(text.reveal() for text in kept if text) == sorted(row.text for row in rows)
    ends = world.made.store.read_sync(lambda uow: {row.state for row in uow.rounds.where() if row.teams})
    assert ends == {RoundState.FINAL}


def answers(folder: Path) -> Path:
    """Four teams of which one is too small to be asked alone, and two lines that cannot be used."""
    path = folder / "answers.jsonl"
    said = ("The handover takes too long.", "We need a quiet room.", "The rota comes out late.")
    lines = [
        json.dumps(
            {
                "team": team,
                "question": 1 + n % 3,
                "text": said[(n // 3 + n) % 3],
                "allow": n % 2 == 0,
                "weigh": {"handover": "agree", "quiet room": "differ", "zebra": "agree"},
            }
        )
        for team, count in (("North", 24), ("South", 24), ("East", 24), ("Tiny", 6))
        for n in range(count)
    ]
    lines[4:4] = ["not json", json.dumps({"team": "North", "question": 1, "text": "x", "weigh": "agree"})]
    path.write_text("\n".join(lines), "utf-8")
    return path


@only_further
@pytest.mark.parametrize("more", part_of([(), ("--minimal",)], 2))
def test_a_file_of_answers_is_played_and_its_bad_lines_are_named(tmp_path: Path, more: tuple[str, ...]) -> None:
    path = answers(tmp_path)
    done = folkmoot(tmp_path, "demo", "--auto", "--answers", str(path), *more)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines() == [
        f"{path}, line 5: it is not JSON. It is skipped.",
        f'{path}, line 6: “weigh” is not an object such as {{"handover": "agree"}}. It is skipped.',
    ]
    said = flat(done.stdout)
    assert "78 answers from the file make 27 people in 4 teams" in said
    assert "For 39 of the answers the file allows that their words are shown" in said
    assert "In people’s own words" in said or "Also said, in people’s own words" in said
    assert "Nothing that could be weighed holds the words “zebra”." in said
    assert "those of all 4 teams" in said
    for name in ("North", "South", "East", "Tiny"):
        assert re.search(f"Final summary: [\\w ]*{name}|[\\w ]*{name}[\\w ]*: the points at a glance", said), name
    assert "Widely shared:" in said
    assert "Digest for you as a lead of" in said
    assert "Draft for checking: the whole of Harbour Mind" in said
    assert "Left out here:" in said
    assert len(done.stdout.splitlines()) <= MOST_LINES
    assert files_in(tmp_path) == {"answers.jsonl"}


LONG_ANSWERS = (
    "Walking round the garden with people who have not been outdoors for weeks, rain or shine, before lunch",
    "A telephone that reaches somebody after six in the evening, instead of a tape that says to call tomorrow",
    "Our cook asks every newcomer what they grew up eating and then makes it, although nobody ever told her to",
    "Forms that want the same address four times over while a child is crying on the other chair in the office",
    "The minibus on Thursdays brings in those from the villages who could otherwise not come to see us at all",
    "Somebody who speaks Tigrinya for at least one morning, since we are drawing pictures to explain medicine",
    "Swapping a shift by asking each other in the corridor works better than any of the programs they bought",
    "Heaters that were promised before the winter before last and that still stand packed up in the cellar",
    "Training for dealing with grief, because we only ever learned how to lift and how to fill a dispenser",
    "The evening choir, where doctors and cleaners stand beside one another and everybody sings out of tune",
    "Meetings about meetings, with slides that read themselves aloud while the waiting room is filling up",
    "A lockable cupboard of our own, big enough for a wet coat and boots after cycling through the storm",
)


@only_further
@pytest.mark.parametrize("limited", part_of([True, False], 2))
def test_long_sentences_fit_as_many_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, limited: bool
) -> None:
    """Three teams whose finals are printed whole, of many quotes that take two lines each. With the control: no limit."""
    if not limited:
        monkeypatch.setattr(story_of_file, "lines_for_next", lambda steps, printed: 10_000)
    rows = [
        {"team": team, "question": number, "text": text, "allow": True, "weigh": {"*": "agree"}}
        for team in ("North", "South", "East")
        for number in (1, 2, 3)
        for text in LONG_ANSWERS
    ]
    path = tmp_path / "answers.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    play_demo(True, path, False, 0)
    lines = capsys.readouterr().out.splitlines()
    assert (MOST_LINES - 40 < len(lines) <= MOST_LINES) is limited
    assert limited or len(lines) > MOST_LINES
    said = flat("\n".join(lines))
    assert all(f"Final summary: {team}" in said for team in ("North", "South", "East"))
    assert "Digest for you as a lead of" in said and "Draft for checking: the whole of Harbour Mind" in said
    assert lines[-1].startswith("Left out here:")


def test_every_step_has_lines_left_whatever_the_others_take() -> None:
    """The story of a file with all its steps, each of which takes what it may."""
    rows = [AnswerRow("T", 1, "x", True, {"*": "agree"}) for _ in range(8)]
    steps = story_of_file.story_steps(cast.of_answers(rows), len(rows), TEXTS)
    printed = 0
    for place, step in enumerate(steps):
        allowed = story_of_file.lines_for_next(steps[place:], printed)
        assert allowed >= story_of_file.LINES_OF_STEPS.get(step.__name__, story_of_file.LINES_OF_A_STEP)
        printed += allowed
    assert printed == MOST_LINES - 1


def test_answers_of_too_few_people_for_a_round_are_refused_with_what_it_takes(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(f"{json.dumps({'team': 'Alpha', 'question': 2, 'text': 'Late', 'allow': True})}\n" * 3, "utf-8")
    with pytest.raises(CommandStoppedError, match=r"make 4 people.* needs at least 7.* at least 6 answers"):
        play_demo(True, path, False, 0)


async def test_words_that_were_held_leave_the_story_whole() -> None:
    """Who may be at risk gets no receipt, and the file's permission has nothing to allow."""
    rows = [AnswerRow("Alpha", 2, "I want to kill myself", True) for _ in range(7)]
    world = await make_world(cast.of_answers(rows), minimal=False)
    stage = DemoStage(world, story_of_file.story_steps(world.cast, len(rows), ()), "p2")
    while await stage.next_step():
        pass
    assert stage.left_out == []


def test_a_file_without_any_answer_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text("nothing\n" * 1022, "utf-8")
    with pytest.raises(CommandStoppedError, match="holds no answer that can be used"):
        play_demo(True, path, False, 0)
    *named, more = capsys.readouterr().err.splitlines()
    assert named == [f"{path}, line {number}: it is not JSON. It is skipped." for number in range(1, 21)]
    assert more == "1,002 more lines are skipped."


def test_a_file_whose_questions_cannot_be_asked_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text('{"questions": []}\n{"team": "North", "question": 1, "text": "The tea."}\n', "utf-8")
    with pytest.raises(CommandStoppedError) as stopped:
        play_demo(True, path, False, 0)
    assert stopped.value.message == (
        f"{path}, line 1: “questions” is not a list of 1 to 5 questions. Questions stand in one line, like this: "
        '{"questions": ["What should stay as it is?", "What is missing?"]}'
    )


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandStoppedError, match="cannot be read: No such file or directory"):
        play_demo(True, tmp_path / "answers.jsonl", False, 0)
