"""`folkmoot move`: from files to PostgreSQL, and back."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import click

from bot.bootstrap.moving import PlannedMove, plan_move
from bot.bootstrap.moving import move_installation as do_move
from bot.bootstrap.places import is_in_files, places_of
from bot.cli.settings import CommandStoppedError, refuse_as_root, settings_of, stop_on_errors
from bot.system_clock import SystemClock
from bot.views.messages.wording import count_of

EVERY = 5.0
"""Seconds between two lines about the same table."""


class Progress:
    """Prints how far it has come: a line for each table that has rows, and more for one that takes long."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def tell(self, what: str, table: str, done: int, of: int) -> None:
        now = time.monotonic()
        if of and (done == of or now - self._last >= EVERY):
            click.echo(f"{what:<9} {table:<24} {done:>11,} of {of:,}", err=True)
            self._last = now


def move_installation(config: Path, to: str, keys_to: str) -> None:
    """Print what is done, how far it has come, and what to do next."""
    settings = settings_of(config)
    with stop_on_errors():
        plan = plan_move(settings, to, keys_to)
        if is_in_files(plan.there):
            refuse_as_root(plan.there.storage.path)
        here, there = places_of(plan.here).database, places_of(plan.there).database
    begun = time.monotonic()
    try:
        click.echo(
            f"Copies {here} and its key store to {there}, and compares every row: about two minutes for each million of them. "
            "Until the end nothing is changed here, and no start is possible there.",
            err=True,
        )
        with stop_on_errors():
            moved = do_move(plan, Progress().tell)
    except KeyboardInterrupt:
        raise CommandStoppedError(
            "Interrupted. Run the same command again: nothing is lost, and nothing comes twice."
        ) from None
    if moved.rows:
        click.echo(
            f"Moved {count_of(moved.rows, 'row')} in {time.monotonic() - begun:.0f} s. "
            f"{count_of(moved.texts, 'text')} can be read there as here."
        )
    else:
        click.echo(f"It was moved to {there} already; what was left to do is done.")
    _say_what_is_next(config, plan, here)


def _say_what_is_next(config: Path, plan: PlannedMove, here: str) -> None:
    click.echo(f"Next, in {config} below [storage]:")
    for line in plan.lines:
        click.echo(f"    {line}")
    click.echo("Then “folkmoot check”, and start.")
    days = plan.expires_days
    until = f"by {(SystemClock().now() + timedelta(days=days)).date()} at the latest" if days else "now"
    click.echo(
        f"{here} and its key store stay as they were, and no start uses them. Whoever is forgotten from now on could be read with "
        f"them: delete them {until}, and copies that were made before on the day in their name."
    )
