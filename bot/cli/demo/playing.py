"""`folkmoot demo`: on a screen where there is one, else printed."""

from __future__ import annotations

import asyncio
import io
import sys
from pathlib import Path

import click

from bot import logs
from bot.bootstrap.demonstration import Change, Printer, room_of, show_demo
from bot.cli.demo import answers, cast, filed, story
from bot.cli.demo.stage import DemoStage
from bot.cli.demo.world import DemoWorld, make_world
from bot.cli.settings import Stop

PACE = 2.5
"""Seconds between two steps at speed 1."""
FASTEST = 0.05
INTERRUPTED = 130


def play_demo(auto: bool, file: Path | None, minimal: bool, speed: float | None) -> None:
    """Exit code 0 at the end, 130 after Ctrl-C, 2 when a file of answers has none. Nothing is written anywhere."""
    rows = _read_rows(file) if file else None
    on_screen = not auto and sys.stdin.isatty() and sys.stdout.isatty()
    if speed is None:
        speed = 1.0 if sys.stdout.isatty() else 0.0
    pause = PACE / speed if speed else 0.0
    try:
        if on_screen:
            _on_screen(rows, minimal, pause)
        else:
            logs.configure_logging("error", "text")
            asyncio.run(_play_printed(rows, minimal, pause))
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None


def _read_rows(file: Path) -> list[answers.AnswerRow]:
    rows, skipped = answers.read_answers(file)
    for one in skipped:
        click.echo(f"{file}, line {one.line}: {one.why}. It is skipped.", err=True)
    if not rows:
        raise Stop(
            f"{file} holds no answer that can be used. A line looks like this: "
            '{"team": "Crisis line", "question": 1, "text": "The debrief after a hard call."}'
        )
    return rows


async def _make_stage(rows: list[answers.AnswerRow] | None, minimal: bool) -> DemoStage:
    if rows is None:
        return DemoStage(await make_world(cast.shipped_cast(), minimal), story.STORY, "amira")
    world = await make_world(cast.of_answers(rows), minimal)
    return DemoStage(world, filed.story_steps(world.cast, len(rows)), world.cast.teams[0].people[1].handle)


def _on_screen(rows: list[answers.AnswerRow] | None, minimal: bool, pause: float) -> None:
    """A log line would tear the screen: what is logged is shown after it."""
    logged = io.StringIO()
    logs.configure_logging("error", "text", logged)

    async def play() -> None:
        await show_demo(await _make_stage(rows, minimal), pause or FASTEST)

    asyncio.run(play())
    click.echo(logged.getvalue(), err=True, nl=False)


async def _play_printed(rows: list[answers.AnswerRow] | None, minimal: bool, pause: float) -> None:
    stage = await _make_stage(rows, minimal)
    printer = WatchedPrinter(stage.world)
    try:
        while await stage.next_step():
            sys.stdout.flush()
            await asyncio.sleep(pause)
    finally:
        printer.close()
    if stage.left_out:
        raise RuntimeError(f"the story left out {', '.join(stage.left_out)}")


class WatchedPrinter(Printer):
    """Prints only the rooms that the story looks at; thousands of people answer in the others."""

    def __init__(self, world: DemoWorld) -> None:
        super().__init__(world.client, sys.stdout, world.zone)
        self._world = world

    def on_change(self, change: Change) -> None:
        room = room_of(change)
        if room is None or room.unthreaded() in self._world.watched:
            super().on_change(change)
