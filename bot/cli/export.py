"""`folkmoot export`: what final summaries have published, as a file."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from bot.bootstrap.exporting import read_released
from bot.cli.settings import CommandStoppedError, settings_of, stop_on_errors
from bot.engine.released_files import FORMS
from bot.views.messages.wording import count_of


def export_released(
    config: Path, form: str, since: date | None, until: date | None, scope: str, output: Path | None
) -> None:
    """Print it, or write it into a new file for its owner alone; exit code 2 for a file that is there, and for swapped days."""
    settings = settings_of(config, reads=True)
    if since and until and since > until:
        raise CommandStoppedError(
            f"The first day, {since}, is after the last, {until}: name the earlier one with --since. Nothing was written."
        )
    with stop_on_errors():
        rows = read_released(settings, since, until, scope)
    text = FORMS[form](rows)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise CommandStoppedError(f"{output} cannot be written ({error.strerror}). Nothing was changed.") from None
    click.echo(f"Wrote {count_of(len(rows), 'line')} to {output}.", err=True)
