"""`folkmoot demo`: on a screen where there is one, else printed."""

from __future__ import annotations

import asyncio
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import click

from bot import logs
from bot.bootstrap.demonstration import USUAL_LINES, Change, ExcerptPrinter, room_of, serve_demo, show_demo
from bot.cli.demo import answers, cast, story, story_of_file, year, year_cast
from bot.cli.demo.stage import DemoStage
from bot.cli.demo.world import DemoWorld, make_world
from bot.cli.settings import CommandStoppedError
from bot.domain.releases.thresholds import effective_k, needed_roster
from bot.ports import CannotStartError

SECONDS_BETWEEN_STEPS = 2.5
"""Seconds between two steps at speed 1."""
SHORTEST_STEP_SECONDS = 0.05
WITHOUT_BUTTONS = 5
"""Lines of a message where each choice is a line and a form is many messages."""
INTERRUPTED = 130
IN_A_BROWSER = "TEXTUAL_DRIVER"
"""Variable of the environment with which the screen's library draws on a page instead of a terminal."""
MOST_NAMED = 20
"""Most lines of a file that are named, each with its reason, where they are skipped."""
LINE_OF_ANSWER = '{"team": "Crisis line", "question": 1, "text": "The debrief after a hard call."}'
LINE_OF_QUESTIONS = '{"questions": ["What should stay as it is?", "What is missing?"]}'


def play_demo(auto: bool, file: Path | None, minimal: bool, speed: float | None, over_months: bool = False) -> None:
    """Play one round, of a file of answers if there is one, or what happens `over_months`.

    Exit code 0 at the end, 130 after Ctrl-C, 2 for a file of answers that holds none or cannot be read. Nothing is written."""
    filed_answers = _read_file(file) if file else None
    on_screen = not auto and (IN_A_BROWSER in os.environ or (sys.stdin.isatty() and sys.stdout.isatty()))
    if speed is None:
        speed = 1.0 if on_screen or sys.stdout.isatty() else 0.0
    pause = SECONDS_BETWEEN_STEPS / speed if speed else 0.0
    try:
        if on_screen:
            _on_screen(filed_answers, minimal, pause, over_months)
        else:
            logs.configure_logging("error", "text")
            asyncio.run(_play_printed(filed_answers, minimal, pause, over_months))
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None


def serve_in_browser(options: Sequence[str], port: int) -> None:
    """Show the demonstration with these options at an address of this machine, for whoever sits at it."""
    try:
        serve_demo((sys.executable, "-m", "bot", "demo", *options), port)
    except CannotStartError as error:
        raise CommandStoppedError(str(error)) from None


def _read_file(file: Path) -> answers.AnswerFile:
    try:
        found = answers.read_answers(file)
    except OSError as error:
        raise CommandStoppedError(f"{file} cannot be read: {error.strerror}.") from None
    except answers.UnusableQuestionsError as error:
        raise CommandStoppedError(
            f"{file}, {error}. Questions stand in one line, like this: {LINE_OF_QUESTIONS}"
        ) from None
    for one in found.skipped[:MOST_NAMED]:
        click.echo(f"{file}, line {one.line}: {one.why}. It is skipped.", err=True)
    if len(found.skipped) > MOST_NAMED:
        click.echo(f"{len(found.skipped) - MOST_NAMED:,} more lines are skipped.", err=True)
    if not found.rows:
        raise CommandStoppedError(f"{file} holds no answer that can be used. A line looks like this: {LINE_OF_ANSWER}")
    people, needed = len(cast.of_answers(found.rows).people), needed_roster(effective_k(None))
    if people < needed:
        raise CommandStoppedError(
            f"These answers make {people} people, the one who leads among them, and a round needs at least {needed}. "
            f"Please give at least {needed - 1} answers to one question."
        )
    return found


async def _make_stage(filed_answers: answers.AnswerFile | None, minimal: bool, over_months: bool) -> DemoStage:
    if over_months:
        world = await make_world(year_cast.read_year().as_cast(), minimal)
        return DemoStage(world, year.YEAR, year.MEMBER)
    if filed_answers is None:
        world = await make_world(cast.shipped_cast(), minimal)
        return DemoStage(world, story.story_steps(), "amira", story.asides(minimal))
    rows, questions = filed_answers.rows, filed_answers.questions
    world = await make_world(cast.of_answers(rows), minimal)
    return DemoStage(
        world, story_of_file.story_steps(world.cast, len(rows), questions), world.cast.teams[0].people[1].handle
    )


def _on_screen(filed_answers: answers.AnswerFile | None, minimal: bool, pause: float, over_months: bool) -> None:
    """A log line would tear the screen: what is logged is shown after it."""
    logged = io.StringIO()
    logs.configure_logging("error", "text", logged)

    async def play() -> None:
        stage = await _make_stage(filed_answers, minimal, over_months)
        # Whoever else is on this machine can open a page, and is not to read what its owner may.
        stage.console.reads_files = IN_A_BROWSER not in os.environ
        await show_demo(stage, pause or SHORTEST_STEP_SECONDS)

    asyncio.run(play())
    click.echo(logged.getvalue(), err=True, nl=False)


async def _play_printed(
    filed_answers: answers.AnswerFile | None, minimal: bool, pause: float, over_months: bool
) -> None:
    stage = await _make_stage(filed_answers, minimal, over_months)
    printer = StoryPrinter(stage.world, sys.stdout)
    try:
        while stage.steps_left:
            if filed_answers:
                printer.allow(story_of_file.lines_for_next(stage.steps_left, printer.lines))
            await stage.next_step()
            printer.end_scene()
            sys.stdout.flush()
            await asyncio.sleep(pause)
        click.echo(printer.tell_left_out())
    finally:
        printer.close()
    if stage.left_out:
        raise RuntimeError(f"the story left out {', '.join(stage.left_out)}")


class StoryPrinter(ExcerptPrinter):
    """Prints only the rooms that the story looks at; thousands of people answer in the others."""

    def __init__(self, world: DemoWorld, stream: TextIO) -> None:
        super().__init__(world.client, stream, world.zone)
        self._world = world

    def on_change(self, change: Change) -> None:
        world = self._world
        room = room_of(change)
        self.most = world.longest or (WITHOUT_BUTTONS if world.minimal else USUAL_LINES)
        self.points_only = world.points_only
        if not world.in_sight:
            return
        if not world.aside and (room is None or room.unthreaded() in world.watched):
            super().on_change(change)
        else:
            self.leave_out(change)
