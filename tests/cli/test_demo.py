"""`folkmoot demo`: what it tells, that it tells the same each time, that nothing is left behind, and whose words stay home."""

from __future__ import annotations

import asyncio
import io
import re
import signal
from functools import cache
from itertools import takewhile
from pathlib import Path

import pytest

from adapters.console.client import Narrated
from adapters.console.printer import COLUMNS, Printer
from adapters.console.render import wrap_text
from bot import bootstrap
from bot.cli.demo import cast, opening, story
from bot.cli.demo.days import october_at
from bot.cli.demo.playing import StoryPrinter
from bot.cli.demo.stage import DemoStage
from bot.cli.demo.world import make_world
from bot.domain.model import Question
from bot.domain.questions import MISSING
from bot.views.messages.questions import DEFAULT_QUESTIONS
from bot.views.messages.wording import question_count
from bot.views.text import as_text, display_width
from tests.cli.calling import ROOT, Running, files_in, folkmoot
from tests.support.further import further, only_further, part_of

pytestmark = further

STAGES = (
    "/folkmoot claim",
    "You are Folkmoot’s first admin",
    "/folkmoot team add Crisis line",
    "are on the list of Crisis line now",
    "after the clock change, same local time",
    "Night shift (with Peer support)",
    "Three questions for Crisis line are on their way",
    "Saved: questions 1 and 2.",
    "I have kept this as a draft. Nothing is sent yet",
    "Saved: question 3.",
    "Withdrawn. They are gone, as if never given.",
    "It is called confidential, not anonymous",
    "I will remind you on Wednesday",
    "I will leave you in peace until the next round",
    "Others can read what you wrote here",
    "I cannot tell you who has or has not answered",
    "You asked me to remind you.",
    "others can read your words just like this",
    "others will read your words for question 2",
    "This is the only reminder, and everyone who was asked gets the same one",
    "Draft for checking: Crisis line",
    "Draft for checking: Peer support and Night shift",
    "Too few people answered this time",
    "You have weighed",
    "is noted: it means something else",
    "Noted: something is missing",
    "Challenges to the draft of Crisis line",
    "Final summary: Crisis line",
    "What changed after your checks",
    "Where you differ:",
    "Digest for you as a lead of Crisis line",
    "Draft for checking: the whole of Harbour Mind",
    "All that I keep about you",
    "three questions together, here in your meeting",
    "This is what you say together",
)
PRINTED = (
    "Amira weighs it, in private",
    "Four days earlier…",
    "Your team has three questions",
    "Saved: questions 1 and 2.",
    "I cannot tell you who has or has not answered",
    "Draft for checking: Crisis line",
    "Too few people answered this time",
    "You have weighed 4 of 8.",
    "Challenges to the draft of Crisis line",
    "Final summary: Crisis line",
    "now reads “Handovers need less time”",
    "Widely shared:",
    "Where you differ:",
    "Digest for you as a lead of Crisis line",
    "One next step:",
    "Draft for checking: the whole of Harbour Mind",
    "Nothing of this demonstration was kept.",
)
AFTER_OPENING = story.STORY[1:]
MOST_LINES = 250
FIRST_LINES = 40


def flat(text: str) -> str:
    """One line of words: what is printed is wrapped in columns."""
    return " ".join(text.split())


class Told:
    """The whole story, played and printed once."""

    def __init__(self, minimal: bool) -> None:
        self.minimal = minimal
        self.printed, self.uncut = io.StringIO(), io.StringIO()
        self.cast = cast.shipped_cast()
        self.steps = 0
        self.narrated: list[str] = []

    async def play(self) -> Told:
        world = await make_world(self.cast, self.minimal)
        world.client.listen(lambda change: self.narrated.append(change.text) if isinstance(change, Narrated) else None)
        self.stage = DemoStage(world, story.story_steps(), "amira", story.asides(self.minimal))
        Printer(world.client, self.uncut, world.zone)
        printer = StoryPrinter(world, self.printed)
        while await self.stage.next_step():
            printer.end_scene()
            self.steps += 1
        self.left_out = printer.tell_left_out()
        self.client = world.client
        return self

    @property
    def said(self) -> str:
        """All that was said in all rooms after the story had gone back."""
        return flat("\n".join(as_text(message.view) for message in self.client.messages))

    @property
    def lines(self) -> list[str]:
        return [*self.printed.getvalue().splitlines(), self.left_out]


