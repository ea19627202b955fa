"""`folkmoot keys rotate`: another master key."""

from __future__ import annotations

from pathlib import Path

import click

from bot.bootstrap.rotating import rotate_keys
from bot.cli.settings import settings_of, stop_on_errors
from bot.views.messages.wording import count_of


def rotate_master_key(config: Path) -> None:
    """Print how many keys were wrapped anew, and what is left to do by hand."""
    settings = settings_of(config)
    with stop_on_errors():
        done = rotate_keys(settings)
    if done.keys:
        click.echo(f"Wrapped {count_of(done.keys, 'key')} with the new master key.")
    else:
        click.echo("The keys were wrapped with the new master key already.")
    if done.old:
        click.echo(f"The new one is in {done.master_key}. Keep a copy in a safe place, apart from every backup.")
        click.echo(
            f"The old one is in {done.old}. Copies of the key store that were made before open with it alone: make a "
            "backup now, move the old one to a safe place, and delete it when you have deleted them."
        )
    else:
        click.echo(
            f"The new one is in {done.master_key}. Give it in FOLKMOOT_MASTER_KEY from now on, then move that file to a "
            "safe place."
        )
        click.echo(
            "Copies of the key store that were made before open with the old one alone: make a backup now, and keep the "
            "old one until you have deleted them."
        )
