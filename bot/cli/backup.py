"""`folkmoot backup`: copies of both stores, each with its end, and deleting those past theirs."""

from __future__ import annotations

from pathlib import Path

import click

from bot.bootstrap.copies import copy_storage, prune_copies
from bot.cli.settings import settings_of, stop_on_errors


def copy_stores_of(config: Path, folder: Path, keys_folder: Path | None, prune: bool) -> None:
    """Print which copies were made, when they are to be deleted, and which were deleted."""
    settings = settings_of(config)
    with stop_on_errors():
        made = copy_storage(settings, folder, keys_folder)
    for one in made:
        click.echo(f"Copied to {one.path}, to be deleted on {one.expires.date()}.")
    if len(made) == 1:
        click.echo(
            "The key store was not copied: privacy.key_copies_days is 0, and people are told that there are no copies of it."
        )
    elif keys_folder is None:
        click.echo("Take the copy of the key store to another place than the database's: both together can be read.")
    if prune:
        with stop_on_errors():
            ended = prune_copies(settings, folder, keys_folder)
        for one in ended:
            click.echo(f"Deleted {one.path}, which was past its end.")