@cache
def told_once(minimal: bool) -> Told:
    return asyncio.run(Told(minimal).play())


@pytest.fixture(params=[False, True], ids=["full", "minimal"])
def told(request: pytest.FixtureRequest) -> Told:
    return told_once(request.param)


def test_the_story_tells_all_of_a_round(told: Told) -> None:
    assert told.stage.left_out == []
    assert told.steps == len(story.STORY)
    said = told.said
    assert [stage for stage in STAGES if stage not in said] == []
    assert ("Reply with a number." in said) == told.minimal


def test_every_word_stays_where_it_belongs(told: Told) -> None:
    """C6: of all answers only those appear outside their author's messages whose author allowed them, or nobody's."""
    client = told.client
    allowed = {(player.handle, number) for player in told.cast.people for number in player.allow}
    seen = set()
    for player in told.cast.people:
        for number, text in player.answers.items():
            others = [m for m in client.messages if m.author == "folkmoot" and m.ref != client.direct(player.handle)]
            if len(text.split()) >= 5 and any(text in as_text(m.view) for m in others):
                seen.add((player.handle, number))
    assert seen
    assert seen <= allowed


def test_the_first_lines_show_what_it_is_for(told: Told) -> None:
    """A draft, three of the answers beside it in their own words, somebody who weighs it; then the story goes back."""
    first = "\n".join(told.lines[:FIRST_LINES])
    assert "What several share comes back to their team" in flat(first)
    beside = next(line for line in told.lines if "Draft for checking: Crisis line" in line)
    assert beside.startswith("Three of 8 private answers")
    for player in (told.cast.player(handle) for handle in opening.SHOWN):
        assert f"{player.name}:" in first
        assert all(word in first for word in player.answers[3].split())
    assert "3.2 A quiet room – several people" in first
    assert "Amira weighs it, in private" in first
    assert "I say so too: “A quiet room”" in first
    assert "Four days earlier…" in first


def test_it_is_told_in_few_lines_and_says_what_is_left_out(told: Told) -> None:
    assert len(told.lines) <= MOST_LINES
    assert max(map(display_width, told.lines)) <= COLUMNS
    printed = flat("\n".join(told.lines))
    assert [stage for stage in PRINTED if stage not in printed] == []
    assert re.fullmatch(r"Left out here: \d+ messages, and the rest of \d+ that end in “…”\.", told.left_out)
    uncut = told.uncut.getvalue().splitlines()
    assert len(uncut) > 4 * MOST_LINES, "negative control: all that happens is much longer"


def test_every_word_of_the_story_fits_a_small_terminal(told: Told) -> None:
    """Three rows of 80 columns are there for it."""
    assert len(told.narrated) > 15
    for text in told.narrated:
        assert len(wrap_text(f"The story  {text}", 78)) <= 3, text


def test_without_a_terminal_it_prints_the_same_every_time_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = folkmoot(tmp_path, "demo", env={"PYTHONHASHSEED": "1"})
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout.splitlines() == told_once(False).lines
    assert "\x1b" not in done.stdout
    assert files_in(tmp_path) == set()


def test_the_readme_shows_what_is_printed() -> None:
    """Line by line, in this order; “[…]” stands for what it leaves out."""
    page = (ROOT / "README.md").read_text("utf-8").splitlines()
    start = next(number for number, line in enumerate(page) if line.startswith("    ── "))
    lines = iter(told_once(False).lines)
    shown = [line[4:] for line in takewhile(lambda line: not line or line.startswith("    "), page[start:])]
    assert len(shown) > 20
    for line in shown:
        assert line == "[…]" or line in lines, line


