"""`folkmoot privacy-pack`: pages about data protection, filled in from the settings."""

from __future__ import annotations

from pathlib import Path

import click

from bot.bootstrap.privacy_pages import make_privacy_pack
from bot.cli.settings import CommandStoppedError, settings_of, stop_on_errors


def write_privacy_pack(config: Path, folder: Path) -> None:
    """Write the pages into a folder; exit code 2, and nothing written, where one of them is there already."""
    settings = settings_of(config, reads=True)
    with stop_on_errors():
        pages = make_privacy_pack(settings)
    there = [folder / name for name in pages if (folder / name).exists()]
    if there:
        raise CommandStoppedError(f"{there[0]} is there already, and you may have filled it in. Nothing was written.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (folder / name).write_text(text, "utf-8")
            click.echo(f"Wrote {folder / name}.")
    except OSError as error:
        raise CommandStoppedError(f"{folder} cannot be written ({error.strerror}).") from None
    click.echo("What stands in square brackets is yours to fill in. None of it is legal advice.")
