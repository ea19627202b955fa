"""`folkmoot backup`: copies of both stores, each with its end, and deleting those past theirs."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bot.bootstrap.copies import copy_storage, earlier_version_of, moved_stores, prune_copies
from bot.cli.settings import CommandStoppedError, settings_of, stop_on_errors
from bot.config import Settings


def shared_place(database: Path, keys: Path) -> str:
    """Return where two folders lie together, to be read after “lie”; empty for two file systems."""
    one, other = database.resolve(), keys.resolve()
    if one == other:
        return f"in one folder, {one}"
    common = Path(os.path.commonpath((one, other)))
    if common != Path(common.anchor):
        return f"below one folder, {common}"
    return "on one file system" if one.stat().st_dev == other.stat().st_dev else ""


def copy_stores_of(config: Path, folder: Path, keys_folder: Path | None, prune: bool) -> None:
    """Print which copies were made, when they are to be deleted, and which were deleted."""
    settings = settings_of(config)
    failed: CommandStoppedError | None = None
    try:
        _copy(settings, folder, keys_folder)
    except CommandStoppedError as error:
        failed = error
    if prune:
        # Also where nothing could be copied: a key copy past its end must not stay for as long as that lasts.
        try:
            _prune(settings, folder, keys_folder)
        except CommandStoppedError as error:
            failed = failed or error
    if failed:
        raise failed


def _copy(settings: Settings, folder: Path, keys_folder: Path | None) -> None:
    with stop_on_errors():
        made = copy_storage(settings, folder, keys_folder)
        earlier = earlier_version_of(made[0].path)
    for one in made:
        click.echo(f"Copied to {one.path}, to be deleted on {one.expires.date()}.")
    if earlier:
        click.echo(
            f"The database is at version {earlier[0]}, and so is its copy; this program needs {earlier[1]}. Next: "
            f"“folkmoot migrate”. “folkmoot restore” brings the copy to {earlier[1]} too."
        )
    if len(made) == 1:
        click.echo(
            "The key store was not copied: privacy.key_copies_days is 0, and people are told that there are no copies of it."
        )
    elif shared := shared_place(made[0].path.parent, made[1].path.parent):
        click.echo(
            f"Both copies lie {shared}: whoever gets hold of that has both, and with the master key they can be read. "
            "Name another disk or machine with --keys, or take the copy of the key store there."
        )


def _prune(settings: Settings, folder: Path, keys_folder: Path | None) -> None:
    with stop_on_errors():
        found, stay = prune_copies(settings, folder, keys_folder)
        moved = moved_stores(settings)
    why = {one.path: "which was past its end" for one in found.ended}
    for path in (*why, *found.left):
        if path not in stay:
            click.echo(f"Deleted {path}, {why.get(path, 'which an interrupted backup or restore had left')}.")
    for one in moved:
        click.echo(f"{one}. It was left there: delete it as soon as all is well.")
    if stay:
        raise CommandStoppedError(
            f"These could not be deleted, and should be: {', '.join(map(str, stay))}. Check who may write there."
        )