@only_further
def test_minimal_is_told_too(tmp_path: Path) -> None:
    done = folkmoot(tmp_path, "demo", "--auto", "--minimal", "--speed", "1000", env={"PYTHONHASHSEED": "2"})
    assert done.returncode == 0, done.stderr
    assert "[Answer privately]" not in done.stdout


@only_further
@pytest.mark.parametrize("count", part_of([1, 2, 5, 4], 2))
async def test_the_story_fits_as_many_questions_as_are_asked(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    more = [
        Question(key=text, text=text, direction=MISSING) for text in ("Who should hear this?", "What surprised you?")
    ]
    for module in (bootstrap, cast, story):
        monkeypatch.setattr(module, "DEFAULT_QUESTIONS", (*DEFAULT_QUESTIONS, *more)[:count])
    stage = DemoStage(await make_world(cast.shipped_cast(), count % 2 == 0), story.story_steps(), "amira")
    await played(stage)
    assert stage.left_out == []
    said = "\n".join(as_text(message.view) for message in stage.world.client.messages)
    assert f"{question_count(count).capitalize()} for Crisis line" in said
    assert "Final summary: Crisis line" in said


async def test_a_story_of_several_questions_does_not_fit_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above: its steps are not left out for nothing."""
    for module in (bootstrap, cast, story):
        monkeypatch.setattr(module, "DEFAULT_QUESTIONS", DEFAULT_QUESTIONS[:1])
    stage = DemoStage(await make_world(cast.shipped_cast(), False), AFTER_OPENING, "amira")
    await played(stage)
    assert stage.left_out


async def played(stage: DemoStage) -> int:
    steps = 0
    while await stage.next_step():
        steps += 1
    return steps


async def test_a_visitor_who_meddles_does_not_end_the_story() -> None:
    stage = DemoStage(await make_world(cast.shipped_cast(), False), AFTER_OPENING, "amira")
    for _ in range(2):
        await stage.next_step()
    await stage.advance(october_at(9, 18))
    assert "too few answered" in stage.state()
    assert await played(stage) == len(AFTER_OPENING) - 2
    assert "weigh_draft" in stage.left_out


async def test_the_visitor_can_answer_move_time_and_see_what_is_next() -> None:
    stage = DemoStage(await make_world(cast.shipped_cast(), False), AFTER_OPENING, "amira")
    assert stage.state() == "nothing is set up yet"
    for _ in range(2):
        await stage.next_step()
    assert stage.state() == "Crisis line: round open until Friday 9 October, 18:00"
    assert stage.next_event_at() == october_at(8, 10)
    direct = stage.world.client.direct("eve")
    await stage.act(stage.console.press("eve", direct, "Answer privately"))
    await stage.act(stage.console.submit("eve", {"q1": "My own words."}))
    assert "Saved: question 1." in as_text(stage.world.client.visible(direct)[-1].view)


def test_the_cast_is_whole() -> None:
    found = cast.shipped_cast()
    assert [(team.name, len(team.people)) for team in found.teams] == [
        ("Crisis line", 9),
        ("Peer support", 8),
        ("Night shift", 4),
        ("Front desk", 7),
    ]
    handles = [player.handle for player in found.people]
    assert len(set(handles)) == len(handles)
    assert all(set(player.allow) <= set(player.answers) for player in found.people)


def test_ctrl_c_ends_it_cleanly_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with Running(tmp_path, "demo", "--auto", "--speed", "0.1") as demo:
        demo.wait_for("weighs it, in private")
        demo.signal(signal.SIGINT)
        assert demo.end() == 130
    assert "Traceback" not in demo.said
    assert files_in(tmp_path) == set()
